"""Opening a unit's accounts, one or thousands: judged first, then written, then handed over on slips."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from web import checks, clock
from web.database import transaction
from web.office.tables import Posting
from web.people import accounts, passwords
from web.people.tables import Account, Organisation, Role
from web.settings import settings
from web.sheet.reading import Line

Row = dict[str, Any]
NEEDED = ("姓名", "证件号", "手机")
NAME_LIMIT = 40
AT_ONCE = 400

TAKEN = "这个证件号已经开通过账号，不能重复开通。本人在其他单位的，请由原单位办理调出"
ROUNDED = "证件号被表格当成数字，后几位已经丢失，请把这一列设为文本格式，重新填写"
OWN = "已经是本单位人员，不用再开通"


_ROUNDED = re.compile(r"\d{15}000|\d(\.\d+)?E\+?1[67]")
"""What a spreadsheet makes of eighteen digits that it takes for a number."""


class Judged(NamedTuple):
    """One row: what it says, what is wrong with it ("" when nothing), and the left account to take in, if any."""

    number: int
    name: str
    id_number: str
    mobile: str
    sentence: str
    known: int | None = None


class Slip(NamedTuple):
    """What is handed to a person on paper: there is no other copy of the code."""

    account: int
    name: str
    id_number: str
    login: str
    unit: str
    code: str
    until: datetime


async def judge(lines: Sequence[Line], organisation: int) -> list[Judged]:
    """Every row with what is wrong with it. Nothing is written, and nothing is told of another unit's people but
    that the ID number is in use."""
    texts = [_texts(line) for line in lines]
    known = await _known([number for _, number, _ in texts])
    found: list[Judged] = []
    first: dict[str, int] = {}
    for line, (name, number, mobile) in zip(lines, texts, strict=True):
        sentence = _wrong(name, number, mobile)
        if not sentence and (earlier := first.get(number)):
            sentence = f"证件号与第 {earlier} 行重复"
        there = known.get(number)
        take = None
        if not sentence and there is not None:
            if there["here"] == organisation:
                sentence = OWN
            elif there["left"] and there["name"] == name:
                take = there["id"]
            else:
                sentence = TAKEN
        if not sentence:
            first[number] = line.number
        found.append(Judged(line.number, name, number, mobile, sentence, take))
    return found


def _texts(line: Line) -> tuple[str, str, str]:
    cells = line.cells
    return " ".join(cells["姓名"].split()), checks.plain(cells["证件号"]).upper(), checks.plain(cells["手机"])


def _wrong(name: str, number: str, mobile: str) -> str:
    if not name:
        return "没有填姓名"
    if len(name) > NAME_LIMIT:
        return f"姓名超过 {NAME_LIMIT} 个字"
    if any(not character.isprintable() for character in name):
        return "姓名里有不能显示的字符"
    if not number:
        return "没有填证件号"
    if sentence := checks.id_number(number):
        return ROUNDED if _ROUNDED.fullmatch(number) else sentence.rstrip("。")
    if mobile and (sentence := checks.mobile(mobile)):
        return sentence.rstrip("。")
    return ""


async def _known(numbers: Sequence[str]) -> dict[str, Row]:
    """The accounts of those ID numbers: id, name, the unit they belong to now (None: none), and whether they left."""
    found: dict[str, Row] = {}
    wanted = sorted(set(filter(None, numbers)))
    for part in _portions(wanted):
        for row in await Account.select(Account.id, Account.login, Account.name).where(
            Account.login.is_in(part)
        ):
            found[row["login"]] = {**row, "here": None, "left": False}
    by_id = {row["id"]: row for row in found.values()}
    for part in _portions(sorted(by_id)):
        for role in await Role.select(Role.account, Role.organisation, Role.until).where(
            Role.account.is_in(part) & (Role.role == "applicant")
        ):
            row = by_id[role["account"]]
            if role["until"] is None:
                row["here"] = role["organisation"]
        for posting in (
            await Posting.select(Posting.account, Posting.act)
            .where(Posting.account.is_in(part))
            .order_by(Posting.id)
        ):
            by_id[posting["account"]]["left"] = posting["act"] == "left"
    for row in found.values():
        row["left"] = row["left"] and row["here"] is None
    return found


def _portions(all_: Sequence[Any], size: int = AT_ONCE) -> Iterator[list[Any]]:
    for start in range(0, len(all_), size):
        yield list(all_[start : start + size])


async def open_all(rows: Sequence[Judged], organisation: int, by: int) -> list[Slip]:
    """Open an account for every row without complaint, inside the caller's transaction or one of its own; the slips.

    The hashes are made before the transaction begins, so that nobody waits for them.
    """
    fit = [row for row in rows if not row.sentence]
    sealed = await seal([row.id_number for row in fit])
    return await write(fit, sealed, organisation, by)


class Sealed(NamedTuple):
    """A first password's hash, and an activation code with its own ("" and "" where none is asked)."""

    password: str
    code: str
    code_hash: str


async def seal(numbers: Sequence[str]) -> list[Sealed]:
    """Hashes of the first passwords of those ID numbers, with fresh activation codes where the installation asks."""
    hashes = await passwords.hashed_once([passwords.first_password(number) for number in numbers])
    codes = [passwords.activation_code() if settings.activation_code else "" for _ in numbers]
    code_hashes = await passwords.hashed_once(codes) if settings.activation_code else codes
    return [Sealed(*each) for each in zip(hashes, codes, code_hashes, strict=True)]


async def write(fit: Sequence[Judged], sealed: Sequence[Sealed], organisation: int, by: int) -> list[Slip]:
    """Write the accounts of rows that have been judged right."""
    until = clock.now() + accounts.FIRST_TERM
    named = await Organisation.select(Organisation.name).where(Organisation.id == organisation).first()
    assert named is not None
    unit = named["name"]
    fresh = [
        Account(
            login=row.id_number, name=row.name, id_number=row.id_number, mobile=row.mobile, organisation=organisation,
            password=seal_.password, activation=seal_.code_hash, first_until=until, first_tries=accounts.FIRST_TRIES,
        )
        for row, seal_ in zip(fit, sealed, strict=True)
        if row.known is None
    ]  # fmt: skip
    async with transaction():
        for part in _portions(fresh):
            await Account.insert(*part)
        ids: dict[str, int] = {}
        for part in _portions([row.id_number for row in fit]):
            ids |= {
                row["login"]: row["id"]
                for row in await Account.select(Account.id, Account.login).where(Account.login.is_in(part))
            }
        for row, seal_ in zip(fit, sealed, strict=True):
            if row.known is not None:
                await _take_in(row, seal_, organisation, until)
        for part in _portions(fit):
            await Role.insert(
                *(
                    Role(account=ids[row.id_number], role="applicant", organisation=organisation)
                    for row in part
                )
            )
            await Posting.insert(
                *(
                    Posting(
                        account=ids[row.id_number],
                        act="opened" if row.known is None else "taken_in",
                        end=organisation,
                        by=by,
                    )
                    for row in part
                )
            )
    return [
        Slip(ids[row.id_number], row.name, row.id_number, row.id_number, unit, seal_.code, until)
        for row, seal_ in zip(fit, sealed, strict=True)
    ]


async def _take_in(row: Judged, seal_: Sealed, organisation: int, until: datetime) -> None:
    """Somebody who had left another unit: her account, her records and her own password come along."""
    await Account.update({Account.organisation: organisation}).where(Account.id == row.known)
    unused = (Account.id == row.known) & (Account.stage == "first")
    await Account.update(
        {
            Account.password: seal_.password, Account.activation: seal_.code_hash, Account.first_until: until,
            Account.first_tries: accounts.FIRST_TRIES,
        }
    ).where(unused)  # fmt: skip
