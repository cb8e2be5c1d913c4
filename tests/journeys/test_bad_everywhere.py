"""Bad input in every form that anybody of the demonstration is led to: each office, the committees, the applicants.

The pages are found by following links from 首页, the forms by reading the pages, so that a form added tomorrow is tried too.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import lxml.html
import pytest

from tests import conftest
from tests.browser import Browser, signed_in
from tests.house.reading import handlers
from tests.journeys.test_bad_input import TEXTS, body, loosely
from tests.support import run
from web import clock
from web.catalogue.load import load
from web.demo import cast
from web.demo.people import everybody, officers
from web.kinds import clean

KINDS = ("empty", "spaces", "long", "script", "nul", "invalid", "control", "wrong", "rare")
STAGES = {"series_chosen", "ready", "returned", "interviewing", "publicised", "issued"}
"""Applicants from whom other forms than those of tests/journeys/test_bad_input.py can be reached."""
EACH = 2
"""Addresses of one route that a person looks at."""
LEFT = re.compile(r"^/(sign-out|static|files/|support)")
ROUTES = [
    (path, re.compile("^" + re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path)) + "$"))
    for path in sorted({path for _, path, _ in handlers()}, key=lambda path: path.count("{"))
]


def route_of(path: str) -> str:
    """The route that answers `path`, "" for none."""
    bare = urlsplit(path).path
    return next((route for route, pattern in ROUTES if pattern.match(bare)), "")


@pytest.fixture(scope="module")
def everybody_in() -> Iterator[list[tuple[str, Browser]]]:
    """One person of every role and committee, and an applicant at each of STAGES, with their browsers."""
    made = conftest._sqlite()
    next(made)
    many = ("committee_office", "expert")
    people = {
        f"{each.role} {each.login if each.role in many else ''}": each.login for each in reversed(officers())
    }
    stages = {each.stage: each.login for each in everybody() if each.stage in STAGES}
    with clock.frozen(clock.now()):
        run(load())
        run(cast.make())
        yield [(who, signed_in(login)) for who, login in {**people, **stages}.items()]
    made.close()


def pages(browser: Browser) -> Iterator[str]:
    """Every page that links lead to from 首页, EACH of a route; it is open when its address is given."""
    waiting, known, looked = ["/home"], {"/home"}, defaultdict(int)
    while waiting:
        path = waiting.pop(0)
        if looked[route_of(path)] >= EACH:
            continue
        looked[route_of(path)] += 1
        page = browser.open(path)
        assert page.status < 500, (path, page.text[:200])
        if "html" not in page.answer.headers.get("content-type", ""):
            continue
        yield path
        for href in page.tree.xpath("//a/@href"):
            there = urljoin(path, href.partition("#")[0])
            if there.startswith("/") and route_of(there) and not LEFT.match(there) and there not in known:
                known.add(there)
                waiting.append(there)


def forms(browser: Browser, path: str) -> list[tuple[str, Any]]:
    """(key, form) of every form on the open page: the route it posts to, the names it sends, its buttons."""
    found = []
    for form in browser.page.tree.forms:
        action = urljoin(path, form.get("action") or "")
        if (form.get("method") or "").lower() != "post" or LEFT.match(urlsplit(action).path):
            continue
        names = sorted({re.sub(r"\d+", "N", str(name)) for name in form.fields if name})
        found.append((f"{route_of(action)} {' '.join(names)}", form))
    return found


def attempts(form: Any) -> list[tuple[str, str]]:
    """The named buttons of a form, or none."""
    named = [(each.get("name"), each.get("value") or "") for each in form.xpath(".//button[@name]")]
    return named[:4] or [("", "")]


def typed(form: Any, kind: str, button: tuple[str, str]) -> dict[str, str | bytes]:
    text = "字" * 20_001 if kind == "long" else TEXTS[kind]
    values: dict[str, str | bytes] = {str(name): text for name in form.fields if name and name != "token"}
    values["token"] = form.fields.get("token", "")
    return {**values, button[0]: button[1]} if button[0] else values


def amiss(answer: Any, values: dict[str, str | bytes], form: Any) -> str:
    """What is wrong with an answer, "" when it is a page in words that keeps what was typed."""
    if (
        answer.status == 400
        and "multipart" in (form.get("enctype") or "")
        and bytes in map(type, values.values())
    ):
        return ""  # no browser sends such bytes; they are refused in words
    if answer.status >= 500 or answer.status == 400:
        return f"answers {answer.status}: {answer.text[:120]}"
    if not answer.tree.xpath("//h1") and "html" in answer.answer.headers.get("content-type", ""):
        return f"answers {answer.status} without a heading"
    if answer.status != 422:
        return ""
    if not (
        answer.complaints
        or answer.tree.xpath(
            "//*[@role='alert' or contains(@class, 'summary')]//li|//main//*[contains(@class, 'errors')]"
        )
    ):
        return f"says nothing: {answer.text[:120]}"
    kept = {str(name): value or "" for each in answer.tree.forms for name, value in each.form_values()}
    for box in form.xpath(".//textarea[@name] | .//input[@name][@type='text' or not(@type)]"):
        text = values.get(box.get("name"), "")
        expected = clean(
            text.decode("utf-8", "replace") if isinstance(text, bytes) else text, one_line=box.tag == "input"
        )
        if re.fullmatch(r"code\d", box.get("name")):
            continue  # the key of one who opens the count is typed anew each time
        if box.get("name") in kept and _visible(kept[box.get("name")]) != _visible(expected):
            return f"{box.get('name')}: {expected[:20]!r} became {kept[box.get('name')][:20]!r}"
    return ""


def _visible(text: str) -> str:
    """What a person sees of `text`: nothing of control characters, nor of what stands for them."""
    return "".join(each for each in loosely(text) if each.isprintable())


def test_every_form_that_anybody_is_led_to(everybody_in: list[tuple[str, Browser]]) -> None:
    tried, found = set(), []
    for who, browser in everybody_in:
        for path in pages(browser):
            for key, _ in forms(browser, path):
                if key in tried:
                    continue
                tried.add(key)
                found += [f"{who} {path} → {key}: {each}" for each in _tried(browser, path, key)]
    assert "\n".join(found) == ""
    assert len({key.split()[0] for key in tried}) > 40, sorted(tried)


def _tried(browser: Browser, path: str, key: str) -> Iterator[str]:
    for kind in KINDS:
        browser.open(path)
        form = dict(forms(browser, path)).get(key)
        if form is None:
            return  # it was accepted, and the form has gone
        for button in attempts(form):
            values = typed(form, kind, button)
            url = urljoin(path, form.get("action") or "")
            multipart = "multipart" in (form.get("enctype") or "")
            content, header = body(values), "application/x-www-form-urlencoded"
            if multipart:
                content, header = parts(form, values), "multipart/form-data; boundary=grenze"
            try:
                answer = browser._seen(
                    run(browser.client.post(url, content=content, headers={"content-type": header}))
                )
            except (lxml.etree.ParserError, UnicodeError) as error:
                yield f"{kind}: {error}"
                continue
            if said := amiss(answer, values, form):
                yield f"{kind} {button[0]}: {said}"


def parts(form: Any, values: dict[str, str | bytes]) -> bytes:
    """`values` as multipart, a file input's as the content of a file."""
    files = set(form.xpath(".//input[@type='file']/@name"))
    sent = b""
    for name, value in values.items():
        name_of_file = '; filename="甲.pdf"' if name in files else ""
        content = value if isinstance(value, bytes) else value.encode()
        sent += (
            f'--grenze\r\nContent-Disposition: form-data; name="{name}"{name_of_file}\r\n\r\n'.encode()
            + content
            + b"\r\n"
        )
    return sent + b"--grenze--\r\n"
