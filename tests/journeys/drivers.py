"""Three ways to use the pages, with the same words: fill what a label names, press a button, follow a link."""

import mimetypes
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urljoin

from playwright.sync_api import Page as Tab

from tests.browser import Browser

FIRST = "列表里的第一项"
"""Chooses the first of a list, whatever it is."""


def is_label(text: str, label: str) -> bool:
    """Whether the words of a label are `label`, apart from 必填 and a unit."""
    plain = " ".join(text.split()).removesuffix("（必填）").strip()
    return plain == label or plain.rpartition("（")[0] == label


class Plain:
    """A browser without script and without CSS: what lxml understands of the page, forms sent by httpx."""

    def __init__(self, address: str = "") -> None:
        self.browser = Browser(address)
        self.typed: dict[str, str] = {}

    def open(self, path: str) -> None:
        self.browser.open(path)
        self.typed = {}

    def follow(self, words: str) -> None:
        self.browser.follow(words)
        self.typed = {}

    @property
    def heading(self) -> str:
        return self.browser.page.heading

    @property
    def text(self) -> str:
        return self.browser.page.text

    @property
    def complaints(self) -> list[str]:
        return self.browser.page.complaints

    def fill(self, values: dict[str, str]) -> None:
        for label, value in values.items():
            self._fill(label, value)

    def _fill(self, label: str, value: str) -> None:
        if self._pick(label, value):
            return
        box = self._box(label)
        name = str(box.get("name"))
        if box.tag == "select":
            option = self._option(box, value)
            if option is None:  # the list depends on what was chosen above: ask for it anew
                self.press("更新选项")
                box = self._box(label)
                option = self._option(box, value)
            assert option is not None, f"{label} does not offer {value}"
            self.typed[name] = option
        else:
            self.typed[name] = value

    def _pick(self, label: str, value: str) -> bool:
        """A choice of two buttons, or one to tick."""
        tree = self.browser.page.tree
        for group in tree.xpath("//fieldset[legend]"):
            if is_label(group.find("legend").text_content(), label) and (
                buttons := group.xpath(".//label[input[@type='radio']]")
            ):
                box = next(each.find("input") for each in buttons if each.text_content().strip() == value)
                self.typed[str(box.get("name"))] = str(box.get("value"))
                return True
        for tick in tree.xpath("//label[contains(@class, 'tick')][input]"):
            if is_label(tick.text_content(), label):
                self.typed[str(tick.find("input").get("name"))] = str(tick.find("input").get("value"))
                return True
        return False

    def _box(self, label: str) -> Any:
        tree = self.browser.page.tree
        labels = [each for each in tree.xpath("//main//label[@for]") if is_label(each.text_content(), label)]
        assert labels, f"no label {label} on {self.browser.page.path}: {self.text[:300]}"
        return tree.xpath(f"//*[@id='{labels[-1].get('for')}']")[0]

    def _option(self, box: Any, words: str) -> str | None:
        options = [each for each in box.iter("option") if each.get("value")]
        found = [each.get("value") for each in options if words in (FIRST, each.text_content().strip())]
        return found[0] if found else None

    def tick_all(self) -> None:
        """Tick every box of the page."""
        for box in self.browser.page.tree.xpath("//main//input[@type='checkbox']"):
            self.typed[str(box.get("name"))] = str(box.get("value"))

    def choose_all(self, words: str) -> None:
        """Choose `words` wherever it is offered."""
        for label in self.browser.page.tree.xpath("//main//label[input[@type='radio']]"):
            if label.text_content().strip() == words:
                self.typed[str(label.find("input").get("name"))] = str(label.find("input").get("value"))

    def press(self, words: str) -> None:
        form, button = self.browser._button(words)
        data: dict[str, Any] = {**dict(form.form_values()), **self.typed}
        if button.get("name"):
            data[button.get("name")] = button.get("value", "")
        url = urljoin(str(self.browser.page.answer.url), button.get("formaction") or form.action or "")
        parts = (
            {name: (None, text) for name, text in data.items()}
            if "multipart" in (form.get("enctype") or "")
            else None
        )
        self.typed = {}
        if form.method == "GET":
            self.browser.open(f"{url}?{urlencode(data)}")
            return
        self.browser.post(url, {} if parts else data, **({"files": parts} if parts else {}))

    def attach(self, path: Path) -> None:
        """Send `path` with the page's form for files."""
        form = self.browser.page.tree.xpath("//form[.//input[@type='file']]")[0]
        name = form.xpath(".//input[@type='file']/@name")[0]
        data = {key: value for key, value in form.form_values() if key != name}
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        url = urljoin(str(self.browser.page.answer.url), form.action)
        self.browser.post(url, data, files={name: (path.name, path.read_bytes(), kind)})


LABELS = """() => [...document.querySelectorAll('main label[for]')].map(l => [l.textContent, l.htmlFor])"""


class Chromium:
    """A tab of Chromium against a server at `address`; what its console says against the page is gathered in `said`."""

    def __init__(self, tab: Tab, address: str, script: bool) -> None:
        self.tab, self.address, self.script = tab, address, script
        self.said: list[str] = []
        tab.on("pageerror", lambda error: self.said.append(str(error)))
        tab.on("console", lambda message: self.said.append(message.text) if message.type == "error" else None)

    def open(self, path: str) -> None:
        self.tab.goto(self.address + path)

    def follow(self, words: str) -> None:
        link = self.tab.locator("a", has_text=words).first
        link.scroll_into_view_if_needed()
        with self.tab.expect_navigation():
            link.click()

    @property
    def heading(self) -> str:
        return " ".join(self.tab.locator("h1").inner_text().split())

    @property
    def text(self) -> str:
        return " ".join((self.tab.locator("main").text_content() or "").split())

    @property
    def complaints(self) -> list[str]:
        return [each.removeprefix("有误：") for each in self.tab.locator("p.complaint").all_text_contents()]

    def fill(self, values: dict[str, str]) -> None:
        for label, value in values.items():
            self._fill(label, value)

    def _fill(self, label: str, value: str) -> None:
        group = self.tab.locator("fieldset", has=self.tab.locator("legend", has_text=label))
        if group.count() and group.last.locator("input[type=radio]").count():
            group.last.get_by_text(value, exact=True).click()
            return
        ids = [id for text, id in self.tab.evaluate(LABELS) if is_label(text, label)]
        assert ids, f"no label {label} on {self.tab.url}"
        box = self.tab.locator(f"[id='{ids[-1]}']")
        kind = box.evaluate("box => box.type")
        if kind in ("checkbox", "radio"):
            box.check()
        elif kind == "select-one":
            self._choose(box, label, value)
        else:
            box.fill(value)

    def _choose(self, box: Any, label: str, value: str) -> None:
        options = box.locator("option:not([value=''])")
        wanted = (
            options if value == FIRST else options.filter(has_text=re.compile(rf"^\s*{re.escape(value)}\s*$"))
        )
        if not self.script and not wanted.count():
            self.press("更新选项")
        wanted.first.wait_for(state="attached", timeout=10_000)
        box.select_option(value=wanted.first.get_attribute("value"))

    def tick_all(self) -> None:
        """Tick every box of the page."""
        for box in self.tab.locator("main input[type=checkbox]").all():
            box.check()

    def choose_all(self, words: str) -> None:
        """Choose `words` wherever it is offered."""
        for label in self.tab.locator(
            "main label", has_text=re.compile(rf"^\s*{re.escape(words)}\s*$")
        ).all():
            label.locator("input[type=radio]").check()

    def press(self, words: str) -> None:
        button = self.tab.locator("button:visible", has_text=words).first
        rows = self.tab.locator("fieldset.row").count()
        with_script = button.get_attribute("hx-post") is not None and self.script
        if with_script:
            button.click()
            self.tab.locator("fieldset.row").nth(rows).wait_for()
        elif self.tab.locator("input[type=file]").count():
            button.click()  # with script the page stays
            self.tab.wait_for_load_state()
        else:
            with self.tab.expect_navigation():
                button.click()

    def attach(self, path: Path) -> None:
        box = self.tab.locator("input[type=file]")
        box.set_input_files(path)
        if not self.tab.locator("button:visible", has_text="上传").count():
            return
        self.press("上传")
        if self.script and box.get_attribute("multiple") is not None:
            self.tab.locator(".progress", has_text="都收下了").wait_for()
        elif self.script:
            self.tab.wait_for_url("**said=taken*")
