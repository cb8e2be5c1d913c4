"""Many tasks in two processes on one SQLite file, against Piccolo's stock engine in the same run.

    python -m tests.bench.database --seconds 30

Three tasks of four read 25 rows of 12 columns, the fourth raises a shared counter and adds a row, in one
transaction, again and again. Afterwards the counters, the rows and what was acknowledged must agree.
"""

import argparse
import asyncio
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

COUNTERS = 8
COLUMNS = "abcdefghij"


def prepare(path: Path) -> None:
    """The same file for both engines, already in WAL mode, which favours the stock engine."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE counter (id INTEGER PRIMARY KEY NOT NULL, value INTEGER NOT NULL)")
    columns = ", ".join(f"{name} VARCHAR(60) NOT NULL DEFAULT ''" for name in COLUMNS)
    connection.execute(
        f"CREATE TABLE entry (id INTEGER PRIMARY KEY NOT NULL, unit INTEGER NOT NULL, {columns})"
    )
    connection.execute("CREATE INDEX entry_unit ON entry (unit, id)")
    connection.executemany("INSERT INTO counter VALUES (?, 0)", [(n + 1,) for n in range(COUNTERS)])
    connection.executemany(
        f"INSERT INTO entry (unit, {', '.join(COLUMNS)}) VALUES (?{', ?' * len(COLUMNS)})",
        [(n % 40, *["工程技术人员"] * len(COLUMNS)) for n in range(4000)],
    )
    connection.commit()
    connection.close()


async def work(engine: Any, transaction: Callable[[], Any], tasks: int, seconds: float) -> dict[str, Any]:
    """What one server process does."""
    from piccolo.columns import Integer, Varchar
    from piccolo.table import create_table_class

    names: dict[str, Any] = {name: Varchar(60) for name in COLUMNS}
    entries: Any = create_table_class(
        "Entry", class_kwargs={"db": engine}, class_members={"unit": Integer(), **names}
    )
    counters: Any = create_table_class(
        "Counter", class_kwargs={"db": engine}, class_members={"value": Integer()}
    )
    done: Counter[str] = Counter()
    longest: dict[str, float] = {"read": 0.0, "write": 0.0}
    end = time.monotonic() + seconds

    async def read() -> None:
        unit = random.randrange(40)
        rows = await entries.select().where(entries.unit == unit).order_by(entries.id).limit(25)
        assert len(rows) == 25

    async def write() -> None:
        number = random.randrange(COUNTERS) + 1
        async with transaction():
            before = await counters.select(counters.value).where(counters.id == number).first()
            await entries.insert(entries(unit=1000 + number))
            await counters.update({"value": before["value"] + 1}).where(counters.id == number)

    async def again(name: str, act: Callable[[], Awaitable[None]]) -> None:
        while time.monotonic() < end:
            started = time.monotonic()
            try:
                await act()
                done[name] += 1
            except Exception as error:
                done["locked" if "locked" in str(error) else "other"] += 1
            longest[name] = max(longest[name], time.monotonic() - started)

    started = time.monotonic()
    await asyncio.gather(
        *(again("write", write) if n % 4 == 0 else again("read", read) for n in range(tasks))
    )
    return {**done, "seconds": time.monotonic() - started, "longest": longest}


def child(engine_name: str, path: str, tasks: int, seconds: float) -> None:
    if engine_name == "stock":
        from piccolo.engine.sqlite import SQLiteEngine, TransactionType

        stock = SQLiteEngine(path=path)
        report = asyncio.run(
            work(stock, lambda: stock.transaction(TransactionType.immediate), tasks, seconds)
        )
        print(json.dumps(report), flush=True)
        os._exit(0)  # a failed BEGIN leaves a thread behind, for which the process would wait for ever
    from web import database
    from web.database.sqlite import SQLite

    ours = SQLite(path)
    database.use(ours)
    print(json.dumps(asyncio.run(work(ours, database.transaction, tasks, seconds))), flush=True)


def measure(engine_name: str, processes: int, tasks: int, seconds: float) -> dict[str, Any]:
    """Run the processes; their sums, rates by second, and what was lost."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.sqlite"
        prepare(path)
        command = [sys.executable, "-m", "tests.bench.database", "--child", engine_name, "--path", str(path),
                   "--tasks", str(tasks), "--seconds", str(seconds)]  # fmt: skip
        environment = {**os.environ, "ZHICHENG_DATA": folder}
        running = [
            subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) for _ in range(processes)
        ]
        reports = [json.loads(each.communicate()[0]) for each in running]
        connection = sqlite3.connect(path)
        (counted,) = connection.execute("SELECT sum(value) FROM counter").fetchone()
        (added,) = connection.execute("SELECT count(*) FROM entry WHERE unit >= 1000").fetchone()
        connection.close()
    total = {
        name: sum(each.get(name, 0) for each in reports) for name in ("read", "write", "locked", "other")
    }
    took = max(each["seconds"] for each in reports)
    return {
        "reads/s": total["read"] / took,
        "writes/s": total["write"] / took,
        "database is locked": total["locked"],
        "other errors": total["other"],
        "lost writes": total["write"] - min(counted, added) + abs(counted - added),
        "longest read ms": 1000 * max(each["longest"]["read"] for each in reports),
        "longest write ms": 1000 * max(each["longest"]["write"] for each in reports),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--tasks", type=int, default=64, help="in each process")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--child", choices=["ours", "stock"])
    parser.add_argument("--path", default="")
    asked = parser.parse_args()
    if asked.child:
        child(asked.child, asked.path, asked.tasks, asked.seconds)
        return 0
    ours, stock = (measure(name, asked.processes, asked.tasks, asked.seconds) for name in ("ours", "stock"))
    print(f"{asked.processes} processes, {asked.tasks} tasks in each, {asked.seconds:g} s for each engine")
    print(f"{'':20}{'ours':>12}{'stock':>12}{'ratio':>8}")
    for name in ours:
        ratio = f"{ours[name] / stock[name]:8.2f}" if name.endswith("/s") and stock[name] else ""
        print(f"{name:20}{ours[name]:12.0f}{stock[name]:12.0f}{ratio}")
    return 1 if ours["database is locked"] or ours["other errors"] or ours["lost writes"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
