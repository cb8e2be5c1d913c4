"""Who looks up certificates that are there, however many, never has to wait: only misses count."""

import pytest

from tests.browser import Browser
from tests.support import run
from tests.web.certificate.test_rules import confirmed, issue  # noqa: F401
from web.people.tables import Attempt

pytestmark = pytest.mark.torn
"""Snapshots are written by hand here, without their submission."""


def test_a_certificate_that_is_there_counts_as_no_guess(confirmed: list[int]) -> None:  # noqa: F811
    row = issue(confirmed[0])
    visitor = Browser()
    for _ in range(3):
        assert visitor.open(f"/check?number={row['number']}&name={row['name']}").status == 200
    assert run(Attempt.count()) == 0
