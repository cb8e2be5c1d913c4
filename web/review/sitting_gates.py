"""What must stand written elsewhere before a declaration may follow: no step without the sitting, 公示 or certificate."""

from web.certificate.tables import Certificate
from web.committee.tables import Interview, Item
from web.payment import rules as payment
from web.publicity.tables import PublicityEntry
from web.rows import Row


async def paid(row: Row) -> str:
    """未缴费的不能进入评审会议."""
    return await payment.obstacle(row["id"])


async def _before(row: Row, *states: str) -> bool:
    return bool(
        await Item.count().where((Item.declaration == row["id"]) & Item.sitting.state.is_in(list(states)))
    )


async def listed(row: Row) -> str:
    return "" if await _before(row, "planned") else "还没有列入评审会议的名单。"


async def invited(row: Row) -> str:
    found = await Interview.exists().where(
        (Interview.item.declaration == row["id"]) & (Interview.item.sitting.state != "void")  # type: ignore[union-attr]
    )
    return "" if found else "还没有安排面试答辩的时间和地点。"


async def voted_on(row: Row) -> str:
    return "" if await _before(row, "voting") else "评审会议还没有开始投票。"


async def let_go(row: Row) -> str:
    held = await _before(row, "planned", "voting", "closed")
    return "申报还在评审会议的名单里，会议作废或者移出名单后才能重新安排。" if held else ""


async def _entry(row: Row, *outcomes: str) -> Row | None:
    found: Row | None = await (
        PublicityEntry.select(PublicityEntry.id, PublicityEntry.publicity.filing.as_alias("filing"))
        .where((PublicityEntry.declaration == row["id"]) & PublicityEntry.outcome.is_in(list(outcomes)))
        .first()
    )
    return found


async def shown(row: Row) -> str:
    return "" if await _entry(row, "") else "评审结果还没有公示。"


async def upheld(row: Row) -> str:
    return "" if await _entry(row, "struck") else "没有经核实成立的异议。"


async def stands(row: Row) -> str:
    return "" if await _entry(row, "confirmed") else "公示还没有结束，或者还有异议没有答复，不能确认。"


async def recorded(row: Row) -> str:
    found = await _entry(row, "confirmed")
    return "" if found and found["filing"] else "还没有记录备案文号。"


async def certified(row: Row) -> str:
    return "" if await Certificate.exists().where(Certificate.slot == row["id"]) else "还没有生成证书。"


async def uncertified(row: Row) -> str:
    valid = await Certificate.exists().where(Certificate.slot == row["id"])
    return "证书还是有效的，不能只改申报的状态。" if valid else ""


GATES = {
    "group": (paid, listed),
    "interview": (invited,),
    "ballot": (voted_on,),
    "release": (let_go,),
    "publicise": (shown,),
    "strike": (upheld,),
    "confirm": (stands,),
    "file": (recorded,),
    "issue": (certified,),
    "revoke": (uncertified,),
}
