"""Organisations below an office: opened one by one or from a sheet with their administrators, renamed, closed."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from web import checks, clock, codelists
from web.database import transaction
from web.office import administrators
from web.office.opening import Slip, seal
from web.office.tables import OrganisationChange, Posting
from web.people import accounts
from web.people.tables import Account, Organisation, Role
from web.sheet.reading import Line

Row = dict[str, Any]
NEEDED = ("单位名称", "统一社会信用代码", "行政区划", "单位性质", "管理员姓名", "管理员证件号")
ALSO = ("手机",)
NAME_LIMIT = 100
BELOW = {"province": "city", "city": "county", "county": "unit", "department": "unit"}


class Judged(NamedTuple):
    """One organisation: what the row says, and what is wrong with it, "" when nothing."""

    number: int
    cells: dict[str, str]
    sentence: str

    @property
    def name(self) -> str:
        return self.cells["单位名称"]


async def judge(lines: Sequence[Line]) -> list[Judged]:
    """Every row with what is wrong with it; nothing is written."""
    found: list[Judged] = []
    first: dict[str, int] = {}
    for line in lines:
        cells = {name: " ".join(text.split()) for name, text in line.cells.items()}
        for name in ("统一社会信用代码", "管理员证件号", "手机"):
            cells[name] = checks.plain(cells[name]).upper()
        code = cells["统一社会信用代码"]
        sentence = _wrong(cells)
        if not sentence and code in first:
            sentence = f"统一社会信用代码与第 {first[code]} 行重复"
        if not sentence and await Organisation.exists().where(Organisation.code == code):
            sentence = "这个单位已经开通"
        if not sentence:
            first[code] = line.number
        found.append(Judged(line.number, cells, sentence))
    return found


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
    wrong = (
        checks.credit_code(cells["统一社会信用代码"])
        or checks.id_number(cells["管理员证件号"])
        or checks.mobile(cells["手机"])
    )
    return wrong.rstrip("。")


def nature_of(text: str) -> str:
    """The code of a 单位性质 given by code or by name, "" when there is none."""
    return next(
        (each.value for each in codelists.options("unit_nature") if text in (each.value, each.label)), ""
    )


async def write(fit: Sequence[Judged], parent: int, by: int) -> list[Slip]:
    """Open the organisations under `parent` with their administrators; the slips."""
    sealed = await seal([row.cells["管理员证件号"] for row in fit])
    until = clock.now() + accounts.FIRST_TERM
    slips = []
    async with transaction():
        for row, made in zip(fit, sealed, strict=True):
            code = row.cells["统一社会信用代码"]
            unit = Organisation(
                code=code, credit_code=code, name=row.name, kind="unit", parent=parent, region=row.cells["行政区划"],
                nature=nature_of(row.cells["单位性质"]),
            )  # fmt: skip
            await unit.save()
            account = Account(
                login=f"dw{code}", name=row.cells["管理员姓名"], id_number=row.cells["管理员证件号"], mobile=row.cells["手机"],
                organisation=unit.id, password=made.password, activation=made.code_hash, first_until=until,
                first_tries=accounts.FIRST_TRIES,
            )  # fmt: skip
            await account.save()
            await Role(account=account.id, role="unit", organisation=unit.id).save()
            await Posting(account=account.id, act="opened", end=unit.id, by=by).save()
            await OrganisationChange(organisation=unit.id, act="opened", after=row.name, by=by).save()
            slips.append(
                Slip(account.id, account.name, account.id_number, account.login, row.name, made.code, until)
            )
    return slips


async def children(parent: int, page: int, size: int = 50) -> tuple[list[Row], int]:
    """(organisations right under `parent`, how many there are in all)."""
    mine = Organisation.parent == parent
    rows: list[Row] = await (
        Organisation.select()
        .where(mine)
        .order_by(Organisation.id, ascending=False)
        .limit(size)
        .offset((page - 1) * size)
    )
    return rows, await Organisation.count().where(mine)


async def child(parent: int, organisation: int) -> Row | None:
    """One organisation right under `parent`, with its administrators and its history; None when it is not there."""
    row: Row | None = (
        await Organisation.select()
        .where((Organisation.id == organisation) & (Organisation.parent == parent))
        .first()
    )
    if row is None:
        return None
    row["administrators"] = await Role.select(
        Role.account.id.as_alias("id"), Role.account.name.as_alias("name"), Role.account.login.as_alias("login"),
        Role.account.stage.as_alias("stage"),
    ).where((Role.organisation == organisation) & (Role.role != "applicant") & Role.until.is_null())  # fmt: skip
    row["former"] = await administrators.former(organisation)
    row["log"] = await (
        OrganisationChange.select()
        .where(OrganisationChange.organisation == organisation)
        .order_by(OrganisationChange.id)
    )
    return row


async def change(organisation: Row, act: str, name: str, by: int) -> str:
    """Rename, close or reopen; the sentence that says why not, "" when done. Former names stay in the history."""
    name = " ".join(name.split())
    if act == "renamed" and (not name or len(name) > NAME_LIMIT):
        return f"单位名称最多 {NAME_LIMIT} 个字。" if name else "请填写单位名称。"
    if act == "closed" and await Role.count().where(
        (Role.organisation == organisation["id"]) & (Role.role == "applicant") & Role.until.is_null()
    ):
        return "这个单位还有人员，请先办理调动、离职或退休。"
    changes: dict[str, dict[Any, Any]] = {
        "renamed": {Organisation.name: name}, "closed": {Organisation.closed_at: clock.now()},
        "reopened": {Organisation.closed_at: None},
    }  # fmt: skip
    async with transaction():
        await Organisation.update(changes[act]).where(Organisation.id == organisation["id"])
        after = name if act == "renamed" else organisation["name"]
        await OrganisationChange(
            organisation=organisation["id"], act=act, before=organisation["name"], after=after, by=by
        ).save()
    return ""


CHANGES = {"opened": "开通", "renamed": "改名", "closed": "停用", "reopened": "恢复"}
