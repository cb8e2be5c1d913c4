"""Organisations under an office."""

import io

import openpyxl

from tests.offices import browser_of, number_of, person_of
from tests.support import run
from web.office import units
from web.people.tables import Organisation

CODE = "91410300MA9KXXXX0"


def credit_code(serial: int) -> str:
    """A 统一社会信用代码 (GB 32100-2015) with the right last character."""
    from stdnum.cn import uscc

    body = f"12410300MB{serial:07d}"
    return body + str(uscc.calc_check_digit(body))


def test_one_organisation_with_its_administrator(province: str) -> None:
    browser = browser_of("褚科员")
    browser.open("/organisations/new")
    page = browser.press("开通", 单位名称="洛阳演示第三中学", 统一社会信用代码="123")
    assert page.status == 422 and len(page.complaints) == 1
    page = browser.press(
        "开通", 单位名称="洛阳演示第三中学", 统一社会信用代码=credit_code(1), 行政区划="410300", 单位性质="21",
        管理员姓名="孔老师", 管理员证件号=number_of(120),
    )  # fmt: skip
    assert (page.heading, page.complaints) == ("激活单，共 1 份", [])
    assert f"dw{credit_code(1)}" in page.text
    assert "洛阳演示第三中学" in browser.open("/organisations").text


def test_an_administrator_is_replaced(provinces: str) -> None:
    before, office = browser_of("卫老师"), browser_of("褚科员")
    unit = person_of("卫老师").organisation
    office.open(f"/organisations/{unit}")
    office.follow("更换管理员")
    assert office.press("更换管理员", name="", id_number="123").complaints[0] == "请填写管理员姓名。"
    page = office.press("更换管理员", name="孔老师", id_number=number_of(130), mobile="13800000000")
    assert (page.heading, "dws1-2" in page.text) == ("激活单，共 1 份", True)
    assert before.open("/people").path.startswith("/sign-in")
    assert person_of("卫老师").places("unit") == ()
    page = office.open(f"/organisations/{unit}")
    assert "以前的管理员：卫老师（one，至" in page.text and "孔老师，账号 dws1-2" in page.text
    assert browser_of("蒋老师").open(f"/organisations/{unit}/administrator").status == 403


def test_a_sheet_of_organisations_is_reported_first(provinces: str) -> None:
    book = openpyxl.Workbook()
    good = [
        "洛阳演示第四中学",
        credit_code(2),
        "410300",
        units.codelists.options("unit_nature")[0].label,
        "曹老师",
        number_of(121),
    ]
    for row in [
        [*units.NEEDED],
        good,
        ["洛阳演示第五中学", credit_code(2), *good[2:]],
        ["", *good[1:]],
        [good[0], good[1], "洛阳", *good[3:]],
    ]:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    browser = browser_of("褚科员")
    browser.open("/organisations/sheet")
    page = browser.post(
        "/organisations/sheet", {"token": browser.token}, files={"file": ("单位.xlsx", out.getvalue())}
    )
    assert [" ".join(cell.text_content().split()) for cell in page.tree.xpath("//tbody/tr/td[last()]")] == [
        "统一社会信用代码与第 2 行重复", "没有填单位名称", "行政区划应是 6 位代码，如 410300",
    ]  # fmt: skip
    assert run(Organisation.count()) == 6
    assert browser.press("开通 1 个单位").heading == "激活单，共 1 份"
    assert run(Organisation.count()) == 7


def test_a_renamed_organisation_keeps_its_former_name(province: str) -> None:
    browser = browser_of("褚科员")
    browser.open("/organisations")
    browser.follow("洛阳演示第二中学")
    page = browser.press("改名", name="洛阳演示实验中学")
    assert "洛阳演示第二中学 → 洛阳演示实验中学" in page.text
    assert browser.press("停用").complaints == ["这个单位还有人员，请先办理调动、离职或退休。"]


def test_an_office_sees_only_what_is_right_under_it(province: str) -> None:
    unit = run(Organisation.select().where(Organisation.code == "s1").first())["id"]
    assert browser_of("陈科员").open(f"/organisations/{unit}").status == 404
    assert browser_of("卫老师").open("/organisations").status == 403
