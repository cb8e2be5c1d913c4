"""Those who review, beside the town's own: district, county school, bureau, city, committee offices; and their acts."""

import itertools
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from typing import Any

from tests import browser as browsers
from tests import cast, conftest
from tests.browser import Browser
from tests.cast import MOMENT, Someone
from tests.support import run
from web import clock
from web.declaration import rules as declarations
from web.declaration.tables import Declaration
from web.people import accounts
from web.people.tables import Account, Organisation, Role
from web.review import decisions, path, returns, submission, unit
from web.review.decisions import Given
from web.review.rules import Moved
from web.review.tables import Station
from web.review.unit_tables import assessment, opinion

HAN = Someone("韩十一", "county_school", 71, matter="teacher", stage="submit")
"""A teacher of a county school whose declaration waits for the unit."""
FENG = Someone("冯十二", "county_school", 72, role="unit")
CHEN = Someone("陈十三", "county_bureau", 73, role="department")
CHU = Someone("褚十四", "county", 74, role="hrss")
WEI = Someone("卫十五", "city", 75, role="hrss")
JIANG = Someone("蒋十六", "office", 76, role="committee_office")
SHEN = Someone("沈十七", "bureau", 77, role="department")
OUTSIDER = Someone("杨十八", "builder", 78, role="unit")
"""A unit administrator of another unit."""
REVIEWERS = (FENG, CHEN, CHU, WEI, JIANG)
"""Who holds Han's declaration, in the order of its path."""

ASSESSED = {
    "grade": "competent", "opinion": "师德良好，能胜任教学工作。", "entitled": "40", "present": "38", "in_favour": "35",
    "against": "2", "abstained": "1", "held_on": "2026-10-09",
}  # fmt: skip
OPINED = {
    "words": "经考核、民主测评和公示，同意推荐。",
    "leader": "冯校长",
    "signed_on": "2026-10-20",
    "letter": "",
}


async def move_in() -> None:
    """Make the county, its school, everybody who reviews, and the office of the committee."""
    numbers = {row["code"]: row["id"] for row in await Organisation.select()}
    for code, name, kind, parent, region in (
        ("county", "中牟县人力资源和社会保障局", "county", "city", "410122"),
        ("county_bureau", "中牟县教育局", "department", "county", "410122"),
        ("county_school", "中牟县演示初级中学", "unit", "county_bureau", "410122"),
    ):
        made = Organisation(
            code=code, name=name, kind=kind, parent=numbers[parent], region=region,
            nature="21" if kind == "unit" else "10",
        )  # fmt: skip
        await made.save()
        numbers[code] = made.id
    for someone in (HAN, FENG, CHEN, CHU, WEI, SHEN, OUTSIDER):
        await open_quickly(someone, numbers[someone.organisation])
    await cast.fill(HAN, cast.matter.TEACHER)
    await submit(HAN)
    row = await row_of(HAN)
    office = await path.office_of(row["year"], row["committee"])
    await open_quickly(JIANG, office["id"])


async def open_quickly(someone: Someone, organisation: int) -> None:
    """An account that needs no password in these tests."""
    account = Account(
        login=someone.login, name=someone.name, id_number=someone.id_number if someone.role == "applicant" else "",
        organisation=organisation, stage="set", password_at=clock.now(),
    )  # fmt: skip
    await account.save()
    await Role(account=account.id, role=someone.role, organisation=organisation).save()


async def row_of(someone: Someone) -> dict[str, Any]:
    """Her declaration as it stands."""
    account = await accounts._find(someone.login)
    assert account is not None
    row = await declarations.of_year(account["id"], cast.YEAR)
    if row is None:
        row = (await declarations.mine(account["id"]))[0]
    return row


async def submit(someone: Someone) -> dict[str, Any]:
    """She submits, or submits again; the receipt."""
    who = await cast.person(someone)
    case = await declarations.case_of(await row_of(someone), clock.now())
    commitment = await declarations.catalogue.commitment(cast.YEAR)
    signed = submission.Commitment(commitment.version, commitment.body, who.name)
    return await submission.submit(case, who, signed, clock.now())


async def does(someone: Someone, act: str, whose: Someone = HAN, **given: Any) -> dict[str, Any]:
    """`someone` decides `act` about a declaration; its row afterwards."""
    row = await row_of(whose)
    return await decisions.decide(
        row["id"], act, await cast.person(someone), clock.now(), None, Given(**given)
    )


async def refused(someone: Someone, act: str, whose: Someone = HAN, **given: Any) -> str:
    """The sentence with which `act` is refused, "" when it is done."""
    try:
        await does(someone, act, whose, **given)
    except (decisions.NotDone, Moved) as error:
        return str(error)
    return ""


async def mark(someone: Someone, where: str = "", whose: Someone = HAN, words: str = "请核对。") -> str:
    """`someone` marks something to mend: the whole of 主要业绩 unless `where` says another place."""
    row = await row_of(whose)
    case = await declarations.case_of(row, clock.now())
    return await returns.mark(case, await cast.person(someone), where or "achievements/0/", "", words)


async def record(which: str, values: dict[str, str], whose: Someone = HAN) -> dict[str, str]:
    """The unit records the assessment or its opinion; the complaints."""
    section = {"assessment": assessment, "opinion": opinion}[which]
    row = await row_of(whose)
    there = await unit.record_of(section, row)
    return (await unit.save_record(section, row, values, there["version"])).complaints


_copied = itertools.count()


async def copies(count: int, **columns: Any) -> list[int]:
    """So many more declarations like Han's, with other `columns`: rows and stations only, to fill a list. The invariants
    do not hold of them."""
    row, made = await row_of(HAN), []
    line = await path.stations(row["id"])
    for n in (next(_copied) for _ in range(count)):
        name = "赵钱孙李周吴郑王冯陈"[n % 10] + "文静明华建"[n % 5]
        account = Account(login=f"w{n}", name=name, organisation=row["unit"], stage="set")
        await account.save()
        kept = {key: value for key, value in row.items() if key not in ("id", "slot", "number", "person")}
        one = Declaration(
            **{**kept, **columns}, person=account.id, number=f"2026{n + 900:07d}", slot=f"{account.id}-2026"
        )
        await one.save()
        for each in line:
            same = {key: value for key, value in each.items() if key not in ("id", "key", "declaration")}
            await Station(**same, declaration=one.id, key=f"{one.id}-{each['position']}").save()
        made.append(one.id)
    return made


UNIT_WAY = ("take", "end_display", "publish", "end_publicity", "recommend", "report")


def later(days: int) -> Any:
    """Within the block it is that many days after the cast's day."""
    return clock.frozen(MOMENT + timedelta(days=days))


def climbed(upto: str, whose: Someone = HAN, by: Someone = FENG) -> None:
    """The unit does everything up to and with the act `upto`, each step on a day on which it may."""
    for act, day in zip(UNIT_WAY, (0, 4, 4, 12, 12, 12), strict=True):
        with later(day):
            if act == "publish":
                run(record("assessment", ASSESSED, whose))
            if act == "recommend":
                run(record("opinion", OPINED, whose))
            run(does(by, act, whose, place="单位公示栏"))
        if act == upto:
            return


def browser_of(someone: Someone) -> Browser:
    """Her browser, already signed in."""
    return browsers.browser_of(someone.login)


@cache
def province_of(kind: str) -> str:
    """The template of that kind with everybody in it."""
    with clock.frozen(MOMENT):
        return conftest.template(kind, "province", move_in, cast.town_of(kind))


def occupied(which: str) -> Iterator[str]:
    """A database of its own with everybody in it, on the cast's day."""
    template = province_of(which)
    with clock.frozen(MOMENT):
        yield from conftest.fresh(which, template)
