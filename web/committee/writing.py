"""Many rows at once: in pieces, since a statement of SQLite or PostgreSQL takes at most about 32,000 values."""

from collections.abc import Sequence

from web.database.table import Table

PIECE = 2000


async def insert_all(table: type[Table], rows: Sequence[Table]) -> None:
    """Insert `rows` in their order, within the caller's transaction."""
    for at in range(0, len(rows), PIECE):
        await table.insert(*rows[at : at + PIECE])
