"""The pages of 遮盖 in Chromium: for everyone in every state, and a rectangle drawn on the picture."""

import os
from urllib.parse import parse_qs

import pytest

from tests import machine
from tests.browser import signed_in
from tests.journeys.test_everyone import Gallery, amiss
from tests.web.committee import hall
from tests.web.committee.test_blind import number_of, place  # noqa: F401
from tests.web.committee.test_redaction import FOUR

pytestmark = pytest.mark.torn  # the hall's declarations have snapshots without a submission


def states(place: hall.Hall) -> dict[str, str]:  # noqa: F811
    """Every state of the two pages, as HTML."""
    office, desk = signed_in("office"), f"/sittings/{place.sitting}/items/{number_of(place.items[0])}/blind"
    shown = {"files": office.open(desk), "blank": office.follow("遮盖：材料 1")}
    shown["nothing marked"] = office.press("生成遮盖后的文件")
    shown["wrong"] = office.press("保存，看效果", **{**FOUR, "width__0": "宽"})
    shown["marked"] = office.press("保存，看效果", **FOUR)
    shown["made"] = office.press("生成遮盖后的文件")
    shown["files, one made"] = office.open(desk)
    return {name: page.answer.text for name, page in shown.items()}


def test_the_pages_are_for_everyone_and_a_rectangle_can_be_drawn(place: hall.Hall) -> None:  # noqa: F811
    pages = states(place)
    with machine.chromium() as browser:
        gallery, found = Gallery(browser.new_context(bypass_csp=False).new_page()), []
        for name, html in pages.items():
            gallery.show(html)
            found += amiss(gallery, name)
            if folder := os.environ.get("SHOTS"):
                for width in (1280, 360):
                    gallery.tab.set_viewport_size({"width": width, "height": 900})
                    gallery.tab.reload()
                    gallery.tab.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
        assert "\n".join(str(each) for each in found) == ""
        posted = drawn(gallery, pages["marked"])
    assert gallery.said == []
    assert posted["left.0"] == ["10"]  # what was there stays
    four = [float(posted[f"{side}.1"][0]) for side in ("left", "top", "width", "height")]
    assert all(abs(had - due) < 1 for had, due in zip(four, (20, 50, 40, 10), strict=True)), four


def drawn(gallery: Gallery, html: str) -> dict[str, list[str]]:
    """What is posted when a rectangle is drawn on the picture from (60 %, 60 %) up to (20 %, 50 %)."""
    gallery.show(html)
    tab = gallery.tab
    box = tab.locator("#marked").bounding_box()
    assert box is not None
    tab.set_viewport_size({"width": 1280, "height": int(box["y"] + box["height"]) + 100})
    with tab.expect_request(lambda request: request.method == "POST") as sent:
        tab.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.6)
        tab.mouse.down()
        tab.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.55)
        tab.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + box["height"] * 0.5)
        tab.mouse.up()
    return parse_qs(sent.value.post_data or "")
