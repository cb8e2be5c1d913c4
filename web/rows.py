"""Reading and writing the rows of a section: everything typed is kept, right or wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from web import clock
from web.box import Box
from web.columns import NONE, Field, Option
from web.database import is_duplicate, savepoint, transaction
from web.database.kept import Kept
from web.kinds import KINDS, clean, missing
from web.section import Section

Row = dict[str, Any]


class Problem(NamedTuple):
    """A sentence about one field of one row ("" names the row itself; row 0 the section).

    `missing`: nothing is wrong, something is still to be filled in.
    """

    row: int
    name: str
    sentence: str
    missing: bool = False


@dataclass
class Saved:
    """What became of a save: the row as it stands, complaints by field, and what another tab had stored."""

    row: Row
    complaints: dict[str, str] = field(default_factory=dict)
    conflicts: dict[str, str] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)


async def options_of(about: Field, values: Mapping[str, Any]) -> tuple[Option, ...]:
    """The list that `about` offers, given the row's values."""
    if callable(about.options):
        return await about.options(values)
    return about.options


def typed(section: Section, row: Row) -> dict[str, str]:
    """What stands in each box: the wrong text that was kept, else the stored value as it is typed."""
    wrong = row.get("wrong") or {}
    return {
        name: wrong[name] if name in wrong else KINDS[about.kind].typed(about, row.get(name))
        for name, about in section.columns
    }


def _mine(section: Section, holder: Any) -> Any:
    return getattr(section.table, section.holder) == holder


@cache
def _standing(section: Section) -> Kept:
    table: Any = section.table
    return Kept(lambda holder: table.select().where(_mine(section, holder) & table.removed_at.is_null()))


async def rows_of(section: Section, holder: int) -> list[Row]:
    """The rows of `holder` that have not been removed, in their order."""
    rows = await _standing(section)(holder)
    return sorted(rows, key=lambda row: (row["position"], row["id"]))


async def row_of(section: Section, holder: int, row: int, *, removed: bool = False) -> Row | None:
    """One row of `holder`, None when there is no such row."""
    table: Any = section.table
    found = await table.select().where(_mine(section, holder) & (table.id == row)).first()
    return found if found and (removed or not found["removed_at"]) else None


async def add(section: Section, holder: int, once: str, **values: Any) -> Row:
    """A new row at the end; the same `once` gives the same row. OverflowError (a sentence) past `at_most`."""
    table: Any = section.table
    key = f"{holder}:{once}"[:60] if once else None
    async with transaction():
        await table.guard(holder)
        rows = await rows_of(section, holder)
        if key and (
            known := await table.select().where(_mine(section, holder) & (table.once == key)).first()
        ):
            return known
        if len(rows) >= section.at_most:
            raise OverflowError(f"{section.title}最多 {section.at_most} {section.noun}，不能再加。")
        last = max((row["position"] for row in rows), default=0)
        row = table(**{section.holder: holder, "position": last + 1, "once": key, **values})
        try:
            async with savepoint():
                await row.save()
        except Exception as error:
            if not is_duplicate(error):
                raise
            return await table.select().where(table.once == key).first()
    return await table.select().where(table.id == row.id).first()


async def only_row(section: Section, holder: int) -> Row:
    """The one row of a section with a single record, made when there is none yet."""
    rows = await rows_of(section, holder)
    return rows[0] if rows else await add(section, holder, "only")


async def read(section: Section, row: Row, posted: Mapping[str, str]) -> tuple[Row, dict[str, str]]:
    """(the columns to write, the complaints) for those fields of `posted` that the section has."""
    texts = {**typed(section, row), **{name: posted[name] for name, _ in section.columns if name in posted}}
    columns: Row = {}
    complaints: dict[str, str] = {}
    wrong = dict(row.get("wrong") or {})
    for name, about in section.columns:
        if name not in posted:
            continue
        kind = KINDS[about.kind]
        reading = kind.read(about, posted[name], await options_of(about, {**row, **texts}))
        wrong.pop(name, None)
        if reading.complaint:
            complaints[name] = reading.complaint
        elif about.required and reading.value in (None, ""):
            complaints[name] = missing(about)
        if reading.complaint and reading.value is None:
            wrong[name] = clean(posted[name])
        value = kind.empty if reading.value is None else reading.value
        columns[name] = int(value) if isinstance(value, Decimal) and not about.decimals else value
    columns["wrong"] = wrong
    return columns, complaints


async def save(section: Section, holder: int, row: Row, posted: Mapping[str, str], version: int) -> Saved:
    """Write what was typed into `row`. Where another tab has saved since `version`, nothing is overwritten:
    the differing stored values come back as conflicts, with what was typed."""
    table: Any = section.table
    columns, complaints = await read(section, row, posted)
    changes = {getattr(table, name): value for name, value in columns.items()}
    async with transaction():
        await table.guard(holder)
        written = (
            await table.update({**changes, table.version: row["version"] + 1, table.updated_at: clock.now()})
            .where(_mine(section, holder) & (table.id == row["id"]) & (table.version == version))
            .where(table.removed_at.is_null())
            .returning(table.id)
        )
        fresh = await table.select().where(table.id == row["id"]).first()
    if written:
        return Saved(fresh, {**await _together(section, holder, fresh, posted), **complaints})
    there = typed(section, fresh)
    mine = {name: clean(posted[name]) for name, _ in section.columns if name in posted}
    conflicts = {name: there[name] for name, text in mine.items() if there[name] != text}
    return Saved(fresh, complaints if not conflicts else {}, conflicts, mine)


async def _together(section: Section, holder: int, row: Row, posted: Mapping[str, str]) -> dict[str, str]:
    """What the section's own check says of this row, beside fields that were posted."""
    if not section.check:
        return {}
    found = [Problem(*each) for each in section.check(await rows_of(section, holder))]
    return {each.name: each.sentence for each in found if each.row == row["id"] and each.name in posted}


def seen(row: Row, found: Sequence[Problem]) -> Saved:
    """A row as its page shows it before anything is saved: with what is wrong in it, not with what is missing."""
    return Saved(
        row,
        {
            each.name: each.sentence
            for each in found
            if each.name and not each.missing and each.row == row["id"]
        },
    )


async def remove(section: Section, holder: int, row: int) -> None:
    """Take a row away; it can be restored."""
    table: Any = section.table
    async with transaction():
        await table.guard(holder)
        await table.update({table.removed_at: clock.now()}).where(
            _mine(section, holder) & (table.id == row) & table.removed_at.is_null()
        )


async def restore(section: Section, holder: int, row: int) -> None:
    """Bring a removed row back to its place."""
    table: Any = section.table
    async with transaction():
        await table.guard(holder)
        await table.update({table.removed_at: None}).where(_mine(section, holder) & (table.id == row))


async def boxes(
    section: Section, row: Row, *, prefix: str = "", saved: Saved | None = None, url: str = ""
) -> list[Box]:
    """The fields of `row` as a form draws them; `prefix` ("12.") makes their names unique on a page of many rows.
    `url`: address of the section, under which one field is checked and a dependent list is asked for."""
    saved = saved or Saved(row)
    texts = {**typed(section, row), **saved.typed}
    return [await _box(section, name, {**row, **texts}, prefix, saved, url) for name, _ in section.columns]


def downstream(section: Section, name: str) -> list[str]:
    """The fields whose lists follow, at first or at second hand, from the field `name`, in the page's order."""
    reached = {name}
    for other, about in section.columns:
        if about.depends_on in reached:
            reached.add(other)
    return [other for other, _ in section.columns if other in reached and other != name]


async def _box(section: Section, name: str, texts: Row, prefix: str, saved: Saved, url: str) -> Box:
    about = section.field(name)
    decides = any(other.depends_on == name for _, other in section.columns)
    lists = [
        other
        for other, each in section.columns
        if each.kind == "choice" and (each.depends_on or callable(each.options))
    ]
    checkable = url and (about.check or about.kind in ("day", "number"))
    return Box(
        about, prefix + name, (prefix + name).replace(".", "-"), texts[name], saved.complaints.get(name, ""),
        await options_of(about, texts), saved.conflicts.get(name),
        check_url=f"{url}/check" if checkable else "",
        refresh=prefix + "refresh" if decides else "",
        options_url=f"{url}/options?of={prefix}{name}" if url and decides else "",
        sends=" ".join(prefix + other for other in lists) if decides else "",
    )  # fmt: skip


async def one_box(
    section: Section,
    name: str,
    posted: Mapping[str, str],
    prefix: str,
    url: str,
    about_row: Row | None = None,
) -> Box:
    """The field `name` alone, read from what was just typed: for a check or a dependent list."""
    blank: Row = {other: KINDS[about.kind].empty for other, about in section.columns} | (about_row or {})
    texts: Row = {**blank, **typed(section, blank), **{other: clean(text) for other, text in posted.items()}}
    about = section.field(name)
    reading = KINDS[about.kind].read(about, texts[name], await options_of(about, texts))
    return await _box(section, name, texts, prefix, Saved(blank, {name: reading.complaint}), url)


async def problems(
    section: Section, rows: Sequence[Row], files: Mapping[tuple[int, str], int]
) -> list[Problem]:
    """Everything that is missing or wrong in `rows`, read again from what stands in the boxes.

    `files`: number of attached files by (row id, upload field).
    """
    found = []
    for row in rows:
        _, complaints = await read(section, row, typed(section, row))
        found += [
            Problem(row["id"], name, complaints[name], complaints[name] == missing(about))
            for name, about in section.columns
            if name in complaints
        ]
        found += [
            Problem(row["id"], name, missing(about), True)
            for name, about in section.uploads
            if about.required and not files.get((row["id"], name))
        ]
    if section.check:
        found += [Problem(*each) for each in section.check(rows)]
    return found


async def shown(section: Section, row: Row) -> list[dict[str, Any]]:
    """The row's values as a snapshot keeps them: name, label, kind, stored value, and the text a reader sees; "gap": what
    stands for an empty one where that is not 无."""
    texts = typed(section, row)
    values = []
    for name, about in section.fields:
        kind = KINDS[about.kind]
        text = (
            ""
            if about.kind == "upload"
            else kind.shown(about, row[name], await options_of(about, {**row, **texts}))
        )
        value = "" if about.kind == "upload" else kind.typed(about, row[name])
        held = {"name": name, "label": about.label, "kind": about.kind, "value": value, "shown": text}
        values.append(held if about.gap == NONE else {**held, "gap": about.gap})
    return values


async def copied(section: Section, source: Row, holder: int) -> Row:
    """A copy of another holder's row at the end of this one's; copying it again gives the same row."""
    values = {name: source[name] for name, _ in section.columns} | {"wrong": source["wrong"]}
    return await add(section, holder, f"copy-{source['id']}", **values)
