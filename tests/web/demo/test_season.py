"""When the cast did what it did, whatever the day on which the demonstration is made."""

from datetime import datetime, timedelta

import pytest

from tests.support import run
from web import clock
from web.catalogue.load import load
from web.demo.season import season

CASES = [
    ("2026-11-23T10:00:00+08:00", 0, 2026), ("2026-11-23T10:00:00+08:00", 45, 2026), ("2027-01-05T10:00:00+08:00", 0, 2027),
    ("2027-01-05T10:00:00+08:00", 30, 2026), ("2026-09-03T10:00:00+08:00", 40, 2025), ("2024-05-01T10:00:00+08:00", 3, 2025),
]  # fmt: skip


@pytest.mark.parametrize("now,days,year", CASES)
def test_what_began_so_many_days_ago_began_within_a_window(database, now, days, year):
    run(load())
    with clock.frozen(datetime.fromisoformat(now)):
        found = run(season(days))
        assert found.year == year
        assert found.window.accepts(found.ago(days))
        assert found.anchor - found.ago(days) >= timedelta(days=days) - timedelta(hours=1)


def test_last_year_is_the_year_before_within_its_window(database):
    run(load())
    with clock.frozen(datetime.fromisoformat("2026-11-23T10:00:00+08:00")):
        found = run(season(years_back=1))
        assert found.year == 2025 and found.window.accepts(found.ago(0))
