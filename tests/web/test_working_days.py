"""Working days: the State Council's calendar with 调休, the first day not counted, corrections by data."""

from datetime import date

import orjson
import pytest

from web import working_days
from web.settings import settings


@pytest.mark.parametrize(
    ("start", "count", "last"),
    [
        (date(2026, 10, 8), 5, date(2026, 10, 14)),  # 10-10 is a Saturday that is worked
        (date(2026, 9, 30), 5, date(2026, 10, 13)),  # over the National Day holiday
        (date(2026, 9, 18), 5, date(2026, 9, 24)),  # Sunday 20 September is worked, the 25th is a holiday
        (date(2026, 11, 27), 1, date(2026, 11, 30)),  # over a weekend
    ],
)
def test_a_term_counts_from_the_day_after(start, count, last):
    assert working_days.after(start, count) == last
    assert working_days.between(start, last) == count


def test_days_between_can_be_negative():
    assert working_days.between(date(2026, 11, 27), date(2026, 11, 27)) == 0
    assert working_days.between(date(2026, 11, 30), date(2026, 11, 27)) == -1


def test_a_year_not_announced_is_monday_to_friday_with_the_fixed_holidays():
    assert not working_days.is_working(date(2027, 10, 1)) and working_days.is_working(date(2027, 10, 8))
    assert not working_days.is_working(date(2027, 10, 9))


def test_an_installation_corrects_the_calendar_by_data():
    file = settings.data / "working_days.json"
    entry = {"day": "2026-11-27", "working": False, "source": "本省通知"}
    try:
        file.write_bytes(orjson.dumps({"days": [entry]}))
        working_days.corrections.cache_clear()
        assert working_days.after(date(2026, 11, 26), 1) == date(2026, 11, 30)
    finally:
        file.unlink()
        working_days.corrections.cache_clear()
    assert working_days.after(date(2026, 11, 26), 1) == date(2026, 11, 27)
