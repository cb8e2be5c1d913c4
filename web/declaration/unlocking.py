"""What an open return lets the applicant change: only what was named."""

from web import rows
from web.declaration import rules as declarations
from web.declaration.return_tables import Mark, Return
from web.declaration.tables import Declaration
from web.profile import rules as profile
from web.rows import Row
from web.workflow import SENT_BACK

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
    return await _places(notice["id"]) if notice else set()


async def _places(notice: int) -> set[Place]:
    """What the marks name; of the first page also the choices that follow from one that is named."""
    named = {(mark["section"], mark["row"], mark["field"]) for mark in await marks_of(notice)}
    follow = {
        ("choice", 0, name)
        for section, _, field in named
        if section == "choice" and field
        for name in rows.downstream(declarations.CHOICE, field)
    }
    return named | follow


def allows(places: set[Place], section: str, row: int, field: str = "") -> bool:
    """Whether `field` of a row ("": any of its fields) may be changed; row 0 asks for the section as a whole."""
    named = {(mark_row, name) for key, mark_row, name in places if key == section}
    if (0, "") in named or (row, "") in named:
        return True
    if field:
        return (row, field) in named or (0, field) in named
    return any(mark_row == row for mark_row, _ in named)


async def named(row: Row, section: str) -> frozenset[tuple[int, str]] | None:
    """The (row, field) of `section` that may be changed, None when nothing restricts it: not sent back, or sent back
    without a list."""
    notice = await open_notice(row["id"]) if row["state"] in SENT_BACK else None
    if notice is None:
        return None
    return frozenset((number, field) for key, number, field in await _places(notice["id"]) if key == section)


async def named_in_profile(person: int, section: str) -> frozenset[tuple[int, str]] | None:
    """The same for a section of the person's 基本信息库. One that has become incomplete since stays open, or the
    declaration could not be submitted again; the new version takes only what was named anyway."""
    back = await Declaration.select().where(
        (Declaration.person == person) & Declaration.state.is_in(sorted(SENT_BACK))
    )
    for row in back:
        places = await named(row, section)
        if places is not None and not (await profile.standing(person, section)).problems:
            return places
    return None


profile.LOCKS.append(named_in_profile)
