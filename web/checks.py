"""Checks of numbers: each takes a text and gives a sentence that says how to mend it, "" when right."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from stdnum import isbn as stdnum_isbn
from stdnum import issn as stdnum_issn
from stdnum.cn import ric, uscc
from stdnum.exceptions import InvalidChecksum, InvalidLength, ValidationError

from web import clock

# GB/T 2260: the first two digits of a mainland ID number; 71 is Taiwan's.
_PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
    ]
)
_RESIDENCE_PERMITS = ("810000", "820000", "830000")
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_PERMANENT_2017 = re.compile(r"[A-Z]{3}[0-9]{12}")


class BirthAndSex(NamedTuple):
    """What an ID number says of its holder; `sex` is 男 or 女."""

    birth: date
    sex: str


def plain(text: str) -> str:
    """`text` with wide characters made narrow, without spaces, in capitals: how numbers are compared."""
    return "".join(text.translate(_WIDE).split()).upper()


def id_number(text: str) -> str:
    """居民身份证 (GB 11643-1999), 港澳台居民居住证, 外国人永久居留身份证 of 2017 and 2023."""
    number = plain(text)
    if not number or _PERMANENT_2017.fullmatch(number):
        return ""
    if re.fullmatch(r"[0-9]{15}", number):
        return "这是 15 位的旧号码，请填写 18 位身份证号。"
    if len(number) != 18:
        return f"身份证号应是 18 位，现在是 {len(number)} 位，请核对。"
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return "身份证号的前 17 位应是数字，最后一位是数字或 X，请核对。"
    if not (number[:2] in _PROVINCES or number[:6] in _RESIDENCE_PERMITS or number[0] == "9"):
        return f"身份证号的前两位“{number[:2]}”不是省、自治区、直辖市的代码，请核对。"
    birth = _day(number[6:14])
    if birth is None:
        return f"身份证号的第 7 到 14 位应是出生日期，“{number[6:14]}”不是一个日期，请核对。"
    if birth > clock.today():
        return "身份证号里的出生日期（第 7 到 14 位）晚于今天，请核对。"
    if ric.calc_check_digit(number) != number[-1]:
        return "身份证号的最后一位与前 17 位不符，请核对。"
    return ""


def birth_and_sex(number: str) -> BirthAndSex | None:
    """Birth date and sex of an 18-character ID number; None where it is wrong or (2017) does not say."""
    number = plain(number)
    if len(number) != 18 or id_number(number):
        return None
    return BirthAndSex(date.fromisoformat(number[6:14]), "男" if int(number[16]) % 2 else "女")


def _day(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def credit_code(text: str) -> str:
    """统一社会信用代码 (GB 32100-2015)."""
    code = plain(text)
    if not code:
        return ""
    if re.search(r"[IOSVZ]", code):
        return "统一社会信用代码里没有字母 I、O、S、V、Z，请看清是不是数字 1、0、5、2。"
    return _standard(
        uscc.validate,
        code,
        f"统一社会信用代码应是 18 位，现在是 {len(code)} 位，请核对。",
        "统一社会信用代码的最后一位与前 17 位不符，请核对。",
        "统一社会信用代码应是 18 位数字和大写字母，如 914403001922038216。",
    )


def issn(text: str) -> str:
    """国际标准连续出版物号 (GB/T 9999.2)."""
    number = plain(text).removeprefix("ISSN").lstrip(":")
    return _standard(
        stdnum_issn.validate,
        number,
        "ISSN 应是 8 位，如 0317-8471，请核对。",
        "ISSN 的最后一位与前 7 位不符，请核对。",
        "ISSN 应是 8 位，如 0317-8471，请核对。",
    )


def isbn(text: str) -> str:
    """国际标准书号 of 13 or 10 digits (GB/T 5795)."""
    number = re.sub(r"^ISBN(-?1[03](?=[:：]))?", "", plain(text)).lstrip(":")
    return _standard(
        stdnum_isbn.validate,
        number,
        "ISBN 应是 13 位，2007 年以前的书是 10 位，如 978-7-04-050694-5，请核对。",
        "ISBN 的最后一位与前面的数字不符，请核对。",
        "ISBN 应以 978 或 979 开头，共 13 位数字，如 978-7-04-050694-5，请核对。",
    )


def _standard(validate: Callable[[str], Any], number: str, length: str, last: str, otherwise: str) -> str:
    if not number:
        return ""
    if not re.fullmatch(r"[0-9A-Z-]+", number):
        return otherwise
    try:
        validate(number)
    except InvalidLength:
        return length
    except InvalidChecksum:
        return last
    except (ValidationError, ValueError):
        return otherwise
    return ""


# Region numbers of serials (GB/T 9999.1) are those of GB/T 2260, and 10 for Beijing since 11 ran out.
_CN = re.compile(r"(?:CN)?([0-9]{2})-?([0-9]{4})(?:/([A-Z][0-9A-Z.]{0,8}))?")


def cn_number(text: str) -> str:
    """国内统一连续出版物号: CN DD-DDDD/分类号."""
    number = plain(text).replace("—", "-").replace("–", "-")
    if not number:
        return ""
    match = _CN.fullmatch(number)
    if not match:
        return "CN 刊号应像 CN 41-1032/G4：两位地区号、四位序号，斜线后是分类号，请核对。"
    if match[1] != "10" and (match[1] not in _PROVINCES or match[1] == "71"):
        return f"CN 刊号的前两位“{match[1]}”不是地区号，请核对。"
    return ""


def doi(text: str) -> str:
    """数字对象唯一标识符 (ISO 26324), bare or as an address of doi.org."""
    name = re.sub(r"^(https?://(dx\.)?doi\.org/|doi[:：]?\s*)", "", text.strip(), flags=re.IGNORECASE)
    if not name or re.fullmatch(r"10\.[0-9]{4,9}(\.[0-9]+)*/\S+", name):
        return ""
    return "DOI 应以 10. 开头，中间有斜线，如 10.1000/182，请核对。"


_PATENT = re.compile(r"(?:ZL|CN)?((?:19|20)[0-9]{2}[12389][0-9]{7}|[0-9]{2}[12389][0-9]{5})\.?([0-9X]?)")
_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)


def patent_number(text: str) -> str:
    """Chinese patent or application number (ZC 0006-2003), ZL or not, of 12 digits or (until 2003) 8."""
    number = plain(text)
    if not number:
        return ""
    if re.fullmatch(r"CN[0-9]{7,9}[A-Z][0-9]?", number):
        return "这是公开（公告）号，请填写专利证书上以 ZL 开头的专利号。"
    match = _PATENT.fullmatch(number)
    if not match:
        return "专利号应是 ZL 加申请号，如 ZL200310102344.5，请核对。"
    digits, given = match[1], match[2]
    if len(digits) == 12 and not 1985 <= int(digits[:4]) <= clock.today().year:
        return f"专利号开头的“{digits[:4]}”应是申请的年份，请核对。"
    if not given:
        return "专利号缺少小数点后的校验位，请照专利证书填写完整，如 ZL200310102344.5。"
    if "0123456789X"[sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=False)) % 11] != given:
        return "专利号小数点后的校验位与前面的数字不符，请核对。"
    return ""


def software_number(text: str) -> str:
    """计算机软件著作权登记号: YYYYSR and 6 or 7 digits."""
    number = plain(text)
    if not number:
        return ""
    match = re.fullmatch(r"([0-9]{4})SR[0-9]{6,7}", number)
    if not match:
        if "软著登字" in number:
            return "这是证书号，请填写证书上的登记号，如 2020SR0123456。"
        return "软件著作权登记号应像 2020SR0123456：年份、SR、7 位数字（早年为 6 位），请核对。"
    if not 1991 <= int(match[1]) <= clock.today().year:
        return f"登记号开头的“{match[1]}”应是登记的年份，请核对。"
    return ""


def mobile(text: str) -> str:
    """Mobile telephone number of the mainland."""
    number = re.sub(r"^(\+86|0086|86(?=.{11}$))", "", plain(text).replace("-", ""))
    if not number or re.fullmatch(r"1[3-9][0-9]{9}", number):
        return ""
    return f"手机号码应是 1 开头的 11 位数字，现在是 {len(number)} 位，请核对。"


def telephone(text: str) -> str:
    """Fixed telephone with area code, 400 number, or mobile."""
    number = plain(text).replace("—", "-").replace("(", "").replace(")", "-")
    fixed = re.fullmatch(r"0[0-9]{2,3}-?[0-9]{7,8}(-[0-9]{1,6})?|400-?[0-9]{3,4}-?[0-9]{3,4}", number)
    if not number or fixed or not mobile(number):
        return ""
    return "电话号码应是区号加号码，如 0371-65901234，或 11 位手机号码，请核对。"


def email(text: str) -> str:
    """E-mail address."""
    address = text.strip()
    if not address or re.fullmatch(
        r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@([A-Za-z0-9-]+\.)+[A-Za-z]{2,}", address
    ):
        return ""
    if "＠" in address or "。" in address:
        return "电子邮箱里有中文的＠或句号，请换成英文的 @ 和点。"
    return "电子邮箱应像 name@example.com，请核对。"


def postal_code(text: str) -> str:
    """邮政编码: 6 digits."""
    code = plain(text)
    if not code or re.fullmatch(r"[0-9]{6}", code):
        return ""
    return f"邮政编码应是 6 位数字，如 450003，现在是 {len(code)} 位，请核对。"
