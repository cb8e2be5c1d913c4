"""Search by its lists finds what reading everything finds, for every office, filter and page, on both databases."""

import random
from typing import Any, NamedTuple

import pytest

from tests.offices import ORGANISATIONS, person_of
from tests.support import run
from web import clock
from web.catalogue import rules as catalogue
from web.declaration.tables import Declaration
from web.office import indexing, search
from web.people.tables import Account, Organisation
from web.review.tables import Station

MANY = 240
WORDS = (
    "", "王", "建", "建国", "国王", "王建国", "䶮", "一级教师", "工程师", "高级", "正高级工程师", "20250000017", "1017", "9",
)  # fmt: skip
TITLES = ("zhongxiaoxue.jiaoshi.zhong_ji", "zhongxiaoxue.jiaoshi.fu_gao", "gongcheng.gongchengshi.zhong_ji")
CHANCES = (0.02, 0.1, 0.3, 0.5, 0.9, 1.0)
"""How likely a declaration has come to each of the organisations, in order."""


class Made(NamedTuple):
    """One declaration as it was made."""

    id: int
    name: str
    title: str
    number: str
    state: str
    series: str
    offices: frozenset[int]


async def _filled() -> list[Made]:
    chance = random.Random(20261008)
    codes = [code for code, *_ in ORGANISATIONS]
    rows = {row["code"]: row["id"] for row in await Organisation.select() if row["code"] in codes}
    places = [rows[code] for code in codes]
    made, accounts, declarations, stations = [], [], [], []
    for nth in range(MANY):
        number, title = 1000 + nth, chance.choice(TITLES)
        name = chance.choice("王李建") + chance.choice("建国王") + chance.choice("国伟王")
        state = "draft" if nth % 11 == 0 else chance.choice(("unit_review", "accepted", "refused"))
        given = None if nth % 13 == 0 else f"2025{nth:07d}"
        series = title.split(".")[0]
        accounts.append(Account(id=number, login=f"m{nth}", name=name, organisation=places[3]))
        declarations.append(Declaration(
            id=number, person=number, unit=places[3], year=2026, slot=f"{number}-2026", number=given, state=state,
            type="normal", series=series, level=title.rsplit(".", 1)[1], title=title, unit_name="单位", submitted_at=clock.now(),
        ))  # fmt: skip
        came = set()
        for position, (place, likely) in enumerate(zip(places, CHANCES, strict=True), 1):
            entered = chance.random() < likely
            came |= {place} if entered else set()
            stations.append(Station(
                declaration=number, position=position, key=f"{number}-{position}", organisation=place, kind="unit", label="单位",
                route="test", entered_at=clock.now() if entered else None,
            ))  # fmt: skip
        if given and state != "draft":
            made.append(Made(number, name, title, given, state, series, frozenset(came)))
    for table, every in ((Account, accounts), (Declaration, declarations), (Station, stations)):
        for start in range(0, len(every), 200):
            await table.insert(*every[start : start + 200])
    await indexing.index([each.id for each in declarations])
    return made


def plain(
    made: list[Made], names: dict[str, str], query: search.Query, offices: tuple[int, ...] | None
) -> list[int]:
    """The numbers that reading every declaration finds, the newest first."""

    def holds(each: Made) -> bool:
        words = query.words
        by_number = words.isdigit() and (words == each.number or int(words[-9:]) == each.id)
        by_title = len(words) > 1 and words in names[each.title]
        found = not words or by_number or words in each.name or by_title
        narrowed = query.series in ("", each.series) and query.state in ("", each.state)
        return found and narrowed and (offices is None or bool(each.offices & set(offices)))

    return sorted((each.id for each in made if holds(each)), reverse=True)


@pytest.mark.parametrize("long", [5_000, 30, 1])
def test_every_office_finds_what_reading_everything_finds(
    provinces: str, monkeypatch: pytest.MonkeyPatch, long: int
) -> None:
    """`long`: with small ones the lists are all long, as they are in a province."""
    monkeypatch.setattr(search, "LONG", long)
    monkeypatch.setattr(search, "COUNTED", 40)
    run(Declaration.update({Declaration.state: "draft"}).where(Declaration.id < 1000))  # the province's own
    made: list[Made] = run(_filled())
    names = run(catalogue.contents("2026")).names["title"]
    places = sorted({office for each in made for office in each.offices})
    scopes: list[Any] = [None, (), *((place,) for place in places), tuple(places[:2]), tuple(places)]
    for words in WORDS:
        for more in ({}, {"series": "gongcheng"}, {"state": "accepted"}):
            query = search.Query(words, **more)
            for offices in scopes:
                wanted = plain(made, names, query, offices)
                found = run(search.find(query, offices, page=2, size=15))
                assert [row["id"] for row in found.rows] == wanted[15:30], (query, offices)
                assert found.known == (len(wanted) if len(wanted) <= 40 else None), (query, offices)
                assert found.more == (len(wanted) > 30), (query, offices)


def test_a_declaration_that_came_twice_to_an_office_is_found_once(province: str) -> None:
    made: list[Made] = run(_filled())
    office = person_of("陈科员").organisation
    one = next(each for each in reversed(made) if office in each.offices)
    twice = Station(
        declaration=one.id, position=9, key=f"{one.id}-9", organisation=office, kind="city", label="再次", route="test",
        entered_at=clock.now(),
    )  # fmt: skip
    run(twice.save())
    ids = [row["id"] for row in run(search.find(search.Query(one.name), (office,))).rows]
    assert ids.count(one.id) == 1
