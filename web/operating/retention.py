"""What is kept how long: terms as data, told before they are applied."""

import json
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from piccolo.conf.apps import table_finder

from web import clock
from web.database import transaction
from web.database.modules import modules_with_tables
from web.database.table import Table

FILE = Path(__file__).parent / "retention.json"


class Term(NamedTuple):
    """One term: rows of `table` whose `column` is older than `days` (and `where`, SQL of our own data) may go."""

    what: str
    table: type[Table]
    column: str
    days: int
    where: str
    why: str


def terms(path: Path = FILE) -> list[Term]:
    """The terms of the file; KeyError for a table or a column that there is not."""
    ours = table_finder(
        modules_with_tables(), exclude_imported=True
    )  # a command line has imported few of them
    tables = {table._meta.tablename: table for table in ours}
    found = []
    for entry in json.loads(path.read_text(encoding="utf-8"))["terms"]:
        table = tables[entry["table"]]
        if entry["column"] not in {column._meta.name for column in table._meta.columns}:
            raise KeyError(f"{entry['table']}.{entry['column']}")
        found.append(Term(**{**entry, "table": table}))
    return found


async def apply(*, do: bool) -> list[tuple[str, int]]:
    """(what, how many rows) of every term that has run out; the rows are deleted where `do` says so."""
    found = []
    for term in terms():
        before = clock.now() - timedelta(days=term.days)
        table = term.table._meta.tablename
        of = f'FROM "{table}" WHERE "{term.column}" < {{}}' + (f" AND {term.where}" if term.where else "")
        async with transaction():
            count = (await term.table.raw(f"SELECT count(*) AS n {of}", before))[0]["n"]
            if do and count:
                await term.table.raw(f"DELETE {of}", before)
        found.append((term.what, int(count)))
    return found
