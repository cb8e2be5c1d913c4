"""A committee of seven that sits over what its office accepted, in the rules' own steps."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.cast import YEAR, Someone
from tests.web.committee import hall
from tests.web.review import people
from tests.web.review.people import CHEN, CHU, HAN, JIANG, WEI
from web import clock
from web.catalogue import rules as catalogue
from web.committee import ballot, gathering, interviews, sittings
from web.committee.interviews import Room
from web.committee.tables import Sitting as SittingRow
from web.people import accounts
from web.people.tables import Account, Organisation, Role

TITLES = Someone("江处长", "province", 91, role="titles_office")
"""Who confirms, files, issues and revokes."""
SIZE = 7
DAY = 24
"""How many days after the cast's day the committee sits."""


@dataclass
class Sitting:
    """`codes`: of the key holders; `members`: numbers in order."""

    number: int
    members: list[int] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)


async def account_of(someone: Someone) -> int:
    """The number of her account."""
    row = await accounts._find(someone.login)
    assert row is not None
    return int(row["id"])


async def office_for_titles() -> None:
    """The clerk of the office for titles."""
    province = await Organisation.select().where(Organisation.code == "province").first()
    assert province is not None
    await people.open_quickly(TITLES, province["id"])


def accepted() -> None:
    """Han's declaration climbs until the committee's office has accepted it."""
    from tests.support import run

    people.climbed("report")
    with people.later(13):
        for who in (CHEN, CHU, WEI):
            run(people.does(who, "pass"))
        run(people.does(JIANG, "accept"))


async def planned(experts: int = SIZE) -> Sitting:
    """A sitting of experts from elsewhere, all of whom have come; nothing before it yet."""
    row = await people.row_of(HAN)
    committee = await catalogue.committee(YEAR, row["committee"])
    assert committee is not None
    chosen, before = [], await SittingRow.count()
    for at in range(experts):
        unit = await hall.organisation(f"elsewhere-{before}-{at}", f"外校{before}{at}")
        number = await hall.expert(f"{hall.SURNAMES[at]}专家", unit, series=committee.series)
        chosen.append(number)
    made = await sittings.plan(
        committee, YEAR, name="2026年度评审会议", place="演示会议室", on=clock.today(), experts=chosen
    )
    held = await sittings.members(made["id"])
    await sittings.set_present(made["id"], [each["id"] for each in held])
    return Sitting(made["id"], [each["id"] for each in held])


async def grouped(sitting: Sitting) -> None:
    """The office brings before it what is accepted and paid."""
    row = await sittings.sitting_of(sitting.number)
    ready = [each["id"] for each in await gathering.candidates(row)]
    await sittings.add_items(sitting.number, ready, {}, by=await account_of(JIANG))


async def interviewed(sitting: Sitting) -> None:
    """Everybody gets a slot tomorrow morning."""
    opens = datetime.combine(clock.today() + timedelta(days=1), datetime.min.time(), clock.ZONE) + timedelta(
        hours=9
    )
    items = [each["id"] for each in await sittings.items(sitting.number)]
    room = Room("演示会议室", None, opens, opens + timedelta(hours=3))
    await interviews.arrange(items, [room], by=await account_of(JIANG))


async def opened(sitting: Sitting) -> None:
    """Three members take their codes, and the office opens the ballot."""
    sitting.codes = [await ballot.take_key(sitting.number, member) for member in sitting.members[:3]]
    await ballot.start(sitting.number, await account_of(JIANG))


async def voted(sitting: Sitting, yes: int) -> None:
    """The first `yes` members are for everything, the others against."""
    for at, member in enumerate(sitting.members):
        paper = await ballot.paper_of(sitting.number, member)
        if paper:
            choice = "yes" if at < yes else "no"
            await ballot.cast(sitting.number, member, {each["id"]: choice for each in paper})


async def closed(yes: int = SIZE) -> Sitting:
    """The whole sitting on one day, up to the count."""
    sitting = await planned()
    await grouped(sitting)
    await opened(sitting)
    await voted(sitting, yes)
    await ballot.close(sitting.number, sitting.codes[:2])
    return sitting


async def publicised(sitting: Sitting) -> dict[str, Any]:
    """The office puts those who passed before the public; the 公示."""
    from tests import cast

    row = await sittings.sitting_of(sitting.number)
    return await gathering.publicise(row, await cast.person(JIANG))


async def expert_accounts() -> list[int]:
    """The accounts of the experts, by number, each with the role."""
    found = await Account.select(Account.id, Account.organisation).where(Account.login.like("expert-%"))
    for row in found:
        await Role(account=row["id"], role="expert", organisation=row["organisation"]).save()
    return [row["id"] for row in found]
