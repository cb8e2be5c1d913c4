"""Organisations below an office: judged one by one or from a sheet, then opened, each with its first account."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from web import checks, clock, codelists
from web.database import transaction
from web.office.opening import Slip, seal
from web.office.tables import OrganisationChange, Posting
from web.people import accounts
from web.people.tables import Account, Organisation, Role
from web.review.path import within
from web.sheet.reading import Line
from web.workflow import ROLE_OF

Row = dict[str, Any]
NEEDED = ("单位名称", "统一社会信用代码", "行政区划", "单位性质", "管理员姓名", "管理员证件号")
ALSO = ("手机", "单位类别", "单位层级", "岗位管理")
NAME_LIMIT = 100
KINDS = {
    "unit": "用人单位", "agency": "人事代理机构", "department": "主管部门", "county": "县级人社部门", "city": "市级人社部门",
}  # fmt: skip
BELOW = {
    "province": ("unit", "agency", "department", "city"), "city": ("unit", "agency", "department", "county"),
    "county": ("unit", "agency", "department"), "department": ("unit",),
}  # fmt: skip
"""Which kinds of organisation an office of each kind may open right below it."""

ROLES = {**ROLE_OF, "agency": "unit"}
"""The role of the accounts of an organisation, by its kind."""

ANSWERS = ("是", "否")


class Judged(NamedTuple):
    """One organisation: what the row says, and what is wrong with it, "" when nothing."""

    number: int
    cells: dict[str, str]
    sentence: str

    @property
    def name(self) -> str:
        return self.cells["单位名称"]


async def judge(lines: Sequence[Line], parent: Row) -> list[Judged]:
    """Every row with what is wrong with it, to be opened right under the office `parent`; nothing is written."""
    found: list[Judged] = []
    first: dict[str, int] = {}
    known = await _known([checks.plain(line.cells["统一社会信用代码"]).upper() for line in lines])
    for line in lines:
        cells = {name: " ".join(text.split()) for name, text in line.cells.items()}
        for name in ("统一社会信用代码", "管理员证件号", "手机"):
            cells[name] = checks.plain(cells[name]).upper()
        code = cells["统一社会信用代码"]
        sentence = _wrong(cells) or _out_of_place(cells, parent)
        if not sentence and code in first:
            sentence = f"统一社会信用代码与第 {first[code]} 行重复"
        if not sentence and code in known:
            sentence = "这个单位已经开通"
        if not sentence:
            first[code] = line.number
        found.append(Judged(line.number, cells, sentence))
    return found


async def _known(codes: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(codes), 500):
        rows = Organisation.select(Organisation.code).where(
            Organisation.code.is_in([*codes[start : start + 500]])
        )
        found |= {row["code"] for row in await rows}
    return found


def _out_of_place(cells: dict[str, str], parent: Row) -> str:
    kind = kind_of(cells["单位类别"])
    if kind not in BELOW.get(parent["kind"], ()):
        able = "、".join(KINDS[each] for each in BELOW.get(parent["kind"], ()))
        return f"单位类别“{cells['单位类别'][:20]}”不能由本部门开通，可写：{able}"
    if kind in ("city", "county") and not within(cells["行政区划"], parent["region"]):
        return "行政区划不在本部门的范围内"
    return ""


def _wrong(cells: dict[str, str]) -> str:
    for name in NEEDED:
        if not cells[name]:
            return f"没有填{name}"
    if len(cells["单位名称"]) > NAME_LIMIT:
        return f"单位名称超过 {NAME_LIMIT} 个字"
    if not (cells["行政区划"].isdecimal() and len(cells["行政区划"]) == 6):
        return "行政区划应是 6 位代码，如 410300"
    if not nature_of(cells["单位性质"]):
        return f"单位性质“{cells['单位性质'][:20]}”不在列表中"
    if cells["单位层级"] and not level_of(cells["单位层级"]):
        return f"单位层级“{cells['单位层级'][:20]}”不在列表中"
    if cells["岗位管理"] not in ("", *ANSWERS):
        return "岗位管理应写“是”或“否”"
    if len(cells["管理员姓名"]) > 40:
        return "管理员姓名超过 40 个字"
    wrong = (
        checks.credit_code(cells["统一社会信用代码"])
        or checks.id_number(cells["管理员证件号"])
        or checks.mobile(cells["手机"])
    )
    return wrong.rstrip("。")


def nature_of(text: str) -> str:
    """The code of a 单位性质 given by code or by name, "" when there is none."""
    return _code("unit_nature", text)


def level_of(text: str) -> str:
    """The code of a 单位层级 given by code or by name, "" when there is none."""
    return _code("unit_level", text)


def _code(name: str, text: str) -> str:
    return next((each.value for each in codelists.options(name) if text in (each.value, each.label)), "")


def kind_of(text: str) -> str:
    """The kind of organisation that a 单位类别 names, a unit where nothing is said, "" when there is none."""
    return next((kind for kind, name in KINDS.items() if (text or KINDS["unit"]) in (kind, name)), "")


async def write(fit: Sequence[Judged], parent: int, by: int) -> list[Slip]:
    """Open the organisations under `parent` with their administrators; the slips."""
    sealed = await seal([row.cells["管理员证件号"] for row in fit])
    until = clock.now() + accounts.FIRST_TERM
    slips = []
    async with transaction():
        for row, made in zip(fit, sealed, strict=True):
            code = row.cells["统一社会信用代码"]
            kind = kind_of(row.cells["单位类别"])
            unit = Organisation(
                code=code, credit_code=code, name=row.name, kind=kind, parent=parent, region=row.cells["行政区划"],
                nature=nature_of(row.cells["单位性质"]), level=level_of(row.cells["单位层级"]),
                post_managed=row.cells["岗位管理"] == "是",
            )  # fmt: skip
            await unit.save()
            account = Account(
                login=f"dw{code}", name=row.cells["管理员姓名"], id_number=row.cells["管理员证件号"], mobile=row.cells["手机"],
                organisation=unit.id, password=made.password, activation=made.code_hash, first_until=until,
                first_tries=accounts.FIRST_TRIES,
            )  # fmt: skip
            await account.save()
            await Role(account=account.id, role=ROLES[kind], organisation=unit.id).save()
            await Posting(account=account.id, act="opened", end=unit.id, by=by).save()
            await OrganisationChange(organisation=unit.id, act="opened", after=row.name, by=by).save()
            slips.append(
                Slip(account.id, account.name, account.id_number, account.login, row.name, made.code, until)
            )
    return slips
