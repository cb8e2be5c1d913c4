"""One SQLite connection: how it is opened, how a statement runs on it."""

import sqlite3
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from piccolo.engine.sqlite import convert_int_out
from piccolo.utils.encoding import load_json

Row = dict[str, Any]
PATIENCE = 30.0  # seconds that a writer waits for another process


def _whole(value: bytes) -> int:
    try:
        return int(value)
    except ValueError:
        return int(convert_int_out(value))


def _moment(value: bytes) -> datetime:
    return datetime.fromisoformat(value.decode()).replace(tzinfo=UTC)


# Piccolo's converters go through Decimal and a decorator for every value; these are the same, direct.
sqlite3.register_converter("INTEGER", _whole)
sqlite3.register_converter("TIMESTAMPTZ", _moment)
sqlite3.register_converter("JSON", load_json)


def opened(path: str, *, reads_only: bool, synchronous: str) -> sqlite3.Connection:
    """A connection to `path`, in WAL mode, with foreign keys; the busy timeout is set before anything else."""
    connection = sqlite3.connect(
        path,
        timeout=PATIENCE,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=512,
        detect_types=sqlite3.PARSE_DECLTYPES | sqlite3.PARSE_COLNAMES,
    )
    try:
        _enter_wal(connection)
        connection.execute(f"PRAGMA synchronous = {synchronous}")
        connection.execute("PRAGMA foreign_keys = 1")
        connection.execute("PRAGMA cache_size = -16384")
        # The reader waits for locks inside SQLite; the writer asks again, so that it never holds up the event loop.
        connection.execute("PRAGMA query_only = 1" if reads_only else "PRAGMA busy_timeout = 0")
    except BaseException:
        connection.close()
        raise
    return connection


def _enter_wal(connection: sqlite3.Connection) -> None:
    deadline = time.monotonic() + PATIENCE
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:  # SQLite does not wait here when another process does the same
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)


def run(connection: sqlite3.Connection, query: str, args: Sequence[Any] = ()) -> list[Row]:
    """Run one statement to its end; the rows it returns, each a dict by column."""
    cursor = connection.execute(query, args)
    try:
        rows = cursor.fetchall()
        if not rows:
            return []
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in rows]
    finally:
        cursor.close()


def begin(connection: sqlite3.Connection) -> bool:
    """Start to write, at once or not at all: False when another process is writing."""
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
            return False
        raise
    return True


def commit(connection: sqlite3.Connection) -> None:
    """To the disk; when that fails, nothing of the transaction remains."""
    try:
        connection.execute("COMMIT")
    except BaseException:
        rollback(connection)
        raise


def rollback(connection: sqlite3.Connection) -> None:
    """Undo; nothing to do when SQLite has already done so, as it does when the disk is full."""
    if connection.in_transaction:
        with suppress(sqlite3.OperationalError):
            connection.execute("ROLLBACK")
