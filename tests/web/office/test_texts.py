"""Help and announcements."""

import re

import pytest

from tests.browser import Browser
from tests.offices import browser_of
from tests.support import run
from web.app import create
from web.declaration.sections import SECTIONS
from web.office import help, texts
from web.profile.sections import SECTIONS as PROFILE


def test_every_page_of_the_journey_has_its_own_paragraph() -> None:
    keys = [each.key for each in help.of_file()]
    assert len(keys) == len(set(keys))
    pages = [
        "/sign-in",
        "/password/first",
        "/password",
        "/home",
        "/eligibility",
        "/declarations",
        "/experts",
        "/enquiry",
        "/payments",
    ]
    pages += [
        f"/declarations/7/{end}"
        for end in ("", "choice", "check", "preview", "submit", "progress", "agreement", "withdraw")
    ]
    pages += (
        [f"/profile/{key}" for key in PROFILE]
        + [f"/declarations/7/{key}" for key in SECTIONS]
        + ["/receipts/1", "/files/1"]
    )
    assert [page for page in pages if help.anchor(page) == "start"] == []
    assert [key for key in SECTIONS if help.anchor(f"/declarations/7/{key}") == "overview"] == []


FRONT = {"/", "/healthz", "/readyz", "/metrics", "/static/7"}
"""The front page, whose paragraph is the first one, and what no person looks at."""


def test_every_address_leads_to_a_paragraph_of_its_own() -> None:
    """No page that the server has leads to the beginning of the help, and each paragraph belongs to some page."""
    paths = {
        re.sub(r"\{\w+(:\w+)?\}", "7", route.path)
        for route in create().routes
        for handler in getattr(route, "route_handlers", ())
        if "GET" in getattr(handler, "http_methods", ())
    }
    paths = {path.replace("/profile/7", "/profile/basic") for path in paths} - FRONT
    assert len(paths) > 100
    assert sorted(path for path in paths if help.anchor(path) == "start") == []


def test_the_contents_say_for_whom_each_paragraph_is() -> None:
    keys = {each.key for each in help.of_file()}
    named = [key for those in help.READERS.values() for key in those]
    assert (set(named) - keys, len(named)) == (set(), len(set(named)))
    readers = dict(help.by_reader(help.of_file()))
    assert next(iter(readers)) == "申报人" and readers["申报人"][0].key == "start"
    assert sum(map(len, readers.values())) == len(keys)


def test_every_paragraph_stands_on_the_help_page(province: str) -> None:
    page = Browser().open("/help")
    assert [each.key for each in help.of_file() if not page.tree.xpath(f"//h3[@id='{each.key}']")] == []


@pytest.mark.parametrize(
    ("path", "key"),
    [("/", "start"), ("/declarations/7", "overview"), ("/declarations/begin/2026", "declarations"), ("/payments/P1/receipt", "payments"),
     ("/payments/desk/statement", "treasury"), ("/profile/education/3", "education"), ("/nowhere", "start"),
     ("/certificates/1", "my-certificates"), ("/certificates-desk", "certificates"), ("/notices/7", "help")],
)  # fmt: skip
def test_the_paragraph_that_says_most_is_found(path: str, key: str) -> None:
    assert help.anchor(path) == key


def test_help_leads_to_the_paragraph_of_the_page(province: str) -> None:
    browser = browser_of("欧阳建国")
    browser.open("/payments")
    assert browser.page.tree.xpath("//header//a[text()='帮助']/@href") == ["/help#payments"]
    page = browser.follow("帮助")
    assert page.tree.xpath("string(//h3[@id='payments'])") == "缴费"


def test_the_office_writes_help_with_preview_and_versions(provinces: str) -> None:
    office = browser_of("冯处长")
    office.open("/texts/help/payments")
    page = office.press("预览", title="缴费", body="请到**银行**缴款。<script>x</script>")
    assert "银行" in page.text and page.tree.xpath("//main//script") == []
    page = office.press("发布", title="缴费", body="请到**银行**缴款。")
    assert page.path == "/texts"
    assert "请到银行缴款。" in Browser().open("/help").text
    page = office.open("/texts/help/payments?version=1")
    assert page.value("body").strip() == "请到**银行**缴款。"


def test_two_editors_do_not_overwrite_each_other(province: str) -> None:
    one, two = browser_of("冯处长"), browser_of("冯处长")
    one.open("/texts/help/home"), two.open("/texts/help/home")
    one.press("发布", title="首页", body="甲")
    page = two.press("发布", title="首页", body="乙")
    assert (page.status, "别人刚刚发布了新的版本" in page.text) == (409, True)
    assert page.value("body").strip() == "乙"


def test_an_announcement_is_published_and_withdrawn(province: str) -> None:
    office = browser_of("冯处长")
    office.open("/texts/new")
    assert office.press("发布", title="", body="x").complaints == ["请填写标题。"]
    office.press("发布", title="申报时间延长", body="延长到 **12 月 31 日**。")
    public = Browser()
    public.open("/")
    assert "12 月 31 日" in public.follow("申报时间延长").text
    public.open("/notices")
    assert "12 月 31 日" in public.follow("申报时间延长").text
    office.follow("申报时间延长")
    office.press("撤下")
    assert "还没有公告" in public.open("/notices").text
    assert "申报时间延长" not in public.open("/").text
    assert run(texts.announcements()) == []


@pytest.mark.parametrize(
    ("body", "levels"),
    [("## 甲\n\n### 乙\n\n## 丙", "232"), ("#### 甲\n\n# 乙", "22"), ("# 甲\n\n#### 乙\n\n## 丙", "233"), ("正文", "")],
)  # fmt: skip
def test_no_heading_of_a_text_skips_a_level(body: str, levels: str) -> None:
    assert "".join(re.findall("<h([1-6])>", texts.rendered(body, 2))) == levels


def test_the_front_page_leads_to_whatever_anybody_may_look_up(province: str) -> None:
    public = Browser()
    headings = []
    for words in ("评审结果公示", "职称证书查验", "异议的办理情况", "申报统计", "审核记录的每日校验码"):
        public.open("/")
        headings.append(public.follow(words).heading)
    assert headings == [
        "评审结果公示", "职称证书查验", "查询异议的办理情况", "2026 年度申报统计", "审核记录的每日校验码",
    ]  # fmt: skip


def test_only_the_titles_office_writes(province: str) -> None:
    assert browser_of("卫老师").open("/texts").status == 403
