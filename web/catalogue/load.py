"""The files into the database: what differs is written, nothing else."""

from collections.abc import Collection
from pathlib import Path
from typing import Any, NamedTuple

from web.catalogue import stamps
from web.catalogue.files import DATA, EditionFile, editions
from web.catalogue.tables import ROWS, Edition
from web.database import dialect, transaction
from web.database.table import Table

_AT_ONCE = 500


class Loaded(NamedTuple):
    """What a load changed in one edition; all zeros when the files say what the database says."""

    year: str
    added: int
    changed: int
    retired: int


async def load(folder: Path = DATA, years: Collection[str] | None = None) -> list[Loaded]:
    """Bring the editions of `folder` (only those of `years`, where given) into the database, all or nothing. Loading
    the same files again changes nothing; after a change of the files only the rows concerned change, and a
    row keeps its id. What is no longer in the files is retired, not deleted. ValueError or KeyError says
    what is wrong with a file."""
    files = [file for file in editions(folder) if years is None or file.year in years]
    async with transaction():
        if (
            dialect() == "postgres"
        ):  # two processes that start together take turns, as on SQLite by themselves
            await Edition.raw("SELECT pg_advisory_xact_lock(hashtext('catalogue'))")
        return [await _load_edition(file) for file in files]


async def _load_edition(file: EditionFile) -> Loaded:
    edition = await Edition.objects().where(Edition.year == file.year).first()
    if edition is None:
        edition = Edition(year=file.year, published_at=file.published_at)
        await edition.save()
    elif edition.source_hash == file.source_hash and edition.published_at == file.published_at:
        return Loaded(file.year, 0, 0, 0)
    counts = [await _load_table(table, edition.id, file.rows[table]) for table in ROWS]
    edition.published_at, edition.about, edition.source_hash = file.published_at, file.about, file.source_hash
    await edition.save()
    stamps.moved()
    return Loaded(file.year, *(sum(each) for each in zip(*counts, strict=True)))


async def _load_table(table: Any, edition: Any, wanted: list[dict[str, Any]]) -> tuple[int, int, int]:
    """(added, changed, retired) rows of one table."""
    there = {row["key"]: row for row in await table.select().where(table.edition == edition)}
    new, changed, kept = [], 0, set()
    for values in wanted:
        kept.add(values["key"])
        row = there.get(values["key"])
        if row is None:
            new.append(table(**values, edition=edition))
            continue
        differing = {name: value for name, value in values.items() if row[name] != value}
        for name in _left_out(table, values):
            default = table._meta.get_column_by_name(name).get_default_value()
            if row[name] != default:
                differing[name] = default
        if differing:
            await table.update(differing).where(table.id == row["id"])
            changed += 1
    for start in range(0, len(new), _AT_ONCE):
        await table.insert(*new[start : start + _AT_ONCE])
    gone = [row["id"] for key, row in there.items() if key not in kept and not row["retired"]]
    for start in range(0, len(gone), _AT_ONCE):
        await table.update({table.retired: True}).where(table.id.is_in(gone[start : start + _AT_ONCE]))
    return len(new), changed, len(gone)


def _left_out(table: type[Table], values: dict[str, Any]) -> list[str]:
    names = [column._meta.name for column in table._meta.columns]
    return [name for name in names if name not in values and name not in ("id", "edition")]
