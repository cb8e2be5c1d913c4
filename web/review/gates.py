"""What must be so before a move: functions that answer with a sentence, "" when the way is free."""

from collections.abc import Awaitable, Callable
from datetime import date

from web import clock
from web.catalogue import rules as catalogue
from web.declaration.return_tables import Mark, Return
from web.review import path, sitting_gates, terms, unit
from web.review.unit_tables import assessment, opinion
from web.rows import Row

Gate = Callable[[Row], Awaitable[str]]


async def displayed(row: Row) -> str:
    """未展示的材料不得上报 (terms.json: display)."""
    return await _posted(row, "display", "公开展示")


async def publicised(row: Row) -> str:
    """单位内部公示不少于 5 个工作日 (terms.json: publicity)."""
    return await _posted(row, "publicity", "公示")


async def _posted(row: Row, kind: str, name: str) -> str:
    posting = await unit.posting_of(row, kind)
    if posting is None:
        return f"现在的这一版材料还没有{name}，不能往下办。"
    if clock.today() <= posting["until"]:
        return f"{name}不少于 {terms.term(kind).words}，到 {clock.day_in_words(posting['until'])} 24:00 满，之后才能往下办。"
    return ""


async def assessed(row: Row) -> str:
    if not await unit.complete(assessment, row):
        return "还没有记录考核结果和民主测评票数，或有填错的，不能开始公示。"
    record = await unit.record_of(assessment, row)
    if record["grade"] == "failed":
        return "考核结果为不合格，不能推荐。"
    return ""


async def answered(row: Row) -> str:
    """公示无异议或异议已答复 (令第40号第十六条)."""
    raised = await unit.objections(row["id"])
    waiting = [each for each in raised if not each["outcome"]]
    if waiting:
        return f"还有 {len(waiting)} 条异议没有答复，不能往下办。"
    since = await _version_day(row)
    if any(each["outcome"] == "upheld" and each["received_on"] >= since for each in raised):
        return "有异议经核实成立，请退回修改或不予推荐。"
    return ""


async def _version_day(row: Row) -> date:
    posting = await unit.posting_of(row, "display")
    return posting["since"] if posting else date.min


async def opined(row: Row) -> str:
    if not await unit.complete(opinion, row):
        return "还没有填写推荐意见，或有填错的，不能推荐。"
    line = await path.stations(row["id"])
    record = await unit.record_of(opinion, row)
    if line and line[0]["letter"] and not record["letter"].strip():
        return "委托评审须有委托函，请在推荐意见里填写委托函文号。"
    return ""


async def posts_left(row: Row) -> str:
    """事业单位按核准职数申报 (procedure.md §3.5, §5)."""
    await unit.hold_posts(row)
    posts = await unit.posts(row)
    if posts.approved is None or posts.taken < posts.approved:
        return ""
    if not posts.approved:
        return "没有核定本系列本级别的评审职数，不能推荐。请先报人社部门核定。"
    return f"核定评审职数 {posts.approved} 个，已推荐 {posts.taken} 人，没有空余，不能再推荐。"


async def committee_filed(row: Row) -> str:
    """备案有效期不超过 3 年，期满不得受理 (令第40号第八条)."""
    committee = await catalogue.committee(row["year"], row["committee"])
    if committee is None:
        return "这个评委会已不在目录里，请联系系统管理员。"
    if clock.today() > committee.valid_until:
        return f"评委会备案有效期到 {clock.day_in_words(committee.valid_until)}，期满未重新备案，不能受理。"
    return ""


async def marked(row: Row) -> str:
    """一次性告知须列明要改的内容."""
    count = await Mark.count().where(
        (Mark.declaration == row["id"]) & (Mark.office == row["holder"]) & Mark.notice.is_null()
    )
    return "" if count else "还没有指出要改哪里。请先在材料里标出要改的内容。"


async def first_supplement(row: Row) -> str:
    """补正只能一次性告知 (令第40号第十八条)."""
    before = await Return.count().where((Return.declaration == row["id"]) & (Return.kind == "supplement"))
    if before >= terms.supplement_rounds():
        return "补正须一次性告知，这份申报已经告知过，不能再次要求补正。"
    return ""


GATES: dict[str, tuple[Gate, ...]] = {
    "end_display": (displayed,),
    "publish": (displayed, assessed),
    "end_publicity": (publicised, answered),
    "recommend": (displayed, assessed, publicised, answered, opined, posts_left),
    "report": (displayed, assessed, publicised, answered, opined),
    "return": (marked,),
    "supplement": (marked, first_supplement),
    "accept": (committee_filed,),
    **sitting_gates.GATES,
}


async def closed(row: Row, act: str) -> str:
    """The first sentence that keeps `act` from being done with the declaration `row`, "" when none does."""
    for gate in GATES.get(act, ()):
        if sentence := await gate(row):
            return sentence
    return ""
