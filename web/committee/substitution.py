"""替换: a drawn member who cannot come gives the place to the first reserve of the draw that fits, on record."""

from typing import Any

import orjson

from web import clock
from web.committee import draw, pool_changes, recusals
from web.committee.ballot import Refusal
from web.committee.ballot_tables import KeyHolder
from web.committee.expert_tables import Expert
from web.committee.sittings import planned
from web.committee.tables import Draw, Member, PanelMember, Recusal, Sitting
from web.database import transaction
from web.rows import Row

BUSY = "这位专家已经编入评议组或领取了开票码，不能再替换，请按缺席处理。"
NOBODY = "没有可以替换的候补专家：候补都已用完、不在库，或者所在单位人数已满。"


async def replace(sitting: int, member: int, reason: str, by: str) -> None:
    """The member's place goes to the next reserve: in the order of the draw, within the limit of the units, still in the
    pool on the day. `by`: the name of who did it. Refusal says why not."""
    if not reason.strip():
        raise Refusal("请写明专家不能参加的理由。")
    async with transaction():
        row = await planned(sitting)
        await Sitting.update({Sitting.version: Sitting.version + 1}).where(Sitting.id == sitting)
        about = await Member.select().where((Member.id == member) & (Member.sitting == sitting)).first()
        if about is None or row["draw"] is None:
            raise Refusal("没有找到要替换的专家，或者会议的专家不是抽取产生的。")
        for table in (PanelMember, KeyHolder):
            if await table.exists().where(table.member == member):
                raise Refusal(BUSY)
        drawn = await draw.load(row["draw"])
        gone = draw.code_of(about["expert"])
        comes = await _next(row, drawn, gone)
        number = draw.experts_of([comes])[0]
        await Recusal.delete().where(Recusal.member == member)
        await Member.update({
            Member.expert: number, Member.key: f"{sitting}-{number}", Member.present: False, Member.duty: "member",
        }).where(Member.id == member)  # fmt: skip
        done = {
            "out": gone,
            "in": comes,
            "reason": reason.strip(),
            "by": by,
            "at": clock.now().astimezone(clock.ZONE).isoformat(timespec="seconds"),
        }
        await Draw.update({Draw.result: {**drawn["result"], "replaced": [*replaced(drawn), done]}}).where(
            Draw.id == drawn["id"]
        )
        await recusals.find(sitting)


def replaced(drawn: Row) -> list[dict[str, Any]]:
    """What was replaced so far: out, in, reason, by, at."""
    return list((drawn["result"] or {}).get("replaced", []))


async def _next(sitting: Row, drawn: Row, gone: str) -> str:
    record = orjson.loads(drawn["record"])
    units = {each["code"]: each["unit"] for each in record["pool"]}
    seated = [
        draw.code_of(each["expert"])
        for each in await Member.select(Member.expert).where(Member.sitting == sitting["id"])
    ]
    staying = [units.get(code) for code in seated if code != gone]
    before = {each[side] for each in replaced(drawn) for side in ("out", "in")}
    for code in drawn["result"]["reserves"]:
        if code in seated or code in before or staying.count(units[code]) >= record["rules"]["per_unit"]:
            continue
        who = await Expert.select(Expert.name, Expert.person).where(Expert.id.is_in(draw.experts_of([code])))
        if not await pool_changes.unfit(who, sitting["on"]):
            return code
    raise Refusal(NOBODY)


async def in_words(sitting: Row) -> list[str]:
    """E000012 张三由候补 E000034 李四替换：出差（经办，日期）, for the office and the minutes."""
    if sitting["draw"] is None:
        return []
    held = replaced(await draw.load(sitting["draw"]))
    codes = draw.experts_of([each[side] for each in held for side in ("out", "in")])
    rows = await Expert.select(Expert.id, Expert.name).where(Expert.id.is_in(codes or [0]))
    names = {draw.code_of(row["id"]): row["name"] for row in rows}
    return [
        f"{names[each['out']]}（{each['out']}）由候补 {names[each['in']]}（{each['in']}）替换：{each['reason']}"
        f"（经办：{each['by']}，{each['at'][:10]}）"
        for each in held
    ]
