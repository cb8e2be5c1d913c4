"""Rosters and statistics as XLSX and as CSV: everything is text, nothing can run."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import IO

import xlsxwriter

from web import clock

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""First characters with which a spreadsheet program may read a text as a formula (OWASP, CSV Injection)."""

FILTER = "筛选条件："
ALL = "全部"
MADE = "导出时间："
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE = "text/csv"
CELL_LIMIT = 32_767
ROWS_LIMIT = 1_048_576
SHEET_NAME_LIMIT = 31


class TooManyRows(Exception):
    """More rows than a sheet of a workbook holds; the message is a sentence for whoever asked."""


def csv_bytes(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], selection: str, made_at: datetime
) -> Iterator[bytes]:
    """The table as UTF-8 CSV with BOM, in pieces of about 64 KB, for a streamed answer.

    The first line states title, filter (`selection` in words) and moment; then the labels; then the rows.
    A text that a spreadsheet could take for a formula, and digits that it would round or shorten (ID numbers,
    leading zeros), have an apostrophe before them.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    out.write("\ufeff")
    writer.writerow([harmless(title), *map(harmless, _origin(selection, made_at))])
    writer.writerow([harmless(column) for column in columns])
    for row in rows:
        writer.writerow([_cell(value) for value in row])
        if out.tell() > 65_536:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()


def write_xlsx(
    target: Path | IO[bytes],
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    selection: str,
    made_at: datetime,
) -> int:
    """Write the table as a workbook of one sheet, row by row in constant memory; the number of rows.

    Numbers (int, float) are numbers, all else is text: an ID number stays whole, nothing is a formula.
    Title, filter and moment stand above the labels. TooManyRows when the sheet is full.
    """
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "in_memory": False,
    }
    with xlsxwriter.Workbook(target if not isinstance(target, Path) else str(target), options) as book:
        book.set_properties({"title": title, "created": made_at.astimezone(clock.ZONE).replace(tzinfo=None)})
        sheet = book.add_worksheet(_sheet_name(title))
        head = book.add_format(
            {"bold": True, "border": 1, "align": "center", "text_wrap": True, "bg_color": "#EEEEEE"}
        )
        large = book.add_format({"bold": True, "font_size": 14})
        text = book.add_format({"num_format": "@", "border": 1, "valign": "top"})
        number = book.add_format({"border": 1, "valign": "top"})
        for place, label in enumerate(columns):
            sheet.set_column(place, place, max(8, min(40, 2 * len(label) + 6)))
        sheet.write_string(0, 0, title, large)
        for place, line in enumerate(_origin(selection, made_at)):
            sheet.write_string(1 + place, 0, line)
        sheet.freeze_panes(4, 0)
        sheet.repeat_rows(3)
        sheet.set_landscape()
        for place, label in enumerate(columns):
            sheet.write_string(3, place, label, head)
        count = 0
        for count, row in enumerate(rows, start=1):
            if count + 4 > ROWS_LIMIT:
                raise TooManyRows(
                    f"结果超过 {ROWS_LIMIT - 4} 行，一个工作表放不下，请缩小筛选范围或者导出 CSV。"
                )
            for place, value in enumerate(row):
                if isinstance(value, int | float) and not isinstance(value, bool):
                    sheet.write_number(3 + count, place, value, number)
                else:
                    sheet.write_string(3 + count, place, _visible(_text(value))[:CELL_LIMIT], text)
        return count


def blank_xlsx(target: IO[bytes], title: str, columns: Sequence[str]) -> None:
    """An empty workbook to be filled in: the labels, and under them cells that keep what is typed as text, so that
    no ID number is rounded."""
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet(_sheet_name(title))
        head = book.add_format({"bold": True, "border": 1, "align": "center", "bg_color": "#EEEEEE"})
        text = book.add_format({"num_format": "@"})
        for place, label in enumerate(columns):
            sheet.set_column(place, place, max(12, min(40, 2 * len(label) + 8)), text)
            sheet.write_string(0, place, label, head)
        sheet.freeze_panes(1, 0)


def harmless(text: str) -> str:
    """`text` as a spreadsheet reads it as text and never as a formula."""
    text = _visible(text)
    return "'" + text if text.lstrip(" \u3000").startswith(DANGEROUS) or text.startswith(DANGEROUS) else text


def _cell(value: object) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    text = harmless(_text(value))
    digits = text.isdigit() and (len(text) > 11 or (text.startswith("0") and len(text) > 1))
    return "'" + text if digits else text


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value)


def _origin(selection: str, made_at: datetime) -> tuple[str, str]:
    return FILTER + (selection or ALL), f"{MADE}{made_at.astimezone(clock.ZONE):%Y-%m-%d %H:%M:%S}"


def _sheet_name(title: str) -> str:
    return "".join("　" if c in "[]:*?/\\'" else c for c in title)[:SHEET_NAME_LIMIT] or "名单"


def _visible(text: str) -> str:
    """`text` without the control characters that XML 1.0 and spreadsheets refuse."""
    return "".join(c for c in text if c in "\t\n" or (c >= " " and c not in "\x7f\ufffe\uffff"))
