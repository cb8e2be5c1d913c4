"""Opening accounts, signing in, setting and changing passwords."""

import hashlib
from datetime import timedelta
from typing import NamedTuple

from web import checks, clock
from web.database import is_duplicate, transaction
from web.people import passwords, sessions
from web.people.tables import Account, Attempt, Role

FIRST_TERM = timedelta(days=30)
FIRST_TRIES = 5
FREE_TRIES = 5
NETWORK_TRIES = 50
WINDOW = timedelta(minutes=15)
WRONG = "账号或密码不对，请核对后再试。首次登录的密码是证件号后 8 位；忘记密码请联系所在单位重新发放。"


class Opened(NamedTuple):
    """A new account, and the activation code to be handed over ("" when none is asked)."""

    account: int
    activation: str


class SignedIn(NamedTuple):
    """The outcome of an attempt: a session's token, or the sentence that says why not."""

    token: str
    first: bool
    sentence: str


async def open_account(
    *,
    login: str,
    name: str,
    organisation: int,
    role: str,
    id_number: str = "",
    activation: bool,
    mobile: str = "",
) -> Opened:
    """Open an account with its first password; ValueError (a sentence) for a wrong ID number or one in use."""
    if role == "applicant" and (wrong := checks.id_number(id_number)):
        raise ValueError(wrong)
    code = passwords.activation_code() if activation else ""
    first = passwords.first_password(id_number or login)
    account = Account(
        login=login.strip().upper() if role == "applicant" else login.strip(),
        name=name.strip(), id_number=id_number.upper(), organisation=organisation, mobile=mobile,
        password=await passwords.hashed(first), activation=await passwords.hashed(code) if code else "",
        first_until=clock.now() + FIRST_TERM, first_tries=FIRST_TRIES,
    )  # fmt: skip
    try:
        async with transaction():
            await account.save()
            await Role(account=account.id, role=role, organisation=organisation).save()
    except Exception as error:
        if is_duplicate(error):
            raise ValueError("这个账号已经开通，不能重复开通。") from error
        raise
    return Opened(account.id, code)


async def issue_first_password(account: int, *, activation: bool) -> str:
    """A new first password after the old one died; ends every session. The activation code, "" when none."""
    row = await sessions.account_of(account)
    code = passwords.activation_code() if activation else ""
    password = await passwords.hashed(passwords.first_password(row["id_number"] or row["login"]))
    hashed_code = await passwords.hashed(code) if code else ""
    async with transaction():
        await Account.update(
            {
                Account.password: password, Account.stage: "first", Account.activation: hashed_code,
                Account.first_until: clock.now() + FIRST_TERM, Account.first_tries: FIRST_TRIES,
            }
        ).where(Account.id == account)  # fmt: skip
        await sessions.end_all(account)
    return code


async def sign_in(login: str, password: str, code: str, network: str) -> SignedIn:
    """Try to sign in. The same sentence and the same time whichever part was wrong; slower after many failures."""
    login = login.strip()
    subjects = (_subject("account", login.upper()), _subject("network", network))
    if wait := await _wait(subjects):
        return SignedIn("", False, f"尝试次数太多，请在 {wait} 分钟后再试。")
    row = await _find(login)
    stored = row["password"] if row and _usable(row) else ""
    if row and row["stage"] == "first":
        password = password.strip().upper()
    right = await passwords.matches(password, stored)
    if row and row["stage"] == "first" and row["activation"]:
        right = await passwords.matches(code.strip().upper(), row["activation"]) and right
    if not right or row is None:
        await _failed(row, subjects)
        return SignedIn("", False, WRONG)
    first = row["stage"] == "first"
    async with transaction():
        if first and not await _spend(row["id"], row["password"]):
            return SignedIn("", False, WRONG)
        await Attempt.delete().where(Attempt.subject == subjects[0])
        token = await sessions.begin(row["id"], first=first)
    return SignedIn(token, first, "")


async def _find(login: str) -> dict | None:
    names = {login, login.upper()}
    return await Account.select().where(Account.login.is_in(list(names))).first()


def _usable(row: dict) -> bool:
    if row["stage"] == "first":
        return bool(row["first_tries"] > 0 and row["first_until"] and row["first_until"] > clock.now())
    return row["stage"] == "set"


async def _spend(account: int, password: str) -> bool:
    """The first password dies at its first use; False when another sign-in used it at the same moment."""
    used = (
        await Account.update({Account.password: "", Account.first_tries: 0})
        .where((Account.id == account) & (Account.password == password))
        .returning(Account.id)
    )
    return bool(used)


def _subject(kind: str, text: str) -> str:
    return hashlib.sha256(f"{kind}:{text}".encode()).hexdigest()


async def _wait(subjects: tuple[str, str]) -> int:
    """Minutes to wait, 0 when none: doubles with every failure past the free ones within the window."""
    since = clock.now() - WINDOW
    for subject, free in zip(subjects, (FREE_TRIES, NETWORK_TRIES), strict=True):
        rows = await Attempt.select(Attempt.at).where((Attempt.subject == subject) & (Attempt.at > since))
        if len(rows) >= free:
            pause = timedelta(minutes=min(2 ** (len(rows) - free), 15))
            until = max(row["at"] for row in rows) + pause
            if until > clock.now():
                return max(1, round((until - clock.now()).total_seconds() / 60))
    return 0


async def _failed(row: dict | None, subjects: tuple[str, str]) -> None:
    async with transaction():
        await Attempt.delete().where(Attempt.at < clock.now() - timedelta(days=1))
        await Attempt.insert(*(Attempt(subject=subject) for subject in subjects))
        if row and row["stage"] == "first":
            await Account.update({Account.first_tries: Account.first_tries - 1}).where(
                (Account.id == row["id"]) & (Account.first_tries > 0)
            )


async def set_password(account: int, new: str) -> str:
    """Set a new password, end every session, and begin the one session whose token is returned."""
    stored = await passwords.hashed(new)
    async with transaction():
        await Account.update(
            {
                Account.password: stored, Account.stage: "set", Account.activation: "",
                Account.password_at: clock.now(), Account.first_until: None,
            }
        ).where(Account.id == account)  # fmt: skip
        await sessions.end_all(account)
        return await sessions.begin(account)


async def password_is(account: int, password: str) -> bool:
    """Whether `password` is the account's present one, asked again before a weighty act."""
    row = await Account.select(Account.password).where(Account.id == account).first()
    return await passwords.matches(password, row["password"] if row else "")
