"""The gallery and the sample pages in Chromium: accessibility, width, targets, stillness."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.components.pages import PAGES
from web.shell.assets import FOLDER
from web.shell.show import CONTENT_POLICY

AXE = (Path(__file__).parents[1] / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SMALL = """() => [...document.querySelectorAll('a[href],button,input:not([type=hidden]),select,textarea')].filter(e => {
  const r = e.getBoundingClientRect(), s = getComputedStyle(e);
  if (!r.width || s.visibility === 'hidden' || e.closest('.skip, p a:not(.button)')) return false;
  if (e.type === 'radio' || e.type === 'checkbox') { const l = e.closest('label').getBoundingClientRect(); return l.height < 43.9 || l.width < 43.9 }
  return r.height < 43.9 || r.width < 43.9 }).map(e => e.outerHTML.slice(0, 120))"""


def opened(browser: Browser, name: str, width: int, said: list[str] | None = None, **about: Any) -> Page:
    """Sample page `name` in a window of its own, under the product's content policy; `said` gathers complaints."""
    page = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=False, **about).new_page()
    html = PAGES[name]()

    def serve(route: Route) -> None:
        path = route.request.url.partition("//x")[2].partition("#")[0].partition("?")[0]
        if path.startswith("/static/"):
            route.fulfill(path=str(FOLDER / path[8:]))
        else:
            route.fulfill(
                body=html,
                headers={
                    "content-type": "text/html; charset=utf-8",
                    "content-security-policy": CONTENT_POLICY,
                },
            )

    page.route("**/*", serve)
    page.on("pageerror", lambda error: (said if said is not None else []).append(str(error)))
    page.goto(f"http://x/{name}")
    return page


MODES = [
    (1280, "light", "none"),
    (320, "light", "none"),
    (1280, "dark", "none"),
    (1280, "light", "active"),
    (320, "light", "active"),
]


@pytest.mark.parametrize("width,scheme,forced", MODES)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(browser, name, width, scheme, forced):
    said: list[str] = []
    page = opened(browser, name, width, said, color_scheme=scheme, forced_colors=forced)
    page.evaluate(AXE)
    found = page.evaluate("tags => axe.run({runOnly: tags})", TAGS)
    nodes = {
        kind: [
            (rule["id"], node["html"][:160], node["any"][:1])
            for rule in found[kind]
            for node in rule["nodes"]
        ]
        for kind in ("violations", "incomplete")
    }
    assert (nodes["violations"], nodes["incomplete"], said) == ([], [], [])
    page.context.close()


@pytest.mark.parametrize("name", PAGES)
def test_nothing_overflows_and_targets_are_large(browser, name):
    for width in (320, 360, 768, 1280):
        page = opened(browser, name, width)
        assert (width, page.evaluate("document.documentElement.scrollWidth")) == (width, width)
        assert (width, page.evaluate(SMALL)) == (width, [])
        page.context.close()


@pytest.mark.parametrize("name", PAGES)
def test_nothing_moves_while_loading(browser, name):
    page = opened(browser, name, 360)
    moved = page.evaluate(
        "() => new Promise(done => { let sum = 0; new PerformanceObserver(l => l.getEntries().forEach(e => sum += e.value))"
        ".observe({type: 'layout-shift', buffered: true}); setTimeout(() => done(sum), 300) })"
    )
    assert moved == 0
    page.context.close()


def test_text_spacing_and_double_text_lose_nothing(browser):
    page = opened(browser, "form", 1280)
    page.evaluate(
        "() => { const s = new CSSStyleSheet(); s.replaceSync('*{line-height:1.5!important;letter-spacing:.12em!important;"
        "word-spacing:.16em!important} html{font-size:36px!important}'); document.adoptedStyleSheets = [s] }"
    )
    assert page.evaluate("document.documentElement.scrollWidth") == 1280
    page.context.close()


def test_the_phone_menu_opens_and_closes_without_script(browser):
    page = opened(browser, "home", 360, java_script_enabled=False)
    places = page.locator("#tree ul")
    assert not places.is_visible()
    page.get_by_role("link", name="菜单", exact=True).click()
    assert places.is_visible()
    page.get_by_role("link", name="收起菜单").click()
    assert not places.is_visible()
    page.context.close()
