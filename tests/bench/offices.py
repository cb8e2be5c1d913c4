"""How search and statistics grow from 1,000 to 300,000 declarations: python -m tests.bench.offices [sqlite|postgres]."""

import statistics as mathematics
import sys
import time
from typing import Any

from tests import conftest, postgres
from tests.offices import _settle
from tests.support import run
from web import clock, database
from web.database.postgres import Postgres
from web.database.sqlite import SQLite
from web.declaration.tables import Declaration
from web.office import search, statistics
from web.office.search_tables import SearchGram

SIZES = (1_000, 30_000, 300_000)
SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华建国文辉力志永健世广义兴良海山仁波宁贵福生龙元全胜学祥才发武新利清飞彬富顺信子"
QUERIES = {
    "two characters in the middle": "建国", "one common character": "王", "three characters": "王建国", "none": "䶮𬱖",
    "a number": "20260000777", "a title": "一级教师",
}  # fmt: skip


async def grow(before: int, after: int) -> None:
    """Accounts, declarations and index from `before` to `after`, written by the database itself."""
    numbers = f"WITH RECURSIVE n(i) AS (SELECT {before} UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {after})"
    first = (await Declaration.raw("SELECT * FROM declaration ORDER BY id LIMIT 1"))[0]
    name = (
        f"substr('{SURNAMES}', i % {len(SURNAMES)} + 1, 1) || substr('{GIVEN}', (i * 7) % {len(GIVEN)} + 1, 1) || "
        f"substr('{GIVEN}', (i * 13 / {len(GIVEN)}) % {len(GIVEN)} + 1, 1)"
    )
    account = (await Declaration.raw(f"SELECT * FROM account WHERE id = {first['person']}"))[0]
    own = {"id": "1000000 + i", "login": "'b' || i", "name": name}
    columns = ", ".join(f'"{column}"' for column in account)
    await Declaration.raw(
        f"INSERT INTO account ({columns}) {numbers} "
        f"SELECT {', '.join(own.get(column, f'a.{chr(34)}{column}{chr(34)}') for column in account)} "
        f"FROM n, account a WHERE a.id = {first['person']}"
    )
    own = {
        "id": "1000000 + i", "person": "1000000 + i", "slot": "(1000000 + i) || '-2026'", "number": "'b' || i",
        "unit": "(SELECT id FROM organisation WHERE kind = 'unit' AND id % 2 = i % 2 LIMIT 1)",
        "state": "CASE i % 5 WHEN 0 THEN 'accepted' WHEN 1 THEN 'refused' ELSE 'unit_review' END",
    }  # fmt: skip
    columns = ", ".join(f'"{column}"' for column in first)
    await Declaration.raw(
        f"INSERT INTO declaration ({columns}) {numbers} "
        f"SELECT {', '.join(own.get(column, f'd.{chr(34)}{column}{chr(34)}') for column in first)} "
        f"FROM n, declaration d WHERE d.id = {first['id']}"
    )
    grams = " UNION ALL ".join(
        f"SELECT substr(name, {at}, {size}) AS gram, id FROM account WHERE id >= {1_000_000 + before}"
        for at, size in ((1, 1), (2, 1), (3, 1), (1, 2), (2, 2))
    )
    await Declaration.raw(
        f"INSERT INTO {search.GRAMS} (gram, declaration) SELECT gram, id FROM ({grams}) g ORDER BY id"
    )
    await Declaration.raw(
        f"INSERT INTO {search.GRAMS} (gram, declaration) "
        f"SELECT '=' || title, id FROM declaration WHERE id >= {1_000_000 + before} ORDER BY id"
    )
    await Declaration.raw("ANALYZE")


def took(work: Any, times: int = 7) -> float:
    """Milliseconds, the median of several runs after one that warms up."""
    found = []
    for turn in range(times + 1):
        began = time.perf_counter()
        run(work())
        if turn:
            found.append((time.perf_counter() - began) * 1000)
    return mathematics.median(found)


def measure(kind: str) -> None:
    """Print the table for one database."""
    if kind == "sqlite":
        database.use(SQLite(f"{conftest.DATA}/bench.sqlite"))
    else:
        run(conftest._execute("CREATE DATABASE bench_offices"))
        database.use(Postgres(postgres.address("bench_offices")))
    run(database.open_database())
    run(database.create_tables())
    run(_settle())
    unit = run(Declaration.select(Declaration.unit).first())["unit"]
    before = 0
    for size in SIZES:
        run(grow(before, size))
        before = size
        print(
            f"{kind}, {run(Declaration.count()):,} declarations, {run(SearchGram.count()):,} grams",
            flush=True,
        )
        for label, words in QUERIES.items():
            everywhere = took(lambda words=words: search.find(search.Query(words), None))
            one = took(lambda words=words: search.find(search.Query(words), (unit,)))
            print(f"  {label:32} {everywhere:8.2f} ms, in one unit {one:8.2f} ms", flush=True)
        print(f"  {'refresh of the index':32} {took(search.refresh):8.2f} ms")
        print(f"  {'counting statistics':32} {took(lambda: statistics.count('all', None), 3):8.2f} ms")

        async def page() -> None:
            found = await statistics.figures(None)
            await statistics.tables(found, 2026)

        print(f"  {'statistics of a page':32} {took(page):8.2f} ms", flush=True)
    run(database.close_database())
    if kind == "postgres":
        run(conftest._execute("DROP DATABASE bench_offices WITH (FORCE)"))


if __name__ == "__main__":
    with clock.frozen(clock.now()):
        for each in sys.argv[1:] or ["sqlite", "postgres"]:
            measure(each)
