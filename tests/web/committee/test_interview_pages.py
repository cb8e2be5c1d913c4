"""Interviews in browsers without script: arranged, seen by the applicant, moved, scored."""

from tests.browser import signed_in
from tests.support import run
from tests.web.committee import hall
from tests.web.committee.test_sitting_pages import _doors, place  # noqa: F401
from web.committee.tables import Interview, Member
from web.declaration.tables import Declaration
from web.people import accounts
from web.people.tables import Account


def test_arranged_seen_moved_and_scored(place: hall.Hall) -> None:  # noqa: F811
    office = signed_in(run(_doors(place)))
    office.open(f"/sittings/{place.sitting}")
    page = office.follow("面试答辩")
    assert "还有 2 人没有安排" in page.text
    page = office.press("自动安排", place="一号会议室", day="2026-12-07", **{"from": "9:00", "to": "8:00"})
    assert "请填写地点、日期和起止时间，结束时间应晚于开始时间。" in page.text
    page = office.press("自动安排", place="一号会议室", day="2026-12-07", **{"from": "9:00", "to": "12:00"})
    assert page.path.startswith(f"/sittings/{place.sitting}/interviews?said=arranged"), page.text
    assert "2026年12月7日 09:20" in page.text
    applicant = run(Declaration.select(Declaration.person).order_by(Declaration.id).first())["person"]
    run(accounts.set_password(applicant, "河南好山好水好风光"))
    login = run(Account.select(Account.login).where(Account.id == applicant).first())["login"]
    browser = signed_in(login)
    page = browser.open("/interviews")
    assert "2026年12月7日 09:00" in page.text
    assert "一号会议室" in page.text
    answer = browser.follow("加入日历").answer
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "DTSTART:20261207T010000Z" in answer.text
    number = run(Interview.select().order_by(Interview.id).first())["id"]
    page = office.open(f"/sittings/{place.sitting}/interviews/{number}")
    page = office.press("改期", place="一号会议室", day="2026-12-07", **{"from": "09:25"})
    assert "一号会议室在 09:20 已经安排了第 2 号。" in page.text
    page = office.press("改期", place="二号会议室", day="2026-12-07", **{"from": "09:25"})
    assert "已改期，申报人会看到新的时间地点。" in page.text
    assert "二号会议室" in browser.open("/interviews").text
    browser.open("/messages")
    assert "改到：2026年12月7日 09:25，二号会议室。" in browser.follow("面试答辩改期").text
    member = run(Member.select(Member.expert.person.login.as_alias("login")).order_by(Member.id).first())[
        "login"
    ]
    judge = signed_in(member)
    judge.open(f"/sittings/{place.sitting}/interviews/{number}")
    page = judge.press("提交评分", statement="25", answers="51", overall="18")
    assert "回答提问应在 0 到 50 分之间。" in page.text
    page = judge.press("提交评分", statement="25", answers="45.5", overall="18")
    assert "已记录。" in page.text
    assert (page.value("answers"), page.value("overall")) == ("45.5", "18"), (
        "what she gave stands in the form"
    )
    assert "88.50" in office.open(f"/sittings/{place.sitting}/interviews").text
    assert browser.open(f"/sittings/{place.sitting}/interviews").status == 404
