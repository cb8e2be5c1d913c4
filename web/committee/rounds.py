"""A ballot that cannot be opened, since two codes are lost: its round is voided with a reason, and the next one begins."""

from web import clock
from web.committee.ballot import Refusal, sitting_of
from web.committee.ballot_tables import KeyHolder, Sealed, Voted
from web.committee.reading_tables import VoidedRound
from web.committee.tables import Item, Member, Sitting
from web.database import transaction
from web.rows import Row


async def void(sitting: int, reason: str, by: int) -> None:
    """Void the open round: its sealed ballots and keys go, unopened; who came and why it was voided stay on record.
    The sitting can be prepared again, and new codes be taken. Refusal: no reason, or no ballot is open."""
    if not reason.strip():
        raise Refusal("请写明作废的原因。")
    async with transaction():
        row = await sitting_of(sitting)
        items = [each["id"] for each in await Item.select(Item.id).where(Item.sitting == sitting)] or [0]
        again = (
            await Sitting.update(
                {
                    Sitting.state: "planned",
                    Sitting.round: row["round"] + 1,
                    Sitting.version: Sitting.version + 1,
                }
            )
            .where((Sitting.id == sitting) & (Sitting.state == "voting") & (Sitting.round == row["round"]))
            .returning(Sitting.id)
        )
        if not again:
            raise Refusal("没有正在进行的投票，不能作废。")
        voted = {each["member"] for each in await Voted.select(Voted.member).where(Voted.item.is_in(items))}
        members = [each["id"] for each in await Member.select(Member.id).where(Member.sitting == sitting)]
        await Sealed.delete().where(Sealed.item.is_in(items))
        await Voted.delete().where(Voted.item.is_in(items))
        await KeyHolder.delete().where(KeyHolder.member.is_in(members))
        await VoidedRound(
            key=f"{sitting}-{row['round']}", sitting=sitting, round=row["round"], reason=reason.strip(),
            present=row["present"], voted=len(voted), by=by, at=clock.now(),
        ).save()  # fmt: skip


async def voided(sitting: int) -> list[Row]:
    """The voided rounds with the name of who voided them, the first first."""
    return await (
        VoidedRound.select(*VoidedRound.all_columns(), VoidedRound.by.name.as_alias("by_name"))
        .where((VoidedRound.sitting == sitting) & (VoidedRound.round > 0))
        .order_by(VoidedRound.round)
    )


def in_words(row: Row) -> str:
    """第 1 轮投票作废：…（出席 17 人，已有 12 人投票，未开票）。"""
    return f"第 {row['round']} 轮投票作废：{row['reason']}（出席 {row['present']} 人，已有 {row['voted']} 人投票，没有开票）"
