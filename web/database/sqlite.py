"""The embedded database: kept connections, reads on the event loop, one writer, its COMMIT in a thread."""

import asyncio
import os
import random
import re
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from piccolo.engine.sqlite import SQLiteEngine, SQLiteTransaction, TransactionType

from web.database import connection
from web.database.connection import Row
from web.database.current import CurrentTransaction
from web.database.ddl import translated
from web.database.slices import Slices
from web.database.turn import Turn, settled

_slow: ContextVar[bool] = ContextVar("slow", default=False)
_WRITES = re.compile(r"\b(insert|update|delete)\b", re.IGNORECASE)


@contextmanager
def slowly() -> Iterator[None]:
    """Reads within run in a thread: for reports, exports and searches, which would hold up everybody else."""
    token = _slow.set(True)
    try:
        yield
    finally:
        _slow.reset(token)


class SQLite(SQLiteEngine):
    """Piccolo's engine on kept connections. Several processes may share the file.

    Overrides Piccolo's get_connection, _run_in_new_connection and _run_in_existing_connection; the contract
    test tells when a new version of Piccolo calls them differently.
    """

    def __init__(self, path: str, synchronous: str = "FULL") -> None:
        self.synchronous = synchronous
        super().__init__(path=path, timeout=connection.PATIENCE)
        self.current_transaction = CurrentTransaction("sqlite_transaction")  # type: ignore[assignment]
        self.turn = Turn()
        self._forget()
        os.register_at_fork(after_in_child=self._forget)

    def _forget(self) -> None:
        self._inherited = getattr(self, "_open", None)  # a parent's connections: never used, never closed
        self._open: list[sqlite3.Connection] = []
        self._guard = threading.Lock()
        self._here: sqlite3.Connection | None = None
        self._write: sqlite3.Connection | None = None
        self._local = threading.local()
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="database-writer")
        self._readers = ThreadPoolExecutor(2, thread_name_prefix="database-reader")
        self._slices: Slices | None = None
        self.turn = Turn()

    def close(self) -> None:
        """Close every connection and end the threads; the next query opens them again."""
        self._writer.shutdown(wait=True)
        self._readers.shutdown(wait=True)
        for each in self._open:
            each.close()
        self._forget()

    def _new(self, *, reads_only: bool) -> sqlite3.Connection:
        new = connection.opened(str(self.path), reads_only=reads_only, synchronous=self.synchronous)
        self._open.append(new)
        return new

    def writing(self) -> sqlite3.Connection:
        """The connection that writes; used by whoever has the turn."""
        with self._guard:
            self._write = self._write or self._new(reads_only=False)
            return self._write

    def _reading(self) -> sqlite3.Connection:
        with self._guard:
            self._here = self._here or self._new(reads_only=True)
            return self._here

    def _reading_in_thread(self) -> sqlite3.Connection:
        mine: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if mine is None:
            mine = self._local.connection = self._new(reads_only=True)
        return mine

    async def in_writer(self, work: Callable[..., Any], *args: Any) -> Any:
        """Run `work(connection, *args)` in the writer's thread; never abandoned half-way."""
        return await settled(self._writer, lambda: work(self.writing(), *args))

    async def begin(self) -> None:
        """Start to write; called by whoever has the turn. Waits for other processes without blocking the loop."""
        if self._write is None:
            await self.in_writer(bool)  # opening may wait for the disk
        deadline = time.monotonic() + connection.PATIENCE
        while not connection.begin(self.writing()):
            if time.monotonic() > deadline:
                raise sqlite3.OperationalError(
                    "database is locked: another process has been writing for too long"
                )
            await asyncio.sleep(random.uniform(0.0003, 0.002))

    async def _run_in_new_connection(
        self, query: str, args: Sequence[Any] | None = None, query_type: str = "generic", table: Any = None
    ) -> list[Row]:
        if not _reads(query):
            return await self._run_alone(query, args or ())
        loop = asyncio.get_running_loop()
        if _slow.get():
            return await loop.run_in_executor(
                self._readers, lambda: connection.run(self._reading_in_thread(), query, args or ())
            )
        if self._slices is None or self._slices.loop is not loop:
            self._slices = Slices(loop)
        rows: list[Row] = await self._slices.run(lambda: connection.run(self._reading(), query, args or ()))
        return rows

    async def _run_alone(self, query: str, args: Sequence[Any]) -> list[Row]:
        """A write without a transaction around it gets its own; PRAGMA and VACUUM bear none."""
        if query.lstrip()[:6].upper() not in ("PRAGMA", "VACUUM"):
            async with self.transaction() as alone:
                return await self._run_in_existing_connection(alone.connection, query, args)
        await self.turn.take()
        try:
            rows: list[Row] = await self.in_writer(connection.run, query, args)
            return rows
        finally:
            self.turn.give_up()

    async def _run_in_existing_connection(
        self,
        connection: "Held",
        query: str,
        args: Sequence[Any] | None = None,
        query_type: str = "generic",
        table: Any = None,
    ) -> list[Row]:
        return await connection.fetch(query, args or ())

    async def run_ddl(self, ddl: str, in_pool: bool = False) -> Any:
        """As Piccolo's, after translating what SQLite cannot do (see web/database/ddl.py)."""
        statements = translated(ddl)
        if isinstance(statements, list):
            return [await super(SQLite, self).run_ddl(each, in_pool=in_pool) for each in statements]
        async with self.transaction():
            return await self.in_writer(statements)

    def transaction(
        self, transaction_type: TransactionType = TransactionType.immediate, allow_nested: bool = True
    ) -> "Transaction":
        """Always IMMEDIATE, whatever is asked: a deferred one that turns to writing fails when others write."""
        return Transaction(self, TransactionType.immediate, allow_nested)


def _reads(query: str) -> bool:
    word = query.lstrip(" \t\r\n(")[:7].upper()
    if word.startswith(("SELECT", "EXPLAIN", "VALUES")):
        return True
    if word.startswith("PRAGMA"):
        return "=" not in query
    return word.startswith("WITH") and not _WRITES.search(query)


class Held:
    """The writing connection, as an open transaction holds it."""

    def __init__(self, engine: SQLite) -> None:
        self.engine = engine

    async def fetch(self, query: str, args: Sequence[Any] = ()) -> list[Row]:
        """Inline: within BEGIN IMMEDIATE no statement waits for a lock, and only COMMIT waits for the disk."""
        if _slow.get():
            rows: list[Row] = await self.engine.in_writer(connection.run, query, args)
            return rows
        return connection.run(self.engine.writing(), query, args)

    async def execute(self, query: str) -> None:
        await self.fetch(query)


class Transaction(SQLiteTransaction):
    """BEGIN IMMEDIATE in turn; whatever happens, the turn is given up."""

    ended = False

    async def __aenter__(self) -> Any:
        if self._parent is not None:
            return self._parent
        engine: SQLite = self.engine  # type: ignore[assignment]
        await engine.turn.take()
        try:
            await engine.begin()
        except BaseException:
            engine.turn.give_up()
            raise
        self.connection = Held(engine)
        self.context = engine.current_transaction.set(self)
        return self

    async def commit(self) -> None:
        self._committed = True
        await self.engine.in_writer(connection.commit)  # type: ignore[attr-defined]

    async def rollback(self) -> None:
        self._rolled_back = True
        connection.rollback(self.engine.writing())  # type: ignore[attr-defined]

    async def __aexit__(self, exception_type: object, exception: object, traceback: object) -> bool:
        if self._parent is not None:
            return False
        engine: SQLite = self.engine  # type: ignore[assignment]
        try:
            if not (self._committed or self._rolled_back):
                await (self.rollback() if exception_type else self.commit())
        finally:
            self.ended = True
            engine.current_transaction.reset(self.context)
            engine.turn.give_up()
        return False
