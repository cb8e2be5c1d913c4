"""Budgets: what the pages weigh with headers, compressed, and what a save sends."""

import re
from typing import Any

import httpx
import pytest

from tests.browser import Browser
from tests.cast import NEW, WANG, ZHANG
from tests.journeys import route
from tests.journeys.drivers import Plain
from tests.matter import TEACHER, posted
from tests.support import run
from tests.weight import BROWSER, LINE, all_of, loaded, weigh
from web import rows
from web.declaration.sections import SECTIONS
from web.shell.assets import served

HTMX = {"hx-request": "true"}


def body(data: dict[str, Any], multipart: bool = False) -> int:
    """Bytes that a browser sends for the form `data`."""
    parts = {name: (None, text) for name, text in data.items()}
    request = httpx.Request("POST", "http://x/", **({"files": parts} if multipart else {"data": data}))
    return len(request.read())


@pytest.mark.parametrize("path", ["/sign-in", "/password/first", "/password"])
def test_the_doors_are_4000_bytes_in_two_requests_without_script(town, path):
    browser = Browser() if path != "/password" else WANG.browser()
    if path == "/password/first":
        browser.open("/sign-in")
        browser.press("立即登录", login=NEW.login, password=NEW.id_number[-8:])
    page = weigh(browser, "GET", path)
    assert page.status == 200
    assert (len(loaded(page, "css")), loaded(page, "js")) == (1, [])
    style = all_of(browser, page, "css")
    assert page.whole + style <= 4_000, (page.body, page.headers, style)


@pytest.fixture
def twenty(town):
    """张三 with twenty records of teaching, and the address of the section."""
    section, declaration = SECTIONS["teaching"], ZHANG.declaration()
    record = run(posted(section, TEACHER.sections["teaching"][0]))
    for number in range(19):
        row = run(rows.add(section, declaration, ""))
        values = {**record, "classes": f"七年级 {number + 5} 班", "hours": str(200 + number)}
        assert run(rows.save(section, declaration, row, values, row["version"])).complaints == {}
    browser = ZHANG.browser()
    return browser, f"/declarations/{declaration}/teaching"


def test_a_section_of_twenty_rows(twenty):
    browser, url = twenty
    page = weigh(browser, "GET", url)
    assert page.text.count('class="row"') == 20
    style, script = all_of(browser, page, "css"), all_of(browser, page, "js")
    told = f"page {page.body} + headers {page.headers}, style {style}, script {script}"
    assert len(loaded(page, "css")) == 1 and len(loaded(page, "js")) <= 2
    assert page.whole <= 5_000, told
    assert page.whole + style <= 8_000, told
    assert page.whole + style + script <= 22_000, told


def test_adding_a_row(twenty):
    browser, url = twenty
    page = browser.open(url)
    form = {"token": browser.token, "once": page.tree.xpath("string(//button[@name='once']/@value)")}
    answer = weigh(browser, "POST", f"{url}/add", data=form, headers=HTMX)
    assert answer.status == 200
    assert answer.whole <= 1_500, answer
    assert body(form) + BROWSER <= 1_000


def test_a_whole_journey_without_script_and_files_is_120_kB(town, papers):
    """From the first sign-in to the receipt, headers counted; the pages of files apart."""
    plain = Plain()
    down, up = [], []

    async def came(answer: httpx.Response) -> None:
        await answer.aread()
        headers = LINE + sum(len(name) + len(value) + 4 for name, value in answer.headers.raw)
        if not re.search("/files/|/photo|/progress$", str(answer.request.url)):
            down.append(headers + answer.num_bytes_downloaded)
            up.append(int(answer.request.headers.get("content-length", 0)) + BROWSER)

    plain.browser.client.event_hooks["response"] = [came]
    route.to_the_receipt(plain, NEW, TEACHER, papers)
    assert len(down) > 50
    style = sum(len(served(name).brotli) + 350 for name in ("zhicheng.css", "rows.css", "door.css"))
    assert sum(down) + style <= 120_000, sum(down) + style
    assert sum(up) <= 120_000, sum(up)


def test_checking_one_field(town):
    browser = WANG.browser()
    browser.open("/profile/basic")
    form = {"token": browser.token, "mobile": "1234567890123"}
    answer = weigh(browser, "POST", "/profile/basic/check", data=form, headers=HTMX)
    assert (answer.status, "手机号码" in answer.text) == (200, True)
    assert answer.whole <= 800, answer
    assert body(form) + BROWSER <= 900


def test_saving_twenty_rows(twenty):
    browser, url = twenty
    page = browser.open(url)
    form = next(each for each in page.tree.forms if each.get("id") == "rows-form")
    data = {str(name): value or "" for name, value in form.form_values()}
    sent = body(data, multipart="multipart" in (form.get("enctype") or ""))
    assert len(data) > 180
    assert sent + BROWSER <= 10_000
    answer = weigh(browser, "POST", url, data=data)
    assert (answer.status, answer.whole <= 1_000) == (303, True)


def test_saving_ten_thousand_characters(town):
    browser, url = ZHANG.browser(), f"/declarations/{ZHANG.declaration()}/autobiography"
    page = browser.open(url)
    form = next(each for each in page.tree.forms if "story" in each.fields)
    data = {str(name): value or "" for name, value in form.form_values()} | {"story": "字" * 10_000}
    assert form.get("enctype") == "multipart/form-data"
    assert body(data, multipart=True) + BROWSER <= 32_000
    parts = {name: (None, text) for name, text in data.items()}
    answer = browser.send("POST", form.action, files=parts)
    assert answer.status_code == 303, answer.text[:300]
    assert browser.open(url).value("story").strip() == "字" * 10_000


def test_headers_of_a_fragment_are_short(town):
    browser = WANG.browser()
    browser.open("/profile/basic")
    form = {"token": browser.token, "mobile": "1"}
    assert weigh(browser, "POST", "/profile/basic/check", data=form, headers=HTMX).headers <= 300


def test_pages_with_personal_data_are_never_stored_and_styles_always(town):
    browser = ZHANG.browser()
    for path in ("/home", "/profile/basic", f"/declarations/{ZHANG.declaration()}/preview", "/password"):
        assert browser.send("GET", path).headers["cache-control"] == "no-store"
    for path in loaded(weigh(browser, "GET", "/home"), "(?:css|js)"):
        answer = browser.send("GET", path, headers={"accept-encoding": "br"})
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["content-encoding"] == "br"
