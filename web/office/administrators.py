"""A unit's administrator is replaced: the new one gets an account, the one before her role's end, both stand in the log."""

from typing import Any

from web import checks, clock
from web.database import transaction
from web.office.opening import Slip, seal
from web.office.tables import Posting
from web.people import accounts, sessions
from web.people.tables import Account, Role

Row = dict[str, Any]
FIELDS = {"name": "管理员姓名", "id_number": "管理员证件号", "mobile": "手机"}


def wrong(typed: dict[str, str]) -> dict[str, str]:
    """What is wrong with what was typed, by field."""
    found = {
        name: f"请填写{label}。" for name, label in FIELDS.items() if not typed[name] and name != "mobile"
    }
    if len(typed["name"]) > 40:
        found["name"] = "管理员姓名最多 40 个字。"
    for name, check in (("id_number", checks.id_number), ("mobile", checks.mobile)):
        if name not in found and (sentence := check(typed[name])):
            found[name] = sentence
    return found


async def replace(unit: Row, typed: dict[str, str], by: int) -> Slip:
    """Open the new administrator's account and end every earlier one's role at the unit at this moment."""
    (made,) = await seal([typed["id_number"]])
    until = clock.now() + accounts.FIRST_TERM
    async with transaction():
        earlier = await (
            Role.update({Role.until: clock.now()})
            .where((Role.organisation == unit["id"]) & (Role.role == "unit") & Role.until.is_null())
            .returning(Role.account)
        )
        for row in earlier:
            await sessions.end_all(row["account"])
            await Posting(account=row["account"], act="replaced", start=unit["id"], by=by).save()
        count = await Role.count().where((Role.organisation == unit["id"]) & (Role.role == "unit"))
        account = Account(
            login=f"dw{unit['code']}-{count + 1}", name=typed["name"], id_number=checks.plain(typed["id_number"]),
            mobile=checks.plain(typed["mobile"]), organisation=unit["id"], password=made.password,
            activation=made.code_hash, first_until=until, first_tries=accounts.FIRST_TRIES,
        )  # fmt: skip
        await account.save()
        await Role(account=account.id, role="unit", organisation=unit["id"]).save()
        await Posting(account=account.id, act="opened", end=unit["id"], by=by).save()
    return Slip(account.id, account.name, account.id_number, account.login, unit["name"], made.code, until)


async def former(unit: int) -> list[Row]:
    """The administrators that the unit has had, with the day on which each ended."""
    found: list[Row] = await (
        Role.select(Role.account.name.as_alias("name"), Role.account.login.as_alias("login"), Role.until)
        .where((Role.organisation == unit) & (Role.role == "unit") & Role.until.is_not_null())
        .order_by(Role.id, ascending=False)
    )
    return found
