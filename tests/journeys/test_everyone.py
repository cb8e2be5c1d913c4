"""Every page in every state for everyone: accessibility, width, targets, large text, stillness, in Chromium."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, Route

from tests import office_forms
from tests.cast import occupied
from tests.house.reading import ROOT
from tests.pages import every_page
from tests.states import COVERED
from web.shell.assets import _assets
from web.shell.show import CONTENT_POLICY

ONE_CONTRAST = """
for (const limit of Object.values(axe._audit.checks['color-contrast-enhanced'].options.contrastRatio)) delete limit.minThreshold;"""
AXE = (ROOT / "tests" / "axe.min.js").read_text() + ONE_CONTRAST
"""Weighing colours takes axe longest: color-contrast-enhanced (7) answers for color-contrast (4.5) too."""
TAGS = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MODES = [(1280, "none"), (320, "none"), (320, "active"), (1280, "active")]
"""Width and forced colours."""
SMALL = """() => [...document.querySelectorAll('a[href],button,input:not([type=hidden]),select,textarea')].filter(e => {
  const r = e.getBoundingClientRect(), s = getComputedStyle(e);
  if (!r.width || s.visibility === 'hidden' || e.matches('p a:not(.button), .prose a, .skip')) return false;
  if (e.type === 'radio' || e.type === 'checkbox') {
    const l = (e.closest('label') || document.querySelector(`label[for="${e.id}"]`) || e).getBoundingClientRect();
    return Math.max(l.height, r.height) < 43.9 }
  return r.height < 43.9 || r.width < 43.9 }).map(e => e.outerHTML.slice(0, 120))"""
MOVED = """() => new Promise(done => { let sum = 0; new PerformanceObserver(l => l.getEntries().forEach(e => sum += e.value))
  .observe({type: 'layout-shift', buffered: true}); setTimeout(() => done(sum), 50) })"""
LARGE = """() => { const s = new CSSStyleSheet(); s.replaceSync('html{font-size:200%!important}*{line-height:1.5!important;' +
  'letter-spacing:.12em!important;word-spacing:.16em!important}'); document.adoptedStyleSheets = [s] }"""
RUN = """tags => axe.run({runOnly: tags, resultTypes: ['violations', 'incomplete'], rules: {'color-contrast': {enabled: false}}})
  .then(said => ({violations: said.violations, incomplete: said.incomplete}))"""


def picture(width: int, height: int) -> bytes:
    """A white picture, as a page or a portrait that has loaded."""
    kept = BytesIO()
    Image.new("L", (width, height), 255).save(kept, "PNG")
    return kept.getvalue()


PAGE, PORTRAIT = picture(1018, 1440), picture(413, 626)
WIDTH = "document.documentElement.scrollWidth"


class Gallery:
    """Serves the pages that were rendered in this process to one tab, under the product's content policy."""

    def __init__(self, tab: Page) -> None:
        self.tab, self.html, self.said = tab, "", []  # type: ignore[var-annotated]
        tab.add_init_script(AXE)
        tab.route("**/*", self.serve)
        tab.on("pageerror", lambda error: self.said.append(str(error)))

    def serve(self, route: Route) -> None:
        path = route.request.url.partition("//x")[2].partition("?")[0]
        if path.startswith("/static/"):
            asset = _assets()[1][path.removeprefix("/static/")]
            return route.fulfill(body=asset.plain, content_type=f"{asset.kind}; charset=utf-8")
        if path == "/page":
            headers = {"content-type": "text/html; charset=utf-8", "content-security-policy": CONTENT_POLICY}
            return route.fulfill(body=self.html, headers=headers)
        portrait = "photo" in path or 'id="crop"' in self.html
        return route.fulfill(body=PORTRAIT if portrait else PAGE, content_type="image/png")

    def show(self, html: str) -> None:
        self.html = html
        self.tab.set_viewport_size({"width": 1280, "height": 800})
        self.tab.emulate_media(forced_colors="none", color_scheme="light")
        self.tab.goto("http://x/page")


def amiss(gallery: Gallery, name: str, modes: Sequence[tuple[int, str]] = MODES) -> list[Any]:
    """What is wrong with the page that is shown."""
    tab, found = gallery.tab, []
    if moved := tab.evaluate(MOVED):
        tab.reload()  # on a busy machine a page is now and then drawn before it was read to its end
        if again := tab.evaluate(MOVED):
            found.append((name, "moves", moved, again))
    for width, forced in modes:
        tab.set_viewport_size({"width": width, "height": 800})
        tab.emulate_media(forced_colors=forced)  # type: ignore[arg-type]
        said = tab.evaluate(RUN, TAGS)
        for kind in said:
            nodes = [(rule["id"], node["html"][:110]) for rule in said[kind] for node in rule["nodes"]]
            found += [(name, width, forced, kind, *node) for node in nodes[:3]]
        if tab.evaluate(WIDTH) != width:
            found.append((name, "is wider than", width, tab.evaluate(WIDTH)))
        found += [(name, "small", width, each) for each in tab.evaluate(SMALL)[:3]]
    tab.emulate_media(forced_colors="none")
    tab.set_viewport_size({"width": 1280, "height": 800})
    tab.evaluate(LARGE)
    if tab.evaluate(WIDTH) != 1280:
        found.append((name, "overflows with large text", tab.evaluate(WIDTH)))
    return found


FAULTY = """<!doctype html><html lang="zh-CN"><title>错</title><main><h1>错</h1><p><font color="#808080">灰字</font></p>
<p><font color="#666">半灰</font></p><p><img src="/x" width="40"></p></main></html>"""


def test_a_fault_is_found_in_every_mode_that_has_it(rendered, chromium):
    context = chromium.new_context(bypass_csp=False)
    gallery = Gallery(context.new_page())
    gallery.show(FAULTY)
    found = [(width, forced, rule) for _, width, forced, _, rule, _ in amiss(gallery, "faulty")]
    context.close()
    rules = ["color-contrast-enhanced", "color-contrast-enhanced", "image-alt"]
    assert found == [(*mode, rule) for mode in MODES for rule in rules]


@pytest.fixture(scope="module")
def rendered() -> list[tuple[str, str]]:
    """Every page, before Chromium starts."""
    town = [shown for _ in occupied("sqlite") for shown in every_page()]
    return [*town, *office_forms.every_page()]


def test_every_kind_of_page_is_there_in_every_state_it_has(rendered):
    names = [name for name, _ in rendered]
    assert sorted(name for name in set(names) if names.count(name) > 1) == []
    assert [name for kind in COVERED.values() for name in kind.values() if name not in names] == []


def test_every_page_in_every_state(rendered, chromium):
    context = chromium.new_context(bypass_csp=False)
    gallery, found, count = Gallery(context.new_page()), [], 0
    for name, html in rendered:
        gallery.show(html)
        found += amiss(gallery, name)
        count += 1
    context.close()
    assert "\n".join(str(each) for each in found) == ""
    assert gallery.said == []
    assert count > 190
