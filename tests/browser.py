"""A browser without script: follows links, fills forms, presses buttons, keeps cookies."""

from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import httpx
import lxml.html

from tests.support import run


class Page:
    """An answer as a person sees it."""

    def __init__(self, answer: httpx.Response) -> None:
        self.answer = answer
        self.status = answer.status_code
        self.path = answer.request.url.raw_path.decode()
        self.tree = (
            lxml.html.fromstring(answer.text) if answer.text.strip() else lxml.html.fromstring("<p></p>")
        )

    @property
    def text(self) -> str:
        """The words of the main part, single-spaced."""
        found = self.tree.xpath("//main")
        return " ".join((found[0] if found else self.tree).text_content().split())

    @property
    def title(self) -> str:
        return str(self.tree.xpath("string(//title)"))

    @property
    def heading(self) -> str:
        return " ".join(str(self.tree.xpath("string(//h1)")).split())

    @property
    def complaints(self) -> list[str]:
        """The sentences beside the fields."""
        return [
            " ".join(p.text_content().split()).removeprefix("有误：")
            for p in self.tree.xpath("//p[@class='complaint']")
        ]

    @property
    def links(self) -> list[str]:
        """Addresses on this host that the page leads to, without their fragments."""
        here = str(self.answer.url)
        there = [urlsplit(urljoin(here, link)) for link in self.tree.xpath("//a[@href]/@href")]
        ours = [each for each in there if each.netloc == urlsplit(here).netloc]
        return list(dict.fromkeys(each._replace(scheme="", netloc="", fragment="").geturl() for each in ours))

    def value(self, name: str) -> str:
        """What stands in the field `name`."""
        for form in self.tree.forms:
            if name in form.fields:
                return form.fields[name] or ""
        raise KeyError(name)


class Browser:
    """One person's browser against the application in this process (`app`, or its own), or a server at `address`."""

    def __init__(self, address: str = "", app: Any = None) -> None:
        transport: Any = None
        if not address:
            from web.app import app as whole

            transport = httpx.ASGITransport(app or whole, raise_app_exceptions=False)
        self.client = httpx.AsyncClient(
            transport=transport, base_url=address or "https://testserver", follow_redirects=True, timeout=30
        )
        self.page: Page

    def open(self, path: str) -> Page:
        """Go to `path`."""
        return self._seen(run(self.client.get(path)))

    def _seen(self, answer: httpx.Response) -> Page:
        self.page = Page(answer)
        return self.page

    def follow(self, words: str) -> Page:
        """Follow the first link whose text contains `words`."""
        for link in self.page.tree.xpath("//a[@href]"):
            if words in " ".join(link.text_content().split()):
                return self.open(urljoin(str(self.page.answer.url), link.get("href")))
        raise LookupError(f"no link {words!r} on {self.page.path}")

    def press(self, words: str, /, **values: str) -> Page:
        """Fill `values` (field names; `__` stands for a dot) into the form that has the button `words`, and press it."""
        form, button = self._button(words)
        data: dict[str, Any] = dict(form.form_values())
        for name, value in values.items():
            data[name.replace("__", ".")] = value
        if button.get("name"):
            data[button.get("name")] = button.get("value", "")
        address = urljoin(str(self.page.answer.url), button.get("formaction") or form.action or "")
        if form.method == "GET":
            return self.open(f"{address}?{urlencode(data)}")
        return self.post(address, data)

    def _button(self, words: str) -> tuple[Any, Any]:
        for button in self.page.tree.xpath("//button"):
            if words in " ".join(button.text_content().split()):
                form = next(button.iterancestors("form"))
                return form, button
        raise LookupError(f"no button {words!r} on {self.page.path}")

    def post(self, path: str, data: dict[str, Any], **more: Any) -> Page:
        """Post `data` as it is."""
        return self._seen(run(self.client.post(path, data=data, **more)))

    def send(self, method: str, path: str, **more: Any) -> httpx.Response:
        """Any request, without following."""
        return run(self.client.request(method, path, follow_redirects=False, **more))

    @property
    def token(self) -> str:
        """A form token from the page that is open."""
        return str(self.page.tree.xpath("string(//input[@name='token']/@value)"))


def browser_of(login: str) -> Browser:
    """The browser of whoever has the account `login`, signed in, with no page open; the door, whose hash takes longer
    than most pages, has its own tests."""
    from web.people import accounts, sessions
    from web.shell.visit import SESSION

    browser = Browser()
    account = run(accounts._find(login))
    browser.client.cookies.set(SESSION, run(sessions.begin(account["id"])))
    return browser


def signed_in(login: str) -> Browser:
    """The same on 首页."""
    browser = browser_of(login)
    browser.open("/home")
    assert browser.page.path.startswith("/home"), browser.page.text
    return browser
