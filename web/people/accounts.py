"""Opening accounts, signing in, setting and changing passwords."""

from datetime import timedelta
from typing import NamedTuple

from web import checks, clock
from web.database import is_duplicate, transaction
from web.people import attempts, passwords, sessions
from web.people.attempts import Limit
from web.people.tables import Account, Role

FIRST_TERM = timedelta(days=30)
FIRST_TRIES = 5
FREE_TRIES = 5
NETWORK_TRIES = 50
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
    password, sealed = await _sealed(passwords.first_password(id_number or login), code)
    account = Account(
        login=login.strip().upper() if role == "applicant" else login.strip(),
        name=name.strip(), id_number=id_number.upper(), organisation=organisation, mobile=mobile,
        password=password, activation=sealed,
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


async def _sealed(first: str, code: str) -> tuple[str, str]:
    """The hashes of a first password and of its activation code, "" for none."""
    hashes = await passwords.hashed_once([first, code] if code else [first])
    return hashes[0], hashes[1] if code else ""


async def issue_first_password(account: int, *, activation: bool) -> str:
    """A new first password after the old one died; ends every session. The activation code, "" when none."""
    row = await sessions.account_of(account)
    code = passwords.activation_code() if activation else ""
    password, sealed = await _sealed(passwords.first_password(row["id_number"] or row["login"]), code)
    async with transaction():
        await Account.update(
            {
                Account.password: password, Account.stage: "first", Account.activation: sealed,
                Account.first_until: clock.now() + FIRST_TERM, Account.first_tries: FIRST_TRIES,
            }
        ).where(Account.id == account)  # fmt: skip
        await sessions.end_all(account)
    return code


async def sign_in(login: str, password: str, code: str, network: str) -> SignedIn:
    """Try to sign in. The same sentence and the same time whichever part was wrong; slower after many failures."""
    login = login.strip()
    account = Limit("account", login.upper(), FREE_TRIES)
    attempt = await attempts.begin(account, Limit("network", network, NETWORK_TRIES))
    if attempt.wait:
        return SignedIn("", False, attempt.sentence)
    row = await _find(login)
    usable = await _take_try(row)
    first = bool(row and row["stage"] == "first")
    right = await passwords.both_match(
        password.strip().upper() if first else password, row["password"] if row and usable else "",
        code.strip().upper(), row["activation"] if row and first else "",
    )  # fmt: skip
    if not right or row is None:
        return SignedIn("", False, WRONG)
    async with transaction():
        if first and not await _spend(row["id"], row["password"]):
            return SignedIn("", False, WRONG)
        await attempts.clear(account)
        await attempts.forget(attempt.ids)
        token = await sessions.begin(row["id"], first=first)
    return SignedIn(token, first, "")


def is_login(typed: str, login: str) -> bool:
    """Whether `typed` names the account `login`; the x of an ID number is as good as its X."""
    return login in _names(typed)


def _names(typed: str) -> list[str]:
    return list({typed.strip(), typed.strip().upper()})


async def _find(typed: str) -> dict | None:
    return await Account.select().where(Account.login.is_in(_names(typed))).first()


async def _take_try(row: dict | None) -> bool:
    """Whether the account's password may be tried now. A first password's try is taken before anybody looks whether it
    was right, so that no more than five are looked at, however many come at once."""
    async with transaction():
        taken = (
            await Account.update({Account.first_tries: Account.first_tries - 1})
            .where((Account.id == (row["id"] if row else 0)) & (Account.stage == "first"))
            .where((Account.first_tries > 0) & (Account.first_until > clock.now()))
            .returning(Account.id)
        )
    return bool(row and row["stage"] == "set") or bool(taken)


async def _spend(account: int, password: str) -> bool:
    """The first password dies at its first use; False when another sign-in used it at the same moment."""
    used = (
        await Account.update({Account.password: "", Account.first_tries: 0})
        .where((Account.id == account) & (Account.password == password))
        .returning(Account.id)
    )
    return bool(used)


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


async def asked_again(account: int, password: str, what: str = "登录密码") -> str:
    """What is wrong with the present password, asked again before a weighty act; "" when it is right. Who sits down at
    an open session has as few tries as at the door."""
    if not password:
        return f"请填写{what}。"
    limit = Limit("again", str(account), FREE_TRIES)
    attempt = await attempts.begin(limit)
    if attempt.wait:
        return attempt.sentence
    row = await Account.select(Account.password).where(Account.id == account).first()
    if not await passwords.matches(password, row["password"] if row else ""):
        return f"{what}不对，请重新填写。"
    await attempts.clear(limit)
    return ""
