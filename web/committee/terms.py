"""The numbers of the regulation, read from data/rules.json with their articles; no number stands in code."""

import json
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "data" / "rules.json"


@cache
def rule(name: str) -> dict[str, Any]:
    """One rule of 人社部令第40号 (2019) as data: its numbers, `article` and `note`."""
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))[name]
    return found


def _share(name: str, count: int) -> int:
    """The least whole number that is at least share/of of `count`."""
    about = rule(name)
    return -(-about["share"] * count // about["of"])


def quorum(members: int) -> int:
    """Fewest present for a sitting of a committee of `members` (第十九条: two thirds)."""
    return _share("quorum", members)


def majority(attending: int) -> int:
    """Fewest 同意 that pass when `attending` count (第二十条: two thirds of those attending)."""
    return _share("majority", attending)
