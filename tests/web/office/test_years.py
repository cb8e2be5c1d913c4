"""A new year, prepared from sheets by someone who writes no code."""

import io
from datetime import datetime

import openpyxl
import pytest

from tests.browser import Browser, Page
from tests.offices import browser_of, declaration_of, person_of
from tests.support import run
from web.catalogue import rules as catalogue
from web.catalogue.tables import Edition
from web.office import lists, year_sheets, years
from web.office.shapes import SHAPES, shown
from web.office.tables import DraftRow, YearDraft
from web.payment import fees
from web.sheet.reading import Line


def exported(browser: Browser, table: str) -> openpyxl.Workbook:
    answer = browser.send("GET", f"/years/1/{table}/export")
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def imported(browser: Browser, table: str, book: openpyxl.Workbook) -> Page:
    out = io.BytesIO()
    book.save(out)
    browser.open(f"/years/1/{table}/sheet")
    return browser.post(
        f"/years/1/{table}/sheet", {"token": browser.token}, files={"file": (f"{table}.xlsx", out.getvalue())}
    )


def row_where(book: openpyxl.Workbook, column: int, text: str) -> int:
    sheet = book.active
    return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, column).value == text)


def test_a_new_year_from_sheets(provinces: str) -> None:
    before = declaration_of("欧阳建国")
    browser = browser_of("冯处长")
    browser.open("/years")
    page = browser.press("复制为草稿", base="2026", year="2028")
    assert (page.heading, "处改动" in page.text) == ("2028 年度草稿", False)

    book = exported(browser, "specialties")
    sheet = book.active
    at = row_where(book, 1, "zhongxiaoxue-0501")
    sheet.cell(at, 5).value = "中学语文（新）"
    sheet.append(
        ["zhongxiaoxue-0599", "zhongxiaoxue", "zhongxiaoxue-05", "中学", "人工智能教育", "", "", "", ""]
    )
    sheet.append(["zhongxiaoxue-0598", "", "zhongxiaoxue-05", "中学", "没有系列", "", "", "", ""])
    page = imported(browser, "specialties", book)
    rows = [[" ".join(cell.text_content().split()) for cell in row] for row in page.tree.xpath("//tbody/tr")]
    assert [row[1:] for row in rows] == [
        ["zhongxiaoxue-0501", "改动", "改动：名称"], ["zhongxiaoxue-0599", "新增", ""], ["", "有误", "没有填系列"],
    ]  # fmt: skip
    assert [
        row["code"] for row in run(years.rows_of(1, "specialties")) if row["code"] == "zhongxiaoxue-0599"
    ] == []
    assert "已写入草稿" in browser.press("写入草稿").text

    book = exported(browser, "fees")
    book.active.append(
        [
            "review-new",
            "教师中级评审费",
            "410300-zhongxiaoxue-mid",
            "zhong_ji",
            "200.00",
            "洛发改〔2028〕1 号",
            "",
        ]
    )
    imported(browser, "fees", book)
    browser.press("写入草稿")

    page = browser.open("/years/1/preview")
    assert (
        "中学语文 → 中学语文（新）" in page.text and "人工智能教育" in page.text and "不受影响" in page.text
    )
    assert run(Edition.exists().where(Edition.year == "2028")) is False
    page = browser.press("发布 2028 年度目录")
    assert "2028 年度" in page.text

    assert run(catalogue.name_of("2028", "specialty", "zhongxiaoxue-0501")) == "中学语文（新）"
    assert run(catalogue.name_of("2026", "specialty", "zhongxiaoxue-0501")) == "中学语文"
    window = run(catalogue.window_for("2028", "zhongxiaoxue", "zhong_ji"))
    assert window.opens == datetime.fromisoformat("2028-09-01T00:00:00+08:00")
    assert run(fees.fee_for(2028, "410300-zhongxiaoxue-mid", "zhong_ji"))["amount"] == 20000
    assert declaration_of("欧阳建国") == before
    assert browser.open("/years/1").status == 404


def test_a_table_that_is_sent_back_as_it_was_exported_changes_nothing(province: str) -> None:
    draft = run(years.copy("2026", "2028", person_of("冯处长").id))
    names = run(lists.of_draft(draft))
    for table, shape in SHAPES.items():
        rows = [lists.written(names, table, row["columns"]) for row in run(years.rows_of(draft, table))]
        sheet = [
            Line(number, {column.label: shown(column.kind, row.get(name)) for name, column in shape.columns.items()})
            for number, row in enumerate(rows, 2)
        ]  # fmt: skip
        judged = run(year_sheets.judge(draft, table, sheet))
        assert [each for each in judged if each.outcome != "same"] == [], table
        assert len(judged) == len(rows)


def test_a_row_that_was_taken_out_is_brought_back_and_a_draft_is_thrown_away(province: str) -> None:
    browser = browser_of("冯处长")
    browser.open("/years")
    browser.press("复制为草稿", base="2026", year="2028")
    row = next(each for each in run(years.rows_of(1, "committees")))
    browser.open(f"/years/1/committees/{row['id']}")
    page = browser.press("从草稿中删去")
    assert page.tree.xpath("//h2[.='已从草稿中删去']/following-sibling::ul[1]/li/a/@href") == [
        f"/years/1/committees/{row['id']}"
    ]
    browser.open(f"/years/1/committees/{row['id']}")
    assert "已从草稿中删去" not in browser.press("恢复").text

    page = browser.open("/years/1/discard")
    assert "0 处改动全部去掉" in page.text
    assert browser.press("放弃这份草稿").path == "/years"
    assert (run(YearDraft.count()), run(DraftRow.count()), browser.open("/years/1").status) == (0, 0, 404)


@pytest.mark.parametrize(
    ("table", "name", "text", "sentence"),
    [
        ("windows", "closes", "9999-12-31 24:00", "截止“9999-12-31 24:00”应是时刻，如 2027-12-31 24:00"),
        ("fees", "amount", "99999999999", "金额（元）“99999999999”应是以元为单位的金额，如 240.00"),
        ("fees", "code", "a" * 61, "代码最多 60 个字，现在是 61 个字"),
        ("committees", "region", "4103001", "行政区划最多 6 个字，现在是 7 个字"),
        ("titles", "name", "教" * 401, "名称最多 400 个字，现在是 401 个字"),
    ],
)
def test_what_no_table_can_hold_is_refused_in_the_draft(
    table: str, name: str, text: str, sentence: str
) -> None:
    assert years.read_row(SHAPES[table], {name: text})[1][name] == sentence


def test_one_row_is_changed_and_a_broken_year_is_not_published(province: str) -> None:
    browser = browser_of("冯处长")
    browser.open("/years")
    browser.press("复制为草稿", base="2026", year="2028")
    row = next(each for each in run(years.rows_of(1, "windows")) if each["code"] == "2028//")
    browser.open(f"/years/1/windows/{row['id']}")
    assert browser.press("保存", opens="九月", grace_minutes="很多").complaints == [
        "开始“九月”应是时刻，如 2027-12-31 24:00。", "宽限分钟“很多”应是整数。",
    ]  # fmt: skip
    browser.press("保存", opens="2028-09-01 00:00", closes="2028-08-31 24:00", grace_minutes="30")
    page = browser.open("/years/1/preview")
    assert "申报时间 2028//：截止早于开始。" in page.text
    assert page.tree.xpath("//button[contains(., '发布')]") == []
    browser.open("/home")
    page = browser.post("/years/1/publish", {"token": browser.token})
    assert (page.status, run(Edition.exists().where(Edition.year == "2028"))) == (422, False)


def test_a_year_is_not_copied_twice(province: str) -> None:
    browser = browser_of("冯处长")
    browser.open("/years")
    browser.press("复制为草稿", base="2026", year="2028")
    browser.open("/years")
    assert browser.press("复制为草稿", base="2026", year="2028").complaints == [
        "2028 年度已经有一份没有发布的草稿。"
    ]
    assert browser.press("复制为草稿", base="2026", year="二八").complaints == ["年度应是四位数字，如 2028。"]
    assert browser_of("卫老师").open("/years").status == 403


def test_what_is_left_empty_for_every_one_says_so(province: str) -> None:
    browser = browser_of("冯处长")
    browser.open("/years")
    browser.press("复制为草稿", base="2026", year="2028")
    page = browser.open("/years/1/windows?word=2028//")
    cells = [" ".join(each.text_content().split()) for each in page.tree.xpath("//tbody/tr[1]/*")]
    assert cells[:3] == ["2028//", "全部", "全部"]
    row = next(each for each in run(years.rows_of(1, "windows")) if each["code"] == "2028//")
    page = browser.open(f"/years/1/windows/{row['id']}")
    assert page.text.count("不选表示全部。") == 2
    browser.press("保存", series="gongcheng")
    assert "系列：全部 → 工程技术人员" in browser.open("/years/1/preview").text
    assert "全部" in browser.open("/years/1/sections").tree.xpath("//tbody//td/text()")
    hints = [
        browser.open(f"/years/1/{table}/new").text.count("空着表示全部。")
        for table in ("types", "specialties")
    ]
    assert hints == [1, 2]


def test_a_type_of_several_series_keeps_them_when_saved(province: str) -> None:
    browser = browser_of("冯处长")
    browser.open("/years")
    browser.press("复制为草稿", base="2026", year="2028")
    row = run(years.rows_of(1, "types"))[0]
    browser.open(f"/years/1/types/{row['id']}")
    browser.press("保存", series="gongcheng、weisheng")
    browser.open(f"/years/1/types/{row['id']}")
    browser.press("保存", name="正常晋升（新）")
    kept = run(years.row_of(1, "types", row["id"]))["columns"]
    assert (kept["name"], kept["series"]) == ("正常晋升（新）", ["gongcheng", "weisheng"])


def test_whether_the_photo_is_required_is_changed_in_a_draft(province: str) -> None:
    browser = browser_of("冯处长")
    browser.open("/years")
    browser.press("复制为草稿", base="2026", year="2028")
    row = next(each for each in run(years.rows_of(1, "sections")) if each["code"] == "photo///")
    browser.open(f"/years/1/sections/{row['id']}")
    browser.press("保存", required="否")
    window = next(each for each in run(years.rows_of(1, "windows")) if each["code"] == "2028//")
    browser.open(f"/years/1/windows/{window['id']}")
    browser.press("保存", opens="2028-09-01 00:00", closes="2028-12-31 24:00")
    page = browser.open("/years/1/preview")
    assert "必填：是 → 否" in page.text
    browser.press("发布 2028 年度目录")
    of = ("zhongxiaoxue", "zhong_ji", "normal")
    assert run(catalogue.photo_required(2026, *of)) and not run(catalogue.photo_required(2028, *of))
