"""Conflicts of interest that the service finds by itself (人社部令第40号第二十五条)."""

import json
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from web.committee.expert_tables import Expert, Tie
from web.committee.lists import TIES
from web.declaration import snapshot
from web.declaration.tables import Declaration
from web.rows import Row

FILE = Path(__file__).parent / "data" / "named_people.json"
_PARTS = re.compile(r"[、，,；;/\s（）()]+")
_WORDS = {option.value: option.label for option in TIES}


Handled = Callable[[Iterable[int]], Awaitable[Mapping[int, Iterable[int]]]]


async def _nobody(declarations: Iterable[int]) -> Mapping[int, Iterable[int]]:
    return {}


asked: list[Handled] = [_nobody]
"""Who knows which accounts decided on a declaration. The review stands above this noun: web/app.py puts its answer here."""


class Conflict(NamedTuple):
    """Why an expert may not judge a dossier: a kind (self, unit, tie, named, handled) and a sentence."""

    kind: str
    sentence: str


@dataclass(frozen=True)
class Dossier:
    """A declaration as far as conflicts go.

    `people`: names that stand in it → in which part (合作作者, 推荐人, …). `handled`: accounts that decided on it.
    """

    declaration: int
    person: int
    name: str
    unit: int
    unit_name: str
    specialty: str
    people: Mapping[str, str] = field(default_factory=dict)
    handled: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Judge:
    """An expert as far as conflicts go; `unit`: when admitted, `works_at`: now; `ties`: (kind, name, unit)
    as declared or added by an office."""

    expert: int
    person: int
    name: str
    unit: int
    specialties: tuple[str, ...] = ()
    ties: tuple[tuple[str, str, str], ...] = ()
    works_at: int = 0


def between(judge: Judge, dossier: Dossier) -> list[Conflict]:
    """Every conflict of `judge` with `dossier`, [] when there is none."""
    found = []
    if judge.person == dossier.person:
        found.append(Conflict("self", "本人的申报"))
    if dossier.unit in (judge.unit, judge.works_at):
        found.append(Conflict("unit", f"与申报人同在{dossier.unit_name}"))
    for kind, name, unit in judge.ties:
        if kind == "unit" and unit and unit == dossier.unit_name:
            found.append(Conflict("tie", f"专家申明回避单位：{unit}"))
        elif name and name == dossier.name and unit in ("", dossier.unit_name):
            found.append(Conflict("tie", f"专家申明的关系：{_WORDS.get(kind, kind)}"))
    if reason := dossier.people.get(judge.name):
        found.append(Conflict("named", f"申报材料里的{reason}与专家同名"))
    if judge.person in dossier.handled:
        found.append(Conflict("handled", "参加过这份申报的审核或推荐"))
    return found


@cache
def _fields() -> tuple[dict[str, str], ...]:
    return tuple(json.loads(FILE.read_text(encoding="utf-8"))["fields"])


def named_in(frozen: Mapping[str, Any]) -> dict[str, str]:
    """The people whom a snapshot names, by the parts that data/named_people.json lists, the applicant left out."""
    found: dict[str, str] = {}
    for section in frozen["sections"]:
        for row in section["rows"]:
            for value in row["values"]:
                for about in _fields():
                    if about["field"] == value["name"] and about["section"] in ("*", section["key"]):
                        for name in _PARTS.split(value["shown"] or ""):
                            if 2 <= len(name) <= 30:
                                found.setdefault(name, about["reason"])
    found.pop(frozen["applicant"]["name"], None)
    return found


async def dossier_of(row: Row, handled: Iterable[int] = ()) -> Dossier:
    """The dossier of a declaration's `row`; `handled`: accounts that decided on it, from the review's log."""
    frozen = await snapshot.newest(row["id"])
    body = frozen["snapshot"] if frozen else None
    name = body["applicant"]["name"] if body else ""
    return Dossier(
        row["id"], row["person"], name, row["unit"], row["unit_name"], row["specialty"],
        named_in(body) if body else {}, frozenset(handled),
    )  # fmt: skip


async def dossiers_of(
    declarations: Iterable[int], handled: Mapping[int, Iterable[int]] | None = None
) -> list[Dossier]:
    """The dossiers of several declarations, in the order given."""
    ids = list(declarations)
    found = (
        {row["id"]: row for row in await Declaration.select().where(Declaration.id.is_in(ids))} if ids else {}
    )
    return [await dossier_of(found[each], (handled or {}).get(each, ())) for each in ids if each in found]


async def judges_of(experts: Iterable[int]) -> dict[int, Judge]:
    """Experts with their ties, by number."""
    ids = list(experts)
    if not ids:
        return {}
    ties: dict[int, list[tuple[str, str, str]]] = {}
    for tie in await Tie.select().where(Tie.expert.is_in(ids)):
        ties.setdefault(tie["expert"], []).append((tie["kind"], tie["name"], tie["unit"]))
    return {
        row["id"]: Judge(
            row["id"],
            row["person"],
            row["name"],
            row["unit"],
            tuple(row["specialties"]),
            tuple(ties.get(row["id"], ())),
            row["works_at"],
        )
        for row in await Expert.select(
            *Expert.all_columns(),
            Expert.person.organisation.as_alias("works_at"),
        ).where(Expert.id.is_in(ids))
    }
