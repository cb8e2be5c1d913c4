"""The same two ways in w3m, by its keys, against the served installation: no script, no CSS, no formaction."""

import shutil

import pytest

from tests.cast import NEWCOMERS, PASSWORD, ZHANG
from tests.journeys import route
from tests.journeys.w3m import W3m
from tests.matter import ENGINEER, TEACHER

pytestmark = [
    pytest.mark.skipif(not shutil.which("w3m"), reason="w3m is not installed"),
]


@pytest.mark.parametrize(
    "who,matter", [(NEWCOMERS[4], TEACHER), (NEWCOMERS[5], ENGINEER)], ids=["teacher", "engineer"]
)
def test_a_newcomer_reaches_the_receipt(address, papers, who, matter):
    with W3m(address) as browser:
        assert route.to_the_receipt(browser, who, matter, papers).startswith("2026")


def test_links_of_one_line_stand_apart(address):
    """w3m writes Chinese without the spaces between; 重选系列申报条件 would be one word."""
    with W3m(address) as browser:
        browser.open("/sign-in")
        browser.fill({"账号": ZHANG.login, "密码": PASSWORD})
        browser.press("立即登录")
        assert "职称申报系统 消息 帮助" in [" ".join(line.split()) for line in browser.lines]
        browser.follow("申报职称")
        browser.follow("2026 年度")
        assert "重选系列 申报条件 预览信息 打印 检查并提交" in [
            " ".join(line.split()) for line in browser.lines
        ]


def test_a_row_is_taken_away_and_brought_back(address):
    with W3m(address) as browser:
        browser.open("/sign-in")
        browser.fill({"账号": ZHANG.login, "密码": PASSWORD})
        browser.press("立即登录")
        browser.open("/profile/assessments")
        assert "第 5 个年度" in browser.text
        browser.press("删除")
        assert ("第 5 个年度" in browser.text, "第 4 个年度" in browser.text) == (False, True)
        browser.press("撤销删除")
        assert "第 5 个年度" in browser.text
