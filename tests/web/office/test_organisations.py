"""Organisations under an office."""

import io

import openpyxl

from tests.browser import Browser, Page
from tests.offices import browser_of, declaration_of, number_of, person_of
from tests.support import run
from web.office import units
from web.people.tables import Account, Organisation, Role

CODE = "91410300MA9K00000"


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
    office.follow("更换或增加人员")
    assert office.press("更换", name="", id_number="123").complaints[0] == "请填写管理员姓名。"
    page = office.press("更换", name="孔老师", id_number=number_of(130), mobile="13800000000")
    assert (page.heading, "dws1-2" in page.text) == ("激活单，共 1 份", True)
    assert before.open("/people").path.startswith("/sign-in")
    assert person_of("卫老师").places("unit") == ()
    page = office.open(f"/organisations/{unit}")
    assert "以前的：卫老师（one，至" in page.text and "孔老师，账号 dws1-2" in page.text
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
    page = browser.press("停用")
    assert (page.status, "这个单位还有人员，请先办理调动、离职或退休。" in page.text) == (422, True)


def test_an_office_sees_only_what_is_right_under_it(province: str) -> None:
    unit = run(Organisation.select().where(Organisation.code == "s1").first())["id"]
    assert browser_of("陈科员").open(f"/organisations/{unit}").status == 404
    assert browser_of("卫老师").open("/organisations").status == 403


def opened(browser: Browser, code: str, **typed: str) -> Page:
    """One organisation more, by the page."""
    browser.open("/organisations/new")
    given = {
        "单位名称": "某单位", "统一社会信用代码": code, "行政区划": "410300", "单位性质": "10", "管理员姓名": "孔老师",
        "管理员证件号": number_of(120),
    }  # fmt: skip
    return browser.press("开通", **{**given, **typed})


def test_an_office_opens_the_offices_below_it(province: str) -> None:
    titles, city, unit = browser_of("冯处长"), browser_of("陈科员"), browser_of("褚科员")
    above = run(Organisation.select().where(Organisation.id == person_of("冯处长").organisation).first())
    assert above["kind"] == "province"
    page = opened(
        titles, credit_code(5), 单位类别="city", 单位名称="开封市人力资源和社会保障局", 行政区划="110000"
    )
    assert page.complaints == ["行政区划不在本部门的范围内。"]
    page = opened(
        titles,
        credit_code(5),
        单位类别="city",
        单位名称="开封市人力资源和社会保障局",
        行政区划="410200",
        单位层级="3",
    )
    assert (page.heading, page.complaints) == ("激活单，共 1 份", [])
    made = run(Organisation.select().where(Organisation.code == credit_code(5)).first())
    assert (made["kind"], made["level"], made["parent"]) == ("city", "3", above["id"])
    role = run(Role.select(Role.role).where(Role.organisation == made["id"]).first())["role"]
    assert role == "hrss"

    assert [option for option in city.open("/organisations/new").tree.xpath("//select[@id='f0']/option/@value") if option] == [
        "unit", "agency", "department", "county",
    ]  # fmt: skip
    city.post("/organisations/new", {"token": city.token, **_fields(credit_code(6), "city")})
    assert city.page.complaints == [
        "单位类别“city”不能由本部门开通，可写：用人单位、人事代理机构、主管部门、县级人社部门。"
    ]
    assert unit.open("/organisations/new").tree.xpath("//select[@id='f0']/option/@value")[-1] == "unit"


def _fields(code: str, kind: str) -> dict[str, str]:
    return {
        "单位类别": kind, "单位名称": "某局", "统一社会信用代码": code, "行政区划": "410300", "单位性质": "10",
        "管理员姓名": "孔老师", "管理员证件号": number_of(120),
    }  # fmt: skip


def test_what_decides_its_way_is_changed_and_stays_in_the_history(province: str) -> None:
    browser = browser_of("褚科员")
    unit = person_of("卫老师").organisation
    browser.open(f"/organisations/{unit}")
    assert browser.press("保存", region="洛阳").complaints == ["行政区划应是 6 位代码，如 410300。"]
    browser.press("保存", region="410300", nature="22", level="2", posts="是")
    row = run(Organisation.select().where(Organisation.id == unit).first())
    assert (row["nature"], row["level"], row["post_managed"]) == ("22", "2", True)
    assert "公益二类(差额拨款)，省直" in browser.open(f"/organisations/{unit}").text


def test_a_unit_is_handed_to_another_office(province: str) -> None:
    department, unit = browser_of("褚科员"), person_of("卫老师").organisation
    city = run(Organisation.select().where(Organisation.id == person_of("陈科员").organisation).first())
    department.open(f"/organisations/{unit}")
    assert department.press("划转", target="没有的局").complaints == [
        "没有找到这个部门，请填写部门全称或代码。"
    ]
    before = declaration_of("欧阳建国")
    assert "已划转，以后由接管的部门管理。" in department.press("划转", target=city["name"]).text
    assert department.open(f"/organisations/{unit}").status == 404
    page = browser_of("陈科员").open(f"/organisations/{unit}")
    assert (page.status, f"→ {city['name']}" in page.text) == (200, True)
    assert declaration_of("欧阳建国") == before


def test_only_who_acts_for_a_unit_is_named_with_it(province: str) -> None:
    unit = person_of("卫老师").organisation
    expert = Account(login="an-expert", name="贾专家", organisation=unit)
    run(expert.save())
    run(Role(account=expert.id, role="expert", organisation=unit).save())
    browser = browser_of("褚科员")
    assert "贾专家" not in browser.open(f"/organisations/{unit}").text
    page = browser.post(f"/organisations/{unit}/administrators/{expert.id}", {"token": browser.token})
    assert page.status == 404


def test_the_office_of_a_committee_gets_its_account(province: str) -> None:
    titles = browser_of("冯处长")
    page = titles.open("/organisations?kind=committee_office&word=洛阳市中小学教师系列中级")
    (href,) = page.tree.xpath("//tbody//a/@href")
    titles.open(href)
    titles.follow("开通账号")
    assert titles.press("开通", name="侯主任", id_number=number_of(131)).heading == "激活单，共 1 份"
    titles.open(f"{href}/administrator")
    assert titles.press("增加", name="胡主任", id_number=number_of(132)).heading == "激活单，共 1 份"
    page = titles.open(href)
    assert "侯主任，账号 dw410300-zhongxiaoxue-mid" in page.text
    assert "胡主任，账号 dw410300-zhongxiaoxue-mid-2" in page.text
    titles.press("终止权限")
    assert "侯主任" in titles.open(href).text.split("以前的：")[1]
    assert browser_of("陈科员").open(href).status == 404
    assert "评委会办公室" not in browser_of("陈科员").open("/organisations?kind=committee_office").heading
