"""Moments of Asia/Shanghai as notices write them, with 24:00 for the end of a day."""

import re
from datetime import datetime, timedelta

from web.clock import ZONE

_WRITTEN = re.compile(r"(\d{4}-\d{2}-\d{2}) (\d{2}):(\d{2})")


def moment(text: str) -> datetime:
    """`text` such as "2026-11-30 24:00" as an aware datetime; ValueError when it is none."""
    found = _WRITTEN.fullmatch(text)
    if not found:
        raise ValueError(f"not a moment like 2026-11-30 24:00: {text!r}")
    day, hour, minute = found[1], int(found[2]), int(found[3])
    if minute > 59 or hour > 24 or (hour == 24 and minute):
        raise ValueError(f"no such time of day: {text!r}")
    midnight = datetime.fromisoformat(f"{day} 00:00").replace(tzinfo=ZONE)
    return midnight + timedelta(hours=hour, minutes=minute)


def opening(at: datetime) -> str:
    """`at` in words, as a beginning: "2026年9月1日 00:00"."""
    at = at.astimezone(ZONE)
    return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}"


def closing(at: datetime) -> str:
    """`at` in words, as an end: midnight is the 24:00 of the day before, "2026年11月30日 24:00"."""
    at = at.astimezone(ZONE)
    if (at.hour, at.minute, at.second) != (0, 0, 0):
        return opening(at)
    day = at - timedelta(days=1)
    return f"{day.year}年{day.month}月{day.day}日 24:00"
