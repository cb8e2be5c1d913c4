"""The numbers of the procedure, each with its source and year, from data/*.json."""

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from web import working_days

DATA = Path(__file__).parent / "data"


@cache
def data(name: str) -> dict[str, Any]:
    """The content of data/`name`.json."""
    found: dict[str, Any] = orjson.loads((DATA / f"{name}.json").read_bytes())
    return found


class Term(NamedTuple):
    """A term: how many days, of which kind ("day" or "working_day"), and where that stands."""

    days: int
    unit: str
    source: str

    @property
    def words(self) -> str:
        return f"{self.days} 个工作日" if self.unit == "working_day" else f"{self.days} 天"

    def last_day(self, start: date) -> date:
        """The last day of a term that begins on `start`, which is not counted."""
        if self.unit == "working_day":
            return working_days.after(start, self.days)
        return start + timedelta(days=self.days)


def term(code: str) -> Term:
    """The term called `code`; KeyError when there is none."""
    return Term(**data("terms")["terms"][code])


def longest_return() -> int:
    """Most working days that a return may give."""
    return int(data("terms")["longest_return"]["days"])


def supplement_rounds() -> int:
    """How often a committee office may ask for a supplement."""
    return int(data("terms")["supplement_rounds"]["times"])


def exempt_types() -> frozenset[str]:
    """Review types that take no post."""
    return frozenset(data("terms")["quota_exempt_types"]["types"])


def quota_natures() -> frozenset[str]:
    """Natures of units whose posts are counted."""
    return frozenset(data("terms")["quota_unit_natures"]["codes"])
