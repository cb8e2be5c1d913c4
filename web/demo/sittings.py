"""The demonstration's committees at work: drawn, sitting, voting, publishing; the office for titles issues and revokes."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from web import clock
from web.catalogue import rules as catalogue
from web.certificate import desk
from web.certificate import rules as certificates
from web.committee import ballot, draw, gathering, interviews, panels, sittings
from web.committee.interviews import Room
from web.database import transaction
from web.declaration import rules as declarations
from web.demo.accounts import clerk
from web.demo.offices import Clerks
from web.demo.organisations import read
from web.demo.people import everybody
from web.demo.season import Season, season
from web.people.sessions import Person
from web.people.tables import Account, Role
from web.publicity import rules as publicity
from web.review import conclusion as conclusion
from web.review.path import office_of
from web.rows import Row

SIZE, VOTED = 7, 4
"""Members of a committee, and how many have voted where the ballot is still open."""
PLACE = "演示会议中心三楼第一会议室"
OBJECTION = "公示材料里的一项业绩完成时间与实际不符，请核对。"
REVOKED = "经核查，申报材料中的岗位培训证明系伪造，依据人社部令第40号第三十九条撤销职称。"


async def hold(told: dict[str, Any], clerks: Clerks, titles: int) -> None:
    """One sitting of the file with what followed from it, whole or not at all; nothing when it was held before."""
    when = await season(told["days"])
    passed = await _accepted(told["passed"], when.year)
    failed = await _accepted(told["failed"], when.year)
    if len(passed) < len(told["passed"]):
        return
    async with transaction():
        with clock.frozen(when.ago(told["on"] + 2 if told["on"] >= 0 else 1)):
            office = await clerk((await office_of(when.year, told["committee"]))["id"], clerks)
            sitting = await _planned(told, when, office)
            before = [passed[key] for key in told["passed"]] + [failed[key] for key in told["failed"]]
            await sittings.add_items(sitting["id"], before, by=office.id)
            await _given_out(sitting["id"])
            await _interviewed(sitting, [passed[key] for key in told["interviews"]], when, office)
        if told["to"] == "grouped":
            return
        with clock.frozen(when.ago(told["on"])):
            codes = await _opened(sitting, office)
            members = [each["id"] for each in await sittings.members(sitting["id"])]
            against = set(failed.values())
            await _voted(sitting, members[:VOTED] if told["to"] == "balloting" else members, against)
            if told["to"] == "balloting":
                return
            await ballot.close(sitting["id"], codes[:2])
            shown = await gathering.publicise(await sittings.sitting_of(sitting["id"]), office)
            if "objected" in passed:
                await _objected(shown, passed["objected"])
        if told["to"] == "issued":
            await _issued(shown, passed, when, titles)


async def _accepted(keys: Iterable[str], year: int) -> dict[str, int]:
    """Key → declaration, of those that the committee's office has accepted and nobody has taken before a sitting."""
    found = {}
    logins = {each.key: each.login for each in everybody()}
    for key in keys:
        account = await Account.select(Account.id).where(Account.login == logins[key]).first()
        row = await declarations.of_year(account["id"], year) if account else None
        if row and row["state"] == "accepted":
            found[key] = row["id"]
    return found


async def _planned(told: dict[str, Any], when: Season, office: Person) -> Row:
    """Seven members drawn from the pool; all of them will come."""
    committee = await draw.committee_of(when.year, told["committee"])
    held = await catalogue.contents(when.year)
    levels = held.levels[committee.series]
    rank = max(each.rank for each in levels if each.committee_level == committee.level)
    on = when.ago(told["on"]).astimezone(clock.ZONE).date()
    made = await draw.publish(
        committee, when.year, office.id, size=SIZE, per_unit=SIZE, level_rank=rank, day=on, source="开会前一日福利彩票双色球开奖号码",
    )  # fmt: skip
    await draw.draw(made["id"], f"演示种子 {on:%Y%m%d}")
    name = f"{when.year}年度{told['name']}"
    sitting = await sittings.plan_drawn(made["id"], name=name, place=PLACE, on=on)
    await sittings.set_present(sitting["id"], [each["id"] for each in await sittings.members(sitting["id"])])
    return sitting


async def _given_out(sitting: int) -> None:
    """One panel of all members; every dossier has its three readers."""
    everybody_there = [each["id"] for each in await sittings.members(sitting)]
    await panels.add_panel(sitting, "第一评议组", everybody_there)
    await panels.assign(sitting)


async def _interviewed(sitting: Row, invited: list[int], when: Season, office: Person) -> None:
    items = [each["id"] for each in await sittings.items(sitting["id"]) if each["declaration"] in invited]
    if items:
        opens = datetime.combine(sitting["on"] - timedelta(days=3), time(9), clock.ZONE)
        room = Room(PLACE, None, opens, opens + timedelta(hours=3))
        await interviews.arrange(items, [room], by=office.id)


async def _opened(sitting: Row, office: Person) -> list[str]:
    held = await sittings.members(sitting["id"])
    codes = [await ballot.take_key(sitting["id"], each["id"]) for each in held[:3]]
    await ballot.start(sitting["id"], office.id)
    return codes


async def _voted(sitting: Row, members: list[int], against: set[int]) -> None:
    for member in members:
        paper = await ballot.paper_of(sitting["id"], member)
        choices = {each["id"]: "no" if each["declaration"] in against else "yes" for each in paper}
        await ballot.cast(sitting["id"], member, choices)


async def _objected(shown: Row, declaration: int) -> None:
    entry = next(each for each in await publicity.entries(shown["id"]) if each["declaration"] == declaration)
    await publicity.object(shown["id"], entry["id"], OBJECTION, "", "", clock.now())


async def _issued(shown: Row, passed: dict[str, int], when: Season, titles: int) -> None:
    """Confirmed, filed, issued to all but the last to come, and one revoked."""
    after = datetime.combine(shown["to_day"] + timedelta(days=1), time(9), clock.ZONE)
    with clock.frozen(after):
        await publicity.confirm(shown["id"], f"郑人社职〔{when.year}〕12号", titles)
        await publicity.file(shown["id"], f"豫职备〔{when.year}〕36号", clock.today(), titles)
        await desk.issue_all([passed[key] for key in ("issued", "revoked") if key in passed], titles)
    with clock.frozen(after + timedelta(days=3)):
        revoked = await certificates.of_declaration(passed["revoked"])
        assert revoked is not None, "it was issued above"
        await certificates.revoke(revoked["number"], titles, REVOKED, dishonest=True)


async def all_of_them(clerks: Clerks, titles: int) -> None:
    """Every sitting of the file, in its order."""
    for told in read("sittings")["sittings"]:
        await hold(told, clerks, titles)


async def office_for_titles() -> int:
    """The account of whoever acts for the office for titles."""
    row = await Role.select(Role.account).where(Role.role == "titles_office").order_by(Role.id).first()
    assert row is not None, "officers.json names one"
    return int(row["account"])
