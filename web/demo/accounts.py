"""Opening the demonstration's accounts and signing in to them, by the rules of accounts."""

from web.demo.people import PASSWORD, Officer, Someone, first_password
from web.people import accounts, passwords, sessions
from web.people.sessions import Person

NETWORK = "演示"


class Unable(RuntimeError):
    """A rule of the product refused what the demonstration wanted."""


async def opened(someone: Someone, organisation: int) -> int:
    """Her account with its first password; the account's number."""
    made = await accounts.open_account(
        login=someone.login, name=someone.name, organisation=organisation, role="applicant",
        id_number=someone.login, activation=False,
    )  # fmt: skip
    return made.account


async def signed_up(someone: Someone, organisation: int) -> Person:
    """Her account, opened; she has signed in with the first password and set her own."""
    return await _entered(await opened(someone, organisation), someone.login, first_password(someone))


async def employed(officer: Officer, organisation: int) -> Person:
    """The account of somebody who acts for `organisation`, with the password set."""
    made = await accounts.open_account(
        login=officer.login, name=officer.name, organisation=organisation, role=officer.role, activation=False
    )
    return await _entered(made.account, officer.login, passwords.first_password(officer.login))


async def _entered(account: int, login: str, first: str) -> Person:
    outcome = await accounts.sign_in(login, first, "", NETWORK)
    if not outcome.token:
        raise Unable(outcome.sentence)
    if complaint := passwords.complaint(PASSWORD, login, login):
        raise Unable(complaint)
    return await _person(await accounts.set_password(account, PASSWORD))


async def _person(token: str) -> Person:
    """Who holds `token`, which ends here: nobody of the cast stays signed in."""
    person = await sessions.person_of(token)
    if person is None:
        raise Unable("the session ended before it began")
    await sessions.end(token)
    return person


async def clerk(organisation: int, officers: dict[int, int]) -> Person:
    """Whoever acts for `organisation`; `officers`: account by organisation."""
    return await _person(await sessions.begin(officers[organisation]))


async def tried_in_vain(someone: Someone) -> None:
    """Five wrong tries: the first password is dead."""
    for _ in range(accounts.FIRST_TRIES):
        await accounts.sign_in(someone.login, "记不得了", "", NETWORK)
