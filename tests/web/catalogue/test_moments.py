"""Moments as notices write them."""

from datetime import UTC, datetime

import pytest

from web.catalogue.moments import moment
from web.clock import end_in_words, in_words


def test_24_00_is_the_first_moment_of_the_next_day():
    assert moment("2026-11-30 24:00") == moment("2026-12-01 00:00")
    assert moment("2026-12-31 24:00") == datetime(2026, 12, 31, 16, tzinfo=UTC)


def test_a_moment_is_said_as_a_beginning_and_as_an_end():
    assert in_words(moment("2026-12-01 00:00")) == "2026年12月1日 00:00"
    assert end_in_words(moment("2026-12-01 00:00")) == "2026年11月30日 24:00"
    assert end_in_words(moment("2026-12-01 17:30")) == "2026年12月1日 17:30"


@pytest.mark.parametrize(
    "text", ["", "2026-11-30", "2026-11-30 24:01", "2026-11-30 25:00", "2026-11-30 12:60"]
)
def test_what_is_no_moment_is_refused(text):
    with pytest.raises(ValueError):
        moment(text)


def test_a_day_that_does_not_exist_is_refused():
    with pytest.raises(ValueError):
        moment("2026-02-30 10:00")
