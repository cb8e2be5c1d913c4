"""The database: SQLite embedded, or PostgreSQL when DATABASE_URL says so; the same for everyone above.

async with transaction():            # writes that belong together; await nothing in it but the database
    ...
async with savepoint():              # inside one: what may fail alone, such as a duplicate
    ...
with slowly():                       # a report or a search: does not hold up the others
    ...
"""

import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal

from piccolo.engine.exceptions import TransactionError
from piccolo.table import TABLE_REGISTRY

from web.database.absent import is_absent
from web.database.columns import Json
from web.database.sqlite import SQLite, slowly
from web.settings import settings

os.environ["PICCOLO_CONF"] = "web.piccolo_conf"

__all__ = [
    "Json", "close_database", "create_tables", "dialect", "engine", "generate", "is_absent", "is_duplicate", "migrate",
    "migrations_pending", "open_database", "savepoint", "slowly", "transaction", "use",
]  # fmt: skip

if settings.database_url:
    from web.database.postgres import Postgres

    _engine: "SQLite | Postgres" = Postgres(settings.database_url)
else:
    _engine = SQLite(str(settings.sqlite_path))


def engine() -> "SQLite | Postgres":
    """The engine in use. Ask each time; do not keep it."""
    return _engine


def use(other: "SQLite | Postgres") -> None:
    """From now on every table is in `other` (tests, the bench)."""
    global _engine
    _engine = other
    for table in TABLE_REGISTRY:
        table._meta._db = other


def dialect() -> Literal["sqlite", "postgres"]:
    """Which database: for the few queries that must differ."""
    return "sqlite" if isinstance(_engine, SQLite) else "postgres"


@asynccontextmanager
async def transaction() -> AsyncIterator[None]:
    """All or nothing. On SQLite IMMEDIATE, one at a time; inside another transaction, a savepoint."""
    if _engine.transaction_exists():
        async with savepoint():
            yield
    else:
        async with _engine.transaction():
            yield


@asynccontextmanager
async def savepoint() -> AsyncIterator[None]:
    """Within a transaction: if the block fails, only what the block did is undone. TransactionError outside one."""
    current = _engine.current_transaction.get()
    if current is None:
        raise TransactionError("a savepoint needs a transaction around it")
    point = await current.savepoint()
    try:
        yield
    except BaseException:
        await point.rollback_to()
        await point.release()
        raise
    await point.release()


def is_duplicate(error: BaseException) -> bool:
    """Whether `error` says that a unique value is there already. Catch it around a savepoint or a transaction."""
    if isinstance(error, sqlite3.IntegrityError):
        return getattr(error, "sqlite_errorname", "") in (
            "SQLITE_CONSTRAINT_UNIQUE",
            "SQLITE_CONSTRAINT_PRIMARYKEY",
        )
    return getattr(error, "sqlstate", "") == "23505"  # unique_violation, PostgreSQL Appendix A


async def open_database() -> None:
    """At start: PostgreSQL's pool. SQLite opens by itself."""
    if not isinstance(_engine, SQLite):
        await _engine.open()


async def close_database() -> None:
    """At the end: close every connection and thread. The next query, or open_database(), opens again."""
    if isinstance(_engine, SQLite):
        _engine.close()
    else:
        await _engine.close()


from web.database.migrations import create_tables, generate, migrate, migrations_pending
