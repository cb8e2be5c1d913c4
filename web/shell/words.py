"""How moments, days, sizes and counts are written in Chinese."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from web.clock import ZONE
from web.evidence.limits import in_words


def day(value: date | None) -> str:
    """2026年11月23日."""
    return f"{value.year}年{value.month}月{value.day}日" if value else ""


def moment(value: datetime | None) -> str:
    """2026年11月23日 09:05 in Asia/Shanghai."""
    if value is None:
        return ""
    local = value.astimezone(ZONE)
    return f"{day(local.date())} {local:%H:%M}"


def exact(value: datetime | None) -> str:
    """2026年11月23日 09:05:07 in Asia/Shanghai."""
    return f"{moment(value)}:{value.astimezone(ZONE):%S}" if value else ""


def closing(value: datetime) -> str:
    """A half-open end in the field's way: midnight is 24:00 of the day before."""
    local = value.astimezone(ZONE)
    if (local.hour, local.minute) == (0, 0):
        before = date.fromordinal(local.toordinal() - 1)
        return f"{day(before)} 24:00"
    return moment(value)


def masked(id_number: str) -> str:
    """An ID number with the birth date hidden: 410199********001X."""
    return (
        id_number[:6] + "*" * max(0, len(id_number) - 10) + id_number[-4:]
        if len(id_number) > 10
        else "*" * len(id_number)
    )


FILTERS: dict[str, Callable[..., Any]] = {
    "day": day, "moment": moment, "exact": exact, "closing": closing, "size": in_words, "masked": masked,
}  # fmt: skip
