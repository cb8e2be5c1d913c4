"""Bad input through the pages: every field of every form, from the sections' own declarations."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote_from_bytes, urlencode

import pytest

from tests.browser import Browser, Page
from tests.cast import NEW, PASSWORD, WANG, ZHANG, occupied
from tests.conftest import _wanted
from tests.support import run
from web import rows
from web.columns import Field
from web.declaration import rules as declarations
from web.declaration.sections import SECTIONS as DECLARATION
from web.kinds import clean
from web.profile.sections import SECTIONS as PROFILE
from web.section import Section

RARE = "䶮𬱖㛃𠮷"
TEXTS: dict[str, str | bytes] = {
    "empty": "",
    "spaces": "  \t\u3000 ",
    "rare": RARE,
    "script": "<script>alert(1)</script>\"'&{{ 7*7 }}",
    "nul": "甲\0乙",
    "control": "\x1b[31m\u202e\u200b\ufffe",
    "wrong": "二〇一五年 1e9 -1 ²",
    "surrogate": b"\xed\xa0\xbd\xed\xb8\x80",
    "invalid": b"\xff\xfe\xc0\xaf",
    "formula": "=1+1",
    "lines": "一\r\n二\r三\n四",
}
"""What is typed, by what is bad about it; bytes go as they are."""
SAMPLE = ("empty", "rare", "nul", "invalid", "long")


def too_long(about: Field) -> str:
    """One character more than the field takes; for a field without a limit, more than any page shows."""
    return "字" * ((about.limit or 300) + 1)


def body(values: dict[str, str | bytes]) -> bytes:
    """`values` as a browser's urlencoded form, bytes untouched."""
    text = {name: value for name, value in values.items() if isinstance(value, str)}
    raw = [f"{name}={quote_from_bytes(value)}" for name, value in values.items() if isinstance(value, bytes)]
    return "&".join([urlencode(text), *raw]).encode()


def post(browser: Browser, path: str, values: dict[str, str | bytes]) -> Page:
    kind = {"content-type": "application/x-www-form-urlencoded"}
    return browser._seen(
        run(browser.client.post(path, content=body({"token": browser.token, **values}), headers=kind))
    )


def meant(value: str | bytes, about: Field) -> str:
    """What should stand in the box afterwards: what was typed, with what nobody can see made visible."""
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
    return clean(text, one_line=about.kind != "long_text")


def loosely(text: str) -> str:
    """Without line ends and replaced characters: a browser normalises one, a decoder chooses how many of the other."""
    return re.sub(r"[\s\ufffd\u3000]+", "", text)


def boxes(page: Page, prefix: str = "") -> dict[str, str]:
    """What stands in every field of the page's forms."""
    found: dict[str, str] = {}
    for form in page.tree.forms:
        found |= {
            str(name): value or "" for name, value in form.form_values() if str(name).startswith(prefix)
        }
    return found


def wrong(page: Page, name: str) -> str:
    """The sentence beside the field `name`, "" when none."""
    id = name.replace(".", "-")
    return " ".join(page.tree.xpath(f"string(//*[@id='{id}-complaint'])").split())


def judge(page: Page, again: Page, typed: dict[str, str | bytes], section: Section, prefix: str) -> list[str]:
    """What is amiss in the answer to a form, and in the page read again."""
    if page.status not in (200, 422):
        return [f"{section.key}: {page.status} {page.text[:100]}"]
    amiss = []
    here, there = boxes(page, prefix), boxes(again, prefix)
    for name, about in section.columns:
        if prefix + name not in typed or about.kind == "yes_no":
            continue  # a choice of two buttons has no box to keep a text in
        said, expected = wrong(page, prefix + name), meant(typed[prefix + name], about)
        if page.status == 422:
            kept = here.get(prefix + name, "")
            if loosely(kept) != loosely(expected) and not accepted(section, about, expected, kept):
                amiss.append(f"{section.key}.{name}: {expected[:30]!r} became {kept[:30]!r} in the answer")
        kept = there.get(prefix + name, "")
        if not said and loosely(kept) != loosely(expected) and not accepted(section, about, expected, kept):
            amiss.append(
                f"{section.key}.{name}: {expected[:30]!r} became {kept[:30]!r}, and nothing was said"
            )
        if said and kept == "" and expected:
            amiss.append(f"{section.key}.{name}: {expected[:30]!r} was refused and lost")
    return amiss


def accepted(section: Section, about: Field, expected: str, kept: str) -> bool:
    """Whether `kept` is another way to write `expected`: 2015年9月1日 and 2015-09-01 are one day."""
    from web.kinds import KINDS

    if about.kind not in ("day", "number", "yes_no"):
        return False
    return KINDS[about.kind].read(about, expected, ()).value == KINDS[about.kind].read(about, kept, ()).value


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest) -> Iterator[dict[str, Any]]:
    """A town, 王五 with a blank 基本信息库, 张三 with every section of a declaration asked for."""
    if request.param not in _wanted(request.config):
        pytest.skip(f"{request.param} is left out")
    for which in occupied(request.param):
        yield {
            "which": which,
            "wang": WANG.browser(),
            "zhang": ZHANG.browser(),
            "declaration": ZHANG.declaration(),
        }


def chosen(which: str) -> list[str]:
    return [*TEXTS, "long"] if which == "sqlite" else list(SAMPLE)


def typed_into(section: Section, kind: str, prefix: str = "") -> dict[str, str | bytes]:
    """The same bad thing in every field of a form."""
    return {
        prefix + name: too_long(about) if kind == "long" else TEXTS[kind] for name, about in section.columns
    }


def form_of(browser: Browser, url: str, section: Section) -> tuple[str, str, str]:
    """(page, address the form posts to, prefix of its names) of a record of `section`, made when there is none."""
    if section.layout == "one":
        browser.open(url)
        return url, browser.page.tree.xpath("//main//form[.//input[@name='version']]/@action")[0], ""
    if section.layout == "rows":
        browser.open(url)
        if not browser.page.tree.xpath("//fieldset[@id != 'row-0']"):
            browser.press("增加")
        row = browser.page.tree.xpath(
            "string((//main//fieldset[starts-with(@id, 'row-')])[last()]/@id)"
        ).removeprefix("row-")
        return url, url, f"{row}."
    browser.open(f"{url}/new")
    return "", f"{url}/0", ""


def fields_are_judged(browser: Browser, url: str, section: Section, kinds: list[str]) -> list[str]:
    amiss: list[str] = []
    page, action, prefix = form_of(browser, url, section)
    for kind in kinds:
        if not page:
            browser.open(f"{url}/new")
        hidden: dict[str, str | bytes] = {
            name: value
            for name, value in boxes(browser.page).items()
            if name.endswith("version") or name == "once"
        }
        typed = typed_into(section, kind, prefix)
        answer = post(browser, action, {**hidden, **typed})
        again = (
            browser.open(page or _newest(browser, url, answer))
            if page or kind not in ("empty", "spaces")
            else answer
        )
        amiss += [f"{kind}: {each}" for each in judge(answer, again, typed, section, prefix)]
    return amiss


def _newest(browser: Browser, url: str, answer: Page) -> str:
    """The page of the item that a form for a new one has just made."""
    action = answer.tree.xpath(f"//main//form[starts-with(@action, '{url}/')]/@action")
    numbers = [int(each) for one in action for each in re.findall(r"/(\d+)(?:/|$)", one.removeprefix(url))]
    return f"{url}/{max(numbers)}"


@pytest.mark.parametrize("key", PROFILE)
def test_every_field_of_the_profile(place, key):
    assert fields_are_judged(place["wang"], f"/profile/{key}", PROFILE[key], chosen(place["which"])) == []


def sections_of(place: dict[str, Any]) -> list[str]:
    row = run(declarations.of_year(ZHANG.account(), 2026))
    assert row is not None
    return [asked.section.key for asked in run(declarations.sections_of(row))]


def test_every_field_of_a_declaration_through_its_pages(place):
    amiss: list[str] = []
    for key in sections_of(place):
        url = f"/declarations/{place['declaration']}/{key}"
        amiss += fields_are_judged(place["zhang"], url, DECLARATION[key], chosen(place["which"]))
    assert amiss == []


def test_every_field_of_the_sections_that_no_page_of_this_series_asks(place):
    """Saved and read again as the pages do it, for the sections that other series ask for."""
    amiss: list[str] = []
    for key in sorted(set(DECLARATION) - set(sections_of(place))):
        section = DECLARATION[key]
        row = run(rows.add(section, place["declaration"], ""))
        for kind in chosen(place["which"]):
            typed = {
                name: meant(value, section.field(name)) for name, value in typed_into(section, kind).items()
            }
            saved = run(rows.save(section, place["declaration"], row, typed, row["version"]))
            row = saved.row
            stands = rows.typed(section, row)
            amiss += [
                f"{kind}: {key}.{name}"
                for name, about in section.columns
                if stands[name] != typed[name] and not accepted(section, about, typed[name], stands[name])
            ]
    assert amiss == []


def test_every_choice_of_the_first_page(place):
    browser, url = place["zhang"], f"/declarations/{place['declaration']}/choice"
    for kind in chosen(place["which"]):
        page = browser.open(url)
        answer = post(
            browser, url, {"version": page.value("version"), **typed_into(declarations.CHOICE, kind)}
        )
        assert answer.status == 422, (kind, answer.text[:200])
        assert len(answer.complaints) >= 8
        assert all(each.endswith("。") for each in answer.complaints)


@pytest.mark.parametrize("kind", [*TEXTS, "long"])
def test_every_field_of_the_doors(place, kind):
    text = TEXTS.get(kind, "字" * 5000)
    visitor = Browser()
    visitor.open("/sign-in")
    page = post(visitor, "/sign-in", {"login": text, "password": text, "code": text, "kept": text})
    assert (page.status, page.heading) == (422, "用户登录")
    wang = place["wang"]
    wang.open("/password")
    page = post(wang, "/password", {"old": text, "new": text, "again": b"\xff"})
    assert (page.status, page.heading) == (422, "修改密码")
    assert page.complaints and all(each.endswith("。") for each in page.complaints)
    page = post(wang, "/password", {"old": PASSWORD, "new": text, "again": "别的"})
    assert (page.status, page.heading) == (422, "修改密码"), page.text[:200]


def test_the_page_of_a_first_password(place):
    browser = Browser()
    browser.open("/sign-in")
    browser.press("立即登录", login=NEW.login, password=NEW.id_number[-8:])
    for kind, text in {**TEXTS, "long": "字" * 5000}.items():
        page = post(browser, "/password/first", {"new": text, "again": "别的"})
        assert (page.status, page.heading) == (422, "首次登录，请设置新密码"), kind


@pytest.mark.parametrize("kind", [*TEXTS, "long"])
def test_the_commitment(place, kind):
    browser, url = place["zhang"], f"/declarations/{place['declaration']}/submit"
    browser.open(url)
    text = TEXTS.get(kind, "字" * 5000)
    page = post(browser, url, {"agreed": text, "name": text, "password": text})
    assert page.status == 422
    assert page.heading == "确认上报"
