"""A sitting that is void as a whole, with a reason on record; what was before it waits for another one."""

from web import clock
from web.committee import gathering
from web.committee.ballot import Refusal, sitting_of
from web.committee.reading_tables import VoidedRound
from web.committee.tables import Item, Sitting
from web.database import transaction
from web.following import happened
from web.people.tables import Account
from web.rows import Row


async def obstacle(row: Row) -> str:
    """Why the sitting cannot be annulled, "" when it can: its ballot is open, its results are public, it is void."""
    if row["state"] == "void":
        return "会议已经作废。"
    if row["state"] == "voting":
        return "正在投票。请先结束投票，或者作废本轮投票，再作废会议。"
    if await gathering.publicity_of(row["id"]):
        return "评审结果已经公示，不能作废会议。对结果有异议的，在公示里办理。"
    return ""


async def annul(sitting: int, reason: str, by: int) -> None:
    """Void the sitting; every declaration before it goes back to the acceptance, all or none, and is told why.
    Refusal: no reason, an obstacle, or one that cannot go back."""
    if not reason.strip():
        raise Refusal("请写明作废的原因。")
    async with transaction():
        row = await sitting_of(sitting)
        if sentence := await obstacle(row):
            raise Refusal(sentence)
        written = (
            await Sitting.update({Sitting.state: "void", Sitting.version: Sitting.version + 1})
            .where((Sitting.id == sitting) & (Sitting.state == row["state"]))
            .returning(Sitting.id)
        )
        if not written:
            raise Refusal("会议刚刚有了变化，请核对后再作废。")
        await VoidedRound(
            key=f"{sitting}-0", sitting=sitting, round=0, reason=reason.strip(), present=row["present"], voted=0,
            by=by, at=clock.now(),
        ).save()  # fmt: skip
        before = await Item.select(Item.declaration).where(Item.sitting == sitting)
        await happened("release", [each["declaration"] for each in before], by, reason.strip())


async def record(sitting: int) -> Row | None:
    """Why, when and by whom (by_name) the sitting was annulled, None when it was not."""
    row = await VoidedRound.select().where(VoidedRound.key == f"{sitting}-0").first()
    if row is None:
        return None
    who = await Account.select(Account.name).where(Account.id == row["by"]).first()
    return {**row, "by_name": who["name"] if who else ""}
