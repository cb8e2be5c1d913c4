"""What time it is: one place, so that a test can say."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
_frozen: datetime | None = None


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _frozen or datetime.now(UTC)


def today() -> date:
    """The calendar day in Asia/Shanghai, on which windows and terms are counted."""
    return now().astimezone(ZONE).date()


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """Within the block it is `moment` (aware) for the whole process."""
    global _frozen
    before, _frozen = _frozen, moment.astimezone(UTC)
    try:
        yield
    finally:
        _frozen = before
