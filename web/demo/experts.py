"""The demonstration's experts: applied, recommended level by level, in the pool."""

from datetime import timedelta

from web import clock
from web.committee import expert_tables, experts
from web.committee.sections import SECTIONS
from web.database import transaction
from web.demo import accounts, lives
from web.demo.filling import Record, Shelf, fill
from web.demo.offices import Clerks
from web.demo.organisations import read
from web.demo.people import Officer, officers
from web.demo.season import season
from web.people import sessions
from web.people.tables import Account
from web.profile.sections import SECTIONS as PROFILE

ADMITTED = timedelta(days=150)
"""How long before now they came into the pool."""

OTHERS: Record = {
    "admin_rank": "01", "review_work": "参加过市级初级评审两次。", "introduction": "长期在一线工作，指导青年同事，熟悉评审标准。",
}  # fmt: skip
RESULT: Record = {"obtained_on": "2020-06-30", "name": "市级优秀成果二等奖", "remark": "第一完成人"}


async def admit(clerks: Clerks, titles: int) -> None:
    """Everybody of the file who is not in the pool yet. `titles`: the account of the office for titles."""
    when = await season()
    with clock.frozen(when.anchor - ADMITTED):
        for told in read("sittings")["experts"]:
            for officer in officers():
                if officer.login.startswith(told["logins"]) and not await _known(officer):
                    async with transaction():
                        await _applied(officer, told["held"], told["recommended"], clerks, titles)


async def _known(officer: Officer) -> bool:
    return bool(await expert_tables.Expert.exists().where(expert_tables.Expert.person.login == officer.login))


async def _applied(
    officer: Officer, held: list[str], recommended: Record, clerks: Clerks, titles: int
) -> None:
    account = await Account.select(Account.id).where(Account.login == officer.login).first()
    assert account is not None
    person = await sessions.acting(account["id"])
    shelf = Shelf(person.id)
    title = {**lives._title(held, person.unit), "files": {}}
    await fill(PROFILE["titles"], person.id, title, shelf, strict=False)
    row = await experts.begin(person)
    for key, record in (("representative", RESULT), ("recommendation", recommended), ("others", OTHERS)):
        await fill(SECTIONS[key], row["id"], record, shelf)
    row = await experts.submit(row, person, clock.now())
    while row["holder"] != row["path"][-1]:
        clerk = await accounts.clerk(row["holder"], clerks)
        row = await experts.decide(row, "recommend", clerk, "同意推荐。", clock.now())
    await experts.decide(row, "admit", await sessions.acting(titles), "", clock.now())
