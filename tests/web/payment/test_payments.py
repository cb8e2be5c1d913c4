"""What is owed, waived, refunded, and what keeps a declaration out of the sitting."""

import io

import openpyxl
import pytest

from tests.offices import browser_of, declaration_of, person_of
from tests.support import run
from web.declaration.tables import Declaration
from web.payment import fees, rules


def test_the_most_specific_fee_decides(province: str) -> None:
    items = [
        {"code": "a", "name": "中级", "committee": "", "level": "zhong_ji", "amount": 24000, "source": "甲"},
        {
            "code": "b",
            "name": "本委",
            "committee": "410300-zhongxiaoxue-mid",
            "level": "",
            "amount": 20000,
            "source": "乙",
        },
    ]
    run(fees.replace(2026, items))
    assert run(fees.fee_for(2026, "410300-zhongxiaoxue-mid", "zhong_ji"))["amount"] == 20000
    assert run(fees.fee_for(2026, "other", "zhong_ji"))["amount"] == 24000
    assert run(fees.fee_for(2026, "other", "fu_gao")) is None
    assert run(fees.load([2026])) == 0, "the file has no say in a year that the office has edited"


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("320", 32000),
        ("320.5", 32050),
        ("￥1,320.05 元", 132005),
        ("0.01", 1),
        ("320.005", None),
        ("-1", None),
        ("三百", None),
        ("", None),
    ],
)
def test_yuan_are_read_as_fen(text: str, fen: int | None) -> None:
    assert fees.fen(text) == fen


def test_an_unpaid_review_is_an_obstacle_until_it_is_settled(provinces: str) -> None:
    row = declaration_of("欧阳建国")
    number = f"P{row['number']}01"
    assert run(rules.obstacle(row["id"])) == f"评审费 240.00 元还没有缴纳（缴款通知 {number}）。"
    payment = run(rules.payment_of(number))
    run(rules.move(payment["id"], "waive", by=None, detail="援藏人员免缴。"))
    assert run(rules.obstacle(row["id"])) == ""
    with pytest.raises(rules.Unmoved):
        run(rules.move(payment["id"], "waive", by=None, detail="再来一次。"))


def test_a_free_level_is_no_obstacle(province: str) -> None:
    row = declaration_of("欧阳建国")
    run(Declaration.update({Declaration.level: "zhu_li"}).where(Declaration.id == row["id"]))
    assert run(rules.obstacle(row["id"])) == ""


def test_the_applicant_sees_what_to_pay_and_no_button_that_pays(province: str) -> None:
    browser = browser_of("欧阳建国")
    page = browser.open("/payments")
    assert "评审费：240.00 元，待缴费" in page.text
    page = browser.follow("查看缴款通知")
    assert page.heading == f"缴款通知 P{declaration_of('欧阳建国')['number']}01"
    assert page.tree.xpath("//main//button") == []
    assert browser.open(f"/payments/P{declaration_of('沈国华')['number']}01").status == 404


def sheet(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in [["国库对账单"], ["缴款通知号", "金额", "流水号", "缴款时间"], *rows]:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_statement_is_reported_row_by_row_before_it_is_booked(province: str) -> None:
    numbers = [run(rules.notice_for(declaration_of(name)))["number"] for name in ("欧阳建国", "沈国华")]
    body = sheet(
        [
            [numbers[0], 240, "GK1", "2026-10-08 10:00"], [numbers[1], 239, "GK2", "2026/10/08"],
            ["P1", 240, "GK3", "2026-10-08"], [numbers[1], 240, "GK1", "2026-10-08"], [numbers[1], "很多", "GK4", "2026-10-08"],
        ]
    )  # fmt: skip
    browser = browser_of("冯处长")
    page = browser.open("/payments/desk/statement")
    page = browser.post(
        "/payments/desk/statement", {"token": browser.token}, files={"file": ("对账单.xlsx", body)}
    )
    assert [" ".join(cell.text_content().split()) for cell in page.tree.xpath("//tbody/tr/*[last()]")] == [
        "金额与通知不符，不入账", "没有这个缴款通知号，或流水号已用于另一份通知",
        "流水号与第 3 行重复", "金额“很多”不是以元为单位的数，如 320.00", "金额相符，可以入账",
    ]  # fmt: skip
    assert run(rules.payment_of(numbers[0]))["state"] == "due"
    page = browser.press("入账 1 笔")
    assert "已入账 1 行" in page.text
    assert run(rules.payment_of(numbers[0]))["state"] == "paid"
    assert run(rules.payment_of(numbers[1]))["state"] == "due"
    token = browser.token or (browser.open("/home") and browser.token)
    browser.post(page.path, {"token": token})
    assert [event["kind"] for event in run(rules.events_of(run(rules.payment_of(numbers[0]))["id"]))] == [
        "issued",
        "pay",
    ]


def test_a_file_that_is_no_sheet_is_refused_in_words(province: str) -> None:
    browser = browser_of("冯处长")
    browser.open("/payments/desk/statement")
    page = browser.post(
        "/payments/desk/statement", {"token": browser.token}, files={"file": ("x.xlsx", b"PK\x03\x04junk")}
    )
    assert (page.status, page.complaints) == (
        422, ["文件打不开，可能已损坏、加了密码，或不是 XLSX。请另存为 XLSX 或 CSV 再上传。"],
    )  # fmt: skip


def test_a_waiver_needs_a_reason_and_the_office(province: str) -> None:
    number = run(rules.notice_for(declaration_of("欧阳建国")))["number"]
    browser = browser_of("冯处长")
    browser.open(f"/payments/desk/{number}/waive")
    page = browser.press("确认免缴")
    assert (page.status, page.complaints) == (422, ["请填写理由。"])
    page = browser.press("确认免缴", reason="援藏人员免缴。")
    assert "已免缴" in page.text and "援藏人员免缴。" in page.text
    assert browser_of("卫老师").open("/payments/desk").status == 403
    assert browser_of("沈国华").open(f"/payments/{number}").status == 404


def test_the_unpaid_are_listed(province: str) -> None:
    page = browser_of("冯处长").open("/payments/desk")
    assert "待缴费的共 3 人次" in page.text
    assert person_of("冯处长").holds("titles_office")
