"""Sessions in the database: begun at sign-in, seen at most once a minute, ended at sign-out and password change."""

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from web import clock
from web.database import transaction
from web.database.kept import Kept
from web.people.helping_tables import Helping
from web.people.holding import Held as Held
from web.people.holding import roles_of as roles_of
from web.people.tables import Account, Organisation, Session, Viewing

IDLE = timedelta(hours=2)
LONGEST = timedelta(hours=16)
FIRST = timedelta(minutes=30)
LATE = timedelta(days=7)
"""How long after its end a session still tells whose form it was that was sent too late."""

ROLES = {
    "applicant": "申报人", "unit": "单位管理员", "department": "主管部门", "hrss": "人社部门",
    "committee_office": "评委会办公室", "expert": "评审专家", "titles_office": "职称处", "administrator": "系统管理员",
}  # fmt: skip
"""The roles and what they are called."""


@dataclass(frozen=True)
class Clerk:
    """Who fills a person's pages with her consent: account, name and unit, the consent's number, year and end.

    `over`: the sentence that says why the consent no longer counts, "" while it does.
    """

    account: int
    name: str
    unit: str
    consent: int
    year: int
    until: datetime
    over: str = ""


@dataclass(frozen=True)
class Person:
    """Who is signed in. `first`: signed in with the first password, may only set a new one. `viewer`: the name of
    who looks at this person's pages for support and may change nothing, "" when it is the person. `clerk`: who
    fills them with her consent, None when it is the person."""

    id: int
    name: str
    login: str
    id_number: str
    organisation: int
    unit: str
    held: tuple[Held, ...]
    first: bool
    password_at: datetime | None
    session: int
    expires_at: datetime
    viewer: str = ""
    clerk: Clerk | None = None

    def holds(self, role: str) -> bool:
        return any(held.role == role for held in self.held)

    def places(self, *roles: str) -> tuple[int, ...]:
        """The organisations for which one of `roles` is held."""
        return tuple(held.organisation for held in self.held if held.role in roles)

    @property
    def roles(self) -> list[str]:
        """What the person is called in the bar: every role but the applicant's, each once."""
        return list(dict.fromkeys(ROLES[held.role] for held in self.held if held.role != "applicant"))


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


async def begin(account: int, *, first: bool = False) -> str:
    """A new session's token for `account`; only its hash is stored."""
    token = secrets.token_urlsafe(24)
    await Session(token=digest(token), account=account, first=first).save()
    return token


async def person_of(token: str) -> Person | None:
    """Who holds `token`, None when it never was or is no longer valid."""
    row, now = await _row(token), clock.now()
    if row is None:
        return None
    idle, expires = _until(row)
    if now >= expires:
        return None
    if now - row["seen_at"] > timedelta(minutes=1):
        await Session.update({Session.seen_at: now}).where(Session.id == row["id"])
        expires = min(now + idle, row["created_at"] + LONGEST)
    return await _person(row, now, expires)


async def person_before(token: str) -> Person | None:
    """Who held `token` until it ran out, at most LATE ago: whose form it was that comes too late. It opens nothing."""
    row, now = await _row(token), clock.now()
    if row is None or row["first"]:
        return None
    expires = _until(row)[1]
    return await _person(row, now, expires) if expires <= now < expires + LATE else None


ASKED = (
    Session.id, Session.first, Session.created_at, Session.seen_at, Session.ended_at,
    Session.account.id.as_alias("account_id"), Session.account.name.as_alias("name"),
    Session.account.login.as_alias("login"), Session.account.id_number.as_alias("id_number"),
    Session.account.stage.as_alias("stage"), Session.account.password_at.as_alias("password_at"),
    Session.account.organisation.id.as_alias("organisation"),  # type: ignore[union-attr]  # two joins
    Session.account.organisation.name.as_alias("unit"),  # type: ignore[union-attr]
)  # fmt: skip
_OF_TOKEN = Kept(lambda token: Session.select(*ASKED).where(Session.token == token).first())


async def _row(token: str) -> dict[str, Any] | None:
    """The session of `token` with its account, None when it was ended or the account was closed."""
    row = await _OF_TOKEN(digest(token))
    return None if row is None or row["ended_at"] or row["stage"] == "closed" else dict(row)


def _until(row: dict[str, Any]) -> tuple[timedelta, datetime]:
    """How long the session may be idle, and when it ends if nobody uses it."""
    idle = FIRST if row["first"] else IDLE
    return idle, min(row["seen_at"] + idle, row["created_at"] + LONGEST)


async def _person(row: dict[str, Any], now: datetime, expires: datetime) -> Person:
    person = Person(
        id=row["account_id"], name=row["name"], login=row["login"], id_number=row["id_number"],
        organisation=row["organisation"], unit=row["unit"], held=await roles_of(row["account_id"], now),
        first=bool(row["first"]), password_at=row["password_at"], session=row["id"], expires_at=expires,
    )  # fmt: skip
    if person.holds("administrator"):
        person = await _viewed(person, now)
    own = person.id == row["account_id"]
    return await _helped(person, now) if own and person.holds("unit") else person


async def acting(account: int) -> Person:
    """Who `account` is and which roles it holds now, apart from any session."""
    row = await account_of(account)
    unit = await Organisation.select(Organisation.name).where(Organisation.id == row["organisation"]).first()
    return Person(
        id=account, name=row["name"], login=row["login"], id_number=row["id_number"], organisation=row["organisation"],
        unit=unit["name"] if unit else "", held=await roles_of(account, clock.now()), first=False,
        password_at=row["password_at"], session=0, expires_at=clock.now(),
    )  # fmt: skip


_VIEWING = Kept(
    lambda session: (
        Viewing.select(Viewing.account)
        .where((Viewing.session == session) & Viewing.ended_at.is_null())
        .first()
    )
)


async def _viewed(person: Person, now: datetime) -> Person:
    """Whom an administrator looks at in this session, herself when nobody."""
    viewing = await _VIEWING(person.session)
    if viewing is None:
        return person
    row = (
        await Account.select(*Account.all_columns(), Account.organisation.name.as_alias("unit"))
        .where(Account.id == viewing["account"])
        .first()
    )
    assert row is not None, "a foreign key"
    return replace(
        person, id=row["id"], name=row["name"], login=row["login"], id_number=row["id_number"], unit=row["unit"],
        organisation=row["organisation"], held=await roles_of(row["id"], now), password_at=row["password_at"],
        viewer=person.name,
    )  # fmt: skip


REVOKED = "本人已经收回同意，帮办已结束。"
RUN_OUT = "同意的期限已到，帮办已结束。"
ELSEWHERE = "本人已经不在您的单位，帮办已结束。"
NO_CLERK = "您现在没有本单位的管理职责，帮办已结束。"


_HELPING = Kept(
    lambda session: (
        Helping.select(*Helping.consent.all_columns(), Helping.by)
        .where((Helping.session == session) & Helping.ended_at.is_null())
        .order_by(Helping.id, ascending=False)
        .first()
    )
)


async def _helped(person: Person, now: datetime) -> Person:
    """Whose pages the person fills in this session, herself when nobody's. Once the consent is over the pages stay
    those of the other, so that nothing typed for her is saved as the clerk's own."""
    helping = await _HELPING(person.session)
    if helping is None:
        return person
    consent = {name.removeprefix("consent."): value for name, value in helping.items()}
    row = (
        await Account.select(*Account.all_columns(), Account.organisation.name.as_alias("unit"))
        .where(Account.id == consent["person"])
        .first()
    )
    assert row is not None, "a foreign key"
    over = (
        NO_CLERK if consent["unit"] not in person.places("unit")
        else REVOKED if consent["ended_at"] or not consent["given_at"]
        else RUN_OUT if now >= consent["until"]
        else ELSEWHERE if row["organisation"] != consent["unit"] or row["stage"] == "closed"
        else ""
    )  # fmt: skip
    held = tuple(each for each in await roles_of(row["id"], now) if each.role == "applicant")
    clerk = Clerk(person.id, person.name, person.unit, consent["id"], consent["year"], consent["until"], over)
    return replace(
        person, id=row["id"], name=row["name"], login=row["login"], id_number=row["id_number"], unit=row["unit"],
        organisation=row["organisation"], held=held, password_at=row["password_at"], clerk=clerk,
    )  # fmt: skip


async def owner_of(token: str) -> int | None:
    """Whose pages the session `token` showed, also when it has ended; None when it never was one."""
    row = await Session.select(Session.id, Session.account).where(Session.token == digest(token)).first()
    if row is None:
        return None
    helping = (
        await Helping.select(Helping.consent.person.as_alias("person"))
        .where((Helping.session == row["id"]) & Helping.ended_at.is_null())
        .order_by(Helping.id, ascending=False)
        .first()
    )
    return int(helping["person"] if helping else row["account"])


async def end(token: str) -> None:
    """End the session of `token`."""
    await Session.update({Session.ended_at: clock.now()}).where(Session.token == digest(token))


async def end_all(account: int) -> None:
    """End every session of `account`, as a change of password does."""
    await Session.update({Session.ended_at: clock.now()}).where(
        (Session.account == account) & Session.ended_at.is_null()
    )


async def parents(organisation: int) -> list[dict]:
    """The chain from `organisation` up to the root, each as a row of Organisation; a loop in the data ends it."""
    chain: list[dict] = []
    seen: set[int] = set()
    at: int | None = organisation
    async with transaction():
        while at is not None and at not in seen:
            seen.add(at)
            row = await Organisation.select().where(Organisation.id == at).first()
            if row is None:
                break
            chain.append(row)
            at = row["parent"]
    return chain


async def account_of(account: int) -> dict:
    """The row of `account`, without its secrets."""
    row = await Account.select(exclude_secrets=True).where(Account.id == account).first()
    if row is None:
        raise LookupError(f"no account {account}")
    return row
