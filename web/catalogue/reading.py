"""An edition from the database into memory."""

from typing import Any

from web.catalogue import tables
from web.catalogue.contents import Contents, Offer
from web.catalogue.entries import (
    CommitteeEntry,
    LevelEntry,
    NoticeEntry,
    RuleEntry,
    SectionEntry,
    SeriesEntry,
    SpecialtyEntry,
    TitleEntry,
    TypeEntry,
    WindowEntry,
)
from web.catalogue.tables import Edition

Row = dict[str, Any]


async def contents(year: str) -> Contents:
    """Everything that the edition of `year`, which exists, offers."""
    edition: Row = (await Edition.select().where(Edition.year == year))[0]
    rows = {table: await _rows(table, edition["id"]) for table in tables.ROWS}
    return assembled(edition["year"], edition["about"], rows)


def assembled(year: str, about: dict[str, Any], rows: dict[Any, list[Row]]) -> Contents:
    """The edition of `year` from the rows of every table in order, whether of the database or of the
    files."""
    now = {table: [row for row in every if not row["retired"]] for table, every in rows.items()}
    track_names = {row["code"]: row["name"] for row in rows[tables.Track]}
    return Contents(
        year=year,
        series=tuple(_pick(SeriesEntry, row) for row in now[tables.Series]),
        levels=_grouped(now[tables.Level], "series", lambda row: _pick(LevelEntry, row, code=row["level"])),
        offers=tuple(_offer(row) for row in now[tables.ReviewType]),
        titles=_grouped(now[tables.Title], ("series", "level"), lambda row: _title(row, track_names)),
        specialties=_grouped(now[tables.Specialty], "series", _specialty),
        committees=_grouped(now[tables.Committee], "series", lambda row: _pick(CommitteeEntry, row)),
        scopes=_scopes(now[tables.CommitteeScope]),
        asked=tuple(
            (
                (row["series"], row["level"], row["type"]),
                row["asked"],
                _pick(SectionEntry, row, key=row["section"]),
            )
            for row in now[tables.SectionAsked]
        ),
        windows=tuple(((row["series"], row["level"]), _pick(WindowEntry, row)) for row in now[tables.Window]),
        notices={row["kind"]: _pick(NoticeEntry, row) for row in now[tables.Notice]},
        rules=tuple(_pick(RuleEntry, row) for row in now[tables.EligibilityRule]),
        about=about,
        names=_names(rows),
        by_code={row["code"]: _specialty(row) for row in now[tables.Specialty]},
    )


async def _rows(table: Any, edition: int) -> list[Row]:
    rows: list[Row] = await table.select().where(table.edition == edition).order_by(table.position, table.id)
    return rows


def _pick(entry: Any, row: Row, **other: Any) -> Any:
    given = {
        name: tuple(value) if isinstance(value, list) else value for name, value in (row | other).items()
    }
    return entry(**{name: given[name] for name in entry._fields})


def _offer(row: Row) -> Offer:
    of_type = _pick(TypeEntry, row, code=row["type"])
    return Offer(of_type, tuple(row["levels"]), tuple(row["evaluations"]), tuple(row["series"]))


def _title(row: Row, track_names: dict[str, str]) -> TitleEntry:
    track_name = track_names[f"{row['series']}.{row['track']}"]
    entry: TitleEntry = _pick(
        TitleEntry, row, name=row["shown"], national_name=row["name"], track_name=track_name
    )
    return entry


def _specialty(row: Row) -> SpecialtyEntry:
    entry: SpecialtyEntry = _pick(SpecialtyEntry, row, group=row["group_name"])
    return entry


def _grouped(rows: list[Row], by: str | tuple[str, str], make: Any) -> dict[Any, tuple[Any, ...]]:
    gathered: dict[Any, list[Any]] = {}
    for row in rows:
        key = row[by] if isinstance(by, str) else tuple(row[name] for name in by)
        gathered.setdefault(key, []).append(make(row))
    return {key: tuple(entries) for key, entries in gathered.items()}


def _scopes(rows: list[Row]) -> dict[tuple[str, str], frozenset[str]]:
    gathered: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        gathered.setdefault((row["committee"], row["level"]), set()).add(row["group_code"])
    return {key: frozenset(groups) for key, groups in gathered.items()}


def _names(rows: dict[Any, list[Row]]) -> dict[str, dict[str, str]]:
    kinds = (
        ("series", tables.Series, "code", "name"),
        ("short", tables.Series, "code", "short"),
        ("level", tables.Level, "level", "name"),
        ("type", tables.ReviewType, "type", "name"),
        ("committee", tables.Committee, "code", "name"),
        ("specialty", tables.Specialty, "code", "name"),
        ("title", tables.Title, "code", "shown"),
    )
    return {kind: {row[code]: row[name] for row in rows[table]} for kind, table, code, name in kinds}
