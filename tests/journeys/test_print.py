"""The web pages themselves on A4 paper, as Chromium prints them: nothing of the screen, nothing lost, nothing cut."""

import re
import unicodedata
from typing import Any

import pypdfium2
import pytest

from tests import conftest
from tests.browser import Browser
from tests.cast import occupied
from tests.journeys.test_everyone import Gallery
from tests.pages import every_page
from tests.support import run
from tests.web.publicity.test_rules import MONDAY, show_them
from web import clock

PRINTED = ("submitted /preview", "receipt", "dossier", "queue", "publicity")
"""The preview, the receipt, an office's dossier and list, and what the public reads."""
A4 = (595, 842)
MARGIN = 40
"""Least points of white at the left and the right: 16 mm are 45."""
SCREEN_ONLY = "header.bar .menu, header.bar .news, header.bar .help, .tree, .skip, form button, .button, footer, p > a.act, main input"
SHOWN = """() => { const seen = []
  const walk = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT)
  while (walk.nextNode()) { const box = walk.currentNode.parentElement
    if (walk.currentNode.data.trim() && box.checkVisibility() && box.getClientRects().length
        && !box.closest('.away, select, textarea')) seen.push(walk.currentNode.data) }
  return seen }"""
"""The texts of the page as it is for print."""
WIDE = (
    "() => [...document.querySelectorAll('main *')].filter(e => e.scrollWidth > e.clientWidth + 1 && e.clientWidth"
    " && getComputedStyle(e).overflowX !== 'visible' && !e.closest('.away')).map(e => e.outerHTML.slice(0, 90))"
)
LEFT = """asked => [...document.querySelectorAll(asked)].filter(e => e.getClientRects().length)
  .map(e => e.outerHTML.slice(0, 90))"""


def bare(text: str) -> str:
    """Without spaces, hyphens (at a line's end they are told as something else), and with one form of a character."""
    return re.sub(r"[\s\x02\ufffe\u00ad-]+", "", unicodedata.normalize("NFKC", text))


@pytest.fixture(scope="module")
def rendered() -> dict[str, str]:
    """The pages, before Chromium starts."""
    found = {name: html for _ in occupied("sqlite") for name, html in every_page() if name in PRINTED}
    for _ in conftest._sqlite():
        with clock.frozen(MONDAY):
            run(show_them())
            visitor = Browser()
            visitor.open("/publicity")
            page = visitor.follow("2026年度建设工程高级职称评审结果公示")
            found["publicity"] = page.answer.text
    return found


@pytest.fixture(scope="module")
def gallery(rendered: dict[str, str], chromium: Any) -> Any:
    context = chromium.new_context()
    yield Gallery(context.new_page())
    context.close()


@pytest.mark.parametrize("name", PRINTED)
def test_a_page_prints_on_a4(rendered: dict[str, str], gallery: Gallery, name: str) -> None:
    gallery.show(rendered[name])
    made = gallery.tab.pdf(prefer_css_page_size=True, print_background=True)
    gallery.tab.set_viewport_size({"width": 673, "height": 1000})
    gallery.tab.emulate_media(media="print")
    shown, left, wide = (
        gallery.tab.evaluate(SHOWN),
        gallery.tab.evaluate(LEFT, SCREEN_ONLY),
        gallery.tab.evaluate(WIDE),
    )
    gallery.tab.emulate_media(media="null")
    with pypdfium2.PdfDocument(made) as paper:
        texts, edges = [], []
        for page in paper:
            assert tuple(round(side) for side in page.get_size()) == A4
            text = page.get_textpage()
            texts.append(text.get_text_range())
            boxes = [text.get_rect(at) for at in range(text.count_rects())]
            edges += [box for box in boxes if box[0] < MARGIN or box[2] > A4[0] - MARGIN]
    printed = bare("".join(texts))
    assert left == []
    assert edges == []
    assert wide == []
    assert [text for text in map(bare, shown) if text not in printed] == []
    assert len(shown) > 5
