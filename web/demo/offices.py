"""What units, departments and offices of the demonstration do with what was submitted, by the rules of review."""

from datetime import datetime, time, timedelta

from web import clock
from web.declaration import snapshot
from web.demo import accounts
from web.demo.accounts import Unable
from web.demo.filling import Record, picked
from web.people import sessions
from web.people.sessions import Person
from web.review import decisions, returns, unit
from web.review.decisions import Given
from web.review.unit_tables import assessment, opinion
from web.rows import Row
from web.section import Section
from web.workflow import ROLE_OF

Clerks = dict[int, int]
"""The account that acts for an organisation."""

VOTES: Record = {
    "grade": "合格", "opinion": "该同志遵守纪律，工作认真，完成了岗位任务，同事评价好，同意参加本年度申报。",
    "entitled": 42, "present": 40, "in_favour": 38, "against": 0, "abstained": 2,
}  # fmt: skip
WORDS: Record = {
    "words": "经公开展示、考核测评和公示，材料真实，公示期间没有收到异议，同意推荐。", "leader": "演示负责人",
}  # fmt: skip


async def decide(row: Row, act: str, clerks: Clerks, given: Given | None = None) -> Row:
    """Whoever holds the declaration does `act`; the row afterwards."""
    clerk = await accounts.clerk(row["holder"], clerks)
    return await decisions.decide(row["id"], act, clerk, clock.now(), given=given)


async def send_back(row: Row, marks: list[tuple[str, int, str, str, str]], clerks: Clerks) -> Row:
    """退回修改: `marks` are (section, number of the row, field, reason of the list, own words)."""
    clerk = await accounts.clerk(row["holder"], clerks)
    case = await decisions.declarations.load(row["id"], clock.now())
    frozen = await snapshot.newest(row["id"])
    assert case is not None and frozen is not None
    sections = {each["key"]: each for each in frozen["snapshot"]["sections"]}
    for key, number, field, reason, words in marks:
        place = f"{key}/{sections[key]['rows'][number - 1]['id']}/{field}"
        if sentence := await returns.mark(case, clerk, place, reason, words):
            raise Unable(sentence)
    return await decide(row, "return", clerks, Given(comment="请按指出的内容修改后重新提交。"))


async def end_of_posting(row: Row, kind: str) -> datetime:
    """The morning after the last day of the display or publicity that is up."""
    posting = await unit.posting_of(row, kind)
    assert posting is not None
    return datetime.combine(posting["until"] + timedelta(days=1), time(9), clock.ZONE)


async def display(row: Row, clerks: Clerks) -> Row:
    """受理并公开展示."""
    return await decide(row, "take", clerks, Given(place="单位一楼公示栏和内部办公网"))


async def publicise(row: Row, clerks: Clerks) -> Row:
    """The display is over: 考核、民主测评 recorded, 公示 put up."""
    row = await decide(row, "end_display", clerks)
    clerk = await accounts.clerk(row["holder"], clerks)
    await _record(assessment, row, {**VOTES, "held_on": clock.today().isoformat()}, clerk)
    return await decide(row, "publish", clerks, Given(place="单位一楼公示栏和内部办公网"))


async def recommend(row: Row, clerks: Clerks) -> Row:
    """The publicity is over without objection: 推荐意见 signed, reported to the first office."""
    row = await decide(row, "end_publicity", clerks)
    clerk = await accounts.clerk(row["holder"], clerks)
    await _record(opinion, row, {**WORDS, "signed_on": clock.today().isoformat()}, clerk)
    if (await unit.posts(row)).approved is not None:
        await _approve_posts(row, clerks)
    row = await decide(row, "recommend", clerks)
    return await decide(row, "report", clerks)


async def _approve_posts(row: Row, clerks: Clerks) -> None:
    """评审职数 approved by the nearest office of human resources above the unit."""
    above = await sessions.parents(row["unit"])
    office = next(each["id"] for each in above if ROLE_OF.get(each["kind"]) == "hrss")
    await unit.approve_posts(
        row["unit"], row["year"], row["series"], row["level"], 9, f"演示核准〔{row['year']}〕1号",
        await accounts.clerk(office, clerks),
    )  # fmt: skip


async def _record(section: Section, row: Row, record: Record, clerk: Person) -> None:
    blank = await unit.record_of(section, row)
    saved = await unit.save_record(section, row, await picked(section, blank, record), blank["version"])
    if saved.complaints:
        raise Unable(f"{section.title}: {saved.complaints}")


async def climb(row: Row, clerks: Clerks) -> Row:
    """Every office between the unit and the committee passes it; it ends at the committee's office."""
    while row["state"] != "committee_review":
        row = await decide(row, "pass", clerks)
    return row
