"""The words in which 申报条件 are written: for each thing that a condition says its label, and how it is written and read."""

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from web import codelists

Row = dict[str, Any]

DEGREES = {
    "any": "不限", "high_school": "高中", "secondary": "中专", "junior_college": "大专", "bachelor": "本科",
    "second_bachelor": "第二学士", "master": "硕士", "doctor": "博士", "meets_normal": "按正常晋升",
}  # fmt: skip
LEVELS = {
    "yuan_ji": "员级",
    "zhu_li": "助理级",
    "zhong_ji": "中级",
    "fu_gao": "副高级",
    "zheng_gao": "正高级",
}
SEXES = {"1": "男", "2": "女"}
CHECKS = {
    "civil_servant": "公务员", "retired": "离退休", "penalty": "处分期", "dishonesty": "诚信", "once_a_year": "一年一职称",
    "step": "逐级申报", "assessment": "年度考核", "continuing_education": "继续教育",
}  # fmt: skip
"""What the service knows how to judge of every declaration."""


class Wrong(ValueError):
    """A line cannot be read; the message says which and why."""


class Word(NamedTuple):
    """One thing that a line says: its label, how it is written, how it is read."""

    label: str
    write: Callable[[Any], str] = str
    read: Callable[[str], Any] = str


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 4):
        raise Wrong(f"“{text[:20]}”应是整数")
    return int(text)


def _one_of(names: Mapping[str, str], what: str) -> Word:
    def read(text: str) -> str:
        found = [code for code, name in names.items() if text in (code, name)]
        if not found:
            raise Wrong(f"没有“{text[:20]}”这种{what}，可写：{'、'.join(names.values())}")
        return found[0]

    return Word(what, lambda code: names.get(code, code), read)


def _several(label: str, one: Word) -> Word:
    return Word(
        label, lambda codes: "、".join(map(one.write, codes)),
        lambda text: [one.read(each.strip()) for each in re.split("[、，,]", text) if each.strip()],
    )  # fmt: skip


def _of_list(name: str, what: str) -> Word:
    return _one_of({each.value: each.label for each in codelists.options(name)}, what)


def _yes(text: str) -> bool:
    if text not in ("是", "否"):
        raise Wrong("应写“是”或“否”")
    return text == "是"


YES = Word("原文已核对", lambda value: "是" if value else "否", _yes)

BRANCH = {
    "degree": _one_of(DEGREES, "学历"), "current_level": _one_of(LEVELS, "级别")._replace(label="现职称"),
    "years_in_level": Word("任职年限", str, _whole),
    "other_series_level": _one_of(LEVELS, "级别")._replace(label="其他系列职称"),
    "years_in_post": Word("现岗位年限", str, _whole), "years_in_specialty": Word("本专业年限", str, _whole),
    "probation_years": Word("见习年限", str, _whole), "only_if": Word("限"), "note": Word("备注"),
}  # fmt: skip
"""What one alternative of a condition may say, in the order in which it is written."""


def _ages(rules: list[Row]) -> str:
    return "、".join(
        f"{SEXES[each['sex']]} {each['age']} 岁，{each['from_birth']} 起出生的每 {each['every_months']} 个月延迟 1 个月，"
        f"最多 {each['at_most']} 个月"
        for each in rules
    )


_AGE = re.compile(
    r"([男女])\s*(\d{2})\s*岁，(\d{4}-\d{2})\s*起出生的每\s*(\d+)\s*个月延迟\s*1\s*个月，最多\s*(\d+)\s*个月"
)


def _ages_read(text: str) -> list[Row]:
    found = [_AGE.fullmatch(each.strip()) for each in text.split("、")]
    if not all(found):
        raise Wrong("应写成“男 60 岁，1965-01 起出生的每 4 个月延迟 1 个月，最多 36 个月”")
    sexes = {name: code for code, name in SEXES.items()}
    return [
        {"sex": sexes[each[1]], "age": int(each[2]), "from_birth": each[3], "every_months": int(each[4]), "at_most": int(each[5])}
        for each in found if each
    ]  # fmt: skip


_GRADE = _of_list("annual_assessment", "考核等次")


def _added_read(text: str) -> dict[str, int]:
    found = [re.fullmatch(r"(\S+?)\s*(\d)\s*年", each.strip()) for each in text.split("、")]
    if not all(found):
        raise Wrong("应写成“基本合格 1 年、不合格 2 年”")
    return {_GRADE.read(each[1]): int(each[2]) for each in found if each}


CHECK = {
    "check": _one_of(CHECKS, "检查"), "name": Word("名称"), "rule": Word("条文"),
    "unit_natures": _several("单位性质", _of_list("unit_nature", "单位性质")),
    "ages": Word("退休年龄", _ages, _ages_read), "ages_source": Word("退休年龄依据"),
    "blocking": _several("处分", _of_list("discipline_penalty", "处分")),
    "adds_years": Word(
        "顺延", lambda added: "、".join(f"{_GRADE.write(code)} {years} 年" for code, years in added.items()), _added_read
    ),
    "hours": Word("学时", str, _whole), "professional": Word("专业科目学时", str, _whole), "years": Word("年数", str, _whole),
    "cited": YES,
}  # fmt: skip
"""What a check of every declaration says, each on a line of its own."""

ASKED = {
    "civil_servant": ("unit_natures",), "retired": ("ages",), "penalty": ("blocking",), "dishonesty": ("years",),
    "assessment": ("adds_years",), "continuing_education": ("hours", "professional", "years"),
}  # fmt: skip
"""What the service needs to know for each check besides its name and words."""
