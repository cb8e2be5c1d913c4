"""Who guesses pairs of number and name is slowed down by network; who looks up a certificate that is there is not."""

import pytest

from tests.browser import Browser
from tests.support import run
from tests.web.certificate.test_rules import confirmed, issue  # noqa: F401
from tests.web.publicity.test_rules import MONDAY
from web import clock
from web.certificate.pages import GUESSES
from web.people.tables import Attempt

pytestmark = pytest.mark.torn
"""Snapshots are written by hand here, without their submission."""


def test_guesses_are_counted_and_told_to_wait(database: str) -> None:
    visitor = Browser()
    with clock.frozen(MONDAY):
        statuses = [visitor.send("GET", f"/check?number={n}&name=甲").status_code for n in range(GUESSES + 2)]
        assert statuses == [422] * GUESSES + [429] * 2
        page = visitor.open("/check?number=1&name=甲")
        assert page.complaints == ["尝试次数太多，请在 1 分钟后再试。"]
        assert page.value("name") == "甲"


def test_a_certificate_that_is_there_counts_as_no_guess(confirmed: list[int]) -> None:  # noqa: F811
    row = issue(confirmed[0])
    visitor = Browser()
    for _ in range(3):
        assert visitor.open(f"/check?number={row['number']}&name={row['name']}").status == 200
    assert run(Attempt.count()) == 0
