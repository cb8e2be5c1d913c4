"""回避: found by the service, or declared by a member; either takes the dossier out of everything she sees."""

import asyncio
from collections.abc import Iterable

from web import clock
from web.committee import conflicts
from web.committee.ballot import Refusal
from web.committee.ballot_tables import Voted
from web.committee.tables import Assignment, Item, Member, Recusal, Sitting
from web.database import is_duplicate, transaction
from web.rows import Row


async def note(item: int, member: int, reason: str, *, found: bool) -> None:
    """Record a recusal once, and take the reading away."""
    key = f"{item}-{member}"
    recusal = Recusal(key=key, item=item, member=member, found=found, reason=reason, at=clock.now())
    if await Recusal.exists().where(Recusal.key == key):
        return
    try:
        async with transaction():
            await recusal.save()
            await Assignment.delete().where((Assignment.item == item) & (Assignment.member == member))
    except Exception as error:
        if not is_duplicate(error):
            raise


async def recuse(item: int, member: int, reason: str) -> None:
    """申请回避 by the member; Refusal without a reason, when the member has voted, or when the sitting is over: what was
    counted stays as it was. The sitting's row is held, so that a recusal, a ballot and the closing cannot cross."""
    if not reason.strip():
        raise Refusal("请写明回避的理由。")
    async with transaction():
        about = await Item.select(Item.sitting).where(Item.id == item).first()
        held = (
            await Sitting.update({Sitting.version: Sitting.version + 1})
            .where((Sitting.id == (about or {"sitting": 0})["sitting"]) & Sitting.state.is_in(["planned", "voting"]))
            .returning(Sitting.id)
        )  # fmt: skip
        if not held:
            raise Refusal("会议已经结束，不能再申请回避。")
        if await Voted.exists().where((Voted.item == item) & (Voted.member == member)):
            raise Refusal("已经投过票，不能再申请回避。")
        await note(item, member, reason.strip(), found=False)


async def between(
    members: Iterable[Row], dossiers: Iterable[conflicts.Dossier]
) -> dict[tuple[int, int], str]:
    """(declaration, member) → the reasons why the member may have no part in it, for every conflict there is."""
    held = list(members)
    judges = await conflicts.judges_of(each["expert"] for each in held)
    found = {}
    for dossier in dossiers:
        await asyncio.sleep(0)  # thousands of dossiers: others are answered in between
        for member in held:
            if reasons := conflicts.between(judges[member["expert"]], dossier):
                found[dossier.declaration, member["id"]] = "；".join(each.sentence for each in reasons)
    return found


async def find(sitting: int) -> int:
    """Look for conflicts again, as relations and units change between the planning and the ballot; how many are new."""
    items = {
        row["declaration"]: row["id"] for row in await Item.select(Item.id, Item.declaration).where(Item.sitting == sitting)
    }  # fmt: skip
    members = await Member.select().where(Member.sitting == sitting)
    handled = await conflicts.asked[-1](list(items))
    known = {row["key"] for row in await Recusal.select(Recusal.key).where(Recusal.item.is_in(list(items.values()) or [0]))}  # fmt: skip
    new = {
        (items[declaration], member): reason
        for (declaration, member), reason in (
            await between(members, await conflicts.dossiers_of(items, handled))
        ).items()
        if f"{items[declaration]}-{member}" not in known
    }
    for (item, member), reason in new.items():
        await note(item, member, reason, found=True)
    return len(new)
