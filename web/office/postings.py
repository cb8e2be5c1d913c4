"""A unit's people: who belongs to it, first passwords issued anew, moves between units, leaving, retiring."""

from collections.abc import Sequence
from typing import Any

from web import clock
from web.database import is_duplicate, savepoint, transaction
from web.office.opening import Slip, seal
from web.office.tables import Posting, Transfer
from web.people import accounts, sessions
from web.people.tables import Account, Organisation, Role

Row = dict[str, Any]

ACTS = {
    "opened": "开通账号", "taken_in": "接收到本单位", "moved": "调动", "left": "离职", "retired": "退休",
    "reissued": "重新发放首次登录密码", "declined": "调动未接收", "asked": "申请调出", "cancelled": "取消调出",
    "replaced": "不再担任管理员",
}  # fmt: skip
NONE = "没有找到这个单位，请填写单位全称或统一社会信用代码。"
SEVERAL = "有几个单位同名或该单位已停用，请填写统一社会信用代码。"
STAGES = {"first": "未设置密码", "set": "正常", "closed": "已停用"}


class Refusal(ValueError):
    """It cannot be done; the message is a sentence for whoever asked."""


async def people(
    organisation: int, name: str, gone: bool, page: int, size: int = 50
) -> tuple[list[Row], int]:
    """(people of the unit whose name contains `name`, or with `gone` those who left it; how many in all)."""
    ended = Role.until.is_not_null() if gone else Role.until.is_null()
    mine = (Role.organisation == organisation) & (Role.role == "applicant") & ended
    if name:
        plain = not set(name) & set("%_\\")
        mine = mine & (Role.account.name.like(f"%{name}%") if plain else Role.account.name == name)
    rows: list[Row] = await (
        Role.select(
            Role.account.id.as_alias("id"), Role.account.name.as_alias("name"), Role.account.mobile.as_alias("mobile"),
            Role.account.id_number.as_alias("id_number"), Role.account.stage.as_alias("stage"),
            Role.account.first_until.as_alias("first_until"), Role.account.first_tries.as_alias("first_tries"),
        )
        .where(mine)
        .order_by(Role.id, ascending=False)
        .limit(size)
        .offset((page - 1) * size)
    )  # fmt: skip
    return [{**row, "said": said_of(row)} for row in rows], await Role.count().where(mine)


def said_of(row: Row) -> str:
    """How an account stands, in words."""
    if row["stage"] == "first" and (
        row["first_tries"] <= 0 or not row["first_until"] or row["first_until"] < clock.now()
    ):
        return "首次登录密码已作废"
    return STAGES[row["stage"]]


async def person(organisation: int, account: int) -> Row | None:
    """A person who belongs or has belonged to the unit, with "here": whether she does now; None for everyone else."""
    roles = await Role.select().where(
        (Role.account == account) & (Role.organisation == organisation) & (Role.role == "applicant")
    )
    if not roles:
        return None
    row = await sessions.account_of(account)
    return {**row, "here": any(role["until"] is None for role in roles), "said": said_of(row)}


async def history(organisation: int, account: int) -> list[Row]:
    """What happened to the person as far as this unit had part in it, the first first."""
    rows = await (
        Posting.select(
            Posting.act, Posting.at, Posting.reason, Posting.start, Posting.end,
            Posting.start.name.as_alias("start_name"), Posting.end.name.as_alias("end_name"),
        )
        .where((Posting.account == account) & ((Posting.start == organisation) | (Posting.end == organisation)))
        .order_by(Posting.id)
    )  # fmt: skip
    return [{**row, "label": ACTS[row["act"]]} for row in rows]


async def reissue(account: int, organisation: int, by: int) -> Slip:
    """A new first password and code after the old died; ends every session. The slip, of which there is no copy."""
    return (await reissue_all([account], organisation, by))[0]


async def reissue_all(numbers: Sequence[int], organisation: int, by: int) -> list[Slip]:
    """The same for several people of one organisation at once."""
    rows = [await sessions.account_of(number) for number in numbers]
    sealed = await seal([row["id_number"] or row["login"] for row in rows])
    until = clock.now() + accounts.FIRST_TERM
    async with transaction():
        for row, made in zip(rows, sealed, strict=True):
            await Account.update(
                {
                    Account.password: made.password, Account.stage: "first", Account.activation: made.code_hash,
                    Account.first_until: until, Account.first_tries: accounts.FIRST_TRIES,
                }
            ).where(Account.id == row["id"])  # fmt: skip
            await sessions.end_all(row["id"])
            await Posting(account=row["id"], act="reissued", end=organisation, by=by).save()
    unit = await Organisation.select(Organisation.name).where(Organisation.id == organisation).first()
    assert unit is not None
    return [
        Slip(row["id"], row["name"], row["id_number"], row["login"], unit["name"], made.code, until)
        for row, made in zip(rows, sealed, strict=True)
    ]


async def not_yet_in(organisation: int, numbers: Sequence[int]) -> list[int]:
    """Of these people of the organisation, those who have not set their own password yet."""
    found: list[int] = []
    for start in range(0, len(numbers), 400):
        here = (Role.organisation == organisation) & (Role.role == "applicant") & Role.until.is_null()
        rows = await Role.select(Role.account).where(
            here & Role.account.is_in([*numbers[start : start + 400]]) & (Role.account.stage == "first")
        )
        found += [row["account"] for row in rows]
    return sorted(set(found))


async def ask(account: int, start: int, target: str, by: int) -> None:
    """Send a person to another unit, named by its code or full name; it moves when that unit takes it in."""
    target = target.strip()
    end = await Organisation.select().where(
        ((Organisation.code == target) | (Organisation.name == target))
        & Organisation.kind.is_in(["unit", "agency"])
    )
    if len(end) != 1 or end[0]["closed_at"]:
        raise Refusal(NONE if not end else SEVERAL)
    if end[0]["id"] == start:
        raise Refusal("这就是本单位，不用调动。")
    try:
        async with transaction():
            async with savepoint():
                await Transfer(account=account, open_key=account, start=start, end=end[0]["id"], by=by).save()
            await Posting(account=account, act="asked", start=start, end=end[0]["id"], by=by).save()
    except Exception as error:
        if is_duplicate(error):
            raise Refusal("已经申请调出，正在等待接收单位确认。") from error
        raise


async def transfers(organisation: int) -> tuple[list[Row], list[Row]]:
    """(people on their way to the unit, people on their way from it)."""
    columns = (
        Transfer.id, Transfer.at, Transfer.account.name.as_alias("name"), Transfer.account.id_number.as_alias("id_number"),
        Transfer.start.name.as_alias("start_name"), Transfer.end.name.as_alias("end_name"),
    )  # fmt: skip
    waiting = Transfer.open_key.is_not_null()
    coming = (
        await Transfer.select(*columns).where(waiting & (Transfer.end == organisation)).order_by(Transfer.id)
    )
    going = (
        await Transfer.select(*columns)
        .where(waiting & (Transfer.start == organisation))
        .order_by(Transfer.id)
    )
    return coming, going


async def decide(transfer: int, organisation: int, act: str, by: int) -> None:
    """Take in, decline (the unit that receives) or cancel (the one that sends); Refusal when it is not theirs or done."""
    side = Transfer.start if act == "cancel" else Transfer.end
    async with transaction():
        row = await Transfer.select().where((Transfer.id == transfer) & (side == organisation)).first()
        written = row and await Transfer.update(
            {
                Transfer.open_key: None,
                Transfer.outcome: act,
                Transfer.decided_by: by,
                Transfer.decided_at: clock.now(),
            }
        ).where((Transfer.id == transfer) & Transfer.open_key.is_not_null()).returning(Transfer.id)
        if row is None or not written:
            raise Refusal("这次调动已经办结，或不归本单位办理。")
        if act == "take":
            await _end_role(row["account"], row["start"])
            await Account.update({Account.organisation: organisation}).where(Account.id == row["account"])
            await Role(account=row["account"], role="applicant", organisation=organisation).save()
            await sessions.end_all(row["account"])
        done = {"take": "moved", "decline": "declined", "cancel": "cancelled"}[act]
        await Posting(account=row["account"], act=done, start=row["start"], end=row["end"], by=by).save()


async def leave(account: int, organisation: int, act: str, reason: str, by: int) -> None:
    """Somebody leaves ("left") or retires ("retired"): she can still look at her records, and apply no more."""
    async with transaction():
        if not await _end_role(account, organisation):
            raise Refusal("这个人已经不在本单位。")
        await Transfer.update(
            {
                Transfer.open_key: None,
                Transfer.outcome: "cancel",
                Transfer.decided_by: by,
                Transfer.decided_at: clock.now(),
            }
        ).where(Transfer.open_key == account)
        await sessions.end_all(account)
        await Posting(account=account, act=act, start=organisation, reason=reason.strip(), by=by).save()


async def _end_role(account: int, organisation: int) -> bool:
    """She belongs to the unit no longer; what was lent to her there ends with it. False when she did not belong."""
    there = (Role.account == account) & (Role.organisation == organisation)
    ended = (
        await Role.update({Role.until: clock.now()})
        .where(there & (Role.role == "applicant") & Role.until.is_null())
        .returning(Role.id)
    )
    if ended:
        await Role.update({Role.until: clock.now()}).where(
            there & Role.lent_by.is_not_null() & (Role.until > clock.now())
        )
    return bool(ended)
