"""Stand-ins end by themselves; support looks, read-only, and the person hears of it."""

from datetime import timedelta

import pytest

from tests import cast
from tests.cast import MOMENT, Someone
from tests.support import run
from tests.web.review.people import FENG, HAN, browser_of, later, open_quickly, refused, row_of
from web import clock
from web.enquiry import rules as enquiry
from web.evidence import uploads
from web.office import administrators, postings
from web.people import lending
from web.people.sessions import roles_of
from web.people.tables import Account, Organisation, Role
from web.review import telling

XU = Someone("许十九", "county_school", 81, role="expert")
"""A colleague of Feng's without a role at the school's desk."""
LV = Someone("吕二十", "province", 82, role="administrator")


def moved_in(someone: Someone) -> None:
    office = run(Organisation.select().where(Organisation.code == someone.organisation).first())
    run(open_quickly(someone, office["id"]))


def lent(days: int, to: Someone = XU) -> dict[str, str]:
    feng = run(cast.person(FENG))
    (mine,) = run(lending.lendable(feng.id))
    return run(lending.lend(feng.id, mine["id"], to.login, clock.today() + timedelta(days=days)))[0]


def held_by(someone: Someone) -> list[str]:
    return [each.role for each in run(roles_of(run(cast.person(someone)).id, clock.now()))]


def test_a_lent_role_works_until_its_day_is_over(province):
    moved_in(XU)
    assert run(refused(XU, "take", place="公示栏")) == "没有找到这份申报。"
    assert lent(3) == {}
    assert run(lending.lendable(run(cast.person(XU)).id)) == []  # neither what was lent to her nor her vote
    with clock.frozen(MOMENT.replace(hour=23, minute=59) + timedelta(days=3)):
        assert run(refused(XU, "end_display")) == "申报的状态已经变了，这一步现在不能做。"
    with later(4):
        assert run(refused(XU, "take", place="公示栏")) == "没有找到这份申报。"


def test_what_is_lent_can_be_taken_back(province):
    moved_in(XU)
    lent(30)
    feng = run(cast.person(FENG))
    (each,) = run(lending.lent(feng.id))
    run(lending.take_back(feng.id, each["id"]))
    assert run(refused(XU, "take", place="公示栏")) == "没有找到这份申报。"


@pytest.mark.parametrize(
    ("days", "sentence"), [(-1, "截止日期应在今天起 90 天以内。"), (91, "截止日期应在今天起 90 天以内。")]
)
def test_a_term_for_a_role(province, days, sentence):
    moved_in(XU)
    assert lent(days) == {"until": sentence}


def test_a_role_is_lent_as_long_as_its_lender_has_it(province):
    moved_in(XU)
    assert lent(30) == {}
    feng = run(cast.person(FENG))
    unit = run(row_of(HAN))["unit"]
    assert held_by(XU) == ["expert", "unit"] and run(cast.person(XU)).id in run(telling.holders("unit", unit))
    run(Role.update({Role.until: clock.now()}).where((Role.account == feng.id) & Role.lent_by.is_null()))
    assert held_by(XU) == ["expert"] and run(telling.holders("unit", unit)) == []
    assert run(refused(XU, "take", place="公示栏")) == "没有找到这份申报。"


def test_who_is_replaced_leaves_no_stand_in_behind(province):
    moved_in(XU)
    lent(30)
    school = run(Organisation.select().where(Organisation.code == "county_school").first())
    feng = run(cast.person(FENG)).id
    run(administrators.end({**school, "role": "unit"}, feng, feng))
    (each,) = run(lending.lent(run(cast.person(FENG)).id))
    assert each["until"] <= clock.now() and held_by(XU) == ["expert"]


def test_who_leaves_the_unit_stands_in_no_longer(province):
    assert lent(30, HAN) == {} and held_by(HAN) == ["applicant", "unit"]
    han = run(cast.person(HAN))
    run(postings.leave(han.id, han.organisation, "left", "调走", run(cast.person(FENG)).id))
    assert held_by(HAN) == []


def test_a_role_is_not_lent_twice_nor_to_a_closed_account(province):
    moved_in(XU)
    assert lent(30) == {}
    assert lent(30) == {"login": "这个账号已经有这项职责，不用再借。"}
    run(Account.update({Account.stage: "closed"}).where(Account.login == HAN.login))
    assert lent(30, HAN) == {"login": "这个账号已停用。"}


def test_lending_on_the_page(province):
    moved_in(XU)
    browser = browser_of(FENG)
    browser.open("/stand-ins")
    page = browser.press("借出", login="nobody", until="", role="1")
    assert page.status == 422 and page.value("login") == "nobody"
    assert page.complaints == ["请选择要借出的职责。", "请填写截止日期，如 2026-11-30。"]
    role = browser.page.tree.xpath("//select[@name='role']/option[contains(., '单位管理员')]/@value")[0]
    page = browser.press("借出", login=HAN.login + "x", until="2026-10-20", role=role)
    assert page.complaints == ["没有找到本单位的这个账号。"]
    page = browser.press("借出", login=XU.login, until="2026-10-20", role=role)
    assert "许十九" in page.text and "2026年10月20日 24:00" in page.text
    assert "冯十二请您代办" in browser_of(XU).open("/messages").text
    assert "已结束" in browser.press("收回").text


def test_support_sees_and_changes_nothing_and_is_seen(province):
    moved_in(LV)
    browser = browser_of(LV)
    browser.open("/support")
    page = browser.press("开始查看", login=HAN.login, reason=" ")
    assert page.status == 422 and "请填写事由，本人会看到。" in page.text
    page = browser.press("开始查看", login=HAN.login, reason="来电说看不到退回理由")
    assert page.path == "/home" and "只读查看：吕二十正在查看韩十一的页面，不能修改任何内容。" in page.text
    number = run(row_of(HAN))["id"]
    assert browser.open(f"/declarations/{number}/progress").status == 200
    answer = browser.post(f"/declarations/{number}/give_up", {"token": browser.token})
    assert answer.status == 403 and "这是只读查看，不能修改任何内容。" in answer.text
    assert run(row_of(HAN))["state"] == "unit_review"
    browser.open("/home")
    assert browser.press("结束查看").path == "/support"
    assert "只读查看：" not in browser.open("/home").text
    hers = browser_of(HAN)
    assert (
        "事由：来电说看不到退回理由"
        in hers.open(hers.open("/messages").tree.xpath("//a[contains(., '技术支持')]/@href")[0]).text
    )
    assert "吕二十（技术支持，只读）：来电说看不到退回理由" in hers.open("/stand-ins").text


def test_only_administrators_look(province):
    browser = browser_of(FENG)
    assert browser.open("/support").status == 403
    browser.open("/password")
    assert browser.post("/support", {"token": browser.token, "login": HAN.login, "reason": "x"}).status == 403


def test_support_sends_and_throws_away_no_file_of_the_person(province):
    """Not by POST, and not by the methods of an upload in pieces either."""
    moved_in(LV)
    han = run(cast.person(HAN)).id
    began = run(uploads.begin(han, "证书.pdf", "/profile/education/1/files/diploma", 9))
    browser = browser_of(LV)
    browser.open("/support")
    page = browser.press("开始查看", login=HAN.login, reason="核对材料")
    assert page.path == "/home"
    own = {"tus-resumable": "1.0.0", "x-form-token": browser.token, "upload-offset": "0"}
    for method in ("PATCH", "DELETE"):
        answer = browser.send(method, f"/uploads/{began['key']}", headers=own)
        assert (answer.status_code, "这是只读查看，不能修改任何内容。" in answer.text) == (403, True)
    assert run(uploads.find(han, began["key"]))["offset"] == 0


def test_a_look_through_a_reviewers_pages_is_told_as_supports(province):
    moved_in(LV)
    browser = browser_of(LV)
    browser.open("/support")
    browser.press("开始查看", login=FENG.login, reason="核对队列")
    assert browser.open(f"/reviews/{run(row_of(HAN))['id']}").status == 200
    assert [each["shown"] for each in run(enquiry.looks(run(cast.person(HAN)).id))] == [
        "系统管理员（技术支持，只读查看中牟县演示初级中学（单位管理员）的页面）"
    ]
