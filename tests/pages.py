"""Every page in every state, as a browser receives it: empty, filled, wrong, after adding and removing, expired, read-only."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from tests import forms
from tests.browser import Browser, Page
from tests.cast import MOMENT, NEW, PASSWORD, SUN, WANG, ZHANG, ZHAO, ZHOU
from web import clock
from web.profile.sections import SECTIONS as PROFILE

CLOSED = datetime.fromisoformat("2027-01-01T00:30:00+08:00")
Shown = tuple[str, str]
"""The name of a state, and the page's HTML."""


def every_page() -> Iterator[Shown]:
    """The states in the order of the journey; needs the town, and leaves it changed."""
    parts = (
        doors, profile, wrong, declaration, sections, forms.records, forms.changed, submitted, taken_back,
        offices, forms.errors,
    )  # fmt: skip
    for part in parts:
        for name, page in part():
            assert page.status < 500 or name == str(page.status), (name, page.text)
            yield name, page.answer.text


def doors() -> Iterator[tuple[str, Page]]:
    """Before signing in, and the pages of passwords."""
    visitor = Browser()
    yield "front", visitor.open("/")
    yield "eligibility", visitor.open("/eligibility")
    yield "sign-in", visitor.open("/sign-in")
    yield "sign-in, wrong", visitor.press("立即登录", login="410199", password="x")
    yield "not found", visitor.open("/nowhere")
    newcomer = Browser()
    newcomer.open("/sign-in")
    yield "first password", newcomer.press("立即登录", login=NEW.login, password=NEW.id_number[-8:])
    yield "first password, wrong", newcomer.press("保存新密码", new="12345678", again="1")
    wang = WANG.browser()
    yield "home, nothing filled", wang.open("/home")
    yield "password", wang.open("/password")
    yield "password, wrong", wang.press("修改密码", old="x", new="短")


def profile() -> Iterator[tuple[str, Page]]:
    """The 基本信息库: empty, and filled."""
    wang, zhang = WANG.browser(), ZHANG.browser()
    for key, section in PROFILE.items():
        yield f"profile {key}, empty", wang.open(f"/profile/{key}")
        if section.layout == "pages":
            yield f"profile {key}, new", wang.open(f"/profile/{key}/new")
        if key in ("basic", "education", "assessments", "work"):
            yield f"profile {key}, filled", zhang.open(f"/profile/{key}")
    yield "photo", wang.open("/profile/photo")
    yield "files", wang.open("/files")


def wrong() -> Iterator[tuple[str, Page]]:
    """Forms that came back, what follows adding and removing, another window's text, a session that ended."""
    wang, zhang, tab = WANG.browser(), ZHANG.browser(), ZHANG.browser()
    wang.open("/profile/basic")
    yield "basic, wrong", wang.press("保存", mobile="123", working_since="2035-01-01")
    wang.open("/profile/education/new")
    yield "education, wrong", wang.press("保存", school="河南科技大学", began_on="昨天")
    wang.open("/profile/assessments")
    yield "assessments, added", wang.press("增加")
    yield "assessments, wrong", wang.press("保存")
    wang.open("/profile/assessments")
    yield "assessments, removed", wang.press("删除")
    zhang.open("/profile/education")
    yield "education, removed", zhang.press("删除")
    yield "education, restored", zhang.press("撤销删除")
    story = f"/declarations/{ZHANG.declaration()}/autobiography"
    zhang.open(story)
    tab.open(story)
    tab.press("保存", story="另一个窗口写的。")
    yield "autobiography, two windows", zhang.press("保存", story="这一个窗口写的。")
    zhang.open(story)
    yield "autobiography, over the limit", zhang.press("保存", story="字" * 10_001)
    zhang.open(story)
    zhang.press("保存", story="认真完成学校安排的各项工作。")
    zhang.open(story)
    with clock.frozen(MOMENT + timedelta(hours=3)):
        yield "expired", zhang.press("保存", story="写到一半。")
        yield "expired, kept", zhang.press("立即登录", login=ZHANG.login, password=PASSWORD)
    zhang = ZHANG.browser()
    zhang.open(story)
    token = zhang.token
    with clock.frozen(CLOSED):
        zhang.open("/sign-in")
        zhang.press("立即登录", login=ZHANG.login, password=PASSWORD)
        zhang.open("/password")
        form = {"token": zhang.token or token, "version": "1", "story": "截止后写的。"}
        yield "deadline crossed", zhang.post(story, form)
        yield "choice, closed", zhang.open(f"/declarations/{ZHANG.declaration()}/choice")
        yield "home, closed", zhang.open("/home")


def declaration() -> Iterator[tuple[str, Page]]:
    """Year, 填报须知, choices."""
    wang, zhang = WANG.browser(), ZHANG.browser()
    yield "years", wang.open("/declarations")
    yield "notice", wang.open("/declarations/begin/2026")
    yield "notice, not agreed", wang.press("同意并进入选择系列")
    agreed = str(wang.page.tree.xpath("string(//input[@name='agreed']/@value)"))
    yield "choice, empty", wang.press("同意并进入选择系列", agreed=agreed)
    yield "choice, wrong", wang.press("进入申报", series="gongcheng")
    url = f"/declarations/{ZHANG.declaration()}"
    for name in ("", "/choice", "/agreement", "/eligibility", "/check", "/preview", "/progress", "/forms"):
        yield f"declaration {name}", zhang.open(url + name)
    zhang.open(f"{url}/choice")
    yield "choice, another series", zhang.press("更新选项", series="gongcheng")


def sections() -> Iterator[tuple[str, Page]]:
    """A declaration's sections: one of each layout, filled and new, and the page for files."""
    zhang, url = ZHANG.browser(), f"/declarations/{ZHANG.declaration()}"
    for key in ("achievements", "teaching", "awards", "papers", "patents", "autobiography", "attachments"):
        yield f"section {key}", zhang.open(f"{url}/{key}")
    yield "papers, new", zhang.open(f"{url}/papers/new")
    zhang.open(f"{url}/achievements")
    yield "achievement", zhang.open(str(zhang.page.tree.xpath("string(//main//td[@class='acts']/a/@href)")))
    yield "achievement, files", zhang.follow("上传证明材料")


def submitted() -> Iterator[tuple[str, Page]]:
    """The last page before submitting, wrong and right; the receipt; everything read-only."""
    zhang, url = ZHANG.browser(), f"/declarations/{ZHANG.declaration()}"
    page = zhang.open(f"{url}/submit")
    yield "submit", page
    yield "submit, wrong", zhang.press("提交审核", name="李四", password="x")
    agreed = str(zhang.page.tree.xpath("string(//input[@name='agreed']/@value)"))
    yield "receipt", zhang.press("提交审核", agreed=agreed, name="张三", password=PASSWORD)
    yield "home, submitted", zhang.open("/home")
    for name in (
        "",
        "/teaching",
        "/achievements",
        "/autobiography",
        "/choice",
        "/check",
        "/preview",
        "/progress",
    ):
        yield f"submitted {name}", zhang.open(url + name)


def taken_back() -> Iterator[tuple[str, Page]]:
    """Returned, withdrawn, given up."""
    zhou, sun = ZHOU.browser(), SUN.browser()
    yield "home, returned", zhou.open("/home")
    yield "progress, returned", zhou.open(f"/declarations/{ZHOU.declaration()}/progress")
    yield "withdraw", sun.open(f"/declarations/{SUN.declaration()}/withdraw")
    yield "give up", sun.open(f"/declarations/{SUN.declaration()}/give_up")
    yield "withdrawn", _pressed(sun, f"/declarations/{SUN.declaration()}/withdraw", "撤回修改")


def offices() -> Iterator[tuple[str, Page]]:
    """What the unit administrator sees at her own door."""
    unit, zhou = ZHAO.browser(), ZHOU.browser()
    yield "home of a unit", unit.open("/home")
    yield "queue", unit.open("/reviews?tick=1")
    base = f"/reviews/{ZHANG.declaration()}"
    yield "dossier", unit.open(base)
    yield "dossier, refused", unit.press("受理并公开展示")
    for name in ("/refuse", "/return", "/mark?at=achievements/0/", "/mark?at=choice/0/"):
        yield f"dossier {name}", unit.open(base + name)
    yield "batch", unit.open(f"/reviews/batch?act=take&d{ZHANG.declaration()}=1")
    yield "batch, wrong", unit.press("确认受理并公开展示")
    yield "batch, done", unit.press("确认受理并公开展示", place="公示栏")
    for name in ("", "/records/assessment", "/objections"):
        yield f"displayed {name}", unit.open(base + name)
    yield "stand-ins", unit.open("/stand-ins")
    yield from helping(unit, zhou)


def helping(unit: Browser, zhou: Browser) -> Iterator[tuple[str, Page]]:
    """帮办: asked for, by the unit, in the person's pages, refused, taken back."""
    yield "helping", zhou.open("/helping")
    yield "helping, wrong", zhou.press("同意单位帮办")
    yield (
        "helping, given",
        zhou.press("同意单位帮办", agreed="1", year="2026", until="2026-10-20", password=PASSWORD),
    )
    yield "helping, the unit's", unit.open("/helping")
    yield "helping, on paper", unit.open("/helping/scan")
    yield "helping, on paper, wrong", unit.press("下一步")
    unit.open("/helping")
    yield "helping, in her pages", unit.press("开始帮办")
    yield "helping, a page of hers", unit.open("/profile/basic")
    yield "helping, not to submit", unit.open(f"/declarations/{ZHOU.declaration()}/submit")
    yield "helping, refused", unit.open("/messages")


def _pressed(browser: Browser, path: str, words: str) -> Page:
    browser.open(path)
    return browser.press(words)
