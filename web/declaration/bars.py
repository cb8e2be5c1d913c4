"""What keeps a person from declaring at all: nouns above this one say it here, since no noun may ask those above it."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import NamedTuple

from web import clock


class Record(NamedTuple):
    """A record of dishonesty (诚信档案): from which day, its last day, and the rule."""

    since: date
    until: date
    source: str


Keeper = Callable[[int, date], Awaitable[Record | None]]
"""(account, day) → the record that stands against the person on that day, None when none does."""

keepers: list[Keeper] = []
"""Who keeps such records: web.certificate.rules adds itself."""


async def record(person: int, day: date) -> Record | None:
    """The record against `person` that lasts longest among those that stand on `day`."""
    found = [await keeper(person, day) for keeper in keepers]
    return max((each for each in found if each), key=lambda each: each.until, default=None)


async def sentence(person: int, day: date) -> str:
    """Why the person may not declare on `day`, and from when it is allowed again; "" when she may."""
    stands = await record(person, day)
    if stands is None:
        return ""
    return (
        f"您因职称申报弄虚作假，{clock.day_in_words(stands.since)}起记入诚信档案，{clock.day_in_words(stands.until)}以前不得申报职称，"
        f"{clock.day_in_words(stands.until + timedelta(days=1))}起可以申报（{stands.source}）。"
    )
