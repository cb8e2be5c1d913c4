"""Statistics of one office and year, read from the tallies; small cells kept back where everyone may look."""

import asyncio
from collections.abc import Callable
from typing import Any, NamedTuple

from web import codelists
from web.catalogue import rules as catalogue
from web.declaration.rules import CHOICE
from web.declaration.sections import SECTIONS
from web.office import tally
from web.office.search_tables import Tally
from web.office.tally import EVERYTHING
from web.people.tables import Organisation
from web.profile.sections import SECTIONS as PROFILE
from web.workflow import OFFICES, STATES

Row = dict[str, Any]
SMALL = 5
"""Public cells below this are kept back (statistical disclosure control; 个人信息保护法第四条: 不能识别特定自然人)."""

HELD_BACK = -1
MOST = 30
"""Lines of a long table on the page; the workbook has all of them."""

STAGES = (
    ("applicant", "申报人修改"), ("unit", "单位审核"), *OFFICES.items(), ("committee_office", "评委会"), ("closed", "已办结"),
)  # fmt: skip
"""Where a declaration stands, in the order of its way."""

_tasks: set[asyncio.Task[None]] = set()


class Figures(NamedTuple):
    """The tallies of one office and year by way: [code, n, accepted, passed, refused, seconds]."""

    year: int
    ways: dict[str, list[tuple[str, int, int, int, int, int]]]
    complete: bool


async def years_of(office: int = EVERYTHING) -> list[int]:
    """The years that have figures, the newest first."""
    rows = await Tally.select(Tally.code).where((Tally.scope == str(office)) & (Tally.n > 0))
    return sorted((int(row["code"]) for row in rows), reverse=True)


async def take_up() -> bool:
    """Count what was decided since; what is too much for one page is counted behind it. Whether all is counted."""
    done = await tally.refresh()
    if not done and not _tasks:
        task = asyncio.get_running_loop().create_task(_rest())
        _tasks.add(task)
        task.add_done_callback(_tasks.discard)
    return done


async def _rest() -> None:
    done = False
    while not done:
        done = await tally.refresh()


async def figures(office: int, year: int, *, complete: bool = True) -> Figures:
    """The figures of what has come to `office` in `year`, as they are at this moment."""
    columns = (Tally.way, Tally.code, Tally.n, Tally.accepted, Tally.passed, Tally.refused, Tally.seconds)
    rows = await Tally.select(*columns).where((Tally.scope == f"{office}/{year}") & (Tally.n > 0))
    ways: dict[str, list[tuple[str, int, int, int, int, int]]] = {}
    for row in rows:
        way, *line = row.values()
        ways.setdefault(way, []).append(tuple(line))
    return Figures(year, ways, complete)


class Line(NamedTuple):
    """One line of a table: what it is of, its counts, and its share of the largest for the bar (0 to 100)."""

    label: str
    n: int
    accepted: int = 0
    passed: int = 0
    refused: int = 0
    bar: int = 0

    @property
    def rate(self) -> str:
        """Passed of those decided, in per cent; "—" while nothing is decided."""
        return percent(self.passed, self.passed + self.refused)


def percent(part: int, whole: int) -> str:
    """ "87.5%"; "—" of nothing."""
    return f"{100 * part / whole:.1f}%" if whole else "—"


class Counted(NamedTuple):
    """One table: what it counts, its lines, most first, how many there are in all, and whether it says rates."""

    key: str
    title: str
    lines: list[Line]
    of: int
    rates: bool = True


async def tables(found: Figures, *, public: bool = False, most: int = 100_000) -> list[Counted]:
    """Counts by series, level, region, stage and unit, at most `most` lines each.

    With `public`, small cells are kept back and no unit is named.
    """
    held = await catalogue.contents(found.year)
    largest = sorted(found.ways.get("unit", ()), key=lambda line: -line[1])[:most]
    units = {} if public else await _units([line[0] for line in largest])
    stages = {code: place for place, (code, _) in enumerate(STAGES)}
    ways: list[tuple[str, str, Callable[[str], str]]] = [
        ("series", "按系列", lambda code: held.name_of("short", code)),
        ("level", "按级别", lambda code: held.name_of("level", code)),
        ("region", "按地区", lambda code: codelists.name_of("region_henan", code)),
    ]
    if not public:
        ways.append(("unit", "按单位", lambda code: units.get(code, code)))
    counted = []
    for key, title, name in ways:
        rows = largest if key == "unit" else found.ways.get(key, [])
        lines = _lines(rows, name, public)[:most]
        counted.append(Counted(key, title, lines, len(found.ways.get(key, ())), not public))
    if not public:
        states = sorted(found.ways.get("state", []), key=lambda line: stages.get(_station(line[0]), 0))
        lines = _bars([(_state(line[0]), line[1:]) for line in states])
        counted.append(Counted("state", "按阶段", lines, len(lines), False))
    return counted


async def _units(codes: list[str]) -> dict[str, str]:
    ids = [int(code) for code in codes if code.isdecimal()]
    names: dict[str, str] = {}
    for start in range(0, len(ids), 1000):
        rows = await Organisation.select(Organisation.id, Organisation.name).where(
            Organisation.id.is_in(ids[start : start + 1000])
        )
        names |= {str(row["id"]): row["name"] for row in rows}
    return names


def _station(state: str) -> str:
    return STATES[state].station if state in STATES else ""


def _state(code: str) -> str:
    stage = dict(STAGES).get(_station(code), "")
    said = STATES[code].for_reviewer if code in STATES else code
    return f"{stage}：{said}" if stage else said


def _lines(rows: list[Any], name: Callable[[str], str], public: bool) -> list[Line]:
    counts = {row[0]: row[1:] for row in rows}
    shown = kept_back({code: each[0] for code, each in counts.items()}) if public else {}
    kept = [(name(code) or "未填写", (shown[code],) if public else each) for code, each in counts.items()]
    return _bars(sorted(kept, key=lambda each: (-each[1][0], each[0])))


def _bars(rows: list[tuple[str, Any]]) -> list[Line]:
    most = max((counts[0] for _, counts in rows), default=0)
    return [
        Line(label, *(*counts, 0, 0, 0)[:4])._replace(
            bar=round(100 * counts[0] / most) if counts[0] > 0 else 0
        )
        for label, counts in rows
    ]


def kept_back(sums: dict[str, int]) -> dict[str, int]:
    """The sums with small ones kept back; where that is a single one, the next smallest too, lest the total tells it."""
    small = {code for code, n in sums.items() if 0 < n < SMALL}
    if len(small) == 1 and len(sums) > 1:
        small.add(min((code for code in sums if code not in small), key=lambda code: sums[code]))
    return {code: HELD_BACK if code in small else n for code, n in sums.items()}


async def by_year(office: int, years: list[int], *, public: bool = False) -> Counted:
    """Each of `years` in one line, the newest first; with `public`, small ones are kept back."""
    columns = (Tally.scope, Tally.n, Tally.accepted, Tally.passed, Tally.refused)
    scopes = {f"{office}/{year}": year for year in years}
    sums = {year: [0, 0, 0, 0] for year in years}
    for row in await Tally.select(*columns).where(Tally.scope.is_in([*scopes]) & (Tally.way == "series")):
        scope, *counts = row.values()
        sums[scopes[scope]] = [old + new for old, new in zip(sums[scopes[scope]], counts, strict=True)]
    shown = kept_back({str(year): counts[0] for year, counts in sums.items()}) if public else {}
    rows = [(f"{year} 年度", (shown[str(year)],) if public else tuple(sums[year])) for year in years]
    return Counted("year", "按年度", _bars(rows), len(years), not public)


def total(found: Figures) -> Line:
    """The year in one line."""
    lines = found.ways.get("series", [])
    n, accepted, passed, refused = (sum(int(line[place]) for line in lines) for place in range(1, 5))
    return Line("合计", n, accepted, passed, refused)


def times(found: Figures) -> list[tuple[str, int, float]]:
    """(kind of station, how many left it, days on average), in the order of the way."""
    names = dict(STAGES)
    order = list(names)
    lines = sorted(
        found.ways.get("time", ()), key=lambda line: order.index(line[0]) if line[0] in order else 99
    )
    return [(names.get(line[0], line[0]), line[1], round(line[5] / 86400 / line[1], 1)) for line in lines]


def fields(found: Figures, way: str, most: int = 20) -> list[tuple[str, int]]:
    """(field, how often it was sent back ("reason") or failed the check before submission ("failed")), most first."""
    named = [(_field(*line[0].split("/", 1)), line[1]) for line in found.ways.get(way, ())]
    return sorted(named, key=lambda each: (-each[1], each[0]))[:most]


def _field(section: str, field: str) -> str:
    known = CHOICE if section == "choice" else SECTIONS.get(section) or PROFILE.get(section)
    if known is None:
        return section
    labels = dict(known.fields)
    return f"{known.title}：{labels[field].label}" if field in labels else known.title
