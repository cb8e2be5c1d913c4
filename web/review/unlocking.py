"""What an open return lets the applicant change: only what was named."""

from web.review.return_tables import Mark, Return
from web.rows import Row

Place = tuple[str, int, str]
"""(section key, row id or 0 for the section, field name or "" for the whole row)."""


async def open_notice(declaration: int) -> Row | None:
    """The return or supplement that the applicant has to answer, None when there is none."""
    found: Row | None = await Return.select().where(Return.open_key == declaration).first()
    return found


async def marks_of(notice: int) -> list[Row]:
    """Everything that a notice names, in the order of the reviewer."""
    found: list[Row] = await Mark.select().where(Mark.notice == notice).order_by(Mark.id)
    return found


async def unlocked(declaration: int) -> set[Place]:
    """What may be changed while the declaration is sent back; empty when it is not."""
    notice = await open_notice(declaration)
    marks = await marks_of(notice["id"]) if notice else []
    return {(mark["section"], mark["row"], mark["field"]) for mark in marks}


def allows(places: set[Place], section: str, row: int, field: str = "") -> bool:
    """Whether `field` of a row ("": any of its fields) may be changed; row 0 asks for the section as a whole."""
    named = {(mark_row, name) for key, mark_row, name in places if key == section}
    if (0, "") in named or (row, "") in named:
        return True
    if field:
        return (row, field) in named or (0, field) in named
    return any(mark_row == row for mark_row, _ in named)
