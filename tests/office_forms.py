"""The forms of offices and the ballot in their states: empty, filled, wrong, after adding and removing, read-only."""

from collections.abc import Iterator
from datetime import timedelta

from tests import conftest, offices
from tests.browser import Page, signed_in
from tests.support import run
from tests.web.committee import hall
from tests.web.committee.test_sitting_pages import _doors
from web import clock
from web.committee import ballot
from web.committee.tables import Member
from web.people.tables import Account, Organisation

LONG = "字" * 600
Shown = tuple[str, Page]


def every_page() -> Iterator[tuple[str, str]]:
    """The name of a state and its HTML, in databases of their own."""
    for _ in offices.province_on("sqlite"):
        for part in (queue, announcement, accounts, year):
            yield from _checked(part())
    for _ in conftest.fresh("sqlite", conftest.with_catalogue("sqlite")):
        yield from _checked(voting())


def _checked(shown: Iterator[Shown]) -> Iterator[tuple[str, str]]:
    for name, page in shown:
        assert page.status < 500, (name, page.text)
        yield name, page.answer.text


def queue() -> Iterator[Shown]:
    """A unit's queue with 50, one found, none found; all of them taken at once."""
    unit = run(Organisation.select(Organisation.id).where(Organisation.code == "s1").first())
    assert unit is not None
    run(_fifty(int(unit["id"])))
    browser = offices.browser_of("卫老师")
    page = browser.open("/reviews?tick=1")
    assert len(page.tree.xpath("//tbody/tr")) == 50
    yield "queue, 50", page
    form = dict.fromkeys(page.tree.xpath("//tbody//input/@name"), "1")
    yield (
        "queue, 50 to be taken",
        browser.open("/reviews/batch?act=take&" + "&".join(f"{each}=1" for each in form)),
    )
    yield "queue, none found", browser.open("/reviews?q=没有这个人")
    yield "queue, the second page", browser.open("/reviews?page=2")
    with clock.frozen(offices.MOMENT + timedelta(hours=3)):
        yield "queue, expired", browser.open("/reviews")


async def _fifty(unit: int) -> None:
    for at in range(50):
        person = Account(login=f"many-{at}", name=f"申报人{at}", organisation=unit)
        await person.save()
        await offices.declared(int(person.id), unit, str(person.name), state="unit_review")


def announcement() -> Iterator[Shown]:
    """A text of the titles office: empty, wrong, too long, seen before, added, in two windows, withdrawn."""
    one, two = offices.browser_of("冯处长"), offices.browser_of("冯处长")
    yield "office form, empty", one.open("/texts/new")
    yield "office form, wrong", one.press("发布", title="", body="")
    yield "office form, over the limit", one.press("发布", title=LONG, body="正文")
    yield "office form, seen before", one.press("预览", title="申报时间延长", body="**正文**")
    yield "office form, added", one.press("发布", title="申报时间延长", body="正文")
    yield "office form, filled", one.follow("申报时间延长")
    two.open(one.page.path)
    one.press("发布", title="申报时间延长", body="甲")
    yield "office form, two windows", two.press("发布", title="申报时间延长", body="乙")
    one.open(two.page.path)
    yield "office form, removed", one.press("撤下")
    one.open("/texts/new")
    with clock.frozen(offices.MOMENT + timedelta(hours=3)):
        yield "office form, expired", one.press("发布", title="公告二", body="正文")


def accounts() -> Iterator[Shown]:
    """A unit's accounts, one added."""
    browser = offices.browser_of("卫老师")
    yield "accounts", browser.open("/people")
    yield "account, empty", browser.open("/people/new")
    yield "account, wrong", browser.press("开通")
    yield "account, over the limit", browser.press("开通", name=LONG)
    titles = offices.browser_of("冯处长")
    yield "unit, empty", titles.open("/organisations/new")
    yield "unit, wrong", titles.press("开通")
    yield "accounts, not his", titles.open("/people")


def year() -> Iterator[Shown]:
    """A year's draft: made, a row wrong, changed, removed; what would be published."""
    browser = offices.browser_of("冯处长")
    yield "years, none in draft", browser.open("/years")
    yield "year, wrong", browser.press("复制为草稿", base="2026", year="二八")
    yield "year, added", browser.press("复制为草稿", base="2026", year="2028")
    yield "year, its sections", browser.open("/years/1/sections")
    yield "year, a row, empty", browser.open("/years/1/sections/new")
    yield "year, a row, wrong", browser.press("保存", at_least="很多")
    browser.open("/years/1/sections")
    yield "year, a row, filled", browser.open(browser.page.tree.xpath("//main//tbody//a/@href")[0])
    yield "year, a row, removed", browser.press("删")
    yield "year, what changes", browser.open("/years/1/preview")


def voting() -> Iterator[Shown]:
    """A sitting from the sign-in sheet to the result, for its office, its members and who did not come."""
    place = run(hall.gather(5, 2, present=0))
    office = signed_in(run(_doors(place)))
    url = f"/sittings/{place.sitting}"
    yield "sitting, nobody has come", office.open(url)
    yield "sitting, no quorum", office.press("开始投票")
    office.open(url)
    yield (
        "sitting, signed in",
        office.press("保存签到", **{f"present.{each}": "1" for each in place.members[:4]}),
    )
    place.codes = [run(ballot.take_key(place.sitting, member)) for member in place.members[1:3]]
    members = [
        signed_in(each["login"]) for each in run(Member.select(Member.expert.person.login.as_alias("login")))
    ]
    chair, away = members[0], members[4]
    chair.open(url)
    yield "key", chair.press("领取开票码")
    yield "sitting, a member's", members[1].open(url)
    office.open(url)
    yield "sitting, voting", office.press("开始投票")
    yield "ballot, empty", chair.open(f"{url}/ballot")
    yield "ballot, wrong", chair.press("投票", **{"item.1": "同意"})
    chair.open(f"{url}/ballot")
    with clock.frozen(clock.now() + timedelta(hours=3)):
        yield "ballot, expired", chair.press("投票", **{"item.1": "同意", "item.2": "反对"})
    chair = signed_in(_login(place, 0))
    chair.open(f"{url}/ballot")
    yield "ballot, filled", chair.press("投票", **{"item.1": "同意", "item.2": "反对"})
    yield "ballot, read-only", chair.open(f"{url}/ballot")
    away.open(f"{url}/ballot")
    yield "ballot, of who did not come", away.press("投票", **{"item.1": "同意", "item.2": "同意"})
    yield "recusal", members[1].open(f"{url}/items/1/recuse")
    yield "recusal, wrong", members[1].press("确认回避")
    yield "closing", chair.open(f"{url}/close")
    yield "closing, wrong", chair.press("结束投票并开票", code1=place.codes[0], code2=place.codes[0])
    yield "result", chair.press("结束投票并开票", code1=place.codes[0], code2=place.codes[1])


def _login(place: hall.Hall, at: int) -> str:
    found = run(
        Member.select(Member.expert.person.login.as_alias("login"))
        .where(Member.id == place.members[at])
        .first()
    )
    assert found is not None
    return str(found["login"])
