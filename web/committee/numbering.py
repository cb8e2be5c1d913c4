"""The numbers under which dossiers stand before a sitting; in a blind one they tell nothing."""

import random

from web.committee.ballot import Refusal
from web.committee.tables import Assignment, Interview, Item, Recusal
from web.rows import Row

SHUFFLE = random.SystemRandom()


async def numbers(sitting: Row, count: int) -> list[int]:
    """The next numbers; in a blind sitting four digits, drawn and sorted, since items are stored in a drawn order."""
    if sitting["blind"]:
        return sorted(SHUFFLE.sample(range(1001, 10000), count))
    last = await Item.count().where(Item.sitting == sitting["id"])
    return list(range(last + 1, last + count + 1))


async def take_back(sitting: int) -> None:
    """Take a blind sitting's items out before all are numbered anew; Refusal once somebody works with their numbers."""
    ids = [each["id"] for each in await Item.select(Item.id).where(Item.sitting == sitting)]
    used = await Assignment.exists().where(Assignment.item.is_in(ids))
    said = await Recusal.exists().where(Recusal.item.is_in(ids) & Recusal.found.eq(False))
    met = await Interview.exists().where(Interview.item.is_in(ids))
    if used or said or met:
        raise Refusal("盲审材料已经编号分配，新受理的申报请另开会议评审。")
    await Recusal.delete().where(Recusal.item.is_in(ids))
    await Item.delete().where(Item.id.is_in(ids))
