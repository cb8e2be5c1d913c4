"""What htmx receives stands, letter for letter, in the page that a plain browser receives."""

import re

import lxml.html
import pytest

from tests.browser import Browser
from tests.cast import WANG, ZHANG
from tests.house.reading import ROOT, tracked
from web.profile.sections import SECTIONS as PROFILE

HTMX = {"hx-request": "true"}
CHANGING = re.compile(r'(name="token" value=|name="once" value=|once" value=)"[^"]*"')


def plain(text: str) -> str:
    """`text` without what differs in every answer, and without a swap's own attribute."""
    return CHANGING.sub(r'\1""', text).replace(' hx-swap-oob="true"', "")


def element(text: str, id: str) -> str:
    """The element `id` as it was written."""
    start = text.index(f'id="{id}"')
    start = text.rindex("<", 0, start)
    tag = re.match(r"<(\w+)", text[start:])
    assert tag is not None
    depth, at = 0, start
    for each in re.compile(rf"<(/?){tag[1]}\b[^>]*>").finditer(text, start):
        depth += -1 if each[1] else 1
        at = each.end()
        if depth == 0:
            break
    return text[start:at]


def sent(browser: Browser, path: str, **values: str) -> str:
    return browser.send("POST", path, data={"token": browser.token, **values}, headers=HTMX).text


@pytest.mark.parametrize("key", [key for key, section in PROFILE.items() if section.layout == "rows"])
def test_an_added_row_is_the_row_of_the_page(town, key):
    browser = WANG.browser()
    browser.open(f"/profile/{key}")
    answer = sent(browser, f"/profile/{key}/add", once="first")
    row = re.findall(r'id="(row-\d+)"', answer)
    page = browser.open(f"/profile/{key}").answer.text
    assert len(row) == 1
    assert plain(element(answer, row[0])) in plain(page)
    assert plain(element(answer, "more")) in plain(page)


def test_an_added_row_of_a_declaration_is_the_row_of_the_page(town):
    browser, url = ZHANG.browser(), f"/declarations/{ZHANG.declaration()}/awards"
    browser.open(url)
    answer = sent(browser, f"{url}/add", once="second")
    row = re.findall(r'id="(row-\d+)"', answer)
    assert plain(element(answer, row[0])) in plain(browser.open(url).answer.text)


def test_a_checked_field_says_what_the_whole_form_says(town):
    browser = WANG.browser()
    page = browser.open("/profile/basic")
    answer = sent(browser, "/profile/basic/check", mobile="123")
    whole = browser.press("保存", mobile="123")
    assert whole.status == 422
    assert plain(answer.strip()) in plain(whole.answer.text)
    assert "</html>" not in answer and page.status == 200


def options(browser: Browser, name: str, **values: str) -> str:
    """What htmx receives when `name` is chosen, asked as the page's own attributes say."""
    box = browser.page.tree.xpath(f"//select[@name='{name}']")[0]
    form = dict(next(box.iterancestors("form")).form_values())
    names = (box.get("data-sends") or "").split()
    return sent(browser, box.get("hx-post"), **{**{each: form.get(each) or "" for each in names}, **values})


def test_a_dependent_list_is_the_list_of_the_page(town):
    browser = WANG.browser()
    browser.open("/profile/basic")
    answer = options(browser, "series", series="gongcheng")
    whole = browser.press("更新选项", series="gongcheng")
    assert re.findall(r'id="(\w+)-field"', answer) == ["specialty"]
    assert plain(element(answer, "specialty")) in plain(whole.answer.text)


def test_the_lists_of_the_first_page_are_those_of_the_page(town):
    browser, url = ZHANG.browser(), f"/declarations/{ZHANG.declaration()}/choice"
    browser.open(url)
    answer = options(browser, "level", level="zhong_ji")
    whole = browser.press("更新选项", level="zhong_ji")
    renewed = re.findall(r'id="(\w+)-field"', answer)
    assert {"specialty", "title", "committee"} <= set(renewed)
    for id in renewed:
        found = lxml.html.fromstring(element(answer, id)).xpath("//option/@value")
        there = whole.tree.xpath(f"//select[@name='{id}']//option[not(contains(., '不在列表中'))]/@value")
        assert found == there, id


def test_every_attribute_of_htmx_mirrors_what_works_without_script():
    """A button with hx-post has the same formaction or form; nothing else than a field is bound to a request."""
    for path in tracked():
        if path.suffix == ".html" and path.relative_to(ROOT).parts[0] == "templates":
            for tag in re.findall(
                r"<(?:button|a|form)\b[^>]*hx-(?:get|post)=\"([^\"]*)\"[^>]*>", path.read_text()
            ):
                whole = next(
                    each
                    for each in re.findall(r"<(?:button|a|form)\b[^>]*>", path.read_text())
                    if f'"{tag}"' in each
                )
                assert re.search(rf'(?:formaction|href|action)="{re.escape(tag)}"', whole), (path.name, tag)


def test_a_button_with_an_address_of_its_own_has_a_name_too():
    """A text browser does not know formaction: it posts the button's name to the form's address."""
    for path in tracked():
        if path.suffix == ".html" and path.relative_to(ROOT).parts[0] in ("templates", "components"):
            for button in re.findall(r"<(?:button|input)\b[^>]*formaction[^>]*>", path.read_text()):
                assert ' name="' in button, (path.name, button)
