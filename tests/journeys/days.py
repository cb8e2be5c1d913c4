"""The calendar of a journey: which day it is in the installation that is being used, and how to wait for another."""

from contextlib import ExitStack
from datetime import date, datetime, time
from pathlib import Path
from typing import Protocol

from tests.cast import MOMENT
from web import clock


class Days(Protocol):
    """What a journey needs of the calendar."""

    today: date

    def wait_until(self, day: date) -> None: ...


def morning(day: date) -> datetime:
    """Nine o'clock of `day`."""
    return datetime.combine(day, time(9), clock.ZONE)


def set_clock(file: Path, moment: datetime) -> None:
    """From the next request on it is `moment` for the server that lives by `file`, which it never reads half."""
    part = file.with_suffix(".part")
    part.write_text(moment.isoformat())
    part.replace(file)


class OwnDays:
    """For the application in this process: the clock stands still until the next day is waited for."""

    def __init__(self, stack: ExitStack) -> None:
        self.stack, self.today = stack, MOMENT.date()

    def wait_until(self, day: date) -> None:
        self.stack.enter_context(clock.frozen(morning(day)))
        self.today = day


class ServedDays:
    """For a server that reads the time from a file: see server.py."""

    def __init__(self, file: Path) -> None:
        self.file, self.today = file, MOMENT.date()

    def wait_until(self, day: date) -> None:
        set_clock(self.file, morning(day))
        self.today = day
