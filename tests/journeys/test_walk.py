"""Every page of everyone in the demonstration, found by following its links: accessibility, width, targets."""

import re
from datetime import datetime

import brotli
import pytest

from tests import conftest
from tests.journeys.test_everyone import MODES, Gallery, amiss
from tests.support import run
from tests.walk import Shown, walk
from web import clock
from web.catalogue.load import load
from web.demo import cast
from web.demo.people import PASSWORD
from web.shell.assets import _assets

NARROW = MODES[1:2]
"""320 pixels in their own colours; tests/journeys/test_everyone.py has every mode."""
HEADERS, STATIC_HEADERS = 540, 290
"""Bytes around a page and around a static file, as tests/weight.py counts them."""
MOMENT = datetime.fromisoformat("2026-11-23T10:00:00+08:00")


@pytest.fixture(scope="module")
def walked() -> list[Shown]:
    """Every kind of page, before Chromium starts."""
    made = conftest._sqlite()
    next(made)
    try:
        with clock.frozen(MOMENT):
            run(load())
            run(cast.make())
            return list(walk([each.login for each in cast.told() if each.password == PASSWORD]))
    finally:
        made.close()


def test_every_page_that_links_lead_to(walked, chromium):
    context = chromium.new_context()
    gallery, found = Gallery(context.new_page()), []
    for name, html in walked:
        gallery.show(html)
        found += amiss(gallery, name, NARROW)
    context.close()
    assert "\n".join(str(each) for each in found) == ""
    assert gallery.said == []
    assert len(walked) > 150


def first_view(html: str) -> int:
    """Bytes of the page, its style and its scripts, compressed, headers counted."""
    files = re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js))"', html)
    page = len(brotli.compress(html.encode(), quality=9, lgwin=16)) + HEADERS
    return page + sum(len(_assets()[1][name].brotli) + STATIC_HEADERS for name in files)


def limit(name: str, html: str) -> int:
    """Bytes: a section of twenty rows may weigh 22,000 (budgets), and so may any page on which nothing is swapped; a
    form that checks its fields one by one brings htmx and its longest lists."""
    if name.startswith("/profile/basic"):
        return 27_000
    return 24_000 if " hx-" in html else 22_000


def test_the_first_view_of_any_page_is_as_light_as_a_section_of_twenty_rows(walked):
    weights = {name: (first_view(html), limit(name, html)) for name, html in walked}
    assert {name: weight for name, weight in weights.items() if weight[0] > weight[1]} == {}
    assert max(weight for weight, _ in weights.values()) > 15_000
