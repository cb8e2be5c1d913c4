"""Every page that the people of the demonstration reach by its links, and every form of theirs that comes back."""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlencode, urljoin, urlsplit

from tests.browser import Browser, Page
from tests.support import run
from web.demo.people import PASSWORD

EACH = 2
"""Pages of one kind that are kept: the first two that differ in what they offer."""
TRIED = 5
"""Pages of one kind that are opened at most."""
OFFERS = ("form", "table", "fieldset", "select", "img", "details")
TREE = "//nav[@class='tree']/ul/li[not(@class)]/a/@href"
"""The entries of the left tree that stand on every page, in one order (WCAG 3.2.3)."""
Shown = tuple[str, str]
"""What the page is called, and its HTML."""


def kind(path: str) -> str:
    """`path` without numbers, hashes and queries: "/declarations/#/check"."""
    path = re.sub(r"^(/texts/\w+)/.+", r"\1/#", urlsplit(path).path)
    return re.sub(r"/[0-9a-f]{12,}|/[A-Z]*\d[\w-]*", "/#", path)


class Walk:
    """Pages seen so far by everyone, and the forms on them."""

    def __init__(self) -> None:
        self.kept: dict[str, set[frozenset[str]]] = {}
        self.tried: dict[str, int] = {}
        self.results: dict[str, str] = {}
        self.forms: dict[str, tuple[Browser, str, dict[str, str]]] = {}

    def of(self, login: str) -> Iterator[Shown]:
        """The pages that are new in kind for whoever signs in as `login`."""
        browser = Browser()
        browser.open("/sign-in")
        browser.press("立即登录", login=login, password=PASSWORD)
        waiting, seen, trees = ["/home"], {"/home"}, set[tuple[str, ...]]()
        while waiting:
            path = waiting.pop(0)
            name = self.results.get(path) or kind(path)
            if path != "/home" and (self.tried.get(name, 0) >= TRIED or len(self.kept.get(name, ())) >= EACH):
                continue
            self.tried[name] = self.tried.get(name, 0) + 1
            answer = run(browser.client.get(path))
            assert answer.status_code < 500, (login, path, answer.text[:400])
            saved = answer.headers.get("content-disposition", "").startswith("attachment")
            if saved or not answer.headers.get("content-type", "").startswith("text/html"):
                continue
            page = browser._seen(answer)
            stands = tuple(page.tree.xpath(TREE))
            trees.add(stands)
            assert len(trees - {()}) <= 1, (login, path, trees)
            new = [link for link in [*page.links, *self._asked(page)] if link not in seen]
            seen.update(new)
            waiting += new
            self._note(browser, page)
            offers = frozenset(each.tag for each in page.tree.iter(*OFFERS))
            kept = self.kept.setdefault(name, set())
            if answer.status_code == 200 and offers not in kept and len(kept) < EACH:
                kept.add(offers)
                yield f"{name} of {login}", answer.text

    def _asked(self, page: Page) -> list[str]:
        """Where the page's forms of GET lead with what stands in them, each form once: searches, filters, years."""
        found = []
        for form in page.tree.forms:
            there = urlsplit(urljoin(str(page.answer.url), form.action or ""))
            values = urlencode(sorted((name, value) for name, value in form.form_values() if value))
            mark = f"{kind(there.path)}?{'&'.join(sorted(set(form.fields)))}"
            if form.method == "GET" and mark not in self.results.values():
                self.results[f"{there.path}?{values}"] = mark
                found.append(f"{there.path}?{values}")
        return found

    def _note(self, browser: Browser, page: Page) -> None:
        for form in page.tree.forms:
            action = urlsplit(urljoin(str(page.answer.url), form.action or "")).path
            if form.method == "POST" and action != "/sign-out" and kind(action) not in self.forms:
                names = [name for name, _ in form.form_values() if name not in ("version", "once")]
                blank = dict.fromkeys(names, "") | {"token": browser.token}
                self.forms[kind(action)] = browser, action, blank

    def sent_empty(self) -> Iterator[Shown]:
        """Every form that comes back when nothing is filled in."""
        for name, (browser, action, blank) in self.forms.items():
            page = browser.post(action, blank)
            assert page.status < 500, (action, page.text)
            if page.status == 422:
                yield f"{name}, sent empty", page.answer.text


def walk(logins: Sequence[str]) -> Iterator[Shown]:
    """The pages for each of `logins`, then the forms sent empty, which may do what an empty form may do."""
    everyone = Walk()
    for login in logins:
        yield from everyone.of(login)
    yield from everyone.sent_empty()
