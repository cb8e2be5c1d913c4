"""What the columns of a draft may be, as lists of the draft's own series, levels and committees, by name."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from web.office.shapes import COMMAS, SHAPES
from web.office.years import rows_of

Row = dict[str, Any]
Names = dict[str, dict[str, str]]
"""For each column that has a list: what its codes are called."""

NOTICES = {"notice": "填报须知", "commitment": "诚信承诺书"}
RULES = {"rule": "申报条件", "check": "每份申报都检查"}
ROUTES = {
    "normal": "正常晋升", "initial": "初定", "exam": "以考代评", "exam_plus_review": "考评结合", "first": "首次申报",
    "transfer": "转评", "confirm": "确认", "exceptional": "破格", "green": "绿色通道", "assess": "考核认定",
    "directed": "定向评价", "skill": "高技能人才",
}  # fmt: skip
"""The routes by which a title is obtained: which conditions apply (web/catalogue/contents.py)."""

SAME = {
    "levels": "level",
    "routes": "route",
    "evaluations": "evaluation",
    "tracks": "track",
    "group_code": "group",
}
"""Columns that name what another column's list names."""

OWN = {
    ("levels", "level"),
    ("committees", "level"),
    ("tracks", "track"),
    ("levels", "evaluation"),
    ("types", "type"),
    ("specialties", "group_code"),
}
"""Columns that define a code instead of naming one, or are of another list."""


async def of_draft(draft: int) -> Names:
    """The lists of one draft: what its series, levels, committees and the like are called."""
    return {
        "series": await _named(draft, "series", "code", "name"),
        "level": await _named(draft, "levels", "level", "name"),
        "committee": await _named(draft, "committees", "code", "name"),
        "type": await _named(draft, "types", "type", "name"),
        "section": await _named(draft, "sections", "section", "title"),
        "track": await _named(draft, "tracks", "track", "name"),
        "group": await _named(draft, "specialties", "group_code", "group_name"),
        "evaluation": await _named(draft, "levels", "evaluation", "evaluation_name"),
        "route": ROUTES,
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
    return {} if (table, column) in OWN else names.get(SAME.get(column, column), {})


def coded(names: Names, table: str, texts: dict[str, str]) -> dict[str, str]:
    """Texts in which what was written by its name stands as its code, where no two codes share the name."""
    found = {}
    for name, column in SHAPES[table].columns.items():
        known, text = of_column(names, table, name), texts.get(name, "")
        parts = _items(known, text) if known and column.kind == "list" else [text.strip()]
        found[name] = "、".join(_code(known, part) for part in parts) if known else text
    return found


def _items(known: dict[str, str], text: str) -> Iterator[str]:
    """The items of a list, of which some are called by names with commas in them: the longest name that fits is one."""
    names = sorted({*known, *known.values()}, key=len, reverse=True)
    rest = text.strip()
    while rest:
        ends = (
            name
            for name in names
            if name and rest.startswith(name) and rest[len(name) : len(name) + 1] in COMMAS
        )
        item = next(ends, "") or re.split(f"[{COMMAS}]", rest)[0]
        if item.strip():
            yield item.strip()
        rest = rest[len(item) :].lstrip(f"{COMMAS} ")


def _code(known: dict[str, str], text: str) -> str:
    codes = [code for code, name in known.items() if name == text] if text not in known else []
    return codes[0] if len(codes) == 1 else text


def named(names: Names, table: str, columns: Row) -> Row:
    """Columns in which codes stand as what they are called."""
    return _told(names, table, columns, lambda known, code: known.get(code, code))


def written(names: Names, table: str, columns: Row) -> Row:
    """The same for a sheet that is sent back: a name that two codes share says neither, and stays a code."""

    def name_of(known: dict[str, str], code: str) -> str:
        name = known.get(code, code)
        return name if _code(known, name) == code else code

    return _told(names, table, columns, name_of)


def _told(names: Names, table: str, columns: Row, name_of: Callable[[dict[str, str], str], str]) -> Row:
    found: Row = {}
    for column, value in columns.items():
        known = of_column(names, table, column)
        if isinstance(value, list):
            found[column] = [name_of(known, each) if isinstance(each, str) else each for each in value]
        else:
            found[column] = name_of(known, value) if isinstance(value, str) else value
    return found
