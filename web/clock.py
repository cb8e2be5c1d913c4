"""What time it is: one place, so that a test can say."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
_frozen: datetime | None = None


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _frozen or datetime.now(UTC)


def today() -> date:
    """The calendar day in Asia/Shanghai, on which windows and terms are counted."""
    return now().astimezone(ZONE).date()


def day_in_words(day: date) -> str:
    """2026年11月3日."""
    return f"{day.year}年{day.month}月{day.day}日"


def in_words(moment: datetime) -> str:
    """2026年11月3日 09:05 in Asia/Shanghai."""
    local = moment.astimezone(ZONE)
    return f"{day_in_words(local)} {local:%H:%M}"


def end_in_words(moment: datetime) -> str:
    """A half-open end in the field's way: midnight is 24:00 of the day before, 2026年11月30日 24:00."""
    local = moment.astimezone(ZONE)
    if (local.hour, local.minute, local.second) != (0, 0, 0):
        return in_words(local)
    return f"{day_in_words(local - timedelta(days=1))} 24:00"


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """Within the block it is `moment` (aware) for the whole process."""
    global _frozen
    before, _frozen = _frozen, moment.astimezone(UTC)
    try:
        yield
    finally:
        _frozen = before
