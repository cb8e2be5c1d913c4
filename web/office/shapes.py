"""The tables of a year as the office sees them: what each column is called and how it is written."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from piccolo.columns import Varchar

from web.catalogue import tables
from web.catalogue.moments import moment
from web.clock import ZONE
from web.office import conditions
from web.office.condition_words import Wrong
from web.payment import fees

Row = dict[str, Any]


class Column(NamedTuple):
    """One column: its label, how it is written (see _READ), whether needed.

    `every`: left empty, the row holds for every one.
    """

    label: str
    kind: str = "text"
    needed: bool = True
    every: bool = False


class Shape(NamedTuple):
    """One table: its label, its columns by name, of which columns the code is made ("" where it is given)."""

    label: str
    columns: dict[str, Column]
    made_of: str = ""
    table: Any = None


EVERY = "全部"
COMMAS = "、，,"
TEXT, LONG = 400, 60_000
"""Characters of a text, and of a long one."""

_BESIDE = {"code": 60, "committee": 60, "level": 20, "unit": 40, "series": 40}
"""Characters of codes in the tables that stand beside the catalogue."""


def _may(label: str, kind: str = "text") -> Column:
    return Column(label, kind, False)


def _every(label: str, kind: str = "text") -> Column:
    return Column(label, kind, False, True)


SHAPES = {
    "windows": Shape("申报时间", {
        "code": Column("代码"), "series": _every("系列"), "level": _every("级别"), "opens": Column("开始", "moment"),
        "closes": Column("截止", "moment"), "grace_minutes": Column("宽限分钟", "whole"), "note": _may("说明"),
    }, "", tables.Window),
    "notices": Shape("须知和承诺书", {
        "code": Column("代码"), "kind": Column("种类"), "title": Column("标题"), "version": Column("版本"),
        "body": Column("正文", "long"),
    }, "", tables.Notice),
    "fees": Shape("收费", {
        "code": Column("代码"), "name": Column("项目"), "committee": _every("评委会"), "level": _every("级别"),
        "amount": Column("金额（元）", "yuan"), "source": Column("依据"),
    }, "{code}/{committee}/{level}"),
    "quotas": Shape("评审职数", {
        "unit": Column("单位代码"), "series": Column("系列"), "level": Column("级别"), "posts": Column("职数", "whole"),
        "document": Column("核准文件"),
    }, "{unit}/{series}/{level}"),
    "numbers": Shape("证书编号", {
        "code": Column("代码"), "pattern": Column("编号规则"), "province": Column("省代码"),
    }),
    "committees": Shape("评委会", {
        "code": Column("代码"), "name": Column("名称"), "series": Column("系列"), "level": Column("评委会级别"),
        "region": Column("行政区划"), "organisation": _may("限定单位"), "office": Column("办事机构"),
        "filing": Column("备案文号"), "filed_on": Column("备案日期", "day"), "valid_until": Column("有效期至", "day"),
        "minimum": Column("最少人数", "whole"),
    }, "", tables.Committee),
    "scopes": Shape("评委会范围", {
        "committee": Column("评委会"), "level": Column("级别"), "group_code": _every("专业组"),
    }, "{committee}/{level}/{group_code}", tables.CommitteeScope),
    "specialties": Shape("专业", {
        "code": Column("代码"), "series": Column("系列"), "group_code": Column("专业组代码"),
        "group_name": Column("专业组"), "name": Column("名称"), "tracks": _every("职称类别", "list"),
        "levels": _every("级别", "list"), "also": _may("旧称", "list"),
    }, "", tables.Specialty),
    "rules": Shape("申报条件", {
        "code": Column("代码"), "kind": Column("种类"), "series": _every("系列"), "level": _every("级别"),
        "route": _may("途径"), "definition": Column("条件", "conditions"), "source": Column("依据"),
    }, "", tables.EligibilityRule),
    "sections": Shape("栏目", {
        "section": Column("栏目"), "title": Column("名称"), "series": _every("系列"), "level": _every("级别"),
        "type": _every("评审类型"), "asked": Column("要求填写", "yes"), "required": Column("必填", "yes"),
        "at_least": Column("最少条数", "whole"), "at_most": Column("最多条数", "whole"), "hint": _may("提示"),
    }, "{section}/{series}/{level}/{type}", tables.SectionAsked),
    "types": Shape("评审类型", {
        "code": Column("代码"), "type": Column("类型"), "name": Column("名称"), "description": Column("说明", "long"),
        "levels": _may("级别", "list"), "evaluations": _may("评价方式", "list"), "series": _every("系列", "list"),
        "routes": _may("途径", "list"), "asks_reason": Column("要破格理由", "yes"), "skips_steps": Column("可越级", "yes"),
        "same_level": Column("同级", "yes"),
    }, "", tables.ReviewType),
    "series": Shape("系列", {
        "code": Column("代码"), "name": Column("名称"), "short": Column("简称"), "national": Column("国家系列", "yes"),
        "document": _may("文件"),
    }, "", tables.Series),
    "tracks": Shape("职称类别", {
        "series": Column("系列"), "track": Column("职称类别"), "name": Column("名称"),
    }, "{series}.{track}", tables.Track),
    "levels": Shape("级别", {
        "series": Column("系列"), "level": Column("级别"), "name": Column("名称"), "rank": Column("次序", "whole"),
        "committee_level": Column("评委会级别"), "evaluation": Column("评价方式"), "evaluation_name": Column("评价方式名称"),
        "by_exam": Column("只考试", "yes"), "told": _may("说明"),
    }, "{series}.{level}", tables.Level),
    "titles": Shape("职称", {
        "code": Column("代码"), "series": Column("系列"), "track": Column("职称类别"), "level": Column("级别"),
        "name": Column("名称"), "shown": Column("全称"),
    }, "", tables.Title),
}  # fmt: skip
"""Every table of a year, those that change most first."""


def shown(kind: str, value: Any) -> str:
    """A stored value as it is written on a page and in a sheet."""
    if value is None:
        return ""
    if kind == "yes":
        return "是" if value else "否"
    if kind == "list":
        return "、".join(value)
    if kind == "conditions":
        return conditions.write(value)
    if kind == "yuan":
        return fees.yuan(value)
    return str(value)


def told(column: Column, value: Any) -> str:
    """A stored value as it is read on a page: what holds for every one says so."""
    return shown(column.kind, value) or (EVERY if column.every else "")


def stored(kind: str, value: Any) -> Any:
    """A column of the catalogue as a draft keeps it: what JSON can hold."""
    if kind == "moment" and isinstance(value, datetime):
        return value.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")
    if kind == "conditions":
        return conditions.kept(value)
    if kind == "long":
        return value.strip()
    return value.isoformat() if isinstance(value, date) else value


def limit_of(shape: Shape, name: str) -> int:
    """How many characters the column `name` takes: what the catalogue's own column takes, where it has a limit."""
    if shape.columns[name].kind in ("long", "conditions", "list"):
        return LONG
    if shape.table is None:
        return _BESIDE.get(name, TEXT)
    column = shape.table._meta.get_column_by_name(name)
    return (column.length or TEXT) if isinstance(column, Varchar) else TEXT


def read(column: Column, text: str, limit: int = LONG) -> tuple[Any, str]:
    """(the value as a draft keeps it, "") or (None, what is wrong with the text)."""
    text = text.strip()
    if not text and column.needed:
        return None, f"没有填{column.label}"
    if len(text) > limit:
        return None, f"{column.label}最多 {limit} 个字，现在是 {len(text)} 个字"
    try:
        return _READ[column.kind](text), ""
    except Wrong as wrong:
        return None, f"{column.label}：{wrong}"
    except ValueError:
        return None, f"{column.label}“{text[:30]}”{_SHOULD[column.kind]}"


def parted(text: str) -> list[str]:
    """The items of a list that was written with commas of one kind or another between."""
    return [each.strip() for each in re.split(f"[{COMMAS}]", text) if each.strip()]


def _yes(text: str) -> bool:
    if text not in ("是", "否"):
        raise ValueError(text)
    return text == "是"


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise ValueError(text)
    return int(text)


def _moment(text: str) -> str:
    text = text.replace("/", "-")
    if not "2000" <= text[:4] < "2100":
        raise ValueError(text)
    moment(text if " " in text else f"{text} 00:00")
    return text if " " in text else f"{text} 00:00"


def _yuan(text: str) -> int:
    amount = fees.fen(text)
    if amount is None or amount >= 2**31:
        raise ValueError(text)
    return amount


_READ: Mapping[str, Any] = {
    "text": lambda text: " ".join(text.split()), "long": lambda text: text.replace("\r\n", "\n"), "whole": _whole, "yes": _yes,
    "day": lambda text: date.fromisoformat(text.replace("/", "-")).isoformat(), "moment": _moment, "yuan": _yuan,
    "conditions": conditions.read,
    "list": parted,
}  # fmt: skip
_SHOULD = {
    "whole": "应是整数", "yes": "应写“是”或“否”", "day": "应是日期，如 2027-12-31", "moment": "应是时刻，如 2027-12-31 24:00",
    "yuan": "应是以元为单位的金额，如 240.00", "list": "", "text": "", "long": "",
}  # fmt: skip


def code_of(shape: Shape, columns: Mapping[str, Any]) -> str:
    """The code of a row: given, or made of other columns."""
    return shape.made_of.format(**columns) if shape.made_of else str(columns["code"])


def for_catalogue(shape: Shape, columns: Mapping[str, Any]) -> Row:
    """A draft's columns as the catalogue's table takes them."""
    values = dict(columns)
    for name, column in shape.columns.items():
        if column.kind == "moment":
            values[name] = moment(values[name])
        elif column.kind == "day":
            values[name] = date.fromisoformat(values[name])
    return values
