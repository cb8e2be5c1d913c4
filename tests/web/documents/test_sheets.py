"""Rosters as XLSX and CSV: text stays text, nothing runs, the filter is stated."""

import csv
import io
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from tests.web.documents import cast
from web.documents import sheets

MADE = datetime(2026, 10, 12, 2, 0, tzinfo=UTC)
COLUMNS = ("姓名", "身份证号", "得分", "备注")
ID_NUMBER = cast.id_number("19900312", "042")
ATTACKS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "＝1+1",
    '=HYPERLINK("http://x")',
    "　=1",
)
ROWS = [("䶮𬱖㛃", ID_NUMBER, 87, "一\n二"), *(("甲", "001", -5, attack) for attack in ATTACKS)]
SELECTION = "年度 2026，单位 中州建工集团有限公司，状态 待审核"


def workbook(rows: object = ROWS) -> openpyxl.Workbook:
    out = io.BytesIO()
    assert sheets.write_xlsx(out, "推荐人员花名册", COLUMNS, ROWS, SELECTION, MADE) == len(ROWS)
    out.seek(0)
    return openpyxl.load_workbook(out)


def test_a_workbook_states_title_filter_and_moment_above_chinese_heads() -> None:
    sheet = workbook().active
    assert [sheet.cell(line, 1).value for line in (1, 2, 3)] == [
        "推荐人员花名册",
        "筛选条件：" + SELECTION,
        "导出时间：2026-10-12 10:00:00",
    ]
    assert tuple(cell.value for cell in sheet[4]) == COLUMNS


def test_an_id_number_is_text_and_a_score_is_a_number() -> None:
    row = workbook().active[5]
    assert [(cell.value, cell.data_type) for cell in row] == [
        ("䶮𬱖㛃", "s"),
        (ID_NUMBER, "s"),
        (87, "n"),
        ("一\n二", "s"),
    ]
    assert row[1].number_format == "@"


def test_no_cell_of_a_workbook_is_a_formula_or_a_link() -> None:
    out = io.BytesIO()
    rows = [
        ("甲", ID_NUMBER, 1, attack)
        for attack in (*ATTACKS, "http://x.example", "mailto:x@example.org", "{=1}")
    ]
    sheets.write_xlsx(out, "名单", COLUMNS, rows, "", MADE)
    with zipfile.ZipFile(out) as file:
        page = file.read("xl/worksheets/sheet1.xml").decode()
        assert "<f" not in page.replace("<fo", "") and "hyperlink" not in page
        assert not [name for name in file.namelist() if "external" in name or "vba" in name]


def read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_a_csv_has_a_bom_a_filter_and_chinese_heads() -> None:
    data = b"".join(sheets.csv_bytes("推荐人员花名册", COLUMNS, ROWS, SELECTION, MADE))
    assert data.startswith(b"\xef\xbb\xbf")
    lines = read(data)
    assert lines[0] == ["推荐人员花名册", "筛选条件：" + SELECTION, "导出时间：2026-10-12 10:00:00"]
    assert lines[1] == list(COLUMNS)
    assert lines[2] == ["䶮𬱖㛃", "'" + ID_NUMBER, "87", "一\n二"]
    assert lines[3][1:3] == ["'001", "-5"]


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_cell_of_a_csv_can_run(attack: str) -> None:
    data = b"".join(sheets.csv_bytes("名单", COLUMNS, [("甲", "", 1, attack)], "", MADE))
    assert read(data)[2][3] == "'" + attack.replace("\r", "")


def test_the_filter_itself_cannot_run() -> None:
    assert read(b"".join(sheets.csv_bytes("=1", ("=2",), [], "=3", MADE)))[:2] == [
        ["'=1", "筛选条件：=3", "导出时间：2026-10-12 10:00:00"],
        ["'=2"],
    ]


def test_no_filter_is_said_too() -> None:
    assert read(b"".join(sheets.csv_bytes("名单", COLUMNS, [], "", MADE)))[0][1] == "筛选条件：全部"


def many(count: int) -> Iterator[tuple[object, ...]]:
    for number in range(count):
        yield ("陈静", ID_NUMBER, number, "中州建工集团有限公司" * 3)


def test_a_long_csv_comes_in_pieces() -> None:
    pieces = list(sheets.csv_bytes("名单", COLUMNS, many(5_000), "", MADE))
    assert len(pieces) > 3 and max(map(len, pieces)) < 300_000
    assert len(read(b"".join(pieces))) == 5_002


def test_a_long_workbook_needs_little_memory(tmp_path: Path) -> None:
    tracemalloc.start()
    try:
        assert sheets.write_xlsx(tmp_path / "名单.xlsx", "名单", COLUMNS, many(5_000), "", MADE) == 5_000
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "ROWS_LIMIT", 6)
    with pytest.raises(
        sheets.TooManyRows, match="^结果超过 2 行，一个工作表放不下，请缩小筛选范围或者导出 CSV。$"
    ):
        sheets.write_xlsx(io.BytesIO(), "名单", COLUMNS, many(3), "", MADE)


def test_a_title_that_excel_forbids_still_names_the_sheet() -> None:
    out = io.BytesIO()
    sheets.write_xlsx(out, "2026/[甲]:名单*" + "长" * 40, COLUMNS, [], "", MADE)
    out.seek(0)
    assert openpyxl.load_workbook(out).sheetnames == ["2026　　甲　　名单　" + "长" * 19]
