"""Stand-ins: a role lent to a colleague of the same organisation, until a day; it ends by itself."""

from datetime import date, datetime, timedelta
from typing import Any

from web import clock
from web.database import transaction
from web.people.holding import roles_of, valid
from web.people.tables import Account, Role, Viewing

LONGEST = 90
"""Days for which a role is lent at most (约定值; no norm says)."""
NEVER = ("applicant", "expert")
"""Roles that nobody lends: an expert's vote is her own (不得委托, 令第40号第二十条)."""


async def lendable(account: int) -> list[dict[str, Any]]:
    """The account's own roles of an office, with the organisation's name; lent ones cannot be lent on."""
    now = clock.now()
    found: list[dict[str, Any]] = await Role.select(
        *Role.all_columns(), Role.organisation.name.as_alias("office")
    ).where((Role.account == account) & Role.lent_by.is_null() & Role.role.not_in(list(NEVER)) & valid(now))
    return found


async def lent(account: int) -> list[dict[str, Any]]:
    """What the account has lent, the newest first, also what has ended."""
    found: list[dict[str, Any]] = await (
        Role.select(
            *Role.all_columns(), Role.organisation.name.as_alias("office"), Role.account.name.as_alias("name")
        )
        .where(Role.lent_by == account)
        .order_by(Role.id, ascending=False)
    )
    return found


async def lend(account: int, role: int, login: str, until: date | None) -> tuple[dict[str, str], int]:
    """Lend a role up to and with the day `until`; (complaints by field, 0) when it cannot be, else ({}, the stand-in).

    It counts as long as the lender has the role herself (`sessions.still_lent`).
    """
    wrong = {}
    mine = next((each for each in await lendable(account) if each["id"] == role), None)
    if mine is None:
        wrong["role"] = "请选择要借出的职责。"
    today = clock.today()
    if until is None:
        wrong["until"] = "请填写截止日期，如 2026-11-30。"
    elif not today <= until <= today + timedelta(days=LONGEST):
        wrong["until"] = f"截止日期应在今天起 {LONGEST} 天以内。"
    other = await Account.select().where(Account.login == login.strip()).first()
    if not login.strip():
        wrong["login"] = "请填写代办人账号。"
    elif mine and (sentence := await _unfit(other, account, mine)):
        wrong["login"] = sentence
    if wrong or mine is None or until is None or other is None:
        return wrong, 0
    end = datetime(until.year, until.month, until.day, tzinfo=clock.ZONE) + timedelta(days=1)
    async with transaction():
        await Role(
            account=other["id"], role=mine["role"], organisation=mine["organisation"], since=clock.now(), until=end,
            lent_by=account,
        ).save()  # fmt: skip
    return {}, int(other["id"])


async def _unfit(other: dict[str, Any] | None, account: int, mine: dict[str, Any]) -> str:
    """Why the account `other` cannot stand in, "" when it can."""
    if other is None or other["id"] == account or other["organisation"] != mine["organisation"]:
        return "没有找到本单位的这个账号。"
    if other["stage"] == "closed":
        return "这个账号已停用。"
    held = await roles_of(other["id"], clock.now())
    if any((each.role, each.organisation) == (mine["role"], mine["organisation"]) for each in held):
        return "这个账号已经有这项职责，不用再借。"
    return ""


async def take_back(account: int, role: int) -> None:
    """End what the account has lent, now."""
    now = clock.now()
    async with transaction():
        await Role.update({Role.until: now}).where(
            (Role.id == role) & (Role.lent_by == account) & (Role.until > now)
        )


async def look_at(by: int, session: int, login: str, reason: str) -> tuple[dict[str, str], int]:
    """Begin a read-only view of somebody's pages in this session; (complaints by field, 0) when it cannot be."""
    wrong = {} if reason.strip() else {"reason": "请填写事由，本人会看到。"}
    names = [login.strip(), login.strip().upper()]
    other = await Account.select().where(Account.login.is_in(names)).first()
    if not login.strip():
        wrong["login"] = "请填写账号。"
    elif other is None or other["id"] == by:
        wrong["login"] = "没有找到这个账号。"
    elif await Role.exists().where((Role.account == other["id"]) & (Role.role == "administrator")):
        wrong["login"] = "不能查看系统管理员的页面。"
    if wrong or other is None:
        return wrong, 0
    async with transaction():
        await Viewing(account=other["id"], by=by, session=session, reason=reason.strip()).save()
    return {}, int(other["id"])


async def look_away(session: int) -> None:
    """End the view."""
    async with transaction():
        await Viewing.update({Viewing.ended_at: clock.now()}).where(
            (Viewing.session == session) & Viewing.ended_at.is_null()
        )


async def views_of(account: int) -> list[dict[str, Any]]:
    """Who looked at the account's pages, when and why."""
    found: list[dict[str, Any]] = await (
        Viewing.select(*Viewing.all_columns(), Viewing.by.name.as_alias("name"))
        .where(Viewing.account == account)
        .order_by(Viewing.id, ascending=False)
    )
    return found
