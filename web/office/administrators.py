"""The accounts of an organisation: opened, replaced, ended; the former ones stay in the history."""

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


async def of(organisation: Row) -> list[Row]:
    """Those who act for the organisation now."""
    found: list[Row] = await (
        Role.select(
            Role.account.id.as_alias("id"), Role.account.name.as_alias("name"), Role.account.login.as_alias("login"),
            Role.account.stage.as_alias("stage"),
        )
        .where(_acting(organisation) & Role.until.is_null())
        .order_by(Role.id)
    )  # fmt: skip
    return found


def _acting(organisation: Row) -> Any:
    own = (Role.organisation == organisation["id"]) & (Role.role == organisation["role"])
    return own & Role.lent_by.is_null()


async def open_for(organisation: Row, typed: dict[str, str], by: int, *, instead: bool) -> Slip:
    """Open an account for somebody who acts for the organisation; with `instead`, everybody else's role ends now."""
    (made,) = await seal([typed["id_number"]])
    until = clock.now() + accounts.FIRST_TERM
    async with transaction():
        if instead:
            for each in await of(organisation):
                await end(organisation, each["id"], by)
        count = await Role.count().where(_acting(organisation))
        login = organisation["code"].removeprefix("committee:")
        account = Account(
            login=f"dw{login}" + (f"-{count + 1}" if count else ""), name=typed["name"],
            id_number=checks.plain(typed["id_number"]), mobile=checks.plain(typed["mobile"]),
            organisation=organisation["id"], password=made.password, activation=made.code_hash, first_until=until,
            first_tries=accounts.FIRST_TRIES,
        )  # fmt: skip
        await account.save()
        await Role(account=account.id, role=organisation["role"], organisation=organisation["id"]).save()
        await Posting(account=account.id, act="opened", end=organisation["id"], by=by).save()
    return Slip(
        account.id, account.name, account.id_number, account.login, organisation["name"], made.code, until
    )


async def end(organisation: Row, account: int, by: int) -> None:
    """End the role of somebody who acts for the organisation, and her sessions."""
    async with transaction():
        ended = (
            await Role.update({Role.until: clock.now()})
            .where(_acting(organisation) & (Role.account == account) & Role.until.is_null())
            .returning(Role.id)
        )
        if ended:
            await Role.update({Role.until: clock.now()}).where(
                (Role.lent_by == account)
                & (Role.organisation == organisation["id"])
                & (Role.until > clock.now())
            )  # what she had lent ends with it
            await sessions.end_all(account)
            await Posting(account=account, act="replaced", start=organisation["id"], by=by).save()


async def former(organisation: Row) -> list[Row]:
    """Those who acted for the organisation before, with the day on which each ended."""
    found: list[Row] = await (
        Role.select(Role.account.name.as_alias("name"), Role.account.login.as_alias("login"), Role.until)
        .where(_acting(organisation) & Role.until.is_not_null())
        .order_by(Role.id, ascending=False)
    )
    return found
