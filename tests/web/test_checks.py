"""The public examples of each standard pass; each way to be wrong has its sentence."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web import checks, clock

RIGHT = [
    (checks.id_number, "11010519491231002X"),
    (checks.id_number, "11010519491231002x"),
    (checks.id_number, " 110105 19491231 002Ｘ "),
    (checks.id_number, "440524188001010014"),
    (checks.id_number, "810000199408230021"),
    (checks.id_number, "830000199201300022"),
    (checks.id_number, "911124198108030024"),
    (checks.id_number, "CAN110101811010"),
    (checks.credit_code, "914403001922038216"),
    (checks.credit_code, "９１440300 1922038216"),
    (checks.issn, "0317-8471"),
    (checks.issn, "ISSN 0317-8471"),
    (checks.issn, "2434-561X"),
    (checks.isbn, "978-7-04-050694-5"),
    (checks.isbn, "ISBN 978-0-306-40615-7"),
    (checks.isbn, "ISBN-13: 9780306406157"),
    (checks.isbn, "0-306-40615-2"),
    (checks.cn_number, "CN 11-2121/G4"),
    (checks.cn_number, "41-1032/TU"),
    (checks.cn_number, "CN10-1234/TP"),
    (checks.doi, "10.1000/182"),
    (checks.doi, "https://doi.org/10.1000/182"),
    (checks.doi, "DOI: 10.1000/182"),
    (checks.patent_number, "ZL200310102344.5"),
    (checks.patent_number, "200310102344.5"),
    (checks.patent_number, "ZL 02144686.5"),
    (checks.software_number, "2020SR0123456"),
    (checks.software_number, "2009SR012345"),
    (checks.mobile, "13800138000"),
    (checks.mobile, "+86 138-0013-8000"),
    (checks.telephone, "0371-65901234"),
    (checks.telephone, "（0371）65901234"),
    (checks.telephone, "13800138000"),
    (checks.telephone, "400-810-1234"),
    (checks.email, "li.ming@example.com"),
    (checks.postal_code, "450003"),
]

WRONG = [
    (checks.id_number, "110105194912310021", "身份证号的最后一位与前 17 位不符，请核对。"),
    (checks.id_number, "11010519491231002", "身份证号应是 18 位，现在是 17 位，请核对。"),
    (checks.id_number, "110105491231002", "这是 15 位的旧号码，请填写 18 位身份证号。"),
    (checks.id_number, "1101051949123100XX", "身份证号的前 17 位应是数字，最后一位是数字或 X，请核对。"),
    (checks.id_number, "1101051949123100²X", "身份证号的前 17 位应是数字，最后一位是数字或 X，请核对。"),
    (
        checks.id_number,
        "110105194902310021",
        "身份证号的第 7 到 14 位应是出生日期，“19490231”不是一个日期，请核对。",
    ),
    (checks.id_number, "110105209912310020", "身份证号里的出生日期（第 7 到 14 位）晚于今天，请核对。"),
    (
        checks.id_number,
        "160105194912310021",
        "身份证号的前两位“16”不是省、自治区、直辖市的代码，请核对。",
    ),
    (
        checks.id_number,
        "810100199408230021",
        "身份证号的前两位“81”不是省、自治区、直辖市的代码，请核对。",
    ),
    (checks.credit_code, "914403001922038217", "统一社会信用代码的最后一位与前 17 位不符，请核对。"),
    (checks.credit_code, "91440300192203821", "统一社会信用代码应是 18 位，现在是 17 位，请核对。"),
    (
        checks.credit_code,
        "9I4403001922038216",
        "统一社会信用代码里没有字母 I、O、S、V、Z，请看清是不是数字 1、0、5、2。",
    ),
    (checks.issn, "0317-8472", "ISSN 的最后一位与前 7 位不符，请核对。"),
    (checks.issn, "0317-847", "ISSN 应是 8 位，如 0317-8471，请核对。"),
    (checks.isbn, "978-0-306-40615-8", "ISBN 的最后一位与前面的数字不符，请核对。"),
    (checks.isbn, "97803064061", "ISBN 应是 13 位，2007 年以前的书是 10 位，如 978-7-04-050694-5，请核对。"),
    (
        checks.cn_number,
        "0317-8471",
        "CN 刊号应像 CN 41-1032/G4：两位地区号、四位序号，斜线后是分类号，请核对。",
    ),
    (checks.cn_number, "CN 99-1032/G4", "CN 刊号的前两位“99”不是地区号，请核对。"),
    (checks.doi, "182/10.1000", "DOI 应以 10. 开头，中间有斜线，如 10.1000/182，请核对。"),
    (checks.patent_number, "ZL200310102344.6", "专利号小数点后的校验位与前面的数字不符，请核对。"),
    (
        checks.patent_number,
        "ZL200310102344",
        "专利号缺少小数点后的校验位，请照专利证书填写完整，如 ZL200310102344.5。",
    ),
    (checks.patent_number, "ZL209910102344.5", "专利号开头的“2099”应是申请的年份，请核对。"),
    (
        checks.patent_number,
        "CN103123456B",
        "这是公开（公告）号，请填写专利证书上以 ZL 开头的专利号。",
    ),
    (checks.patent_number, "US1234567", "专利号应是 ZL 加申请号，如 ZL200310102344.5，请核对。"),
    (
        checks.software_number,
        "软著登字第1234567号",
        "这是证书号，请填写证书上的登记号，如 2020SR0123456。",
    ),
    (
        checks.software_number,
        "2020SR123",
        "软件著作权登记号应像 2020SR0123456：年份、SR、7 位数字（早年为 6 位），请核对。",
    ),
    (checks.software_number, "2099SR0123456", "登记号开头的“2099”应是登记的年份，请核对。"),
    (checks.mobile, "1380013800", "手机号码应是 1 开头的 11 位数字，现在是 10 位，请核对。"),
    (
        checks.telephone,
        "65901234",
        "电话号码应是区号加号码，如 0371-65901234，或 11 位手机号码，请核对。",
    ),
    (checks.email, "li.ming＠example.com", "电子邮箱里有中文的＠或句号，请换成英文的 @ 和点。"),
    (checks.email, "li.ming", "电子邮箱应像 name@example.com，请核对。"),
    (checks.postal_code, "45000", "邮政编码应是 6 位数字，如 450003，现在是 5 位，请核对。"),
]
EVERY = sorted({check for check, _ in RIGHT}, key=lambda check: check.__name__)


@pytest.mark.parametrize(("check", "number"), RIGHT)
def test_right(check, number):
    assert check(number) == ""


@pytest.mark.parametrize(("check", "number", "sentence"), WRONG)
def test_wrong(check, number, sentence):
    assert check(number) == sentence


@pytest.mark.parametrize("check", EVERY)
def test_an_empty_text_is_not_wrong(check):
    assert check("") == ""


@pytest.mark.parametrize("check", EVERY)
@given(text=st.text(max_size=40) | st.text("0123456789０Ⅷ²٣X.-/ZLCNSR ", max_size=24))
def test_any_text_gets_a_sentence_or_none(check, text):
    sentence = check(text)
    assert sentence == "" or sentence.endswith("。")


def test_any_slip_in_an_id_number_is_found():
    for place, digit in enumerate("11010519491231002"):
        for other in set("0123456789") - {digit}:
            number = "11010519491231002X"[:place] + other + "11010519491231002X"[place + 1 :]
            assert checks.id_number(number) != "", number


def test_birth_date_and_sex_follow_from_the_number():
    assert checks.birth_and_sex("11010519491231002X") == (date(1949, 12, 31), "女")
    assert checks.birth_and_sex("440524188001010014") == (date(1880, 1, 1), "男")
    assert checks.birth_and_sex("110105194912310021") is None
    assert checks.birth_and_sex("CAN110101811010") is None


def test_a_birth_date_counts_as_future_until_its_day_in_shanghai():
    number = "11010520260701001" + "X"
    number = next(number[:17] + last for last in "0123456789X" if _right_on_its_day(number[:17] + last))
    with clock.frozen(datetime(2026, 6, 30, 15, 59, tzinfo=UTC)):
        assert checks.id_number(number) == "身份证号里的出生日期（第 7 到 14 位）晚于今天，请核对。"
    with clock.frozen(datetime(2026, 6, 30, 16, 0, tzinfo=UTC)):
        assert checks.id_number(number) == ""


def _right_on_its_day(number):
    with clock.frozen(datetime(2026, 7, 1, tzinfo=UTC)):
        return checks.id_number(number) == ""
