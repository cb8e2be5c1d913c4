"""What went wrong elsewhere, as tests from the first day; the numbers are those of docs/lessons.md."""

from dataclasses import replace
from datetime import datetime, timedelta
from ipaddress import ip_network

import pytest

from tests.browser import Browser
from tests.cast import MOMENT, NEW, PASSWORD, SUN, WANG, ZHANG, ZHOU
from tests.support import run
from web import clock
from web.declaration import rules as declarations
from web.declaration.tables import Declaration, Receipt
from web.settings import settings
from web.shell import arrival

STORY = "任教十年，䶮𬱖㛃𠮷。\n第二段。"
AFTER = datetime.fromisoformat("2027-01-01T00:30:00+08:00")
"""The first moment after the grace of the window that closes on 31 December 2026 at 24:00."""


def text(browser: Browser) -> str:
    return browser.open(story_of()).value("story").strip().replace("\r\n", "\n")


def story_of() -> str:
    return f"/declarations/{ZHANG.declaration()}/autobiography"


def sign_in_again(browser: Browser, who=ZHANG):
    return browser.press("立即登录", login=who.login, password=PASSWORD)


def test_1_signing_in_again_in_the_middle_of_a_form_loses_nothing(town):
    browser = ZHANG.browser()
    browser.open(story_of())
    with clock.frozen(MOMENT + timedelta(hours=3)):
        page = browser.press("保存", story=STORY)
        assert page.heading == "用户登录"
        assert "填写的内容已经保留" in page.text
        page = sign_in_again(browser)
        assert page.heading == "个人业务自传"
        assert page.value("story").strip() == STORY
        page = browser.press("保存")
        assert page.path.split("?")[0] == story_of()
        assert text(browser) == STORY


def test_1_what_was_kept_is_shown_to_its_owner_alone(town):
    browser = ZHANG.browser()
    browser.open(story_of())
    with clock.frozen(MOMENT + timedelta(hours=3)):
        browser.press("保存", story=STORY)
        secret = browser.page.value("kept")
        assert len(secret) > 16
        wang = WANG.browser()
        assert wang.open(f"/kept/{secret}").heading == "王五，您好"


def test_2_an_autosave_after_the_session_is_answered_not_swallowed(town):
    browser = ZHANG.browser()
    page = browser.open(story_of())
    keep = page.tree.xpath("string(//form/@data-autosave)")
    form = {"token": browser.token, "version": page.value("version"), "story": STORY}
    with clock.frozen(MOMENT + timedelta(hours=3)):
        answer = browser.send("POST", keep, data=form)
        assert (answer.status_code, answer.headers["location"][:14]) == (303, "/sign-in?kept=")
        browser.open(answer.headers["location"])
        sign_in_again(browser)
        assert "第二段。" in browser.page.text


def test_3_the_deadline_passes_while_someone_types_and_the_text_is_given_back(town):
    browser = ZHANG.browser()
    with clock.frozen(AFTER - timedelta(seconds=1)):
        browser.open("/sign-in")
        sign_in_again(browser)
        browser.open(story_of())
    with clock.frozen(AFTER):
        page = browser.press("保存", story=STORY)
        assert page.status == 409
        assert "不在申报时间内" in page.text
        assert page.tree.xpath("string(//textarea)").strip() == STORY
        assert STORY not in text_read_only(browser)


def text_read_only(browser: Browser) -> str:
    return browser.open(story_of()).text


def test_3_the_last_moment_of_the_grace_is_still_in_time(town):
    browser = ZHANG.browser()
    with clock.frozen(AFTER - timedelta(seconds=1)):
        browser.open("/sign-in")
        sign_in_again(browser)
        browser.open(story_of())
        assert browser.press("保存", story=STORY).status == 200
        assert text(browser) == STORY


def test_4_going_back_finds_what_was_saved(town):
    browser = WANG.browser()
    browser.open("/profile/basic")
    browser.press("保存", mobile="13800138000", address="郑州市演示路 1 号")
    browser.open("/profile/education")
    page = browser.open("/profile/basic")
    assert (page.value("mobile"), page.value("address")) == ("13800138000", "郑州市演示路 1 号")
    assert page.answer.headers["cache-control"] == "no-store"


def test_5_a_draft_with_empty_required_fields_is_saved(town):
    browser = WANG.browser()
    browser.open("/profile/education/new")
    page = browser.press("保存", school="河南科技大学")
    assert page.status == 422
    assert "请填写所学专业。" in page.complaints
    assert "河南科技大学" in browser.open("/profile/education").text


def test_6_one_draft_a_year_and_the_way_back_to_it(town):
    browser = ZHANG.browser()
    page = browser.open("/declarations/begin/2026")
    assert page.path == f"/declarations/{ZHANG.declaration()}"
    assert run(Declaration.count().where(Declaration.person == ZHANG.account())) == 1
    assert f"/declarations/{ZHANG.declaration()}" in browser.open("/home").answer.text


def test_8_what_is_missing_is_named_before_submitting_and_leads_to_its_field(town):
    browser = ZHANG.browser()
    browser.open(f"/declarations/{ZHANG.declaration()}/attachments")
    browser.press("增加")
    page = browser.open(f"/declarations/{ZHANG.declaration()}/check")
    sentences = {link.text_content(): link.get("href") for link in page.tree.xpath("//main//li/a")}
    assert {"请上传文件。", "请填写材料名称。"} <= sentences.keys()
    href = sentences["请填写材料名称。"]
    path, _, anchor = href.partition("#")
    assert browser.open(path).tree.xpath(f"//*[@id='{anchor}']")


def test_9_nothing_can_be_changed_after_submission(town):
    browser, url = SUN.browser(), f"/declarations/{SUN.declaration()}/autobiography"
    page = browser.open(url)
    assert "申报已经提交，内容已锁定" in page.text
    assert page.tree.xpath("//main//textarea | //main//form") == []
    browser.open("/password")
    answer = browser.post(url, {"token": browser.token, "version": "1", "story": STORY})
    assert answer.status == 409
    assert "第二段。" not in browser.open(url).text


def test_12_a_list_that_refuses_says_so_beside_itself_and_first_in_main(town):
    page = WANG.browser().open("/profile/basic")
    browser = Browser()
    browser = WANG.browser()
    browser.open("/profile/basic")
    page = browser.press("保存", ethnicity="99")
    links = {link.text_content(): link.get("href") for link in page.tree.xpath("//section[@id='errors']//a")}
    assert links["请从列表中选择民族。"] == "#ethnicity"
    assert page.title.startswith("错误：")
    box = page.tree.xpath("//*[@id='ethnicity']")[0]
    assert (box.get("aria-invalid"), "ethnicity-complaint" in box.get("aria-describedby")) == ("true", True)


def test_13_saved_and_not_saved_are_announced(town):
    browser = WANG.browser()
    browser.open("/profile/basic")
    page = browser.press("保存", mobile="1")
    assert page.tree.xpath("//section[@id='errors']/@autofocus") == ["autofocus"] or page.tree.xpath(
        "//*[@id='errors'][@autofocus]"
    )
    whole = browser.open("/profile/basic?said=saved")
    assert whole.tree.xpath("string(//*[@role='status'])") == "已保存。"


@pytest.mark.parametrize("act", ["edit", "submit"])
def test_14_the_deadline_is_kept_by_the_server(town, act):
    browser = ZHANG.browser()
    declaration = ZHANG.declaration()
    with clock.frozen(AFTER):
        browser.open("/sign-in")
        sign_in_again(browser)
        browser.open("/password")
        if act == "edit":
            page = browser.post(story_of(), {"token": browser.token, "version": "1", "story": STORY})
            assert page.status == 409
        else:
            commitment = run(declarations.catalogue.commitment(2026))
            form = {
                "token": browser.token,
                "agreed": commitment.version,
                "name": "张三",
                "password": PASSWORD,
            }
            page = browser.post(f"/declarations/{declaration}/submit", form)
            assert page.heading == "没有办成"
            assert "不在申报时间内。申报时间：" in page.text
            assert "回执编号：" in page.text
    assert run(declarations.load(declaration, clock.now())).row["state"] == "draft"


def test_14_the_moment_that_the_request_arrived_counts(town):
    """Asked in time, judged in time, even when the work ends after the deadline; the receipt tells the arrival."""
    browser = ZHANG.browser()
    with clock.frozen(AFTER - timedelta(seconds=1)):
        browser.open("/sign-in")
        sign_in_again(browser)
        submit(browser)
        assert "收到时间：2027年1月1日 00:29:59" in browser.page.text
        assert "结果：受理" in browser.page.text


@pytest.mark.parametrize(
    ("proxies", "outcome"), [((ip_network("127.0.0.0/8"),), "结果：受理"), ((), "不在申报时间内")]
)
def test_14_what_waited_for_a_free_server_came_when_it_came(town, monkeypatch, proxies, outcome):
    """A trusted proxy's word of the arrival counts; without one a late clock is late, whatever the browser says."""
    monkeypatch.setattr(arrival, "settings", replace(settings, proxies=proxies))
    browser = ZHANG.browser()
    with clock.frozen(AFTER - timedelta(seconds=20)):
        browser.open("/sign-in")
        sign_in_again(browser)
        page = browser.open(f"/declarations/{ZHANG.declaration()}/submit")
        agreed = str(page.tree.xpath("string(//input[@name='agreed']/@value)"))
    browser.client.headers["x-request-start"] = f"t={(AFTER - timedelta(seconds=1)).timestamp():.3f}"
    with clock.frozen(AFTER + timedelta(seconds=5)):
        browser.press("提交审核", agreed=agreed, name=ZHANG.name, password=PASSWORD)
    assert outcome in browser.page.text


def submit(browser: Browser):
    page = browser.open(f"/declarations/{ZHANG.declaration()}/submit")
    agreed = page.tree.xpath("string(//input[@name='agreed']/@value)")
    return browser.press("提交审核", agreed=agreed, name="张三", password=PASSWORD)


def test_20_a_text_is_never_run(town):
    browser = ZHANG.browser()
    browser.open(story_of())
    browser.press("保存", story="<script>alert(1)</script><img src=x onerror=alert(1)>")
    for path in (story_of(), f"/declarations/{ZHANG.declaration()}/preview"):
        page = browser.open(path)
        assert page.tree.xpath("//main//script | //main//img[@onerror]") == []
        assert "script-src 'self'" in page.answer.headers["content-security-policy"]


def test_22_a_second_click_submits_once_and_shows_the_same_receipt(town):
    browser = ZHANG.browser()
    page = browser.open(f"/declarations/{ZHANG.declaration()}/submit")
    agreed = page.tree.xpath("string(//input[@name='agreed']/@value)")
    form = {"token": browser.token, "agreed": agreed, "name": "张三", "password": PASSWORD}
    first = browser.send("POST", f"/declarations/{ZHANG.declaration()}/submit", data=form)
    second = browser.send("POST", f"/declarations/{ZHANG.declaration()}/submit", data=form)
    assert first.headers["location"] == second.headers["location"]
    receipts = run(Receipt.select().where(Receipt.declaration == ZHANG.declaration()))
    assert [(each["act"], each["accepted"]) for each in receipts] == [("submit", True)]


def test_22_a_second_tab_never_overwrites_the_first(town):
    one, other = ZHANG.browser(), ZHANG.browser()
    one.open(story_of())
    other.open(story_of())
    one.press("保存", story="第一个窗口写的。")
    page = other.press("保存", story="第二个窗口写的。")
    assert page.status == 409
    assert page.value("story").strip() == "第二个窗口写的。"
    assert "另一窗口已存为：第一个窗口写的。" in page.text
    assert text(one) == "第一个窗口写的。"
    page = other.press("保存")
    assert page.status == 200
    assert text(one) == "第二个窗口写的。"


def test_22_a_second_click_adds_one_row(town):
    browser = WANG.browser()
    page = browser.open("/profile/assessments")
    form = {"token": browser.token, "once": page.tree.xpath("string(//button[@name='once']/@value)")}
    for _ in range(3):
        browser.post("/profile/assessments/add", form)
    assert len(browser.open("/profile/assessments").tree.xpath("//fieldset[@id]")) == 1


def test_the_first_password_opens_only_the_page_that_sets_a_new_one(town):
    browser = Browser()
    browser.open("/sign-in")
    browser.press("立即登录", login=NEW.login, password=NEW.id_number[-8:])
    for path in ("/home", "/profile/basic", "/declarations", "/password"):
        assert browser.open(path).heading == "首次登录，请设置新密码"
    again = Browser()
    again.open("/sign-in")
    page = again.press("立即登录", login=NEW.login, password=NEW.id_number[-8:])
    assert page.status == 422
    assert "账号或密码不对" in page.text


def test_a_removed_item_comes_back_where_it_was(town):
    browser = ZHANG.browser()
    browser.open("/profile/education")
    page = browser.press("删除")
    assert "已删除，可以撤销。" in page.text and "河南科技大学" not in page.text
    page = browser.press("撤销删除")
    assert "已恢复。" in page.text and "河南科技大学" in page.text


def test_a_change_of_series_says_first_what_it_takes_and_gives_it_back(town):
    browser, url = ZHANG.browser(), f"/declarations/{ZHANG.declaration()}/choice"
    browser.open(url)
    before = dict(next(each for each in browser.page.tree.forms if "series" in each.fields).form_values())
    chosen = {"series": "gongcheng", "level": "zhu_li", "specialty": "gongcheng-0105"}
    row = run(declarations.load(ZHANG.declaration(), clock.now())).row
    for name in ("title", "committee"):
        options = run(declarations.rows.options_of(declarations.CHOICE.field(name), {**row, **chosen}))
        chosen[name] = options[0].value
    page = browser.press("保存", **chosen)
    assert page.heading == "确认重选系列？"
    assert "“教学工作量”里的 1 条教学工作量不再需要" in page.text
    assert "获奖情况" not in page.text
    page = browser.press("确认重选")
    assert "教学工作量" not in page.text and "工程业绩" in page.text
    browser.open(url)
    browser.press("保存", **{name: before[name] for name in chosen})
    assert "七年级 3 班、4 班" in browser.open(f"/declarations/{ZHANG.declaration()}/teaching").answer.text


def test_the_two_specialties_must_agree_and_the_page_leads_to_both(town):
    browser = ZHANG.browser()
    browser.open("/profile/basic")
    browser.press("保存", specialty="zhongxiaoxue-0201")
    page = browser.open(f"/declarations/{ZHANG.declaration()}/choice")
    assert "现从事专业：小学语文。申报专业：中学语文。两者一致后才能提交。" in page.text
    page = browser.follow("怎样改成一致")
    assert {"/profile/basic#specialty", f"/declarations/{ZHANG.declaration()}/choice#specialty"} <= {
        link.get("href") for link in page.tree.xpath("//main//a")
    }
    assert "还不能提交" in browser.open(f"/declarations/{ZHANG.declaration()}/submit").text


def test_who_reads_it_is_said_on_every_section(town):
    browser = ZHANG.browser()
    row = run(declarations.load(ZHANG.declaration(), clock.now())).row
    for asked in run(declarations.sections_of(row)):
        page = browser.open(f"/declarations/{ZHANG.declaration()}/{asked.section.key}")
        assert "会看到" in page.text, asked.section.key


def test_a_returned_declaration_says_why_and_by_whom(town):
    browser = ZHOU.browser()
    assert "2026 年度申报被退回" in browser.open("/home").text
    page = browser.open(f"/declarations/{ZHOU.declaration()}/progress")
    assert "郑州市演示第一中学退回修改" in page.text
    assert "学习经历" in page.text
