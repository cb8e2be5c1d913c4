"""What a committee's office chose for the sittings to come."""

from web import clock
from web.committee.reading_tables import CommitteeChoice
from web.committee.terms import rule
from web.database import transaction
from web.rows import Row


async def chosen(committee: str) -> Row:
    """What the committee's office chose for its sittings: `blind`, `recusal_counted`; the rule's where it did not."""
    row: Row | None = await CommitteeChoice.select().where(CommitteeChoice.committee == committee).first()
    return row or {"blind": False, "recusal_counted": bool(rule("recusal_base")["counted"])}


async def choose(committee: str, *, blind: bool, recusal_counted: bool, by: int) -> None:
    """Keep the choice of a committee's office; sittings that are planned already stay as they are."""
    async with transaction():
        await CommitteeChoice.delete().where(CommitteeChoice.committee == committee)
        await CommitteeChoice(
            committee=committee, blind=blind, recusal_counted=recusal_counted, by=by, at=clock.now()
        ).save()
