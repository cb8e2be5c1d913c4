"""Working days by the State Council's calendar, with the days worked in exchange; corrected by data."""

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

import chinese_calendar
import orjson

from web.settings import settings

FILE = Path(__file__).with_suffix(".json")
"""Corrections that come with the product; an installation adds its own in `working_days.json` of its data folder."""


class Correction(NamedTuple):
    """A day that the library has wrong or does not know yet, and where that stands."""

    working: bool
    source: str


@cache
def corrections() -> dict[date, Correction]:
    """The product's corrections, then the installation's."""
    found = {}
    for path in (FILE, settings.data / "working_days.json"):
        for entry in orjson.loads(path.read_bytes())["days"] if path.exists() else []:
            found[date.fromisoformat(entry["day"])] = Correction(entry["working"], entry["source"])
    return found


def is_working(day: date) -> bool:
    """Whether offices work on `day`. Years that the State Council has not yet announced: Monday to Friday."""
    if day in corrections():
        return corrections()[day].working
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def announced(year: int) -> bool:
    """Whether the holidays of `year` are known."""
    try:
        chinese_calendar.is_workday(date(year, 12, 31))
    except NotImplementedError:
        return any(day.year == year for day in corrections())
    return True


def after(day: date, count: int) -> date:
    """The `count`-th working day after `day`; `day` itself is not counted (民法典第二百零一条)."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working(day)
    return day


def between(start: date, end: date) -> int:
    """Working days after `start` up to and with `end`; negative when `end` is before `start`."""
    if end < start:
        return -between(end, start)
    return sum(is_working(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))
