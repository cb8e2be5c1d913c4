"""How search and statistics grow from 1,000 to 300,000 declarations: python -m tests.bench.offices [sqlite|postgres] [sizes]."""

import statistics as mathematics
import sys
import time
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from tests import conftest, postgres
from tests.browser import Browser, signed_in
from tests.offices import _settle
from tests.support import run
from web import clock, database
from web.database.postgres import Postgres
from web.database.sqlite import SQLite
from web.declaration.tables import Declaration
from web.office import search, tally
from web.office.indexing import CHARACTER, DECLARATION, of_title
from web.office.search_tables import SearchPosting, Tally
from web.people.tables import Account, Organisation, Role

SIZES = (1_000, 30_000, 300_000)
UNITS = 2_000
FIRST = 1_000_000
SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华建国文辉力志永健世广义兴良海山仁波宁贵福生龙元全胜学祥才发武新利清飞彬富顺信子"
QUERIES = {
    "two characters in the middle": "建国", "one common character": "王", "three characters": "王建国", "none": "䶮𬱖",
    "a number": "20260000777", "a title that everybody has": "一级教师", "a word of many titles": "高级",
}  # fmt: skip


def _copied(table: str, columns: list[str], own: dict[str, str], numbers: str, of: int) -> str:
    named = ", ".join(f'"{column}"' for column in columns)
    values = ", ".join(own.get(column, f'o."{column}"') for column in columns)
    return f"INSERT INTO {table} ({named}) {numbers} SELECT {values} FROM n, {table} o WHERE o.id = {of}"


async def grow(before: int, after: int) -> None:
    """Accounts, declarations, stations, decisions and index from `before` to `after`, written by the database itself."""
    numbers = f"WITH RECURSIVE n(i) AS (SELECT {before} UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {after})"
    first = (await Declaration.raw("SELECT * FROM declaration ORDER BY id LIMIT 1"))[0]
    account = (await Declaration.raw(f"SELECT * FROM account WHERE id = {first['person']}"))[0]
    name = (
        f"substr('{SURNAMES}', i % {len(SURNAMES)} + 1, 1) || substr('{GIVEN}', (i * 7) % {len(GIVEN)} + 1, 1) || "
        f"substr('{GIVEN}', (i * 13 / {len(GIVEN)}) % {len(GIVEN)} + 1, 1)"
    )
    own = {"id": f"{FIRST} + i", "login": "'b' || i", "name": name}
    await Declaration.raw(_copied("account", [*account], own, numbers, account["id"]))
    own = {
        "id": f"{FIRST} + i", "person": f"{FIRST} + i", "slot": f"({FIRST} + i) || '-2026'", "number": "'b' || i",
        "unit": f"{FIRST} + i % {UNITS}", "version": "1",
        "state": "CASE i % 7 WHEN 0 THEN 'accepted' WHEN 1 THEN 'refused' WHEN 2 THEN 'issued' ELSE 'unit_review' END",
        "series": "CASE i % 3 WHEN 0 THEN 'gongcheng' WHEN 1 THEN 'weisheng' ELSE 'zhongxiaoxue' END",
        "unit_region": "CAST(410100 + (i % 17) * 100 AS VARCHAR(6))",
    }  # fmt: skip
    await Declaration.raw(_copied("declaration", [*first], own, numbers, first["id"]))
    offices = (
        (1, f"{FIRST} + i % {UNITS}", "unit"),
        (2, f"{FIRST + UNITS} + i % 20", "city"),
        (3, "1", "province"),
    )
    station = (await Declaration.raw("SELECT * FROM station ORDER BY id LIMIT 1"))[0]
    for place, organisation, kind in offices:
        own = {
            "id": f"{FIRST} + i * 3 + {place}", "declaration": f"{FIRST} + i", "position": str(place), "kind": f"'{kind}'",
            "key": f"({FIRST} + i) || '-{place}'", "organisation": organisation, "left_at": "o.entered_at",
        }  # fmt: skip
        await Declaration.raw(_copied("station", [*station], own, numbers, station["id"]))
    decision = (await Declaration.raw("SELECT * FROM decision ORDER BY id LIMIT 1"))[0]
    own = {"id": f"{FIRST} + i", "declaration": f"{FIRST} + i", "key": f"({FIRST} + i) || '-1'"}
    await Declaration.raw(_copied("decision", [*decision], own, numbers, decision["id"]))
    point = "unicode" if database.dialect() == "sqlite" else "ascii"
    grams = " UNION ALL ".join(
        f"SELECT DISTINCT (CAST({point}(substr(name, {at}, 1)) AS BIGINT) * {2**CHARACTER} + "
        f"{f'{point}(substr(name, {at + 1}, 1))' if size == 2 else '0'}) * {2**DECLARATION} + id AS id "
        f"FROM account WHERE id >= {FIRST + before}"
        for at, size in ((1, 1), (2, 1), (3, 1), (1, 2), (2, 2))
    )
    await Declaration.raw(f"INSERT INTO search_posting (id) SELECT DISTINCT id FROM ({grams}) g ORDER BY id")
    await Declaration.raw(
        f"INSERT INTO search_posting (id) SELECT {of_title(first['title'])} + id FROM declaration "
        f"WHERE id >= {FIRST + before} ORDER BY id"
    )
    await Declaration.raw("ANALYZE")


async def offices() -> None:
    """Units, cities, and one person who looks at each of them."""
    for at in range(UNITS + 20):
        kind = "unit" if at < UNITS else "city"
        await Organisation(
            id=FIRST + at, code=f"b{at}", name=f"单位{at}", kind=kind, parent=1, region="410300"
        ).save()
    for name, organisation in (("卫老师", FIRST + 7), ("陈科员", FIRST + UNITS)):
        person = await Account.select(Account.id).where(Account.name == name).first()
        assert person is not None
        await Role.update({Role.organisation: organisation}).where(Role.account == person["id"])


def took(work: Any, times: int = 7) -> float:
    """Milliseconds, the median of several runs after one that warms up."""
    found = []
    for turn in range(times + 1):
        began = time.perf_counter()
        result = work()
        if turn:
            found.append((time.perf_counter() - began) * 1000)
        assert getattr(result, "status", 200) == 200
    return mathematics.median(found)


def measure(kind: str, sizes: Sequence[int]) -> None:
    """Print the tables of one database, one for each of `sizes`, which grow."""
    if kind == "sqlite":
        database.use(SQLite(f"{conftest.DATA}/bench.sqlite"))
    else:
        run(conftest._execute("CREATE DATABASE bench_offices"))
        database.use(Postgres(postgres.address("bench_offices")))
    run(database.migrate())
    run(database.open_database())
    run(_settle())
    run(offices())
    people = {"everything": signed_in("titles"), "a city": signed_in("city"), "a unit": signed_in("one")}
    stranger, before = Browser(), 0
    for size in sizes:
        run(grow(before, size))
        before = size
        print(
            f"{kind}, {run(Declaration.count()):,} declarations, {run(SearchPosting.count()):,} postings",
            flush=True,
        )
        print(f"  {'search, ms':30}  " + "".join(f"{place:>12}" for place in people) + "    page: everything")
        for label, words in QUERIES.items():
            scopes: tuple[tuple[int, ...] | None, ...] = (None, (FIRST + UNITS,), (FIRST + 7,))
            found = [
                took(lambda words=words, scope=scope: run(search.find(search.Query(words), scope)))
                for scope in scopes
            ]
            page = took(lambda words=words: people["everything"].open(f"/search?words={quote(words)}"), 3)
            print(
                f"  {label:30}  " + "".join(f"{each:12.2f}" for each in found) + f"    {page:8.2f}",
                flush=True,
            )
        print(f"  {'refresh of the index':30}  {took(lambda: run(search.refresh())):12.2f}")
        began = time.perf_counter()
        while not run(tally.refresh(20_000)):
            pass
        print(f"  tallies taken up in {time.perf_counter() - began:.1f} s, {run(Tally.count()):,} figures")
        pages = [took(lambda browser=browser: browser.open("/statistics"), 5) for browser in people.values()]
        print(f"  {'statistics, whole page':30}  " + "".join(f"{each:12.2f}" for each in pages))
        print(
            f"  {'public statistics, whole page':30}  {took(lambda: stranger.open('/statistics/public'), 5):12.2f}",
            flush=True,
        )
    run(database.close_database())
    if kind == "postgres":
        run(conftest._execute("DROP DATABASE bench_offices WITH (FORCE)"))


if __name__ == "__main__":
    asked = [each for each in sys.argv[1:] if not each.isdigit()] or ["sqlite", "postgres"]
    grown = [int(each) for each in sys.argv[1:] if each.isdigit()] or SIZES
    with clock.frozen(clock.now()):
        for database_kind in asked:
            measure(database_kind, grown)
