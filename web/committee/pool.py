"""专家库: who may be drawn, for which level, how long."""

from datetime import date, timedelta
from typing import NamedTuple

from web import clock, rows
from web.catalogue import rules as catalogue
from web.committee.expert_tables import Expert, Tie
from web.committee.sections import SECTIONS
from web.committee.terms import rule
from web.database import transaction
from web.people.tables import Account, Role
from web.profile.sections import SECTIONS as PROFILE
from web.rows import Row

STATES = {"active": "在库", "paused": "停用", "removed": "不在库"}


class HeldLevel(NamedTuple):
    """The highest level that a person holds in a series: code, name, rank (5 正高级 … 1 员级), title."""

    code: str
    name: str
    rank: int
    title: str


async def held_level(person: int, series: str) -> HeldLevel | None:
    """The highest level among 现任职称 of `person` in `series`, None when none is held."""
    newest = await catalogue.latest()
    held = {row["title"] for row in await rows.rows_of(PROFILE["titles"], person) if row["series"] == series}
    found = [
        HeldLevel(level.code, level.name, level.rank, title.code)
        for level in (newest.levels.get(series, ()) if newest else ())
        for title in newest.titles.get((series, level.code), ())
        if title.code in held
    ]
    return max(found, key=lambda each: each.rank, default=None)


async def level_refusal(person: int, series: str, level: str) -> str:
    """Why `person` cannot judge `level` of `series`: an expert holds at least that level (人社部令第40号第十条)."""
    newest, held = await catalogue.latest(), await held_level(person, series)
    wanted = next((each for each in newest.levels.get(series, ()) if each.code == level), None)
    if wanted is None:
        return "请从列表中选择推荐评审等级。"
    if held is None:
        return "基本信息库“现任职称”里没有您在推荐系列取得的职称，请先填写现任职称，或改选推荐系列。"
    if held.rank < wanted.rank:
        return f"您在本系列取得的最高等级是{held.name}，不能评审{wanted.name}。"
    return ""


def longest_term(since: date) -> date:
    """The last day of the longest term that begins on `since`."""
    years = rule("expert_term")["years"]
    try:
        return since.replace(year=since.year + years) - timedelta(days=1)
    except ValueError:
        return since.replace(year=since.year + years, day=28)


def term_refusal(since: date, until: date) -> str:
    """Why a term cannot be: it ends before it begins, or lasts too long."""
    if until < since:
        return "任期的结束日期早于开始日期。"
    if until > longest_term(since):
        years, article = rule("expert_term")["years"], rule("expert_term")["article"]
        return f"专家每届任期不超过 {years} 年（人社部令第40号{article}），这一届最迟到 {longest_term(since):%Y-%m-%d}。"
    return ""


async def admit(application: Row, office: int, since: date, until: date) -> int:
    """Put the candidate of `application` into the pool, in place of an earlier entry; the expert's id."""
    row = (await rows.rows_of(SECTIONS["recommendation"], application["id"]))[0]
    further = [each["specialty"] for each in await rows.rows_of(SECTIONS["further"], application["id"])]
    newest, held = await catalogue.latest(), await held_level(application["person"], row["series"])
    rank = next(each.rank for each in newest.levels[row["series"]] if each.code == row["level"])
    person = (
        await Account.select(Account.name, Account.organisation)
        .where(Account.id == application["person"])
        .first()
    )
    if person is None:
        raise LookupError(f"no account {application['person']}")
    async with transaction():
        await Expert.update({Expert.slot: None, Expert.state: "removed", Expert.note: "换届"}).where(
            Expert.slot == application["person"]
        )
        expert = Expert(
            person=application["person"], slot=application["person"], application=application["id"], name=person["name"],
            unit=person["organisation"], series=row["series"], level=row["level"], rank=rank,
            title=held.title if held else "", specialties=list(dict.fromkeys([row["specialty"], *further])),
            since=since, until=until,
        )  # fmt: skip
        await expert.save()
        for tie in await rows.rows_of(SECTIONS["ties"], application["id"]):
            await Tie(
                expert=expert.id, kind=tie["kind"], name=tie["name"], unit=tie["unit"], about=tie["about"]
            ).save()
        await Role(account=application["person"], role="expert", organisation=office).save()
    return int(expert.id)


async def on(day: date | None = None, *, series: str = "") -> list[Row]:
    """The active experts whose term covers `day` (default today), of one series where given, by id."""
    day = day or clock.today()
    query = Expert.select().where((Expert.state == "active") & (Expert.since <= day) & (Expert.until >= day))
    return await (query.where(Expert.series == series) if series else query).order_by(Expert.id)


async def of_person(person: int) -> Row | None:
    """The pool's entry of `person`, None when not in the pool."""
    return await Expert.select().where(Expert.slot == person).first()
