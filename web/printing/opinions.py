"""What was decided about a declaration, from its log and its committee's count, as the 评审表 prints it (forms.md §1)."""

from dataclasses import dataclass, replace
from datetime import datetime

from web import rows
from web.certificate import rules as certificates
from web.clock import in_words as moment
from web.declaration.path_tables import Decision, Station
from web.documents.shapes import UNIT_FACTS, Opinion, Opinions, Pair, by_pen
from web.printing import results as result
from web.printing.dates import day
from web.review import unit
from web.review.unit_tables import assessment, opinion
from web.rows import Row
from web.section import Section
from web.workflow import UNIT_STATES, past_of

TITLES = {
    "department": "主管部门意见",
    "county": "县级人社意见",
    "city": "市级人社意见",
    "province": "省级人社意见",
}
ALWAYS = ("department", "county", "city")
"""The boxes that the form has even where the path does not lead through such an office; then they say 无."""


@dataclass(frozen=True)
class Drawn:
    """The opinions, up to which entry of the log they go in words, and the moment of the newest; None before any."""

    opinions: Opinions
    words: str = ""
    at: datetime | None = None


async def log_of(declaration: int) -> list[Row]:
    """The decisions, the first one first, with the names of the office and of who decided."""
    found: list[Row] = await (
        Decision.select(
            *Decision.all_columns(), Decision.office.name.as_alias("office_name"), Decision.by.name.as_alias("by_name")
        )
        .where(Decision.declaration == declaration)
        .order_by(Decision.number)
    )  # fmt: skip
    return found


async def drawn(row: Row, *, results: bool) -> Drawn:
    """Everything decided about the declaration `row` so far. `results`: the reader works for its committee, and may
    see the count before it is published."""
    log = await log_of(row["id"])
    levels = [await of_unit(row, log), *await _offices(row["id"], log)]
    found = Opinions(levels=levels, screening=_screening(log))
    events = [(each["at"], f"办理记录至第 {each['number']} 条（{moment(each['at'])}）") for each in log[-1:]]
    item, entry = await result.item_of(row["id"]), await result.entry_of(row["id"])
    if item and (results or entry or await result.published(row, item)):
        found = replace(
            found, ballot=result.ballot(item), group=result.group(item), committee=result.committee(item)
        )
        events.append((item["closed_at"], f"评审结果（{day(item['closed_at'])}）"))
    if entry and entry["confirmed_at"]:
        certificate = await certificates.of_declaration(row["id"])
        found = replace(found, approval=result.approval(entry, item, certificate))
        events.append((entry["confirmed_at"], f"确认（{day(entry['confirmed_at'])}）"))
    return Drawn(found, "、".join(words for _, words in events), max((at for at, _ in events), default=None))


def recommended(log: list[Row]) -> Row | None:
    """The decision by which the unit recommends, None when there is none or it was overtaken by a return."""
    found = None
    for each in log:
        if each["act"] in ("recommend", "refuse") and each["start"] in UNIT_STATES:
            found = each
        elif each["end"] in ("draft", "unit_review") or (
            each["end"] == "returned" and each["start"] in UNIT_STATES
        ):
            found = None
    return found


async def of_unit(row: Row, log: list[Row], *, unsigned: bool = False) -> Opinion:
    """推荐意见 with publicity, poll and assessment. `unsigned`: as recorded, before the unit has recommended."""
    title = "单位推荐意见"
    made = recommended(log)
    if made and made["act"] == "refuse":
        return Opinion(
            title,
            f"不予推荐。{made['comment']}",
            await unit_facts(row, made["snapshot"]),
            "",
            day(made["at"]),
        )
    version = made["snapshot"] if made else row["snapshot"]
    written = await record(opinion, row["id"], version)
    if written is None or not (made or unsigned):
        return Opinion(title, facts=by_pen(UNIT_FACTS))
    signed_on = day(written["signed_on"]) if written["signed_on"] else ""
    return Opinion(
        title, written["words"], await unit_facts(row, version), written["leader"] if made else "", signed_on
    )


async def record(section: Section, declaration: int, version: int) -> Row | None:
    """What the unit wrote about that version of the declaration."""
    found = await rows.rows_of(section, declaration)
    return next((each for each in found if each["position"] == version), None)


async def unit_facts(row: Row, version: int) -> list[Pair]:
    """公示, 民主测评, 考核 of that version, as far as they are recorded, and the posts that are approved."""
    facts: list[Pair] = []
    shown = [each for each in await unit.postings(row["id"]) if each["kind"] == "publicity"]
    posting = next((each for each in shown if each["key"].endswith(f"-{version}")), None)
    if posting:
        raised = objected(await unit.objections(row["id"])) if posting["ended_at"] else "正在公示"
        facts.append(
            ("公示", f"{day(posting['since'])}至{day(posting['until'])}，{posting['place']}，{raised}")
        )
    held = await record(assessment, row["id"], version)
    if held and held["entitled"]:
        facts.append((
            "民主测评",
            f"应到 {held['entitled']} 人，实到 {held['present']} 人，同意 {held['in_favour']} 票，"
            f"不同意 {held['against']} 票，弃权 {held['abstained']} 票",
        ))  # fmt: skip
    if held:
        values = {each["name"]: each["shown"] for each in await rows.shown(assessment, held)}
        said = "；".join(filter(None, (values["grade"], values["opinion"])))
        facts += [("考核", said)] if said else []
    posts = await unit.posts(row)
    return [*facts, ("评审职数", _approved(posts))]


def _approved(posts: unit.Posts) -> str:
    if posts.approved is None:
        return "不占核定的评审职数"
    return f"核定 {posts.approved} 个" + (f"（{posts.document}）" if posts.document else "")


def objected(raised: list[Row]) -> str:
    """How many objections there were and what became of them; their words are not for the applicant."""
    if not raised:
        return "没有收到异议"
    upheld = sum(each["outcome"] == "upheld" for each in raised)
    return f"收到异议 {len(raised)} 件，经核实成立 {upheld} 件，不成立 {len(raised) - upheld} 件"


async def _offices(declaration: int, log: list[Row]) -> list[Opinion]:
    line = await Station.select().where(Station.declaration == declaration).order_by(Station.position)
    on_path = {each["kind"]: each for each in line if each["kind"] in TITLES}
    return [
        _of_office(TITLES[kind], on_path[kind], log)
        if kind in on_path
        else Opinion(TITLES[kind], "无（申报不经过这一级）" if line else "", asked=not line)
        for kind in TITLES
        if kind in ALWAYS or kind in on_path
    ]


def _of_office(title: str, station: Row, log: list[Row]) -> Opinion:
    made = [
        each
        for each in log
        if each["office"] == station["organisation"] and each["act"] in ("pass", "refuse")
    ]
    if station["outcome"] not in ("pass", "refuse") or not made:
        return Opinion(title)
    return _said(title, made[-1], "审核单位")


def _said(title: str, made: Row, office: str) -> Opinion:
    said = past_of(made["act"], made["start"], made["end"])
    words = f"{said}。{made['comment']}" if made["comment"] else f"{said}。"
    return Opinion(title, words, [(office, made["office_name"])], made["by_name"] or "", day(made["at"]))


def accepted(log: list[Row]) -> Row | None:
    """The decision by which the committee's office accepts, None when there is none or it was taken back."""
    found = None
    for each in log:
        if each["act"] == "accept":
            found = each
        elif each["act"] == "undo" and each["start"] == "accepted":
            found = None
    return found


def _screening(log: list[Row]) -> Opinion:
    made = accepted(log)
    return _said("资格审查意见", made, "审查单位") if made else Opinion("资格审查意见")
