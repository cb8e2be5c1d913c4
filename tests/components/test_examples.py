"""Every example draws what is stored beside it, and what it draws is HTML without a parse error."""

import os
import subprocess

import html5lib
import pytest

from tests.components.gallery import COMPONENTS, FOLDERS, all_rendered, examples, rendered
from tests.components.pages import PAGES

CASES = [(folder, number) for folder in FOLDERS for number in range(len(examples(folder)))]


@pytest.mark.parametrize("folder", FOLDERS)
def test_examples_draw_what_is_stored(folder):
    stored = COMPONENTS / folder / "examples.html"
    if os.environ.get("STORE"):
        stored.write_text(all_rendered(folder))
    assert all_rendered(folder) == stored.read_text()


@pytest.mark.parametrize("folder,number", CASES)
def test_examples_parse_without_error(folder, number):
    parser = html5lib.HTMLParser(strict=False)
    parser.parseFragment(rendered(folder, examples(folder)[number]))
    assert parser.errors == []


@pytest.mark.parametrize("name", PAGES)
def test_pages_parse_without_error_and_have_one_heading(name):
    parser = html5lib.HTMLParser(strict=False)
    document = parser.parse(PAGES[name]())
    assert parser.errors == []
    assert len(document.findall(".//{http://www.w3.org/1999/xhtml}h1")) == 1


def test_every_component_has_examples():
    without = {path.name for path in COMPONENTS.iterdir() if path.is_dir()} - set(FOLDERS)
    assert without == set()


def test_what_was_typed_comes_back_escaped():
    filled = rendered("text", examples("text")[1])
    assert 'value="&#34;一等奖&#34; &lt;b&gt;&amp;&#39;&lt;/b&gt; 䶮𬱖㛃𠮷"' in filled


def test_a_text_that_begins_with_an_empty_line_keeps_it():
    drawn = html5lib.parseFragment(
        rendered("long_text", examples("long_text")[1]), namespaceHTMLElements=False
    )
    assert drawn.find("textarea").text.startswith("\n任现职以来")


def test_a_password_never_comes_back():
    assert "kept out of the page" not in rendered("password", examples("password")[1])


def test_title_says_error_first_and_once():
    title = PAGES["form"]().split("<title>")[1].split("</title>")[0]
    assert title == "错误：获奖情况 - 职称申报系统"


def test_a_text_browser_shows_each_word_on_its_own_line(tmp_path):
    page = tmp_path / "form.html"
    page.write_text(PAGES["form"]())
    shown = subprocess.run(
        ["w3m", "-dump", "-T", "text/html", "-cols", "80", str(page)], capture_output=True, check=True
    )
    lines = [line.strip() for line in shown.stdout.decode().splitlines() if line.strip()]
    start = lines.index("奖项名称（必填）")
    assert lines[start : start + 10] == [
        "奖项名称（必填）", "[全国中小学优质课    ]", "奖项级别（必填）", "[请选择]", "有误：请选择奖项级别。", "获奖日期", "如 2015-09-01",
        "[2025-13-01          ]", "有误：获奖日期应是一个日期，如 2015-09-01。", "本人排名",
    ]  # fmt: skip
    assert "基本信息：已完成" in shown.stdout.decode()
