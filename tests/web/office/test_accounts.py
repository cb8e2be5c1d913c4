"""The unit's accounts: from a sheet, one by one, issued anew, moved, left, retired."""

import csv
import dataclasses
import io
from typing import Literal

import openpyxl
import pytest
from argon2 import PasswordHasher

from tests.browser import Browser, Page
from tests.identity import id_number
from tests.offices import browser_of, number_of, person_of
from tests.support import run
from web.office import opening, postings, slip_page
from web.people import accounts, passwords
from web.people.tables import Account, Organisation, Role
from web.sheet import reading

HEAD = ["姓名", "证件号", "手机"]


def workbook(rows: list[list[str]]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in [HEAD, *rows]:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def activation(monkeypatch: pytest.MonkeyPatch) -> None:
    """The installation asks for activation codes."""
    from web.people import pages as people_pages

    for module in (opening, slip_page, people_pages):
        monkeypatch.setattr(module, "settings", dataclasses.replace(module.settings, activation_code=True))


def sent(browser: Browser, body: bytes, name: str = "名单.xlsx") -> Page:
    browser.open("/people/sheet")
    return browser.post("/people/sheet", {"token": browser.token}, files={"file": (name, body)})


def reasons(page: Page) -> list[list[str]]:
    rows = page.tree.xpath("//tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in rows]


BAD = (
    (["", "{}", ""], "没有填姓名"),
    (["甲" * 41, "{}", ""], "姓名超过 40 个字"),
    (["钱一", "", ""], "没有填证件号"),
    (["钱二", "{}9", ""], "身份证号应是 18 位，现在是 19 位，请核对"),
    (["钱三", "{}", "12345"], "手机号码应是 1 开头的 11 位数字，现在是 5 位，请核对"),
)


def three_thousand() -> tuple[list[list[str]], list[tuple[str, str]]]:
    """(3,000 rows, the 40 that are wrong, by number as the spreadsheet counts and by reason)."""
    rows = [
        [f"人员{n}", id_number(f"19{60 + n % 40:02d}0{1 + n % 9}1{n % 9}", n // 36 % 1000), ""]
        for n in range(3000)
    ]
    wrong = []
    for place in range(0, 2960, 74):
        kind, reason = BAD[(place // 74) % len(BAD)]
        rows[place] = [kind[0], kind[1].replace("{}", rows[place][1]), kind[2]]
        wrong.append((f"第 {place + 2} 行", reason))
    return rows, wrong


def test_three_thousand_accounts_with_forty_bad_rows(province: str, activation: None) -> None:
    rows, wrong = three_thousand()
    browser = browser_of("卫老师")
    body = workbook(rows)
    page = sent(browser, body)
    assert "可以开通 2960 行，有问题 40 行" in page.text
    assert [(row[0], row[3]) for row in reasons(page)] == wrong
    page = browser.press("开通 2960 个账号")
    assert page.heading == "激活单，共 2960 份"
    assert run(Role.count().where(Role.role == "applicant")) == 2960 + 3


def test_every_bad_row_is_named_by_number_and_reason(province: str) -> None:
    good = id_number("19900101", 301)
    rows = [
        ["", good, ""], ["钱一", "", ""], ["钱二", good[:-1] + ("0" if good[-1] != "0" else "1"), ""], ["钱三", good, "12345"],
        ["钱四", good, "13900001234"], ["钱五", good, ""], ["欧阳建国", number_of(111), ""], ["韩建华", number_of(113), ""],
    ]  # fmt: skip
    found = reasons(sent(browser_of("卫老师"), workbook(rows)))
    assert [(row[0], row[3]) for row in found if row[0] not in ("第 4 行", "第 5 行")] == [
        ("第 2 行", "没有填姓名"), ("第 3 行", "没有填证件号"), ("第 7 行", "证件号与第 6 行重复"),
        ("第 8 行", "已经是本单位人员，不用再开通"),
        ("第 9 行", "这个证件号已经开通过账号，不能重复开通。本人在其他单位的，请由原单位办理调出"),
    ]  # fmt: skip
    assert [row[3] for row in found[2:4]] == [
        "身份证号的最后一位与前 17 位不符，请核对", "手机号码应是 1 开头的 11 位数字，现在是 5 位，请核对",
    ]  # fmt: skip


def test_the_refused_rows_come_back_as_a_list_and_stay_named_after_the_writing(province: str) -> None:
    browser = browser_of("卫老师")
    rows = [
        ["吴九", id_number("19900101", 307), ""],
        ["", id_number("19900101", 309), ""],
        ["钱六", "4.1019919900101E+17", ""],
    ]
    page = sent(browser, workbook(rows))
    answer = browser.send("GET", f"{page.path}/refused")
    lines = reading.lines(answer.content, ["姓名", "证件号", "手机", "原因", "原来的行"])
    rounded = "证件号被表格当成数字，后几位已经丢失，请把这一列设为文本格式，重新填写"
    assert [[*line.cells.values()] for line in lines] == [
        ["", rows[1][1], "", "没有填姓名", "3"], ["钱六", rows[2][1], "", rounded, "4"],
    ]  # fmt: skip
    browser.press("开通 1 个账号")
    assert reasons(browser.open(page.path)) == [["第 3 行", "没有填姓名"], ["第 4 行", rounded]]
    assert browser.send("GET", f"{page.path}/refused").status_code == 404
    blank = browser.send("GET", "/people/sheet/blank")
    with pytest.raises(reading.Unreadable) as empty:
        reading.lines(blank.content, HEAD)
    assert str(empty.value) == "表头下面没有内容。"


def test_lost_slips_of_a_list_are_issued_anew_for_those_who_have_no_password(
    province: str, activation: None
) -> None:
    browser = browser_of("卫老师")
    numbers = [id_number("19900101", serial) for serial in (307, 309)]
    page = sent(browser, workbook([["吴九", numbers[0], ""], ["郑十", numbers[1], ""]]))
    report, codes = page.path, browser.press("开通 2 个账号").tree.xpath("//code/text()")
    run(Account.update({Account.stage: "set"}).where(Account.login == numbers[0]))
    browser.open(report)
    page = browser.press("重新发放这 1 人的激活单")
    assert (page.heading, "郑十" in page.text, "吴九" in page.text) == ("激活单，共 1 份", True, False)
    (code,) = page.tree.xpath("//code/text()")
    assert code not in codes
    for number, known, given in zip(numbers, (False, True), (codes[0], code), strict=True):
        assert run(accounts.sign_in(number, number[-8:], given, "test")).first is known
    old = run(accounts.sign_in(numbers[1], numbers[1][-8:], codes[1], "test"))
    assert old.sentence and not old.token


def test_a_csv_of_a_spreadsheet_program_is_read_too(province: str) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([["人员名单"], HEAD, ["吴䶮", id_number("19900101", 303), ""]])
    assert "可以开通 1 行" in sent(browser_of("卫老师"), out.getvalue().encode("gb18030"), "名单.csv").text


def test_the_slip_opens_the_door_once(province: str, activation: None) -> None:
    unit = browser_of("卫老师")
    unit.open("/people/new")
    number = id_number("19920505", 305)
    page = unit.press("开通", name="郑新", number=number)
    code = str(page.tree.xpath("string(//code)"))
    assert len(code) == 9
    stored = run(Account.select().where(Account.login == number).first())
    assert code not in str(stored) and number[-8:] not in stored["password"]
    door = Browser()
    door.open("/sign-in")
    assert door.press("立即登录", login=number, password=number[-8:], code="WRNG-CODE").status == 422
    assert door.press("立即登录", login=number, password=number[-8:], code=code).path == "/password/first"
    again = Browser()
    again.open("/sign-in")
    assert again.press("立即登录", login=number, password=number[-8:], code=code).status == 422


def test_a_cheap_hash_is_not_told_by_its_time(province: str, monkeypatch: pytest.MonkeyPatch) -> None:
    worked: list[str] = []

    class Telling(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
            worked.append(str(hash).split("$")[3])
            return super().verify(hash, password)

    cheap, dear = run(passwords.hashed_once(["12345678"]))[0], run(passwords.hashed("12345678"))
    monkeypatch.setattr(passwords, "HASHER", Telling(time_cost=2, memory_cost=19 * 1024, parallelism=1))
    for stored in (dear, cheap, ""):
        assert run(passwords.matches("12345678", stored)) is bool(stored)
        assert worked == ["m=19456,t=2,p=1", "m=1024,t=1,p=1"]
        worked.clear()


def test_pressing_twice_opens_once(province: str) -> None:
    browser = browser_of("卫老师")
    page = sent(browser, workbook([["吴九", id_number("19900101", 307), ""]]))
    path, token = page.path, browser.token
    assert browser.press("开通 1 个账号").heading == "激活单，共 1 份"
    page = browser.post(path, {"token": token})
    assert "开通 1 人，0 行有问题没有开通" in page.text
    assert run(Account.count().where(Account.name == "吴九")) == 1


def test_no_unit_knows_anothers_people(province: str) -> None:
    two = browser_of("蒋老师")
    page = two.open("/people")
    assert "韩建华" in page.text and "欧阳建国" not in page.text
    for path in ("", "/reissue", "/move", "/left"):
        assert two.open(f"/people/{person_of('欧阳建国').id}{path}").status == 404
    sheet = sent(browser_of("卫老师"), workbook([["吴九", id_number("19900101", 307), ""]])).path
    assert two.open(sheet).status == 404
    assert browser_of("欧阳建国").open("/people").status == 403


def test_a_person_moves_when_the_other_unit_takes_her_in(provinces: str) -> None:
    one, two, person = browser_of("卫老师"), browser_of("蒋老师"), person_of("沈国华")
    one.open(f"/people/{person.id}/move")
    assert one.press("申请调出", target="没有的单位").complaints == [
        "没有找到这个单位，请填写单位全称或统一社会信用代码。"
    ]
    one.press("申请调出", target="洛阳演示第二中学")
    assert "沈国华" in one.open("/people").text
    page = two.open("/people")
    assert "申请把 沈国华（410199********" in page.text
    two.press("接收")
    assert "沈国华" in two.page.text
    assert "沈国华" not in one.open("/people").text
    assert [row["act"] for row in run(postings.history(person.organisation, person.id))] == ["asked", "moved"]
    assert run(
        Account.select(Account.organisation.code.as_alias("code")).where(Account.id == person.id).first()
    ) == {"code": "s2"}
    with pytest.raises(postings.Refusal):
        run(postings.decide(1, person.organisation, "cancel", person.id))


def test_who_left_is_taken_in_by_the_next_unit_with_her_records(province: str) -> None:
    one, two, person = browser_of("卫老师"), browser_of("蒋老师"), person_of("沈国华")
    one.open(f"/people/{person.id}/left")
    page = one.press("办理离职", reason="长" * 101)
    assert (page.status, page.value("reason")) == (422, "长" * 101)
    assert page.complaints == ["说明最多 100 个字，现在是 101 个字，请删去 1 个字。"]
    one.press("办理离职", reason="")
    assert "沈国华" in one.open("/people?gone=1").text
    two.open("/people/new")
    page = two.press("开通", name="沈国", number=number_of(112))
    assert "已经开通过账号" in page.complaints[0]
    assert two.press("开通", name="沈国华", number=number_of(112)).heading == "激活单，共 1 份"
    assert person_of("沈国华").id == person.id
    assert person_of("沈国华").unit == "洛阳演示第二中学"


def test_who_retired_is_not_taken_in(province: str) -> None:
    person, unit = person_of("沈国华"), person_of("卫老师")
    run(postings.leave(person.id, unit.organisation, "retired", "", unit.id))
    two = browser_of("蒋老师")
    two.open("/people/new")
    assert "已经开通过账号" in two.press("开通", name="沈国华", number=number_of(112)).complaints[0]


def test_a_reissued_password_ends_the_old_one(province: str) -> None:
    applicant, unit, person = browser_of("欧阳建国"), browser_of("卫老师"), person_of("欧阳建国")
    unit.open(f"/people/{person.id}/reissue")
    page = unit.press("重新发放")
    assert page.heading == "激活单，共 1 份"
    code = str(page.tree.xpath("string(//code)"))
    assert applicant.open("/home").path.startswith("/sign-in")
    assert run(accounts.sign_in(number_of(111), number_of(111)[-8:], code, "test")).first is True


def test_names_are_found_by_any_part(province: str) -> None:
    browser = browser_of("卫老师")
    assert "欧阳建国" in browser.open("/people?name=阳建").text
    assert "没有符合条件的人员" in browser.open("/people?name=%25").text
    assert run(Organisation.count()) == 6


def test_who_left_keeps_her_records_and_cannot_apply(province: str) -> None:
    person, unit = person_of("沈国华"), person_of("卫老师")
    run(postings.leave(person.id, unit.organisation, "left", "", unit.id))
    browser = browser_of("沈国华")
    assert "2026 年度" in browser.open("/enquiry").text
    page = browser.open("/declarations/begin/2026")
    assert (page.status, "没有申报单位" in page.text) == (403, True)


def test_several_move_at_once_or_none(provinces: str) -> None:
    unit = browser_of("卫老师")
    one, two = person_of("欧阳建国"), person_of("沈国华")
    unit.open("/people")
    unit.follow("一起调出")
    assert unit.press("申请调出", target="洛阳演示第二中学").complaints == ["请勾选要调出的人员。"]
    ticked = {f"who__{one.id}": "1", f"who__{two.id}": "1"}
    assert unit.press("申请调出", target="没有的学校", **ticked).complaints == [
        "沈国华：没有找到这个单位，请填写单位全称或统一社会信用代码。"
        if two.id < one.id
        else "欧阳建国：没有找到这个单位，请填写单位全称或统一社会信用代码。"
    ]
    stranger = {f"who__{person_of('韩建华').id}": "1"}
    assert unit.press("申请调出", target="洛阳演示第二中学", **stranger).complaints == [
        "勾选的人员中有人已经不在本单位。"
    ]
    assert unit.open("/people").text.count("等待接收") == 0
    unit.open("/people/moving")
    page = unit.press("申请调出", target="洛阳演示第二中学", **ticked)
    assert page.text.count("等待接收") >= 2
    other = browser_of("蒋老师")
    other.open("/people")
    other.press("接收")
    other.press("接收")
    assert {person_of(name).organisation for name in ("欧阳建国", "沈国华")} == {
        person_of("蒋老师").organisation
    }
    assert "调动" in other.open(f"/people/{one.id}").text
