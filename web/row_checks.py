"""Rules between the fields and the rows of one section; each makes a function from rows to complaints."""

from collections.abc import Callable, Sequence

from web import clock
from web.columns import Values

Complaint = tuple[int, str, str]
"""(row id, 0 for the whole section; field name, "" for the row itself; the sentence)."""
Rows = Sequence[Values]
RowCheck = Callable[[Rows], list[Complaint]]
"""Rows are mappings with "id" and a value for each column: a Date is a date, an empty text is ""."""


def together(*checks: RowCheck) -> RowCheck:
    """All the complaints of `checks`, in their order."""
    return lambda rows: [complaint for check in checks for complaint in check(rows)]


def in_order(start: str, end: str, sentence: str) -> RowCheck:
    """`end` may not come before `start` where both are known."""

    def check(rows: Rows) -> list[Complaint]:
        return [
            (row["id"], end, sentence) for row in rows if row[start] and row[end] and row[end] < row[start]
        ]

    return check


def at_most(small: str, great: str, sentence: str) -> RowCheck:
    """The number `small` may not exceed `great` where both are known: 名次 among 总人数."""

    def check(rows: Rows) -> list[Complaint]:
        known = [row for row in rows if row[small] is not None and row[great] is not None]
        return [(row["id"], small, sentence) for row in known if row[small] > row[great]]

    return check


def one_a_year(year: str) -> RowCheck:
    """A year stands once, and is not still to come."""

    def check(rows: Rows) -> list[Complaint]:
        complaints: list[Complaint] = []
        seen: set[int] = set()
        for row in rows:
            value = row[year]
            if value is None:
                continue
            if value in seen:
                complaints.append((row["id"], year, f"{value} 年度已经填过，请改年度或删去重复的一行。"))
            if value > clock.today().year:
                complaints.append((row["id"], year, f"{value} 年度还没有到，请核对。"))
            seen.add(value)
        return complaints

    return check


def needed_when(field: str, values: frozenset[str], needed: str, sentence: str) -> RowCheck:
    """`needed` must be filled in rows whose `field` is one of `values`."""

    def check(rows: Rows) -> list[Complaint]:
        return [(row["id"], needed, sentence) for row in rows if row[field] in values and not row[needed]]

    return check


PERIOD = in_order("began_on", "ended_on", "结束的日期早于开始的日期，请核对起止时间。")
RANK = at_most("rank", "total", "本人名次大于总人数，请核对。")
