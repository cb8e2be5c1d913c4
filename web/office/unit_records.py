"""Organisations below an office as they stand: looked at, changed, handed to another office, closed, each with its history."""

from typing import Any

from web import clock, codelists
from web.catalogue import rules as catalogue
from web.database import transaction
from web.office import administrators
from web.office.tables import OrganisationChange
from web.office.units import ANSWERS, BELOW, KINDS, NAME_LIMIT, ROLES
from web.people.tables import Organisation, Role
from web.review.path import office_of

Row = dict[str, Any]
COMMITTEES = "committee_office"
CHANGES = {
    "opened": "开通",
    "renamed": "改名",
    "changed": "修改",
    "moved": "划转",
    "closed": "停用",
    "reopened": "恢复",
}


async def listed(
    parent: int, word: str, page: int, size: int = 50, *, committees: bool = False
) -> tuple[list[Row], int]:
    """(organisations right under `parent` whose name contains `word`, how many there are in all); with `committees`
    the offices of committees, which stand under nobody."""
    mine: Any = Organisation.kind == COMMITTEES if committees else Organisation.parent == parent
    if word:
        plain = not set(word) & set("%_\\")
        mine = mine & (Organisation.name.like(f"%{word}%") if plain else Organisation.name == word)
    rows: list[Row] = (
        await Organisation.select()
        .where(mine)
        .order_by(Organisation.id, ascending=False)
        .limit(size)
        .offset((page - 1) * size)
    )
    return [{**row, "said": kind_named(row)} for row in rows], await Organisation.count().where(mine)


def kind_named(row: Row) -> str:
    """What kind of organisation it is, in words."""
    return "评委会办公室" if row["kind"] == COMMITTEES else KINDS.get(str(row["kind"]), "")


async def make_committee_offices() -> None:
    """Make the offices of the newest year's committees that are not there yet, so that they can be given accounts."""
    years = [edition.year for edition in await catalogue.editions()]
    if not years:
        return
    held = await catalogue.contents(years[0])
    wanted = {each.code for every in held.committees.values() for each in every}
    there = (
        await Organisation.select(Organisation.code)
        .where(Organisation.kind == COMMITTEES)
        .output(as_list=True)
    )
    async with transaction():
        for code in sorted(wanted - {each.removeprefix("committee:") for each in there}):
            await office_of(int(years[0]), code)


async def one(parent: int, organisation: int, *, committees: bool = False) -> Row | None:
    """One organisation right under `parent` (or, with `committees`, the office of a committee), with its accounts and
    its history; None when it is not there."""
    mine: Any = Organisation.parent == parent
    if committees:
        mine = mine | (Organisation.kind == COMMITTEES)
    row: Row | None = await Organisation.select().where((Organisation.id == organisation) & mine).first()
    if row is None:
        return None
    row["role"], row["said"] = ROLES[row["kind"]], kind_named(row)
    row["administrators"] = await administrators.of(row)
    row["former"] = await administrators.former(row)
    row["log"] = await (
        OrganisationChange.select()
        .where(OrganisationChange.organisation == organisation)
        .order_by(OrganisationChange.id)
    )
    return row


async def rename(row: Row, name: str, by: int) -> str:
    """Give it another name; the sentence that says why not, "" when done. The former one stays in the history."""
    name = " ".join(name.split())
    if not name or len(name) > NAME_LIMIT:
        return f"单位名称最多 {NAME_LIMIT} 个字。" if name else "请填写单位名称。"
    await _write(row, "renamed", {Organisation.name: name}, row["name"], name, by)
    return ""


async def change(row: Row, region: str, nature: str, level: str, posts: str, by: int) -> dict[str, str]:
    """Change what decides its way: region, 单位性质, 单位层级, 岗位管理; what is wrong, by field, {} when done."""
    wrong = {}
    if not (region.isascii() and region.isdecimal() and len(region) == 6):
        wrong["region"] = "行政区划应是 6 位代码，如 410300。"
    for name, value, of in (("nature", nature, "unit_nature"), ("level", level, "unit_level")):
        if value and not codelists.entry_of(of, value):
            wrong[name] = "请从列表中选择。"
    if posts not in ANSWERS:
        wrong["posts"] = "请从列表中选择。"
    if wrong:
        return wrong
    after = {"region": region, "nature": nature, "level": level, "post_managed": posts == ANSWERS[0]}
    if differing := [name for name in after if after[name] != row[name]]:
        columns = {getattr(Organisation, name): value for name, value in after.items()}
        before, now = (_told({name: each[name] for name in differing}) for each in (row, after))
        await _write(row, "changed", columns, before, now, by)
    return {}


def _told(values: Row) -> str:
    words = {
        "region": lambda code: codelists.name_of("region_henan", code), "nature": lambda code: codelists.name_of("unit_nature", code),
        "level": lambda code: codelists.name_of("unit_level", code) or "（空）",
        "post_managed": lambda posts: "实行岗位管理" if posts else "不实行岗位管理",
    }  # fmt: skip
    return "，".join(words[name](value) for name, value in values.items())


async def hand_over(row: Row, target: str, by: int) -> str:
    """Hand it to another office, named by its code or full name: from now on that office is its superior, and what is
    submitted from now on goes through it. The sentence that says why not, "" when done."""
    target = " ".join(target.split())
    offices = await Organisation.select().where(
        ((Organisation.code == target) | (Organisation.name == target)) & Organisation.kind.is_in([*BELOW])
    )
    if not target or len(offices) != 1 or offices[0]["closed_at"]:
        return (
            "没有找到这个部门，请填写部门全称或代码。"
            if not offices
            else "有几个部门同名或该部门已停用，请填写代码。"
        )
    office = offices[0]
    if office["id"] == row["parent"]:
        return "现在就归这个部门管理。"
    if row["kind"] not in BELOW[office["kind"]]:
        return f"{office['name']}不能管理{kind_named(row)}。"
    before = await Organisation.select(Organisation.name).where(Organisation.id == row["parent"]).first()
    was = before["name"] if before else ""
    await _write(row, "moved", {Organisation.parent: office["id"]}, was, office["name"], by)
    return ""


async def close(row: Row, by: int) -> str:
    """Close it; the sentence that says why not, "" when done."""
    here = (Role.organisation == row["id"]) & (Role.role == "applicant") & Role.until.is_null()
    if await Role.count().where(here):
        return "这个单位还有人员，请先办理调动、离职或退休。"
    below = (Organisation.parent == row["id"]) & Organisation.closed_at.is_null()
    if await Organisation.count().where(below):
        return "这个部门还有下级单位，请先划转或停用。"
    await _write(row, "closed", {Organisation.closed_at: clock.now()}, row["name"], row["name"], by)
    return ""


async def reopen(row: Row, by: int) -> None:
    """Open it again."""
    await _write(row, "reopened", {Organisation.closed_at: None}, row["name"], row["name"], by)


async def _write(row: Row, act: str, columns: dict[Any, Any], before: str, after: str, by: int) -> None:
    async with transaction():
        await Organisation.update(columns).where(Organisation.id == row["id"])
        await OrganisationChange(organisation=row["id"], act=act, before=before, after=after, by=by).save()
