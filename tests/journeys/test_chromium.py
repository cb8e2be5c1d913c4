"""The same two ways in Chromium, with script and without, against the served installation."""

import pytest

from tests.cast import NEWCOMERS
from tests.journeys import route
from tests.journeys.drivers import Chromium
from tests.matter import ENGINEER, TEACHER

pytestmark = pytest.mark.xdist_group("served")
CASES = [
    pytest.param(True, NEWCOMERS[0], TEACHER, id="teacher-with-script"),
    pytest.param(True, NEWCOMERS[1], ENGINEER, id="engineer-with-script"),
    pytest.param(False, NEWCOMERS[2], TEACHER, id="teacher-without-script"),
    pytest.param(False, NEWCOMERS[3], ENGINEER, id="engineer-without-script"),
]


@pytest.mark.parametrize("script,who,matter", CASES)
def test_a_newcomer_reaches_the_receipt(address, chromium, papers, script, who, matter):
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=script)
    context.set_default_timeout(15_000)
    driver = Chromium(context.new_page(), address, script)
    number = route.to_the_receipt(driver, who, matter, papers)
    assert number.startswith("2026")
    assert driver.said == []
    context.close()
