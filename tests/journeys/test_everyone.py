"""Every page in every state for everyone: accessibility, width, targets, large text, stillness, in Chromium."""

from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, Route

from tests.cast import occupied
from tests.house.reading import ROOT
from tests.pages import every_page
from web.shell.assets import _assets
from web.shell.show import CONTENT_POLICY

pytestmark = pytest.mark.xdist_group("everyone")
AXE = (ROOT / "tests" / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MODES = [(1280, "none", True), (320, "none", False), (320, "active", True), (1280, "active", False)]
"""Width, forced colours, and whether axe looks too: the sample pages of tests/components are seen by it in all."""
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
RUN = """tags => axe.run({runOnly: tags, resultTypes: ['violations', 'incomplete']})
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


def amiss(gallery: Gallery, name: str) -> list[Any]:
    """What is wrong with the page that is shown."""
    tab, found = gallery.tab, []
    if moved := tab.evaluate(MOVED):
        found.append((name, "moves", moved))
    tab.evaluate(AXE)
    for width, forced, deep in MODES:
        tab.set_viewport_size({"width": width, "height": 800})
        tab.emulate_media(forced_colors=forced)  # type: ignore[arg-type]
        said = tab.evaluate(RUN, TAGS) if deep else {}
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


@pytest.fixture(scope="module")
def rendered() -> list[tuple[str, str]]:
    """Every page, before Chromium starts."""
    return [shown for _ in occupied("sqlite") for shown in every_page()]


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
    assert count > 80
