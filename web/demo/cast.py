"""The demonstration's cast: made once, through the product's own rules; its accounts as a table."""

import unicodedata
from datetime import timedelta
from typing import NamedTuple

from web import clock
from web.catalogue import stamps
from web.database import transaction
from web.demo import accounts, announcements, experts, organisations, sittings
from web.demo.people import PASSWORD, Officer, Someone, everybody, first_password, officers, units
from web.demo.season import season
from web.demo.stages import STAGES, Scene
from web.evidence import rules as evidence
from web.people.sessions import ROLES
from web.people.tables import Account, Role

EMPLOYED = timedelta(days=500)
"""How long those who review have had their roles: since before the first declaration."""


class Told(NamedTuple):
    """One account as the list shows it. `password`: "" for one that opens nothing any more."""

    login: str
    password: str
    name: str
    unit: str
    who: str
    stage: str


async def make() -> int:
    """Make everybody who is not there yet, each person whole or not at all; how many were made."""
    there = set(await Account.select(Account.login).output(as_list=True))
    hired = [each for each in officers() if each.login not in there]
    invited = [each for each in everybody() if each.login not in there]
    if not hired and not invited:
        return 0
    with stamps.still():
        await _come(hired, invited)
    await evidence.close()
    return len(hired) + len(invited)


async def _come(hired: list[Officer], invited: list[Someone]) -> None:
    async with transaction():
        numbers = await organisations.make()
        for officer in hired:
            await _employ(officer, numbers)
    clerks = await _clerks()
    for someone in invited:
        await _play(someone, numbers[someone.organisation], clerks)
    titles = await sittings.office_for_titles()
    await announcements.publish(titles)
    await experts.admit(clerks, titles)
    await sittings.all_of_them(clerks, titles)


async def _employ(officer: Officer, numbers: dict[str, int]) -> None:
    when = await season()
    with clock.frozen(when.anchor - EMPLOYED):
        await accounts.employed(
            officer, await organisations.number_of(officer.organisation, numbers, when.year)
        )


async def _clerks() -> dict[int, int]:
    """Which account acts for an organisation, the first of each."""
    logins = [each.login for each in officers()]
    rows = await Role.select(Role.account, Role.organisation).where(
        Role.account.login.is_in(logins) & Role.role.is_in(["unit", "department", "hrss", "committee_office"])
    )
    return {row["organisation"]: row["account"] for row in sorted(rows, key=lambda row: -row["account"])}


async def _play(someone: Someone, organisation: int, clerks: dict[int, int]) -> None:
    stage = STAGES[someone.stage]
    when = await season(stage.days, years_back=stage.years_back)
    with clock.frozen(when.ago(stage.days)):
        async with transaction():
            await stage.play(someone, Scene(organisation, when, clerks))


def told() -> list[Told]:
    """Every account, applicants first."""
    applicants = [
        Told(
            each.login,
            _password(each),
            each.name,
            units()[each.organisation]["name"],
            each.who,
            STAGES[each.stage].title,
        )
        for each in everybody()
    ]
    return applicants + [
        Told(each.login, PASSWORD, each.name, _place(each), each.who, ROLES[each.role]) for each in officers()
    ]


def _password(someone: Someone) -> str:
    return {"own": PASSWORD, "first": first_password(someone), "": ""}[STAGES[someone.stage].password]


def _place(officer: Officer) -> str:
    unit = units().get(officer.organisation)
    return unit["name"] if unit else "评委会办公室"


HEADING = Told("账号", "密码", "姓名", "单位", "身份", "进行到哪一步")


def tell() -> None:
    """Print the accounts as an aligned table."""
    found = [HEADING, *(each._replace(password=each.password or "（已失效）") for each in told())]
    widths = [max(_width(each[column]) for each in found) for column in range(len(HEADING))]
    print("演示账号：")
    for each in found:
        print(
            "  ".join(
                text + " " * (width - _width(text)) for text, width in zip(each, widths, strict=True)
            ).rstrip()
        )


def _width(text: str) -> int:
    """Columns that `text` takes in a terminal."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
