"""A spreadsheet or CSV file as rows of text, each with the number that the sender sees beside it."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

FILE_LIMIT = 8_000_000
UNPACKED_LIMIT = 120 * 1024 * 1024
TOLD_LIMIT = 10_000_000
"""Most characters of all cells together: one text of a shared table may stand in a million cells."""
ROWS_LIMIT = 20_000
COLUMNS_LIMIT = 60
CELL_LIMIT = 40_000
HEAD_WITHIN = 10


class Unreadable(ValueError):
    """The file cannot be read as a sheet; the message is a sentence for whoever sent it."""


class Line(NamedTuple):
    """One row of the sheet: its number there, and its cells by column."""

    number: int
    cells: dict[str, str]


def lines(body: bytes, needed: Sequence[str], also: Sequence[str] = ()) -> list[Line]:
    """The rows under the heading that has every column of `needed`; cells of `needed` and `also`, "" when absent.

    The heading is looked for in the first ten rows, so that a title above it does no harm. Empty rows are passed
    over. Unreadable for anything that is not such a sheet. Of strangers' files only in a process apart: apart.lines().
    """
    if not body:
        raise Unreadable("文件是空的，请重新选择。")
    if len(body) > FILE_LIMIT:
        raise Unreadable(f"文件超过 {FILE_LIMIT // 1_000_000} MB，请分成几个文件上传。")
    rows = _workbook(body) if body[:2] == b"PK" else _csv(body)
    places: dict[str, int] = {}
    found: list[Line] = []
    told = 0
    for number, row in enumerate(rows, 1):
        if number > ROWS_LIMIT + HEAD_WITHIN:
            raise Unreadable(f"超过 {ROWS_LIMIT} 行，请分成几个文件上传。")
        texts = [_text(cell) for cell in row[:COLUMNS_LIMIT]]
        if not places:
            names = [text.replace(" ", "").replace("\n", "").removesuffix("*") for text in texts]
            if set(needed) <= set(names):
                places = {name: names.index(name) for name in (*needed, *also) if name in names}
            elif number >= HEAD_WITHIN:
                break
        elif any(texts):
            told += sum(map(len, texts))
            if told > TOLD_LIMIT or max(map(len, texts)) > CELL_LIMIT:
                raise Unreadable(f"第 {number} 行的内容太长，请检查后再上传。")
            cells = {name: texts[at] if at < len(texts) else "" for name, at in places.items()}
            found.append(Line(number, {name: cells.get(name, "") for name in (*needed, *also)}))
    if not places:
        raise Unreadable(f"前 {HEAD_WITHIN} 行里没有找到表头。表头应有：{'、'.join(needed)}。")
    if not found:
        raise Unreadable("表头下面没有内容。")
    return found


def _workbook(body: bytes) -> Iterator[Sequence[Any]]:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            _harmless(packed)
        book = openpyxl.load_workbook(io.BytesIO(body), read_only=True, data_only=True, keep_links=False)
        sheet: Any = book.worksheets[0]
        sheet.reset_dimensions()
        yield from sheet.iter_rows(values_only=True, max_col=COLUMNS_LIMIT)
    except Unreadable:
        raise
    except (
        zipfile.BadZipFile,
        InvalidFileException,
        KeyError,
        ValueError,
        IndexError,
        SyntaxError,
        OSError,
        TypeError,
    ) as error:
        raise Unreadable(
            "文件打不开，可能已损坏、加了密码，或不是 XLSX。请另存为 XLSX 或 CSV 再上传。"
        ) from error


def _harmless(packed: zipfile.ZipFile) -> None:
    entries = packed.infolist()
    if len(entries) > 2000 or sum(entry.file_size for entry in entries) > UNPACKED_LIMIT:
        raise Unreadable("文件展开后太大，请只保留要上传的一个工作表。")
    for entry in entries:
        if entry.filename.endswith((".xml", ".rels")):
            with packed.open(entry) as part:
                head = part.read(16_384).replace(b"\0", b"")  # UTF-16 too
                if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                    raise Unreadable("文件里有不允许的内容。请另存为 XLSX 或 CSV 再上传。")


def _csv(body: bytes) -> Iterator[Sequence[Any]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = body.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Unreadable("文件不是 XLSX，也不是 CSV，请另存为 XLSX 或 CSV 再上传。")
    if "\x00" in text:
        raise Unreadable("文件不是 XLSX，也不是 CSV，请另存为 XLSX 或 CSV 再上传。")
    separator = "\t" if text.partition("\n")[0].count("\t") > text.partition("\n")[0].count(",") else ","
    csv.field_size_limit(CELL_LIMIT)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except csv.Error as error:
        raise Unreadable("CSV 的格式不对（引号没有成对，或单元格太长），请另存为 XLSX 再上传。") from error


def _text(cell: Any) -> str:
    """A cell as it is read: a whole number without its decimal point, no apostrophe that only marks a text."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M") if cell.hour or cell.minute else cell.strftime("%Y-%m-%d")
    if isinstance(cell, date):
        return cell.isoformat()
    text = str(cell).strip().strip("\u200b\ufeff\u3000")
    return text.removeprefix("'") if text[:1] == "'" else text


def columns_of(lines: Iterable[Line], name: str) -> list[str]:
    """One column of every row."""
    return [line.cells[name] for line in lines]
