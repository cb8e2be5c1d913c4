"""What the columns of a draft may be, as lists of the draft's own series, levels and committees, by name."""

from typing import Any

from web.office.years import rows_of

Row = dict[str, Any]
Names = dict[str, dict[str, str]]
"""For each column that has a list: what its codes are called."""

NOTICES = {"notice": "填报须知", "commitment": "诚信承诺书"}
RULES = {"rule": "申报条件", "check": "每份申报都检查"}
OWN = {
    ("levels", "level"),
    ("committees", "level"),
    ("tracks", "track"),
    ("types", "type"),
    ("titles", "track"),
}
"""Columns that define a code instead of naming one, or are of another list."""


async def of_draft(draft: int) -> Names:
    """The lists of one draft: series, level, committee, type, section."""
    return {
        "series": await _named(draft, "series", "code", "name"),
        "level": await _named(draft, "levels", "level", "name"),
        "committee": await _named(draft, "committees", "code", "name"),
        "type": await _named(draft, "types", "type", "name"),
        "section": await _named(draft, "sections", "section", "title"),
    }


async def _named(draft: int, table: str, code: str, name: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in await rows_of(draft, table):
        found.setdefault(row["columns"][code], row["columns"][name])
    return found


def of_column(names: Names, table: str, column: str) -> dict[str, str]:
    """The list of one column of one table, empty where anything may be written."""
    if column == "kind":
        return {"notices": NOTICES, "rules": RULES}.get(table, {})
    return {} if (table, column) in OWN else names.get(column, {})


def coded(names: Names, table: str, texts: dict[str, str]) -> dict[str, str]:
    """Texts in which what was written by its name stands as its code, where no two codes share the name."""
    found = {}
    for column, text in texts.items():
        known = of_column(names, table, column)
        codes = (
            [code for code, name in known.items() if name == text.strip()]
            if text.strip() not in known
            else []
        )
        found[column] = codes[0] if len(codes) == 1 else text
    return found


def named(names: Names, table: str, columns: Row) -> Row:
    """Columns in which codes stand as what they are called."""
    return {
        column: of_column(names, table, column).get(value, value) if isinstance(value, str) else value
        for column, value in columns.items()
    }
