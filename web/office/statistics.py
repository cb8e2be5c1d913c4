"""Statistics: counted now and then, shown at once, small cells kept back where everyone may look."""

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from web import clock, codelists
from web.catalogue import rules as catalogue
from web.database import dialect, is_duplicate, slowly, transaction
from web.declaration.rules import CHOICE
from web.declaration.sections import SECTIONS
from web.declaration.tables import Declaration
from web.office.search_tables import Statistic
from web.people.tree import reached_sql
from web.profile.sections import SECTIONS as PROFILE
from web.workflow import CONCLUDED, CONCLUDING, STATES

Row = dict[str, Any]
FRESH = timedelta(minutes=10)
SMALL = 5
"""Public cells below this are kept back (statistical disclosure control; 个人信息保护法第四条: 不能识别特定自然人)."""

HELD_BACK = -1
PASSED = ("accepted", *CONCLUDING, *CONCLUDED)
_tasks: set[asyncio.Task[None]] = set()


class Figures(NamedTuple):
    """What was counted: cells [year, series, level, region, state, n], times [year, kind, n, days], reasons
    [year, section, field, n], and the moment."""

    cells: list[list[Any]]
    times: list[list[Any]]
    reasons: list[list[Any]]
    at: datetime


async def figures(organisations: Iterable[int] | None) -> Figures:
    """The figures of what has come to `organisations` (None: of everything), at most a little older than ten minutes: what is
    older is shown once more while it is counted anew."""
    mine = None if organisations is None else tuple(sorted(organisations))
    name = "all" if mine is None else ",".join(map(str, mine))
    row = await Statistic.select().where(Statistic.name == name).first()
    if row is None:
        await count(name, mine)
        row = await Statistic.select().where(Statistic.name == name).first()
    elif clock.now() - row["at"] > FRESH and not _tasks:
        task = asyncio.get_running_loop().create_task(count(name, mine))
        _tasks.add(task)
        task.add_done_callback(_tasks.discard)
    assert row is not None, "it was counted above"
    body = row["body"]
    return Figures(body["cells"], body["times"], body["reasons"], row["at"])


async def count(name: str, organisations: tuple[int, ...] | None) -> None:
    """Count anew and keep the result."""
    of = "" if organisations is None else f" AND {reached_sql(organisations)}"
    with slowly():
        cells = await Declaration.raw(
            "SELECT d.year, d.series, d.level, d.unit_region, d.state, count(*) AS n FROM declaration d "
            f"WHERE d.number IS NOT NULL{of} GROUP BY d.year, d.series, d.level, d.unit_region, d.state"
        )
        times = await Declaration.raw(
            f"SELECT d.year, s.kind, count(*) AS n, avg({_days()}) AS days FROM station s JOIN declaration d "
            f"ON d.id = s.declaration WHERE s.left_at IS NOT NULL AND s.entered_at IS NOT NULL{of} GROUP BY d.year, s.kind"
        )
        reasons = await Declaration.raw(
            "SELECT d.year, m.section, m.field, count(*) AS n FROM return_mark m JOIN declaration d ON d.id = m.declaration "
            f"WHERE m.notice IS NOT NULL{of} GROUP BY d.year, m.section, m.field"
        )
    body = {
        "cells": [list(row.values()) for row in cells], "reasons": [list(row.values()) for row in reasons],
        "times": [[row["year"], row["kind"], row["n"], round(float(row["days"]), 1)] for row in times],
    }  # fmt: skip
    try:
        async with transaction():
            values: dict[Any, Any] = {"body": body, "at": clock.now()}
            if not await Statistic.update(values).where(Statistic.name == name).returning(Statistic.id):
                await Statistic(name=name, **values).save()
    except Exception as error:
        if not is_duplicate(error):
            raise


def _days() -> str:
    if dialect() == "sqlite":
        return "julianday(s.left_at) - julianday(s.entered_at)"
    return "EXTRACT(EPOCH FROM s.left_at - s.entered_at) / 86400.0"


class Line(NamedTuple):
    """One line of a table: what it is of, how many, and the share of the largest for its bar (0 to 100)."""

    label: str
    n: int
    bar: int
    about: str = ""


class Counted(NamedTuple):
    """One table: what it counts, its lines, most first."""

    key: str
    title: str
    lines: list[Line]


def years_of(found: Figures) -> list[int]:
    """The years that have figures, the newest first."""
    return sorted({cell[0] for cell in found.cells}, reverse=True)


async def tables(found: Figures, year: int, *, public: bool = False) -> list[Counted]:
    """Counts of one year by series, level, region and state; with `public`, small cells are kept back."""
    cells = [cell for cell in found.cells if cell[0] == year]
    held = await catalogue.contents(year)
    ways: tuple[tuple[str, str, int, Callable[[str], str]], ...] = (
        ("series", "按系列", 1, lambda code: held.name_of("short", code)),
        ("level", "按级别", 2, lambda code: held.name_of("level", code)),
        ("region", "按地区", 3, lambda code: codelists.name_of("region_henan", code)),
        ("state", "按状态", 4, lambda code: STATES[code].for_reviewer if code in STATES else code),
    )
    counted = []
    for key, title, place, name in ways:
        if public and key == "state":
            continue
        sums: dict[str, int] = {}
        for cell in cells:
            sums[cell[place]] = sums.get(cell[place], 0) + cell[5]
        shown = kept_back(sums) if public else sums
        most = max(shown.values(), default=0)
        lines = [
            Line(name(code) or "未填写", n, round(100 * n / most) if n > 0 and most else 0)
            for code, n in sorted(shown.items(), key=lambda each: -each[1])
        ]
        counted.append(Counted(key, title, lines))
    return counted


def kept_back(sums: dict[str, int]) -> dict[str, int]:
    """The sums with small ones kept back; where that is a single one, the next smallest too, lest the total tells it."""
    small = {code for code, n in sums.items() if 0 < n < SMALL}
    if len(small) == 1 and len(sums) > 1:
        small.add(min((code for code in sums if code not in small), key=lambda code: sums[code]))
    return {code: HELD_BACK if code in small else n for code, n in sums.items()}


class Share(NamedTuple):
    """How many were submitted in a year, and how many of them were accepted for review, refused, are under way."""

    submitted: int
    accepted: int
    refused: int

    @property
    def rate(self) -> str:
        """Accepted of those decided, in per cent; "—" while nothing is decided."""
        decided = self.accepted + self.refused
        return f"{100 * self.accepted / decided:.1f}%" if decided else "—"


def share(found: Figures, year: int) -> Share:
    """The year in three figures."""
    cells = [cell for cell in found.cells if cell[0] == year]
    refused = sum(cell[5] for cell in cells if cell[4] == "refused")
    return Share(sum(cell[5] for cell in cells), sum(cell[5] for cell in cells if cell[4] in PASSED), refused)


def times(found: Figures, year: int) -> list[tuple[str, int, float]]:
    """(kind of station, how many left it, days on average)."""
    names = {state.station: state.for_applicant for state in STATES.values()}
    kinds = {
        "unit": "单位",
        "department": "主管部门",
        "county": "县级人社部门",
        "city": "市级人社部门",
        "province": "省级人社部门",
        "committee_office": "评委会办公室",
    }
    return [
        (kinds.get(kind) or names.get(kind, kind), n, days) for of, kind, n, days in found.times if of == year
    ]


def reasons(found: Figures, year: int, most: int = 20) -> list[tuple[str, int]]:
    """(field that was sent back, how often), the most frequent first."""
    named = [(_field(section, field), n) for of, section, field, n in found.reasons if of == year]
    return sorted(named, key=lambda each: -each[1])[:most]


def _field(section: str, field: str) -> str:
    known = CHOICE if section == "choice" else SECTIONS.get(section) or PROFILE.get(section)
    if known is None:
        return section
    fields = dict(known.fields)
    return f"{known.title}：{fields[field].label}" if field in fields else known.title
