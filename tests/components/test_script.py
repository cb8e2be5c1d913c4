"""What the script adds, in Chromium, against answers as the server gives them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.components.gallery import box, page
from web.shell.assets import FOLDER
from web.shell.show import CONTENT_POLICY, JINJA

PATENT = {"field": {"kind": "text", "label": "专利号", "limit": 30, "hint": "如 ZL202010123456.7"}, "name": "3.patent",
          "id": "3-patent", "check_url": "/check"}  # fmt: skip
STORY = {"field": {"kind": "long_text", "label": "自传", "limit": 10}, "name": "story"}
SENTENCE = "专利号的校验位不对，请核对。"
LEVELS = [["zhuli", "助理级"], ["zhongji", "中级"]]
SERIES = {"field": {"kind": "choice", "label": "申报系列"}, "name": "series", "options": [["jiaoshi", "中小学教师"]],
          "refresh": "refresh", "options_url": "/options"}  # fmt: skip
LEVEL = {"field": {"kind": "choice", "label": "申报级别"}, "name": "level"}
FORM = """{% from "components/field/edit.html" import field %}<h1>专利</h1>
<form method="post" action="/save" data-autosave="/keep" hx-post="/save" hx-target="#out" hx-swap="innerHTML"><input type="hidden" name="token" value="t"><input type="hidden" name="version" value="4">
<div id="rows" hx-target:inherited="next .word" hx-swap:inherited="outerMorph"><fieldset class="row" id="row-3"><legend tabindex="-1">第 1 项</legend>{{ field(patent) }}
<p><button id="go" formaction="/remove" hx-post="/remove" hx-target="#row-3" hx-swap="delete" data-sends="">删除</button></p></fieldset></div>
<p id="more"><button formaction="/add" hx-post="/add" hx-target="#rows" hx-swap="beforeend" data-sends="">增加</button></p>
{{ field(series) }}{{ field(level) }}{{ field(story) }}<p><button id="save">保存</button></p></form><div id="out"></div>"""


class Server:
    """Answers by path, and the requests that came."""

    def __init__(self, tab: Page) -> None:
        self.tab, self.came = tab, []
        self.broken: set[str] = set()
        tab.route("**/*", self.serve)

    def serve(self, route: Route) -> None:
        path = route.request.url.partition("//x")[2]
        if path.startswith("/static/"):
            return route.abort() if path in self.broken else route.fulfill(path=str(FOLDER / path[8:]))
        if path == "/":
            main = page(
                FORM, "专利", patent=box(PATENT), story=box(STORY), series=box(SERIES), level=box(LEVEL)
            )
            return route.fulfill(
                body=main, headers={"content-type": "text/html", "content-security-policy": CONTENT_POLICY}
            )
        self.came.append((path, route.request.post_data or "", route.request.headers))
        word = JINJA.get_template("components/field/word.html").module.word
        answers = {
            "/check": str(word(box({**PATENT, "complaint": SENTENCE}))),
            "/add": '<fieldset class="row" id="row-9"><legend tabindex="-1">第 2 项</legend></fieldset><div id="said" role="status" hx-swap-oob="true">已增加。</div>',
            "/remove": '<hx-partial hx-target="#said" hx-swap="innerHTML">已删除。</hx-partial>',
            "/keep": '{"version": "5"}',
            "/options": str(
                JINJA.get_template("components/field/edit.html").module.field(
                    box({**LEVEL, "options": LEVELS}), oob=True
                )
            ),
        }
        if path in self.broken or path not in answers:
            return route.fulfill(status=500, body="<p>broken</p>", content_type="text/html")
        return route.fulfill(
            body=answers[path],
            content_type="application/json" if path == "/keep" else "text/html; charset=utf-8",
        )


@pytest.fixture
def server(browser: Browser) -> Iterator[Server]:
    tab = browser.new_context(viewport={"width": 1000, "height": 700}).new_page()
    yield Server(tab)
    tab.context.close()


def test_a_count_is_seen_at_once_and_counts_characters(server):
    server.tab.goto("http://x/")
    server.tab.fill("#story", "𠮷𬱖\n四五")
    expect(server.tab.locator("#story-limit")).to_have_text(
        "最多 10 个字，您已输入 5 个字，还可以输入 5 个字"
    )
    server.tab.fill("#story", "一二三四五六七八九十十一")
    expect(server.tab.locator("#story-limit")).to_have_text("最多 10 个字，您已输入 12 个字，超出 2 个字")


def test_a_check_sends_one_field_and_marks_it(server):
    server.tab.goto("http://x/")
    server.tab.fill("#\\33 -patent", "ZL1")
    server.tab.locator("#story").focus()
    expect(server.tab.locator(".complaint")).to_have_text("有误：" + SENTENCE)
    path, body, headers = server.came[0]
    assert (path, body) == ("/check", "token=t&3.patent=ZL1")
    assert "hx-current-url" not in headers
    field = server.tab.locator("[id='3-patent']")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_attribute("aria-describedby", "3-patent-hint 3-patent-complaint")
    expect(field).to_have_value("ZL1")


def test_focus_goes_to_the_new_row_and_after_removal_to_the_way_of_adding(server):
    server.tab.goto("http://x/")
    server.tab.get_by_role("button", name="增加").click()
    expect(server.tab.locator("#row-9 legend")).to_be_focused()
    expect(server.tab.locator("#said")).to_have_text("已增加。")
    server.tab.get_by_role("button", name="删除").click()
    expect(server.tab.locator("#more button")).to_be_focused()
    expect(server.tab.locator("#said")).to_have_text("已删除。")


def test_a_long_text_saves_itself_and_the_version_follows(server):
    server.tab.goto("http://x/")
    server.tab.fill("#story", "任现职以来")
    expect(server.tab.locator("textarea + p.hint")).to_contain_text("已自动保存", timeout=6000)
    path, body, _ = server.came[0]
    assert path == "/keep" and 'name="version"\r\n\r\n4' in body and "任现职以来" in body
    expect(server.tab.locator("[name=version]")).to_have_value("5")


def test_what_cannot_be_saved_stays_on_the_computer_and_is_offered_again(server):
    server.broken.add("/keep")
    server.tab.goto("http://x/")
    server.tab.fill("#story", "任现职以来")
    note = server.tab.locator("textarea + p.hint")
    expect(note).to_have_text("还没有存到服务器。文字已留在这台电脑上，过一会儿再试。", timeout=6000)
    server.tab.goto("http://x/")
    server.tab.get_by_role("button", name="填回这份文字").click()
    expect(server.tab.locator("#story")).to_have_value("任现职以来")


def test_a_choice_renews_the_list_that_depends_on_it(server):
    server.tab.goto("http://x/")
    expect(server.tab.get_by_role("button", name="更新选项")).not_to_be_visible()
    server.tab.focus("#series")
    server.tab.select_option("#series", "jiaoshi")
    expect(server.tab.locator("#level option")).to_have_text(["请选择", "助理级", "中级"])
    expect(server.tab.locator("#series")).to_be_focused()
    assert server.came[0][:2] == ("/options", "token=t&series=jiaoshi")


def test_what_was_chosen_while_an_answer_was_on_its_way_stays_chosen(server):
    server.tab.goto("http://x/")
    server.tab.select_option("#series", "jiaoshi")
    expect(server.tab.locator("#level option")).to_have_count(3)
    server.tab.select_option("#level", "zhongji")
    with server.tab.expect_response("**/options"):
        server.tab.locator("#series").dispatch_event("change")
    server.tab.wait_for_timeout(200)
    expect(server.tab.locator("#level")).to_have_value("zhongji")


def test_a_server_that_fails_takes_nothing_away(server):
    server.tab.goto("http://x/")
    server.tab.fill("#story", "一二三")
    server.tab.click("#save")
    expect(server.tab.locator("#said")).to_have_text("没有保存（500）。您填写的内容还在页面上，请稍后再试。")
    expect(server.tab.locator("#story")).to_have_value("一二三")


def test_without_htmx_the_rest_works(server):
    said: list[str] = []
    server.tab.on("pageerror", lambda error: said.append(str(error)))
    server.broken.add("/static/htmx.min.js")
    server.tab.goto("http://x/")
    server.tab.fill("#story", "一二三")
    expect(server.tab.locator("#story-limit")).to_have_text(
        "最多 10 个字，您已输入 3 个字，还可以输入 7 个字"
    )
    assert (said, server.tab.evaluate("document.documentElement.className")) == ([], "")
