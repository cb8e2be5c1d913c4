"""How moments, days, sizes and counts are written in Chinese."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from web.clock import ZONE, day_in_words, end_in_words
from web.clock import in_words as moment_in_words
from web.evidence.limits import in_words


def day(value: date | None) -> str:
    """2026年11月23日."""
    return day_in_words(value) if value else ""


def moment(value: datetime | None) -> str:
    """2026年11月23日 09:05 in Asia/Shanghai."""
    return moment_in_words(value) if value else ""


def exact(value: datetime | None) -> str:
    """2026年11月23日 09:05:07 in Asia/Shanghai."""
    return f"{moment(value)}:{value.astimezone(ZONE):%S}" if value else ""


def masked(id_number: str) -> str:
    """An ID number with the birth date hidden: 410199********001X."""
    return (
        id_number[:6] + "*" * max(0, len(id_number) - 10) + id_number[-4:]
        if len(id_number) > 10
        else "*" * len(id_number)
    )


FILTERS: dict[str, Callable[..., Any]] = {
    "day": day, "moment": moment, "exact": exact, "closing": end_in_words, "size": in_words, "masked": masked,
}  # fmt: skip
