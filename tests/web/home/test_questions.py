"""How many questions to the database a page is worth: over a network each is a way there and back."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.browser import Browser
from tests.cast import ZHANG, ZHAO
from web import database

USUAL, EVERYTHING = 16, 55
"""Most questions of a page, and of one that reads every section through."""


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The questions asked within, in words."""
    asked: list[str] = []
    engine = database.engine()
    ask = engine.run_querystring

    async def counting(querystring: Any, *args: Any, **more: Any) -> Any:
        asked.append(querystring.compile_string(engine.engine_type)[0])
        return await ask(querystring, *args, **more)

    with monkeypatch.context() as patched:
        patched.setattr(engine, "run_querystring", counting)
        yield asked


def check(browser: Browser, path: str, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page at `path`, seen before, asks at most `most`."""
    assert browser.open(path).status == 200
    with counted(monkeypatch) as asked:
        browser.open(path)
    assert 0 < len(asked) <= most, (path, asked)


def test_an_applicants_page_asks_few_questions(town: str, monkeypatch: pytest.MonkeyPatch) -> None:
    browser, url = ZHANG.browser(), f"/declarations/{ZHANG.declaration()}"
    for path in (
        "/home", "/profile/basic", "/profile/education", "/profile/work", "/declarations", "/enquiry", "/payments",
        f"{url}/choice", f"{url}/awards", f"{url}/autobiography", f"{url}/papers", f"{url}/progress",
    ):  # fmt: skip
        check(browser, path, USUAL, monkeypatch)
    for path in (url, f"{url}/check", f"{url}/preview"):
        check(browser, path, EVERYTHING, monkeypatch)


def test_a_reviewers_page_asks_few_questions(town: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in ("/home", "/reviews"):
        check(ZHAO.browser(), path, USUAL, monkeypatch)
