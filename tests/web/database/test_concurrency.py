"""Many tasks and two processes on one database: nothing is lost, nothing hangs, nothing leaks."""

import asyncio
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from piccolo.columns import BigInt, Varchar
from piccolo.engine.exceptions import TransactionError
from piccolo.table import Table

from tests.support import run
from web.database import close_database, create_tables, engine, savepoint, slowly, transaction
from web.database.sqlite import SQLite


class Turnstile(Table):
    name = Varchar(unique=True)
    value = BigInt()


@pytest.fixture
def tally(database: str) -> Iterator[str]:
    run(create_tables(Turnstile))
    run(Turnstile.insert(Turnstile(name="shared", value=0)))
    yield database


async def value() -> int:
    row = await Turnstile.select(Turnstile.value).where(Turnstile.name == "shared").first()
    assert row is not None
    return int(row["value"])


async def raised() -> None:
    """Read, then write what was read plus one: loses updates unless transactions exclude each other."""
    async with transaction():
        if isinstance(engine(), SQLite):
            before = await value()
            await Turnstile.update({Turnstile.value: before + 1}).where(Turnstile.name == "shared")
        else:
            await Turnstile.update({Turnstile.value: Turnstile.value + 1}).where(Turnstile.name == "shared")


def test_sixty_four_tasks_lose_no_write(tally: str) -> None:
    async def reading() -> None:
        for _ in range(20):
            assert await value() >= 0

    async def story() -> None:
        await asyncio.gather(*(raised() if n % 2 else reading() for n in range(64)))

    run(story())
    assert run(value()) == 32


WRITER = """
import asyncio, sys
from tests.web.database.test_concurrency import raised
from web import database
from web.database.sqlite import SQLite
database.use(SQLite(sys.argv[1]))
async def story():
    await asyncio.gather(*(raised() for _ in range(8) for _ in range(8)))
asyncio.run(story())
"""


def test_two_processes_lose_no_write_and_exit_by_themselves(tally: str) -> None:
    if tally != "sqlite":
        pytest.skip("PostgreSQL serves many processes by nature")
    path = str(engine().path)  # type: ignore[union-attr]
    others = [subprocess.Popen([sys.executable, "-c", WRITER, path]) for _ in range(2)]

    async def story() -> None:
        await asyncio.gather(*(raised() for _ in range(32)))

    run(story())
    assert [other.wait(20) for other in others] == [0, 0]
    assert run(value()) == 32 + 64 + 64


def test_a_failed_transaction_leaves_nothing(tally: str) -> None:
    async def story() -> None:
        with pytest.raises(ZeroDivisionError):
            async with transaction():
                await Turnstile.insert(Turnstile(name="gone", value=1))
                _ = 1 / 0
        assert await Turnstile.count() == 1
        await raised()

    run(story())
    assert run(value()) == 1


@pytest.mark.parametrize("pauses", [0, 1, 2, 3, 5, 8])
def test_a_cancelled_task_rolls_back_and_frees_the_writer(tally: str, pauses: int) -> None:
    async def interrupted() -> None:
        async with transaction():
            await Turnstile.insert(Turnstile(name="half", value=1))
            await asyncio.sleep(10)

    async def story() -> None:
        tasks = [asyncio.create_task(interrupted()) for _ in range(3)]
        for _ in range(pauses):
            await asyncio.sleep(0.002)
        for task in tasks:
            task.cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        assert all(isinstance(result, asyncio.CancelledError) for result in results)
        async with asyncio.timeout(5):
            await raised()
        assert await Turnstile.count() == 1

    run(story())
    assert run(value()) == 1


def test_cancelled_while_committing_it_is_whole_or_absent(tally: str) -> None:
    async def story() -> None:
        for n in range(20):
            task = asyncio.create_task(raised())
            for _ in range(n % 7):
                await asyncio.sleep(0)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        before = await value()
        await raised()
        assert await value() == before + 1

    run(story())


def test_nested_is_a_savepoint(tally: str) -> None:
    async def story() -> list[str]:
        async with transaction():
            await Turnstile.insert(Turnstile(name="outer"))
            with pytest.raises(ValueError, match="inner"):
                async with transaction():
                    await Turnstile.insert(Turnstile(name="inner"))
                    raise ValueError("inner")
            async with savepoint():
                await Turnstile.insert(Turnstile(name="kept"))
        rows = await Turnstile.select(Turnstile.name).order_by(Turnstile.name)
        return [row["name"] for row in rows]

    assert run(story()) == ["kept", "outer", "shared"]


def test_a_savepoint_needs_a_transaction(tally: str) -> None:
    async def story() -> None:
        with pytest.raises(TransactionError, match="a savepoint needs a transaction around it"):
            async with savepoint():
                pass

    run(story())


def test_another_task_may_not_use_the_transaction(tally: str) -> None:
    async def story() -> None:
        async with transaction():
            with pytest.raises(TransactionError, match="belongs to the task that opened it"):
                await asyncio.gather(value(), value())
            later = asyncio.create_task(_after_a_while())
        assert await later == 0  # the transaction it was started in has ended: an ordinary read

    async def _after_a_while() -> int:
        await asyncio.sleep(0.05)
        return await value()

    run(story())


def test_slow_reads_run_beside_the_event_loop(tally: str) -> None:
    async def story() -> int:
        with slowly():
            return await value()

    assert run(story()) == 0


def test_several_event_loops_one_after_another(tally: str) -> None:
    for expected in (1, 2, 3):
        asyncio.run(raised())
        assert asyncio.run(value()) == expected
    assert run(value()) == 3


def test_a_begin_that_fails_leaks_nothing(
    tally: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if tally != "sqlite":
        pytest.skip("about the file lock of SQLite")
    import sqlite3

    from web.database import connection

    monkeypatch.setattr(connection, "PATIENCE", 0.05)
    run(raised())
    threads = threading.active_count()
    other = sqlite3.connect(str(engine().path), isolation_level=None)  # type: ignore[union-attr]
    other.execute("BEGIN IMMEDIATE")
    for _ in range(3):
        with pytest.raises(sqlite3.OperationalError, match="database is locked"):
            run(raised())
    other.execute("ROLLBACK")
    run(raised())
    assert run(value()) == 2
    assert threading.active_count() == threads
    run(close_database())
    assert not [each for each in threading.enumerate() if each.name.startswith("database-")]
    other.close()
