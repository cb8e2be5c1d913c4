"""The way from the first sign-in to the receipt, as the manual tells it, for any browser."""

import re
from pathlib import Path
from typing import Protocol

from tests.cast import PASSWORD, Someone
from tests.journeys.drivers import FIRST
from tests.matter import Matter, Record
from web.declaration.sections import SECTIONS as DECLARATION
from web.profile.sections import SECTIONS as PROFILE
from web.section import Section


class Driver(Protocol):
    """What a journey needs of a browser."""

    @property
    def heading(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def complaints(self) -> list[str]: ...
    def open(self, path: str) -> None: ...
    def follow(self, words: str) -> None: ...
    def fill(self, values: dict[str, str]) -> None: ...
    def press(self, words: str) -> None: ...
    def attach(self, path: Path) -> None: ...


def to_the_receipt(browser: Driver, who: Someone, matter: Matter, papers: dict[str, Path]) -> str:
    """Everything `who` does; the number of the receipt. `papers`: a photograph and a PDF."""
    first_sign_in(browser, who)
    profile(browser, matter, papers)
    begin(browser, matter)
    for key, records in matter.sections.items():
        section(browser, DECLARATION[key], records)
    return submit(browser, who)


def first_sign_in(browser: Driver, who: Someone) -> None:
    browser.open("/")
    browser.follow("登录")
    browser.fill({"账号": who.login, "密码": who.id_number[-8:]})
    browser.press("立即登录")
    assert browser.heading == "首次登录，请设置新密码", browser.text
    browser.fill({"新密码": PASSWORD, "再输入一次新密码": PASSWORD})
    browser.press("保存新密码")
    assert browser.heading == f"{who.name}，您好", browser.text


def profile(browser: Driver, matter: Matter, papers: dict[str, Path]) -> None:
    browser.follow("基本信息")
    browser.fill(matter.profile["basic"][0])
    browser.press("保存，下一步")
    assert (browser.complaints, "上一步已保存。" in browser.text) == ([], True), browser.text[:300]
    browser.follow("证件照片")
    browser.attach(papers["photo"])
    for key, records in matter.profile.items():
        if key != "basic":
            browser.open(f"/profile/{key}")
            section(browser, PROFILE[key], records, papers if key == "education" else None)


def section(
    browser: Driver, what: Section, records: list[Record], papers: dict[str, Path] | None = None
) -> None:
    """Every record of one section; with `papers`, its diploma too. A page whose tree leads here is open."""
    if browser.heading != what.title:
        browser.follow(what.title)
    assert browser.heading == what.title
    if what.layout == "rows":
        rows(browser, what, records)
        return
    for number, record in enumerate(records):
        if number:
            browser.follow(f"增加一{what.noun}")
        browser.fill(record)
        browser.press("保存")
        assert browser.complaints == [], (what.key, browser.complaints)
        if papers:
            browser.follow("上传学历证书文件")
            browser.attach(papers["pdf"])
            assert papers["pdf"].name in browser.text, browser.text[:400]
        if number + 1 < len(records):
            browser.follow("返回列表")


def rows(browser: Driver, what: Section, records: list[Record]) -> None:
    """Records on one page: one after the other, saved together at the end."""
    for number, record in enumerate(records):
        if number:
            browser.press(f"增加一{what.noun}")
        browser.fill(record)
    browser.press("保存")
    assert browser.complaints == [], (what.key, browser.complaints)


def begin(browser: Driver, matter: Matter) -> None:
    browser.follow("申报职称")
    browser.follow("申报年度：2026")
    browser.fill({"我已阅读并同意": "是"})
    browser.press("同意并进入选择系列")
    choice = dict(matter.choice)
    order = ("申报系列", "申报级别", "评审类型", "申报专业", "申报职称")
    browser.fill({label: choice.pop(label) for label in order})
    browser.fill({"评委会": FIRST, **choice})
    browser.press("进入申报")
    assert browser.complaints == [], browser.complaints
    assert browser.heading == matter.title


def submit(browser: Driver, who: Someone) -> str:
    browser.follow("检查并提交")
    assert "全部填好了" in browser.text, browser.text[:600]
    browser.follow("提交审核")
    browser.fill({"我承诺以上内容": "是", "承诺人姓名": who.name, "登录密码": PASSWORD})
    browser.press("提交审核")
    assert browser.heading == "已提交审核", browser.text
    found = re.search(
        r"回执编号：(\S+) .*收到时间：\d+年\d+月\d+日 \d\d:\d\d:\d\d.*（SHA-256）：([0-9a-f]{64})",
        browser.text,
    )
    assert found, browser.text
    browser.follow("查看评审进度")
    assert found[1] in browser.text
    return found[1]
