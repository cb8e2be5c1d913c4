"""A table of a draft as a sheet: judged row by row first, then taken in."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from web.office import lists
from web.office.shapes import SHAPES, code_of
from web.office.years import read_row, remove, rows_of, save
from web.sheet.reading import Line

Row = dict[str, Any]


class Judged(NamedTuple):
    """One row of a sheet: its number, code, what it would do (new, changed, same, removed, wrong), and in words."""

    number: int
    code: str
    outcome: str
    sentence: str
    columns: Row


DELETE = "删除"


async def judge(draft: int, table: str, lines: Sequence[Line]) -> list[Judged]:
    """Every row of a sheet with what it would do to the draft; nothing is written."""
    shape = SHAPES[table]
    there = {row["code"]: row for row in await rows_of(draft, table)}
    names = await lists.of_draft(draft)
    seen: dict[str, int] = {}
    found = []
    for line in lines:
        texts = {name: line.cells.get(column.label, "") for name, column in shape.columns.items()}
        columns, wrong = read_row(shape, lists.coded(names, table, texts))
        code = "" if wrong else code_of(shape, columns)
        sentence = "；".join(wrong.values())
        if not sentence and code in seen:
            sentence = f"与第 {seen[code]} 行是同一项"
        seen.setdefault(code, line.number)
        known = there.get(code)
        if sentence:
            outcome = "wrong"
        elif line.cells.get(DELETE) == "是":
            outcome, sentence = ("removed", "从草稿中删去") if known else ("wrong", "要删的这一项不在草稿里")
        elif known is None:
            outcome = "new"
        else:
            differing = [
                column.label
                for name, column in shape.columns.items()
                if known["columns"].get(name) != columns[name]
            ]
            outcome, sentence = ("changed", f"改动：{'、'.join(differing)}") if differing else ("same", "")
        found.append(Judged(line.number, code, outcome, sentence, columns))
    return found


async def take(draft: int, table: str, lines: Sequence[Line]) -> dict[str, int]:
    """Write a sheet into the draft, inside the caller's transaction; how many rows had which outcome."""
    ids = {row["code"]: row["id"] for row in await rows_of(draft, table, removed=True)}
    counts: dict[str, int] = {}
    for each in await judge(draft, table, lines):
        counts[each.outcome] = counts.get(each.outcome, 0) + 1
        if each.outcome in ("new", "changed"):
            await save(draft, table, ids.get(each.code), each.columns)
        elif each.outcome == "removed":
            await remove(ids[each.code], True)
    return counts
