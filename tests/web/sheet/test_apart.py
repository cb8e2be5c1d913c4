"""Workbooks made to do harm: refused in words, in bounded memory and time, while the service goes on."""

import io
import zipfile
from collections.abc import Callable

import openpyxl
import pytest

from tests.support import run
from web.sheet import apart
from web.sheet.reading import Line, Unreadable

NEEDED = ["姓名", "证件号"]
SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
Change = Callable[[bytes], bytes]


def workbook(part: str = "", change: Change = bytes) -> bytes:
    """A sheet of one person, one of its parts changed."""
    book = openpyxl.Workbook()
    for row in (NEEDED, ["甲", "1"]):
        book.active.append(row)
    plain, made = io.BytesIO(), io.BytesIO()
    book.save(plain)
    with zipfile.ZipFile(plain) as packed, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in packed.namelist():
            body = packed.read(name)
            target.writestr(name, change(body) if name == part else body)
    return made.getvalue()


def refusal(body: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        run(apart.lines(body, NEEDED))
    assert len(body) < 300_000
    return str(refused.value)


def test_what_is_read_apart_is_what_was_sent() -> None:
    assert run(apart.lines(workbook(), NEEDED, ["手机"])) == [
        Line(2, {"姓名": "甲", "证件号": "1", "手机": ""})
    ]
    assert run(apart.lines("姓名,证件号\n𬱖,2\n".encode(), NEEDED)) == [
        Line(2, {"姓名": "𬱖", "证件号": "2"})
    ]


@pytest.mark.parametrize("change", [
    lambda body: LAUGHS + body,
    lambda body: b"<!--" + b"x" * 9_000 + b"-->" + LAUGHS + body,
    lambda body: (LAUGHS.decode() + body.decode()).encode("utf-16"),
], ids=["at the beginning", "after a comment", "in UTF-16"])  # fmt: skip
def test_a_workbook_with_entities_is_refused(change: Change) -> None:
    assert refusal(workbook(SHEET, change)) == "文件里有不允许的内容。请另存为 XLSX 或 CSV 再上传。"


def test_a_cell_longer_than_any_is_refused() -> None:
    name, long = b"&#30002;", b"A" * 1_000_000  # 甲 as the workbook has it
    assert refusal(workbook(SHEET, lambda body: body.replace(name, long))).endswith(
        "内容太长，请检查后再上传。"
    )


def test_rows_without_end_and_a_row_far_away_are_refused() -> None:
    empty = workbook(
        SHEET, lambda body: body.replace(b"</sheetData>", b"<row/>" * 1_048_576 + b"</sheetData>")
    )
    assert refusal(empty) == "超过 20000 行，请分成几个文件上传。"
    far = b'<row r="999999999"><c r="A1"><v>1</v></c></row></sheetData>'
    assert refusal(workbook(SHEET, lambda body: body.replace(b"</sheetData>", far))).startswith(
        "超过 20000 行"
    )


def test_what_unpacks_to_more_memory_than_a_sheet_takes_ends_its_own_process_only() -> None:
    xf = b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
    heavy = workbook(
        "xl/styles.xml", lambda body: body.replace(b"</cellXfs>", xf * 1_000_000 + b"</cellXfs>")
    )
    assert refusal(heavy).startswith("文件")
    assert len(run(apart.lines(workbook(), NEEDED))) == 1


def test_a_formula_is_text_and_runs_nowhere() -> None:
    book = openpyxl.Workbook()
    for row in (NEEDED, ["=1+1", '=HYPERLINK("http://evil")']):
        book.active.append(row)
    body = io.BytesIO()
    book.save(body)
    assert refusal(body.getvalue()) == "表头下面没有内容。"
