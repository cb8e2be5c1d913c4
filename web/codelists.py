"""Code lists of the national standards and of the field, as pure data: what is stored, what is read."""

import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

FILE = Path(__file__).parent / "catalogue" / "data" / "codelists.json"


class Option(NamedTuple):
    """One entry of a list: what is stored, what is read, and the group heading it stands under."""

    value: str
    label: str
    group: str = ""


@cache
def names() -> tuple[str, ...]:
    """The name of every list, such as "ethnicity"."""
    return tuple(_lists())


@cache
def options(name: str) -> tuple[Option, ...]:
    """The entries of the list `name` in the standard's order; KeyError when there is no such list."""
    return tuple(
        Option(item["code"], item["name"], item.get("group", "")) for item in _lists()[name]["items"]
    )


def cities() -> tuple[Option, ...]:
    """What 所在地市（省直） is chosen from: the province and its cities, without their districts and counties."""
    return tuple(option for option in options("region_henan") if option.group in ("", "省辖市"))


def city_of(code: str) -> str:
    """The city of a region of GB/T 2260, the province for the province's own, "" for another province's."""
    known = {option.value for option in cities()}
    return next((each for each in region_chain(code) if each in known), "")


def name_of(name: str, code: str) -> str:
    """What a reader sees for `code`: its name, "" for an empty code, the code itself when the list lacks
    it."""
    entry = entry_of(name, code)
    return entry["name"] if entry else code


def entry_of(name: str, code: str) -> dict[str, Any]:
    """All that the list says of `code` (level, rank, months, pattern, …), {} when it lacks it."""
    return _entries(name).get(code, {})


def title_of(name: str) -> str:
    """What the list is called: "民族"."""
    title: str = _lists()[name]["title"]
    return title


def region_chain(code: str) -> tuple[str, ...]:
    """`code` of GB/T 2260 and the regions around it, the smallest first: ("410102", "410100", "410000")."""
    chain = (code, code[:4] + "00", code[:2] + "0000")
    return tuple(dict.fromkeys(each for each in chain if code))


@cache
def _lists() -> dict[str, Any]:
    lists: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))["lists"]
    return lists


@cache
def _entries(name: str) -> dict[str, dict[str, Any]]:
    return {item["code"]: item for item in _lists()[name]["items"]}
