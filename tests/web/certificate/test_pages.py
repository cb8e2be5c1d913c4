"""Certificates in browsers without script: issued, checked by anyone, downloaded, corrected, revoked."""

from datetime import date

import pytest

from tests import corpus
from tests.browser import Browser, signed_in
from tests.cast import PASSWORD
from tests.support import run
from tests.web.certificate.test_rules import confirmed, issue  # noqa: F401
from tests.web.committee import hall
from tests.web.publicity.test_rules import AFTER, MONDAY
from web import clock
from web.certificate import check_pages, rules
from web.certificate.tables import Certificate, Dishonesty
from web.committee.tables import Item
from web.evidence import rules as evidence
from web.people import accounts, attempts
from web.people.tables import Account, Role
from web.publicity import rules as publicity

pytestmark = pytest.mark.torn
"""Snapshots are written by hand here, without their submission."""


def issue_both(office: Browser, confirmed: list[int]) -> None:  # noqa: F811
    """备案 is recorded; the first gets a certificate, and the second once a sitting has passed it."""
    number = run(publicity.confirmed(confirmed[0]))["id"]
    run(publicity.file(number, "豫职备〔2026〕9号", date(2026, 12, 1)))
    office.open("/certificates-desk")
    page = office.press("给勾选的人员发证")
    assert "已发证 1 人。没有发证的：欧阳小华：没有找到通过评审的会议。" in page.text
    run(Item.update({Item.passed: True}).where(Item.declaration == confirmed[1]))
    page = office.press("给勾选的人员发证")
    assert "已发证。发给 1 人，每个人都已收到消息。" in page.text


def test_issued_checked_downloaded_corrected_revoked(confirmed: list[int]) -> None:  # noqa: F811
    run(Item.update({Item.passed: True}).where(Item.declaration == confirmed[0]))
    province = run(hall.organisation("province", "河南省人力资源和社会保障厅", "province"))
    clerk = run(hall.account("职称处", "titles", province))
    run(Role(account=clerk, role="titles_office", organisation=province, since=MONDAY).save())
    with clock.frozen(AFTER):
        run(accounts.set_password(clerk, PASSWORD))
        office = signed_in("titles")
        page = office.open("/certificates-desk")
        assert "已确认、待发证 2 人" in page.text
        assert "记录备案文号以后才能发证。" in page.text
        issue_both(office, confirmed)
        row = run(rules.of_declaration(confirmed[0]))
        assert row is not None
        visitor = Browser()
        page = visitor.open("/check")
        page = visitor.open(f"/check?number={row['number']}&name=陈敬")
        assert page.complaints == ["没有查到这个编号和姓名的证书，请核对后再查。"]
        page = visitor.open(f"/check?number={row['number']}&name=陈静")
        assert "证书有效" in page.text
        assert "410199" not in page.text
        assert "证书有效" in visitor.open(f"/check?q={row['token']}").text
        assert "不是有效的证书" in visitor.open(f"/check?q={row['token'][:-4]}AAAA").text
        assert visitor.open(f"/check/{row['number']}").value("number") == row["number"]
        run(accounts.set_password(row["person"], PASSWORD))
        login = run(Account.select(Account.login).where(Account.id == row["person"]).first())["login"]
        holder = signed_in(login)
        page = holder.open("/certificates")
        assert row["number"] in page.text
        assert "预览和下载证书" in page.text
        answer = holder.send("GET", f"/certificates/{row['number']}/certificate.pdf")
        assert (answer.status_code, answer.headers["content-type"], answer.content[:4]) == (
            200,
            "application/pdf",
            b"%PDF",
        )
        assert visitor.open(f"/certificates/{row['number']}/certificate.pdf").path.startswith("/sign-in")
        holder.open("/certificates")
        holder.follow("申请更正")
        assert holder.press("提交更正申请").complaints == ["请写明哪里不对，应该是什么。"]
        assert "已提交更正申请。" in holder.press("提交更正申请", text="姓名应为陈婧").text
        office.open("/certificates-desk")
        page = office.press("办理", name="陈婧", answer="已核对。")
        assert "已办理。" in page.text
        assert (
            "证书已更正换发，本证书不再有效" in visitor.open(f"/check?number={row['number']}&name=陈静").text
        )
        new = run(rules.of_declaration(confirmed[0]))
        assert new is not None
        page = holder.open("/certificates")
        assert "已更正换发：已核对。" in page.text
        holder.open("/messages")
        assert f"原证书 {row['number']} 不再有效" in holder.follow("证书已更正换发").text
        revoked(office, new["number"])
        page = visitor.open(f"/check?number={new['number']}&name=陈婧")
        assert "证书已撤销" in page.text
        assert "论文造假" in page.text
        assert "不能再下载" in holder.open(f"/certificates/{new['number']}/certificate.pdf").text


def revoked(office: Browser, number: str) -> None:
    """Nothing is revoked before the question is answered, with a reason; going back changes nothing."""
    office.open("/certificates-desk")
    for typed, said in (("", "请填写证书编号。"), ("410199000", "没有找到这张证书。")):
        page = office.press("撤销证书", number=typed)
        assert (page.status, page.complaints, page.value("number")) == (422, [said], typed)
    page = office.press("撤销证书", number=number)
    assert page.heading == "撤销 陈婧 的证书？"
    assert "记入诚信档案 3 年，到2029年11月30日为止不得申报" in page.text, page.text
    office.follow("返回，不做改变")
    row = run(rules.of_number(number))
    assert office.page.path == "/certificates-desk" and row is not None and row["state"] == "valid"
    office.press("撤销证书", number=number)
    page = office.press("确认撤销", reason="", dishonest="1")
    assert (page.status, page.complaints) == (422, ["请写明撤销的理由。"])
    page = office.press("确认撤销", reason="论文造假")
    assert "已撤销。" in page.text and page.path.startswith("/certificates-desk?")
    assert run(Dishonesty.select(Dishonesty.reason)) == [{"reason": "论文造假"}]
    page = office.press("撤销证书", number=number)
    assert page.complaints == ["这张证书已撤销，不能再撤销。"]


def test_numbers_are_not_found_by_trying_them_all(confirmed: list[int]) -> None:  # noqa: F811
    """Thirty misses from one network, then it waits, whatever it asks; the code on the paper still tells its own."""
    row = issue(confirmed[0])
    visitor = Browser()
    with clock.frozen(AFTER):
        for serial in range(check_pages.GUESSES):
            page = visitor.open(f"/check?number=412026200{serial:07d}&name=陈静")
            assert page.complaints == ["没有查到这个编号和姓名的证书，请核对后再查。"]
        page = visitor.open(f"/check?number={row['number']}&name=陈静")
        assert (page.status, page.complaints) == (429, ["尝试次数太多，请在 1 分钟后再试。"])
        assert "证书有效" in visitor.open(f"/check?q={row['token']}").text
    with clock.frozen(AFTER + attempts.WINDOW):
        assert "证书有效" in visitor.open(f"/check?number={row['number']}&name=陈静").text


def test_the_photo_is_shown_where_its_holder_agreed(confirmed: list[int]) -> None:  # noqa: F811
    agreed, kept = issue(confirmed[0]), issue(confirmed[1])
    picture = corpus.jpeg(corpus.small_photograph(1))
    sha256 = evidence.store().put(picture)
    run(Certificate.update({Certificate.photo: sha256}).where(Certificate.id == agreed["id"]))
    visitor = Browser()
    page = visitor.open(f"/check?number={agreed['number']}&name=陈静")
    (address,) = page.tree.xpath("//main//img/@src")
    answer = visitor.send("GET", address)
    assert (answer.status_code, answer.headers["content-type"], answer.content) == (
        200,
        "image/jpeg",
        picture,
    )
    assert "<img" not in visitor.open(f"/check?number={kept['number']}&name=欧阳小华").answer.text
    assert visitor.send("GET", f"/check/photo?q={kept['token']}").status_code == 404
    run(rules.revoke(str(agreed["number"]), int(str(agreed["person"])), "论文造假", dishonest=False))
    assert visitor.send("GET", address).status_code == 404
