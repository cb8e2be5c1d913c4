"""Days and moments in the words of official papers, in Asia/Shanghai."""

from datetime import date, datetime

from web.clock import ZONE, day_in_words

WEEKDAYS = "一二三四五六日"


def day(value: date | datetime) -> str:
    """2026年10月8日."""
    local = value.astimezone(ZONE) if isinstance(value, datetime) else value
    return day_in_words(local)


def hour(start: datetime, end: datetime) -> str:
    """2026年10月8日（星期四）09:00–09:15."""
    first, last = start.astimezone(ZONE), end.astimezone(ZONE)
    return f"{day(first)}（星期{WEEKDAYS[first.weekday()]}）{first:%H:%M}–{last:%H:%M}"
