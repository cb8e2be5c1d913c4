"""What a condition comes to, and the parts it is made of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from web.catalogue.entries import LevelEntry, RuleEntry, TypeEntry

MEETS, CHECK, FAILS = "符合", "需人工核对", "不符合"
_RANK = {MEETS: 0, CHECK: 1, FAILS: 2}


class Part(NamedTuple):
    """One thing looked at. `sentence` says why, with the person's own dates in `dates`.

    `met_from`: the day from which it will be met, when only time is wanting.
    """

    result: str
    sentence: str
    dates: tuple[str, ...] = ()
    met_from: date | None = None


class Branch(NamedTuple):
    """One of the alternatives of a condition: in words, and what it comes to."""

    words: str
    result: str
    parts: tuple[Part, ...]
    met_from: date | None


@dataclass(frozen=True)
class Verdict:
    """What one condition comes to for one person.

    `kind`: "check" (each must be met) or "rule" (they are alternatives). `quoted`: the rule in words;
    `sentence`: why; `dates`: the person's own dates that were used; `met_from`: the day from which it will
    be met, when only time is wanting; `branches`: the alternatives of a rule; `cited`: whether the source
    was read in public text.
    """

    code: str
    kind: str
    name: str
    result: str
    quoted: str
    sentence: str
    source: str
    cited: bool
    dates: tuple[str, ...] = ()
    met_from: date | None = None
    branches: tuple[Branch, ...] = ()


@dataclass(frozen=True)
class Conditions:
    """The conditions for one series, level and type of one year, judged on the day `on`.

    `rules` are alternatives, `checks` all hold, `normal` are the rules of ordinary promotion. `type` None:
    the ordinary way of obtaining the level. `names`: as in Contents. `about`: ranks, words and ways of
    counting.
    """

    year: int
    on: date
    series: str
    level: str
    levels: dict[str, LevelEntry]
    type: TypeEntry | None
    rules: tuple[RuleEntry, ...]
    normal: tuple[RuleEntry, ...]
    checks: tuple[RuleEntry, ...]
    names: Mapping[str, Mapping[str, str]]
    about: Mapping[str, Any]

    @property
    def cutoff(self) -> date:
        """The day up to which years are counted."""
        return date.fromisoformat(f"{self.year}-{self.about['counting']['cutoff']}")

    @property
    def by_engagement(self) -> bool:
        """Whether years in a level count from 聘任 rather than from 取得."""
        basis = self.about["counting"]["basis"]
        return bool(basis.get(self.series, basis[""]) == "engaged")


def worst(results: Iterable[str]) -> str:
    """The least favourable of `results`; 符合 when there are none."""
    return max(results, key=_RANK.__getitem__, default=MEETS)


def best(results: Iterable[str]) -> str:
    """The most favourable of `results`; 需人工核对 when there are none."""
    return min(results, key=_RANK.__getitem__, default=CHECK)


def together(parts: tuple[Part, ...]) -> tuple[str, date | None]:
    """What `parts` come to when all must hold, and from when if nothing but time is wanting."""
    result = worst(part.result for part in parts)
    wanting = [part.met_from for part in parts if part.result == FAILS]
    if not wanting or any(day is None for day in wanting):
        return result, None
    return result, max(day for day in wanting if day)


def add_years(day: date, years: int) -> date:
    """The anniversary; of 29 February in an ordinary year, 28 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def add_months(day: date, months: int) -> date:
    """`months` later, at most the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), following - timedelta(days=1))
