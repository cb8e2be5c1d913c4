"""The operating manual: each sentence and field stands on the page that docs/manual-coverage.md names."""

import re
from datetime import datetime
from pathlib import Path

import pytest

from tests import cast
from tests.browser import Browser
from web import clock

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "docs" / "manual-coverage.md"


def table() -> list[list[str]]:
    """The rows of the coverage table: manual, page, words, test."""
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:]]


def rows_for(test: str) -> list[list[str]]:
    return [row for row in table() if row[3].endswith(f"::{test}")]


@pytest.fixture(scope="module")
def browsers(shared_town: str) -> dict[str, Browser]:
    return {}


def opened(browsers: dict[str, Browser], place: str) -> Browser:
    """The page that a cell of the table names, open before the person that it names."""
    who, _, path = place.strip("`").rpartition(" ")
    if who not in browsers:
        browsers[who] = getattr(cast, who).browser() if who else Browser()
    if "{id}" in path:
        path = path.replace("{id}", str(getattr(cast, who).declaration()))
    browsers[who].open(path)
    return browsers[who]


def test_no_row_is_empty() -> None:
    assert len(table()) > 120
    for row in table():
        assert len(row) == 4 and all(row), row


def source_of(test: str) -> str:
    """The test function that a cell names, as it is written; "" where there is none."""
    path, _, name = test.partition("::")
    written = (ROOT / path).read_text(encoding="utf-8")
    found = re.search(
        rf"^def {name}\(.*?(?=^\S|\Z)", written.partition(f"def {name}(")[1] and written, re.M | re.S
    )
    return found[0] if found else ""


@pytest.mark.parametrize("row", table(), ids=lambda row: row[0])
def test_every_test_looks_for_the_words(row: list[str]) -> None:
    """A row is read by a test of this file that opens the page it names, or its test says words and page itself."""
    written = source_of(row[3])
    assert written, row
    if "row: list[str]" not in written and "rows_for(" not in written:
        assert row[2].removeprefix("tree: ") in written, row


@pytest.mark.parametrize("row", rows_for("test_words"), ids=lambda row: row[0])
def test_words(browsers: dict[str, Browser], row: list[str]) -> None:
    page = opened(browsers, row[1]).page
    assert page.status == 200, (row, page.text[:200])
    assert row[2] in page.text, (row, page.text[:1500])


@pytest.mark.parametrize("row", rows_for("test_candidate"), ids=lambda row: row[0])
def test_candidate(browsers: dict[str, Browser], row: list[str]) -> None:
    """申报专家候选人, once the application is begun."""
    page = opened(browsers, "`GONG /experts`").page
    if "开始填写" in page.text:
        browsers["GONG"].press("开始填写")
    page = opened(browsers, row[1]).page
    if row[2] not in page.text and "增加一项代表成果" in page.text:
        page = browsers["GONG"].press("增加一项代表成果")
    assert page.status == 200, (row, page.text[:200])
    assert row[2] in page.text, (row, page.text[:1500])


@pytest.mark.parametrize("row", rows_for("test_tree"), ids=lambda row: row[0])
def test_tree(browsers: dict[str, Browser], row: list[str]) -> None:
    page = opened(browsers, row[1]).page
    entries = [" ".join(each.split()) for each in page.tree.xpath("//nav[@id='tree']//li//text()")]
    assert row[2].removeprefix("tree: ") in entries


def test_tree_is_in_the_manuals_order(browsers: dict[str, Browser]) -> None:
    page = opened(browsers, "`ZHANG /home`").page
    words = " ".join(" ".join(page.tree.xpath("//nav[@id='tree']//li//text()")).split())
    order = [words.index(row[2].removeprefix("tree: ")) for row in rows_for("test_tree")]
    assert order == sorted(order)


def test_every_series(browsers: dict[str, Browser]) -> None:
    """The national list has 27 series; tests/web/catalogue walks each to a title and a committee."""
    page = opened(browsers, "`/eligibility`").page
    offered = [each.text_content() for each in page.tree.xpath("(//main//select)[1]//option[@value!='']")]
    assert (offered[0], len(offered) >= 27, "民航飞行" in offered) == ("高校教师", True, True)


def test_first_password(town: str) -> None:
    browser = Browser()
    browser.open("/sign-in")
    browser.press("立即登录", login=cast.LI.login, password=cast.LI.id_number[-8:])
    assert browser.page.heading == "首次登录，请设置新密码"
    browser.press("保存新密码", new=cast.PASSWORD, again=cast.PASSWORD)
    assert browser.page.path.startswith("/home")
    assert "密码已修改" in browser.page.text


def test_choice(town: str) -> None:
    browser = cast.WANG.browser()
    browser.open("/declarations/begin/2026")
    agreed = str(browser.page.tree.xpath("string(//input[@name='agreed']/@value)"))
    browser.press("同意并进入选择系列", agreed=agreed)
    assert browser.page.heading == "请输入申报有关信息"
    browser.press("进入申报")
    assert browser.page.complaints[:3] == ["请选择评审类型。", "请选择申报系列。", "请选择申报级别。"]


def test_results(town: str) -> None:
    browser = cast.ZHANG.browser()
    browser.open(f"/declarations/{cast.ZHANG.declaration()}/results")
    browser.press("增加")
    for words in ("获得时间", "名称", "排名", "证明材料", "删除", "保存"):
        assert words in browser.page.text
    before = len(browser.page.tree.xpath("//fieldset[@data-row]"))
    browser.press("删除")
    assert "已删除，可以撤销。" in browser.page.text
    assert len(browser.page.tree.xpath("//fieldset[@data-row]")) == before - 1


def test_disagreement(town: str) -> None:
    browser = cast.ZHANG.browser()
    browser.open("/profile/basic")
    options = browser.page.tree.xpath("//select[@name='specialty']//option")
    other = next(each.get("value") for each in options if each.text_content() == "中学数学")
    browser.press("保存", specialty=other)
    browser.open(f"/declarations/{cast.ZHANG.declaration()}/check")
    assert "现从事专业“中学数学”和申报专业“中学语文”不符，改成一致后才能提交。" in browser.page.text
    browser.follow("现从事专业“中学数学”和申报专业“中学语文”不符")
    assert re.search(r"两者不一致，暂时不能提交", browser.page.text)


def test_outside_the_window(town: str) -> None:
    browser = cast.ZHANG.browser()
    with clock.frozen(datetime.fromisoformat("2027-01-02T09:00:00+08:00")):
        browser = cast.ZHANG.browser()
        browser.open(f"/declarations/{cast.ZHANG.declaration()}/autobiography")
        assert "不在申报时间内，只能查看，不能修改。" in browser.page.text
        assert not browser.page.tree.xpath("//main//textarea[not(@readonly)]")


def test_last_year(town: str) -> None:
    with clock.frozen(datetime.fromisoformat("2027-02-01T09:00:00+08:00")):
        browser = cast.SUN.browser()
        browser.open("/declarations/begin/2027")
        assert "2026 年度的申报还没有办结" in browser.page.text
        browser.follow("撤销 2026 年度申报")
        browser.press("撤销申报")
        assert browser.page.heading == "已撤销申报"
        browser.open("/declarations/begin/2027")
        assert "还没有办结" not in browser.page.text
