"""帮办: with the person's consent the unit fills her pages; she sees it, ends it at once, and alone gives the commitment."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests import corpus
from tests.browser import Browser
from tests.cast import MOMENT, PASSWORD, QIAN, WANG, ZHANG, ZHAO, Someone
from tests.support import run
from tests.web.review.people import browser_of, later, row_of
from web import clock
from web.declaration import rules as declarations
from web.people.helping_tables import Consent
from web.people.tables import Account
from web.review import rules as review

CONSENT = {"agreed": "1", "year": "2026", "until": "2026-10-20", "password": PASSWORD}


def consented(who: Someone = ZHANG) -> Browser:
    """She consents until 20 October; her browser."""
    browser = who.browser()
    browser.open("/helping")
    page = browser.press("同意单位帮办", **CONSENT)
    assert page.path == "/helping?said=given" and "帮办中" in page.text, page.text
    return browser


def helping(clerk: Someone = ZHAO, whose: Someone = ZHANG) -> Browser:
    """The clerk in the person's pages."""
    browser = clerk.browser()
    browser.open("/helping")
    page = browser.press("开始帮办")
    assert page.heading == f"{whose.name}，您好", page.text
    return browser


def test_consent_names_what_is_missing(town):
    browser = ZHANG.browser()
    browser.open("/helping")
    page = browser.press("同意单位帮办", until="2027-10-20", password=PASSWORD)
    assert page.status == 422
    assert page.complaints == ["请阅读同意书，并勾选“我同意”。", "截止日期应在今天起 90 天以内。"]
    page = browser.press("同意单位帮办", **{**CONSENT, "password": "不是这个"})
    assert page.complaints == ["登录密码不对，请重新填写。"]
    assert page.value("until") == "2026-10-20"
    consented()
    browser.open("/helping")
    assert browser.press("同意单位帮办", **CONSENT).complaints == [
        "已经同意过，到2026年10月20日 24:00 为止；要改期限，请先收回。"
    ]


def test_the_unit_fills_and_the_person_sees_it(town):
    hers = consented()
    assert "张三同意单位帮助填写 2026 年度申报" in _newest(ZHAO)
    browser = helping()
    banner = (
        "帮办：赵六（郑州市演示第一中学）正在帮 张三 填写 2026 年度申报，本人同意到 2026年10月20日 24:00。"
    )
    assert banner in browser.page.text
    assert "消息" not in browser.page.tree.xpath("string(//header)")
    browser.open("/profile/basic")
    assert banner in browser.page.text
    page = browser.press("保存", mobile="13800001234")
    assert page.status == 200 and "已保存。" in page.text
    number = ZHANG.declaration()
    page = browser.open(f"/declarations/{number}/autobiography")
    page = browser.press("保存", story="由单位帮助整理的自传。")
    assert page.status == 200, page.text
    browser.open("/home")
    page = browser.press("结束帮办")
    assert page.path == "/helping" and "正在帮" not in page.text
    looks = hers.open("/enquiry/looks").text
    for what in (
        "帮办查看：基本信息库 基本信息",
        "帮办保存：基本信息库 基本信息",
        "帮办保存：申报 个人业务自传",
    ):
        assert f"赵六（郑州市演示第一中学，帮办）{what}" in looks, looks
    assert hers.open("/profile/basic").value("mobile") == "13800001234"


def test_what_a_helper_may_not_open(town):
    consented()
    browser, number = helping(), ZHANG.declaration()
    for path in (
        "/password",
        "/messages",
        "/enquiry",
        "/payments",
        "/experts",
        "/certificates",
        "/reviews",
        "/people",
        "/helping",
    ):
        page = browser.open(path)
        assert (path, page.status) == (path, 403)
        assert "帮办时只能填写本人的基本信息库和申报。" in page.text
    browser.open("/home")
    entries = browser.page.tree.xpath("//nav[@id='tree']//a/@href")
    assert "/password" not in entries and "/profile/basic" in entries
    for act in ("withdraw", "give_up"):
        page = browser.open(f"/declarations/{number}/{act}")
        assert page.status == 403 and "撤回和撤销申报只能由本人办理。" in page.text
    page = browser.post(f"/declarations/{number}/give_up", {"token": _token(browser)})
    assert "撤回和撤销申报只能由本人办理。" in page.text
    assert run(row_of(ZHANG))["state"] == "draft"
    page = browser.open("/declarations/begin/2025")
    assert page.status == 403 and "本人同意帮办的是 2026 年度的申报，其他年度的不能打开。" in page.text


def test_a_helper_never_submits_without_the_persons_commitment(town):
    hers = consented()
    browser, number = helping(), ZHANG.declaration()
    page = browser.open(f"/declarations/{number}/submit")
    assert "承诺书须由本人确认：请本人登录后提交，或先上传本人签字的承诺书。" in page.text
    assert not page.tree.xpath("//input[@name='password']")
    version = run(declarations.catalogue.commitment(2026)).version
    forged = {"token": browser.token, "agreed": version, "name": "张三", "password": PASSWORD}
    assert browser.post(f"/declarations/{number}/submit", forged).status == 422
    assert run(row_of(ZHANG))["state"] == "draft"
    browser.open(f"/declarations/{number}/submit")
    assert "已提醒本人确认。" in browser.press("提醒张三登录确认").text
    page = hers.open("/messages")
    assert "申报已填好，请您确认并提交" in page.text
    page = hers.open(f"/declarations/{number}/submit")
    assert "帮办人：赵六（郑州市演示第一中学）。提交记录写明双方姓名。" in page.text
    assert hers.press("提交审核", agreed=version, name="张三", password=PASSWORD).heading == "已提交审核"
    assert _log(number) == "经张三本人同意，由赵六（郑州市演示第一中学）帮办填写，由本人确认提交。"


def test_with_the_signed_commitment_the_helper_submits(town, tmp_path):
    consented()
    browser, number = helping(), ZHANG.declaration()
    browser.open(f"/declarations/{number}/forms")
    browser.press("保存", remark="承诺书已签字")
    browser.open(f"/declarations/{number}/forms")
    browser.follow("承诺书")
    _attach(browser, tmp_path)
    page = browser.open(f"/declarations/{number}/submit")
    assert "请输入您自己的密码，不是本人的密码。" in page.text
    version = run(declarations.catalogue.commitment(2026)).version
    page = browser.press("提交审核", agreed=version, password="错的密码一二三")
    assert page.complaints == ["登录密码不对，请重新填写。"]
    assert browser.press("提交审核", agreed=version, password=PASSWORD).heading == "已提交审核"
    assert _log(number) == "经张三本人同意，由赵六（郑州市演示第一中学）帮办填写，按本人签字的承诺书提交。"


def test_taken_back_it_ends_at_once_and_nothing_is_saved(town):
    hers = consented()
    browser = helping()
    browser.open("/profile/basic")
    hers.open("/helping")
    assert "已收回，帮办立即结束。" in hers.press("收回").text
    page = browser.press("保存", mobile="13900000000")
    assert page.status == 403 and "本人已经收回同意，帮办已结束。" in page.text
    assert "13900000000" in "".join(page.tree.xpath("//main//textarea/text()"))
    assert hers.open("/profile/basic").value("mobile") != "13900000000"
    assert browser.open("/home").status == 403
    assert browser.press("结束帮办").path == "/helping"
    assert not browser.page.tree.xpath("//button[contains(., '开始帮办')]")


def test_a_page_left_open_saves_nothing_as_the_clerks_own(town):
    consented()
    browser = helping()
    token = browser.open("/profile/basic").tree.xpath("string(//input[@name='token']/@value)")
    browser.press("结束帮办")
    page = browser.post("/profile/basic", {"token": token, "mobile": "13900000000"})
    assert page.status == 403


def test_it_ends_by_itself(town):
    consented()
    with clock.frozen(MOMENT.replace(hour=23, minute=59) + timedelta(days=12)):
        browser = helping()
    with clock.frozen(MOMENT.replace(hour=0, minute=0, second=1) + timedelta(days=13)):
        page = browser.open("/profile/basic")
        assert page.status == 403 and "同意的期限已到，帮办已结束。" in page.text
    with later(13):
        assert "已到期" in ZHAO.browser().open("/helping").text


def test_nobody_of_another_unit_helps(town):
    consented()
    consent = run(Consent.select(Consent.id).first())["id"]
    browser = QIAN.browser()
    assert "张三" not in browser.open("/helping").text
    for act in ("start", "end", "send"):
        assert browser.post(f"/helping/{consent}/{act}", {"token": _token(browser)}).status == 404
    page = browser.open("/helping/scan")
    page = browser.press("下一步", login=ZHANG.login, year="2026", until="2026-10-20")
    assert page.complaints == ["没有找到本单位的这个人，请核对证件号。"]
    assert WANG.browser().open("/helping/scan").status == 403


def test_who_has_left_the_unit_is_helped_no_more(town):
    consented()
    browser = helping()
    other = run(Account.select(Account.organisation).where(Account.login == QIAN.login).first())[
        "organisation"
    ]
    run(Account.update({Account.organisation: other}).where(Account.login == ZHANG.login))
    page = browser.open("/profile/basic")
    assert page.status == 403 and "本人已经不在您的单位，帮办已结束。" in page.text


def test_a_signed_paper_counts_once_it_is_sent_and_the_person_is_told(town, tmp_path):
    clerk = ZHAO.browser()
    clerk.open("/helping")
    clerk.follow("上传签字的同意书")
    page = clerk.press("下一步", login=WANG.login, year="2026", until="2026-10-20")
    assert page.heading == "签字的帮办同意书", page.text
    page = clerk.open("/helping")
    assert "待上传同意书" in page.text and "王五" in page.text
    assert not page.tree.xpath("//button[contains(., '确认生效')]")
    consent = run(Consent.select(Consent.id).first())["id"]
    page = clerk.post(f"/helping/{consent}/send", {"token": _token(clerk)})
    assert page.status == 403 and "请先上传本人签字的同意书扫描件。" in page.text
    assert clerk.post(f"/helping/{consent}/start", {"token": _token(clerk)}).status == 403
    clerk.open("/helping")
    clerk.follow("上传扫描件")
    _attach(clerk, tmp_path)
    clerk.open("/helping")
    assert "同意书已生效，已告知本人。" in clerk.press("确认生效").text
    hers = WANG.browser()
    assert "赵六上传了您签字的帮办同意书：2026年10月20日 24:00 以前帮您填写 2026 年度申报。" in _newest(WANG)
    hers.open("/helping")
    assert hers.follow("同意书").status == 200
    assert hers.send("GET", f"/helping/{consent}/scan/1/original").status_code == 200
    assert QIAN.browser().open(f"/helping/{consent}/scan/1").status == 404
    assert clerk.open(f"/helping/papers/consent/{consent}/files/scan").text.count(
        "同意书已经生效，不能再换。"
    )
    assert helping(ZHAO, WANG).open("/profile/basic").status == 200
    hers.open("/helping")
    hers.press("收回")
    assert "王五收回了王五的 2026 年度帮办同意，帮办立即结束。" in _newest(ZHAO)


def test_text_typed_when_the_session_ended_comes_back_in_the_persons_pages(town):
    consented()
    browser = helping()
    browser.open("/profile/basic")
    with clock.frozen(MOMENT + timedelta(hours=3)):
        page = browser.press("保存", mobile="13700000000")
        assert page.path.startswith("/sign-in?kept=")
        page = browser.press("立即登录", login=ZHAO.login, password=PASSWORD)
        assert page.path.startswith("/helping?kept=") and "登录超时前填写的内容还在" in page.text
        page = browser.press("开始帮办")
        assert page.path.startswith("/profile/basic/1?kept=") and page.value("mobile") == "13700000000"
        browser.press("保存")
        assert browser.open("/profile/basic").value("mobile") == "13700000000"


def test_nobody_helps_herself(town):
    browser = ZHAO.browser()
    browser.open("/helping/scan")
    page = browser.press("下一步", login=ZHAO.login, year="2026", until="2026-10-20")
    assert page.status == 422 and page.complaints[0] in (
        "本人的申报请自己填写，不需要帮办。",
        "没有找到本单位的这个人，请核对证件号。",
    )


@pytest.mark.parametrize("until", ["", "2026-13-40", "明天", "2020-01-01", "<script>", "𠮷"])
def test_bad_days_are_said_beside_the_field(town, until):
    browser = WANG.browser()
    browser.open("/helping")
    page = browser.press("同意单位帮办", **{**CONSENT, "until": until})
    assert page.status == 422 and len(page.complaints) == 1
    assert page.value("until") == until


def _token(browser: Browser) -> str:
    return str(browser.open("/home").tree.xpath("string(//input[@name='token']/@value)"))


def _newest(who: Someone) -> str:
    browser = browser_of(who)
    page = browser.open("/messages")
    link = page.tree.xpath("//main//a[contains(@href, '/messages/')]/@href")[0]
    return browser.open(link).text


def _log(number: int) -> str:
    return str(run(review.log_of(number))[0]["comment"])


def _attach(browser: Browser, folder: Path) -> None:
    """Send a photograph of a page with the form for files that is open."""
    paper = folder / "签字.jpg"
    paper.write_bytes(corpus.jpeg(corpus.page(4, size=(826, 1252)).convert("RGB")))
    form = browser.page.tree.xpath("//form[.//input[@type='file']]")[0]
    name = form.xpath(".//input[@type='file']/@name")[0]
    data = {key: value for key, value in form.form_values() if key != name}
    page = browser.post(form.action, data, files={name: (paper.name, paper.read_bytes(), "image/jpeg")})
    assert "已收下" in page.text, page.text[:400]
