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
