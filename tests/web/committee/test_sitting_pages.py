"""A sitting in browsers without script: sign-in sheet, keys, ballot, closing, result."""

import re
import subprocess

import pytest

from tests.browser import signed_in
from tests.cast import PASSWORD
from tests.support import run
from tests.web.committee import hall
from web.committee.tables import Member
from web.people import accounts
from web.people.tables import Account, Role


async def _doors(place: hall.Hall) -> str:
    """Everybody of the hall gets a password, the committee's office an account; its login."""
    for row in await Member.select(Member.expert.person.as_alias("person")):
        await accounts.set_password(row["person"], PASSWORD)
        unit = (await Account.select(Account.organisation).where(Account.id == row["person"]).first())[
            "organisation"
        ]
        await Role(account=row["person"], role="expert", organisation=unit).save()
    office = await hall.organisation(f"committee:{hall.COMMITTEE}"[:40], "评委会办公室", "committee_office")
    number = await hall.account("经办人", "office", office)
    await accounts.set_password(number, PASSWORD)
    await Role(account=number, role="committee_office", organisation=office).save()
    return "office"


@pytest.fixture
def place(catalogue: str) -> hall.Hall:
    return run(hall.gather(5, 2, present=0))


def test_from_the_sign_in_sheet_to_the_count(place: hall.Hall) -> None:
    office = signed_in(run(_doors(place)))
    office.open("/sittings")
    page = office.follow("2026年度建设工程高级评审会议")
    assert "组成 5 人，出席不少于 4 人（第十九条）" in page.text
    page = office.press("开始投票")
    assert page.status == 422
    assert "出席 0 人，不足评审委员会 5 人的三分之二（4 人，人社部令第40号第十九条），不能投票。" in page.text
    page = office.press("保存签到", **{f"present.{member}": "1" for member in place.members[:4]})
    assert page.status == 200
    logins = [
        row["login"]
        for row in run(Member.select(Member.expert.person.login.as_alias("login")).order_by(Member.id))
    ]
    browsers = [signed_in(login) for login in logins]
    codes = []
    for browser in browsers[:3]:
        browser.open(f"/sittings/{place.sitting}")
        page = browser.press("领取开票码")
        codes.append(re.search(r"[A-Z2-7]{4}(-[A-Z2-7]{4}){6}", page.text)[0])  # type: ignore[index]
        assert codes[-1] not in browser.open(f"/sittings/{place.sitting}").text
    office.open(f"/sittings/{place.sitting}")
    assert "投票已开始。" in office.press("开始投票").text

    for at, browser in enumerate(browsers[:4]):
        browser.open(f"/sittings/{place.sitting}")
        page = browser.follow("去投票")
        if at == 0:
            page = browser.press("投票", **{"item.1": "同意"})
            assert page.status == 422
            assert "第 2 号还没有选择。请选同意、反对或弃权。" in page.text
        page = browser.press(
            "投票",
            **{"item.1": "同意" if at else "反对", "item.2": "同意" if at < 2 else "弃权"},
        )
        assert page.heading == "已投票"
        assert "您已投完票" in browser.open(f"/sittings/{place.sitting}/ballot").text
    page = browsers[4].open(f"/sittings/{place.sitting}/ballot")
    page = browsers[4].press("投票", **{"item.1": "同意", "item.2": "同意"})
    assert "没有出席会议的不能投票，也不能委托他人投票" in page.text
    chair = browsers[0]
    chair.open(f"/sittings/{place.sitting}/close")
    page = chair.press("结束投票并开票", code1=codes[0], code2=codes[0])
    assert page.complaints == ["需要两名开票人各自的开票码，请核对是否输入了同一个人的或别的会议的开票码。"]
    page = chair.press("结束投票并开票", code1=codes[0], code2=codes[2])
    assert page.heading == "评审结果"
    rows = [[cell.text_content() for cell in row] for row in page.tree.xpath("//tbody/tr")]
    assert [row[2:] for row in rows] == [
        ["4", "3", "3", "1", "0", "通过"],
        ["4", "3", "2", "0", "2", "未通过"],
    ]
    for paper, words in (("tally", "选票校验码"), ("minutes", "主持人")):
        answer = office.send("GET", f"/sittings/{place.sitting}/papers/{paper}.pdf")
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf"), answer.text
        text = subprocess.run(
            ["pdftotext", "-", "-"], input=answer.content, capture_output=True, check=True
        ).stdout.decode()
        assert words in text
    assert len(office.open(f"/sittings/{place.sitting}/ballots.txt").answer.text.splitlines()) == 8


def test_strangers_do_not_see_it(place: hall.Hall) -> None:
    run(_doors(place))
    stranger = run(hall.account("外人", "stranger", run(hall.organisation("elsewhere", "别处"))))
    run(accounts.set_password(stranger, PASSWORD))
    browser = signed_in("stranger")
    for path in ("", "/ballot", "/close", "/result", "/ballots.txt"):
        assert browser.open(f"/sittings/{place.sitting}{path}").status == 404
    assert browser.open("/sittings").status == 404


def test_recusal_needs_a_reason_and_hides_the_dossier(place: hall.Hall) -> None:
    run(_doors(place))
    login = run(Member.select(Member.expert.person.login.as_alias("login")).order_by(Member.id).first())[
        "login"
    ]
    browser = signed_in(login)
    browser.open(f"/sittings/{place.sitting}")
    assert "申报人1" in browser.page.text
    number = 2
    browser.open(f"/sittings/{place.sitting}/items/{number}/recuse")
    assert browser.press("确认回避").complaints == ["请写明回避的理由。"]
    page = browser.press("确认回避", reason="曾经共事")
    assert "已回避" in page.text
    assert "申报人1" not in page.text
    assert "共 1 位" in page.text
    assert browser.open(f"/sittings/{place.sitting}/items/{number}/recuse").status == 404
