"""The same two ways in Chromium, with script and without, against the served installation."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page as Tab

from tests.cast import NEWCOMERS
from tests.journeys import route
from tests.journeys.drivers import Chromium
from tests.matter import ENGINEER, TEACHER

CASES = [
    pytest.param(True, NEWCOMERS[0], TEACHER, id="teacher-with-script"),
    pytest.param(True, NEWCOMERS[1], ENGINEER, id="engineer-with-script"),
    pytest.param(False, NEWCOMERS[2], TEACHER, id="teacher-without-script"),
    pytest.param(False, NEWCOMERS[3], ENGINEER, id="engineer-without-script"),
]
APART = re.compile("/files/|/photo|/upload-|/uploads|/progress$")
"""What the journey's weight leaves out: files, how they travel and their pages, and what follows the receipt."""


def scale(tab: Tab) -> dict[str, int]:
    """Bytes that come down for `tab` from now on, headers and redirects with them, by the request's id and address.

    Chromium asks for brotli on secure lines alone, so `tab` has to ask by a header of its own.
    """
    came: dict[str, int] = {}
    asked: dict[str, str] = {}

    def asking(event: Any) -> None:
        asked[event["requestId"]] = event["request"]["url"]
        if before := event.get("redirectResponse"):
            came[f"{event['requestId']} from {before['url']}"] = before["encodedDataLength"]

    def name(event: Any) -> str:
        return f"{event['requestId']} {asked.get(event['requestId'], '')}"

    def arrived(event: Any) -> None:  # also of what is never finished, because the person went on
        came[name(event)] = came.get(name(event), 0) + event["encodedDataLength"]

    def ended(event: Any) -> None:
        came[name(event)] = event["encodedDataLength"]

    line = tab.context.new_cdp_session(tab)
    line.send("Network.enable")
    line.on("Network.requestWillBeSent", asking)
    line.on("Network.dataReceived", arrived)
    line.on("Network.loadingFinished", ended)
    return came


def test_the_whole_journey_with_script_is_120_kB_without_its_files(address, chromium, papers):
    context = chromium.new_context(extra_http_headers={"accept-encoding": "gzip, deflate, br"})
    context.set_default_timeout(15_000)
    tab = context.new_page()
    came = scale(tab)
    route.to_the_receipt(Chromium(tab, address, True), NEWCOMERS[6], TEACHER, papers)
    counted = {name: size for name, size in came.items() if not APART.search(name)}
    assert len(counted) > 100
    assert sum(size for name, size in counted.items() if "htmx" in name) > 10_000
    assert sum(counted.values()) <= 120_000, sorted(counted.items(), key=lambda each: -each[1])[:20]
    context.close()


@pytest.mark.parametrize("script,who,matter", CASES)
def test_a_newcomer_reaches_the_receipt(address, chromium, papers, script, who, matter):
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=script)
    context.set_default_timeout(15_000)
    driver = Chromium(context.new_page(), address, script)
    number = route.to_the_receipt(driver, who, matter, papers)
    assert number.startswith("2026")
    assert driver.said == []
    context.close()
