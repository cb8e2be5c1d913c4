"""计票表 and 会议记录 of a closed sitting, as documents with room for the signatures (第二十二、二十三条)."""

from web import clock
from web.catalogue import rules as catalogue
from web.clock import ZONE
from web.committee import ballot, rounds, sittings, substitution
from web.committee.tables import Recusal
from web.documents import office_shapes
from web.documents import rules as documents
from web.rows import Row

BLIND = "评阅盲审，计票前专家看不到申报人的姓名和单位。"


def _day(row: Row) -> str:
    return clock.day_in_words(row["on"])


async def _committee(row: Row) -> str:
    return await catalogue.name_of(row["year"], "committee", row["committee"])


async def tally(row: Row) -> bytes:
    """计票表: the ballots counted again, with the hash. ballot.Refusal when they do not agree; CannotTypeset."""
    counts = await ballot.recount(row["id"])
    lines = []
    for item in await sittings.items(row["id"]):
        count = counts[item["id"]]
        share = f"{count.yes}/{count.attending}"
        result = "通过" if count.passed else "未通过"
        figures = [str(count.yes), str(count.no), str(count.abstain), share, result]
        lines.append([item["name"], item["unit_name"], item["title_name"], *figures])
    holders = "、".join(each["name"] for each in await ballot.holders(row["id"]))
    shape = office_shapes.TallySheet(
        committee=await _committee(row), meeting=row["name"], day=_day(row), rows=lines,
        figures=[
            ("评委会人数", str(row["members"])), ("出席人数", str(row["present"])), ("开票人", holders), ("选票校验码", row["sha256"]),
        ],
    )  # fmt: skip
    return await documents.sheet(shape, number=f"JP{row['id']:06d}", made_at=row["closed_at"])


def _line(item: Row, count: ballot.Result) -> str:
    votes = f"同意 {count.yes}，反对 {count.no}，弃权 {count.abstain}"
    return f"第 {item['number']} 号 {item['name']}：{votes}，{'通过' if count.passed else '未通过'}"


def _base(row: Row) -> str:
    counted = "计入" if row["recusal_counted"] else "不计入"
    return f"回避的专家{counted}该对象的出席人数。{BLIND if row['blind'] else ''}"


def _voided(each: Row) -> str:
    return f"{rounds.in_words(each)}。经办：{each['by_name']}，{each['at'].astimezone(ZONE):%Y-%m-%d %H:%M}"


async def minutes(row: Row) -> bytes:
    """会议记录: who was there, who had no part in what and why, what came out."""
    counts = await ballot.recount(row["id"])
    members, items = await sittings.members(row["id"]), await sittings.items(row["id"])
    replaced = await substitution.in_words(row)
    voided = [_voided(each) for each in await rounds.voided(row["id"])]
    names = {each["id"]: each["name"] for each in members}
    recusals = await Recusal.select(*Recusal.all_columns(), Recusal.item.number.as_alias("number")).where(
        Recusal.item.sitting == row["id"]
    ).order_by(Recusal.key)  # fmt: skip
    chair = next((each["name"] for each in members if each["duty"] == "chair"), "")
    away = "第 {number} 号：{name}，{reason}"
    results = [_line(item, counts[item["id"]]) for item in items]
    shape = office_shapes.MeetingRecord(
        committee=await _committee(row), meeting=row["name"],
        facts=[
            ("时间", _day(row)), ("地点", row["place"] or "无"), ("主持人", chair),
            ("出席", "、".join(each["name"] for each in members if each["present"])),
            ("缺席", "、".join(each["name"] for each in members if not each["present"]) or "无"),
        ],
        items=[
            *([("专家替换", "\n".join(replaced))] if replaced else []),
            ("回避", "\n".join(away.format(number=e["number"], name=names[e["member"]], reason=e["reason"]) for e in recusals) or "无"),
            ("出席人数计算", _base(row)), *(("作废的投票", each) for each in voided),
            ("投票结果", "\n".join(results)),
            ("开票", f"{row['closed_at'].astimezone(ZONE):%Y-%m-%d %H:%M}，选票校验码 {row['sha256']}"),
        ],
    )  # fmt: skip
    return await documents.sheet(shape, number=f"HY{row['id']:06d}", made_at=row["closed_at"] or clock.now())
