"""Keeping a sheet between its report and its writing, so that what was reported is what gets written."""

import hashlib
from collections.abc import Sequence
from typing import Any

from web import clock
from web.database import transaction
from web.people.sessions import Person
from web.sheet import apart
from web.sheet.reading import Line
from web.sheet.tables import Sheet

Row = dict[str, Any]


async def keep(
    kind: str, name: str, body: bytes, needed: Sequence[str], also: Sequence[str], by: Person, organisation: int,
    subject: str = "",
) -> int:  # fmt: skip
    """Read `body` and keep its rows; the sheet's id. reading.Unreadable (a sentence) when it is no such sheet."""
    found = await apart.lines(body, needed, also)
    sheet = Sheet(
        kind=kind, subject=subject, name=name[:200], sha256=hashlib.sha256(body).hexdigest(), by=by.id,
        organisation=organisation, lines=len(found), rows=[[line.number, line.cells] for line in found],
    )  # fmt: skip
    async with transaction():
        await sheet.save()
    return int(sheet.id)


async def sheet_of(sheet: int, kind: str, organisation: int) -> Row | None:
    """The sheet of that kind and organisation, None when there is none."""
    found: Row | None = (
        await Sheet.select()
        .where((Sheet.id == sheet) & (Sheet.kind == kind) & (Sheet.organisation == organisation))
        .first()
    )
    return found


def lines_of(sheet: Row) -> list[Line]:
    """The rows that were read."""
    return [Line(number, cells) for number, cells in sheet["rows"]]


async def recent(kind: str, organisation: int, subject: str = "", count: int = 10) -> list[Row]:
    """The newest sheets of a kind, without their rows."""
    columns = (Sheet.id, Sheet.name, Sheet.at, Sheet.lines, Sheet.written_at, Sheet.outcome)
    found: list[Row] = await (
        Sheet.select(*columns)
        .where((Sheet.kind == kind) & (Sheet.organisation == organisation) & (Sheet.subject == subject))
        .order_by(Sheet.id, ascending=False)
        .limit(count)
    )
    return found


async def claim(sheet: int) -> bool:
    """Mark a sheet as written, inside the caller's transaction; False when it had been."""
    written = (
        await Sheet.update({Sheet.written_at: clock.now()})
        .where((Sheet.id == sheet) & Sheet.written_at.is_null())
        .returning(Sheet.id)
    )
    return bool(written)


async def close(sheet: int, outcome: Row) -> None:
    """What became of a claimed sheet; the rows themselves, which hold personal data, are dropped."""
    await Sheet.update({Sheet.outcome: outcome, Sheet.rows: []}).where(Sheet.id == sheet)
