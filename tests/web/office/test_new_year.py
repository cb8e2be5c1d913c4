"""A new year prepared from sheets by someone who writes no code: every table out, changed, in, published, declared under."""

import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import openpyxl

from tests.browser import Browser
from tests.offices import browser_of, declaration_of, person_of
from tests.support import run
from web import clock
from web.catalogue import rules as catalogue
from web.certificate import numbering
from web.declaration.tables import Declaration
from web.payment import fees
from web.review import unit

Sheet = Any
CODE = 1


def changed(browser: Browser, table: str, change: Callable[[Sheet], None]) -> list[list[str]]:
    """Export a table, change it as one would in a spreadsheet, send it back; the report's rows. Then take it in."""
    url = f"/years/1/{table}"
    answer = browser.send("GET", f"{url}/export")
    assert answer.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    change(book.active)
    out = io.BytesIO()
    book.save(out)
    browser.open(f"{url}/sheet")
    page = browser.post(
        f"{url}/sheet", {"token": browser.token}, files={"file": (f"{table}.xlsx", out.getvalue())}
    )
    assert page.status == 200, page.text[:300]
    rows = [[" ".join(cell.text_content().split()) for cell in row] for row in page.tree.xpath("//tbody/tr")]
    assert "已写入草稿" in browser.press("写入草稿").text
    return rows


def cell(label: str, code: str, value: Any) -> Callable[[Sheet], None]:
    """Writes `value` under the heading `label` in the row whose first cells hold `code`."""

    def change(sheet: Sheet) -> None:
        head = next(row for row in sheet.iter_rows(max_row=10) if any(each.value == label for each in row))
        column = next(each.column for each in head if each.value == label)
        row = next(
            each[0].row
            for each in sheet.iter_rows(min_row=head[0].row + 1)
            if code in (each[0].value, each[1].value)
        )
        old = sheet.cell(row, column).value
        sheet.cell(row, column).value = value(old) if callable(value) else value

    return change


def appended(*values: Any) -> Callable[[Sheet], None]:
    return lambda sheet: sheet.append(list(values))


def prepared(office: Browser) -> None:
    """Each of the ten tables that change from year to year, by sheet."""
    office.open("/years")
    assert office.press("复制为草稿", base="2026", year="2027").heading == "2027 年度草稿"
    committee = "410300-zhongxiaoxue-mid"
    assert [
        row[1:]
        for row in changed(office, "committees", cell("名称", committee, "洛阳市中小学教师中级评委会（新）"))
    ] == [[committee, "改动", "改动：名称"]]
    report = changed(
        office, "specialties",
        lambda sheet: (
            cell("名称", "zhongxiaoxue-0501", "中学语文（新）")(sheet),
            appended("zhongxiaoxue-0599", "中小学教师", "zhongxiaoxue-05", "中学", "人工智能教育", "", "", "", "")(sheet),
            appended("zhongxiaoxue-0598", "", "zhongxiaoxue-05", "中学", "没有系列", "", "", "", "")(sheet),
        ),
    )  # fmt: skip
    assert [row[2:] for row in report] == [["改动", "改动：名称"], ["新增", ""], ["有误", "没有填系列"]]
    report = changed(
        office, "rules",
        lambda sheet: (
            cell("依据", "zxx-3", "豫人社〔2027〕1 号")(sheet),
            cell("条件", "zxx-3", lambda text: f"{text}\n另须：取得教师资格证")(sheet),
            cell("条件", "zxx-1", "本科毕业满一年")(sheet),
        ),
    )  # fmt: skip
    assert [row[1:3] for row in report] == [["", "有误"], ["zxx-3", "改动"]]
    assert "条件：第 1 行“本科毕业满一年”应写成" in report[0][3] and report[1][3] == "改动：条件、依据"
    assert (
        len(
            changed(
                office,
                "sections",
                appended("surgery", "手术/病案", "中小学教师", "", "", "是", "是", 1, 5, "", ""),
            )
        )
        == 1
    )
    changed(office, "notices", cell("正文", "notice", lambda text: f"本年度起填报要求有变化。\n\n{text}"))
    changed(office, "windows", cell("截止", "2027//", "2027-12-20 24:00"))
    changed(
        office,
        "fees",
        appended("review-new", "教师中级评审费", committee, "中级", "200.00", "洛发改〔2027〕1 号", ""),
    )
    changed(office, "quotas", appended("s1", "中小学教师", "中级", 3, "洛人社职数〔2027〕8 号", ""))
    pattern = "豫{year}{level}{series:02d}{committee:03d}{serial:04d}"
    changed(office, "numbers", cell("编号规则", "certificate", pattern))
    assert "编号只能由字母和数字组成" in office.open("/years/1/preview").text
    changed(office, "numbers", cell("编号规则", "certificate", pattern.replace("豫", "HN")))


def test_a_year_from_sheets_is_declared_under(provinces: str) -> None:
    before = declaration_of("欧阳建国")
    office = browser_of("冯处长")
    prepared(office)
    page = office.open("/years/1/preview")
    for words in (
        "中学语文 → 中学语文（新）",
        "人工智能教育",
        "教师中级评审费",
        "不受影响",
        "洛阳市中小学教师中级评委会（新）",
        "写上“另须：取得教师资格证”",
    ):
        assert words in page.text
    assert office.press("发布 2027 年度目录").path == "/years"

    posts = {(row["unit_name"], row["posts"]) for row in run(unit.quotas([person_of("卫老师").organisation]))}
    assert posts == {("洛阳演示第一中学", 3)}
    assert run(fees.fee_for(2027, "410300-zhongxiaoxue-mid", "zhong_ji"))["amount"] == 20000
    row = {
        "year": 2027,
        "series": "zhongxiaoxue",
        "level": "zhong_ji",
        "committee": "410300-zhongxiaoxue-mid",
    }
    assert run(numbering.next_number(row))[0].startswith("HN20273")
    assert run(numbering.next_number({**row, "year": 2026}))[0].startswith("4120263")

    with clock.frozen(datetime.fromisoformat("2027-10-08T09:12:33+08:00")):
        declared_under(browser_of("沈国华"))
    after = declaration_of("欧阳建国")
    assert after == before
    assert run(catalogue.name_of(after["year"], "specialty", after["specialty"])) == "中学语文"


def declared_under(applicant: Browser) -> None:
    """She reads the new year's notice and chooses what only the new year has; the other year stays beside it."""
    page = applicant.open("/declarations/begin/2027")
    assert "本年度起填报要求有变化。" in page.text and "2026 年度的申报还没有办结" in page.text
    version = page.tree.xpath("string(//input[@id='agreed']/@value)")
    page = applicant.press("同意并进入选择系列", agreed=version)
    for name, value in (("series", "zhongxiaoxue"), ("level", "zhong_ji"), ("type", "normal")):
        page = applicant.press("更新选项", **{name: value})
    offered = page.tree.xpath("//select[@name='specialty']//option/text()")
    assert "人工智能教育" in offered and "中学语文（新）" in offered
    row = run(
        Declaration.select()
        .where((Declaration.year == 2027) & (Declaration.person == person_of("沈国华").id))
        .first()
    )
    page = applicant.press("更新选项", specialty="zhongxiaoxue-0599")
    assert "洛阳市中小学教师中级评委会（新）" in page.tree.xpath("//select[@name='committee']//option/text()")
    page = applicant.press(
        "进入申报", title="zhongxiaoxue.jiaoshi.zhong_ji", committee="410300-zhongxiaoxue-mid",
        region=first(page, "region"), identity=first(page, "identity"), unit_type=first(page, "unit_type"),
    )  # fmt: skip
    assert page.complaints == []
    assert "手术/病案" in applicant.open(f"/declarations/{row['id']}").text


def first(page: Any, name: str) -> str:
    return str(
        page.tree.xpath(f"(//select[@name='{name}']//option | //input[@name='{name}'])/@value[.!=''][1]")[0]
    )
