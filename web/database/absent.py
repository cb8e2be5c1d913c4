"""Whether the database is away: stopped, restarting, full or overrun, so that the same request may succeed later."""

import sqlite3

from asyncpg import InterfaceError, InternalClientError

AWAY = ("08", "53", "57P")
"""Classes of SQLSTATE (PostgreSQL, Appendix A): connection, resources, stopping and starting."""
AWAY_SQLITE = ("SQLITE_BUSY", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN")


class Absent(ConnectionError):
    """No connection to PostgreSQL could be made."""


def is_absent(error: BaseException) -> bool:
    """Whether `error` says that the database is away, and nothing about the question that it was asked."""
    if isinstance(error, sqlite3.OperationalError):
        return getattr(error, "sqlite_errorname", "").startswith(AWAY_SQLITE)
    if isinstance(error, ConnectionError) or type(error) in (InterfaceError, InternalClientError):
        return True  # the driver's words for a connection that ended under the question, or just before it
    return str(getattr(error, "sqlstate", None) or "").startswith(AWAY)
