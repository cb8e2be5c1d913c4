"""Sittings of a committee: members, items, recusals, and what comes out."""

from collections.abc import Iterable, Mapping
from datetime import date

from web import clock
from web.catalogue import rules as catalogue
from web.catalogue.entries import CommitteeEntry
from web.committee import ballot, conflicts, draw
from web.committee.ballot import Refusal, sitting_of
from web.committee.ballot_tables import Voted
from web.committee.expert_tables import Expert
from web.committee.tables import Assignment, Item, Member, Recusal, Sitting
from web.committee.terms import rule
from web.database import is_duplicate, transaction
from web.declaration.tables import Declaration
from web.following import happened
from web.rows import Row

DUTIES = {"chair": "主任委员", "deputy": "副主任委员", "member": "委员"}
STATES = {"planned": "筹备中", "voting": "投票中", "closed": "已结束", "void": "已作废"}


async def plan(
    committee: CommitteeEntry, year: int, *, name: str, place: str, on: date, experts: Iterable[int],
    draw_number: int | None = None, recusal_counted: bool | None = None,
) -> Row:  # fmt: skip
    """A sitting with its members, the first in the chair and the second as deputy until changed; Refusal says why not:
    filing over (第八条), even or too small (第九条), an expert out of term, level or series (第十条)."""
    ids = list(dict.fromkeys(experts))
    for sentence in (draw.filing_refusal(committee, on), draw.size_refusal(len(ids), committee)):
        if sentence:
            raise Refusal(sentence)
    found = {row["id"]: row for row in await Expert.select().where(Expert.id.is_in(ids))}
    for number in ids:
        row = found.get(number)
        if row is None or row["state"] != "active" or not row["since"] <= on <= row["until"]:
            raise Refusal(
                f"{row['name'] if row else '所选专家'}在会议当日不在专家库或任期之内，不能参加评审。"
            )
        if row["series"] != committee.series:
            raise Refusal(f"{row['name']}不是本系列的评审专家。")
    counted = rule("recusal_base")["counted"] if recusal_counted is None else recusal_counted
    async with transaction():
        sitting = Sitting(
            committee=committee.code, year=year, name=name.strip(), place=place.strip(), on=on, draw=draw_number,
            recusal_counted=counted,
        )  # fmt: skip
        await sitting.save()
        for position, number in enumerate(ids):
            duty = ("chair", "deputy")[position] if position < 2 else "member"
            key = f"{sitting.id}-{number}"
            await Member(key=key, sitting=sitting.id, expert=number, duty=duty, position=position).save()
    return await sitting_of(sitting.id)


async def plan_drawn(number: int, *, name: str, place: str, on: date) -> Row:
    """A sitting of the members of a draw; draw.Refusal or Refusal."""
    row = await draw.load(number)
    if not row["result"]:
        raise Refusal("还没有抽取专家。")
    committee = await draw.committee_of(row["year"], row["committee"])
    drawn = draw.experts_of(row["result"]["members"])
    return await plan(
        committee, row["year"], name=name, place=place, on=on, experts=drawn, draw_number=number
    )


async def planned(sitting: int) -> Row:
    """The sitting while it may be prepared; Refusal once its ballot has opened."""
    row = await sitting_of(sitting)
    if row["state"] != "planned":
        raise Refusal("投票开始后不能再改动会议的安排。")
    return row


async def members(sitting: int) -> list[Row]:
    """The members with name and unit, the chair first."""
    found = await (
        Member.select(
            *Member.all_columns(), Member.expert.name.as_alias("name"), Member.expert.person.as_alias("person"),
            Member.expert.unit.name.as_alias("unit_name"),  # type: ignore[union-attr]
        )
        .where(Member.sitting == sitting)
        .order_by(Member.position)
    )  # fmt: skip
    order = list(DUTIES)
    return sorted(found, key=lambda row: (order.index(row["duty"]), row["position"]))


async def member_of(sitting: int, person: int) -> Row | None:
    """The member who is `person`, None when not of this committee."""
    return next((row for row in await members(sitting) if row["person"] == person), None)


async def set_duty(sitting: int, member: int, duty: str) -> None:
    """Make a member chair (then the chair before becomes deputy), deputy or member."""
    await planned(sitting)
    async with transaction():
        if duty == "chair":
            await Member.update({Member.duty: "deputy"}).where(
                (Member.sitting == sitting) & (Member.duty == "chair")
            )
        await Member.update({Member.duty: duty}).where((Member.sitting == sitting) & (Member.id == member))


async def set_present(sitting: int, present: Iterable[int]) -> None:
    """Who has come (numbers of members); all others are absent. Not after the ballot has opened."""
    await planned(sitting)
    here = set(present)
    async with transaction():
        for row in await Member.select(Member.id).where(Member.sitting == sitting):
            await Member.update({Member.present: row["id"] in here}).where(Member.id == row["id"])


async def add_items(
    sitting: int,
    declarations: Iterable[int],
    handled: Mapping[int, Iterable[int]] | None = None,
    by: int | None = None,
) -> None:
    """Bring declarations before the sitting and recuse every member with a conflict. `handled`: declaration → accounts
    that decided on it, by default as conflicts.asked knows; `by`: the account of the office. One that is there already
    stays as it is."""
    row = await planned(sitting)
    held = await members(sitting)
    judges = await conflicts.judges_of(each["expert"] for each in held)
    known = {
        each["declaration"] for each in await Item.select(Item.declaration).where(Item.sitting == sitting)
    }
    wanted = [each for each in declarations if each not in known]
    elsewhere = await Declaration.select(Declaration.id).where(
        Declaration.id.is_in(wanted or [0]) & (Declaration.committee != row["committee"])
    )
    if elsewhere:
        raise Refusal("其中有不属于本评审委员会的申报。")
    known_hands = await conflicts.asked[-1](wanted) if handled is None else handled
    dossiers = await conflicts.dossiers_of(wanted, known_hands)
    async with transaction():
        number = await Item.count().where(Item.sitting == sitting)
        for place, dossier in enumerate(dossiers, start=number + 1):
            item = Item(
                key=f"{sitting}-{dossier.declaration}",
                sitting=sitting,
                declaration=dossier.declaration,
                number=place,
            )
            await item.save()
            for member in held:
                if found := conflicts.between(judges[member["expert"]], dossier):
                    await _recuse(
                        item.id, member["id"], "；".join(each.sentence for each in found), found=True
                    )
        await happened("group", [each.declaration for each in dossiers], by, row["name"])


async def _recuse(item: int, member: int, reason: str, *, found: bool) -> None:
    recusal = Recusal(
        key=f"{item}-{member}", item=item, member=member, found=found, reason=reason, at=clock.now()
    )
    try:
        async with transaction():
            await recusal.save()
            await Assignment.delete().where((Assignment.item == item) & (Assignment.member == member))
    except Exception as error:
        if not is_duplicate(error):
            raise


async def recuse(item: int, member: int, reason: str) -> None:
    """申请回避 by the member; Refusal without a reason, or when the member has voted."""
    if not reason.strip():
        raise Refusal("请写明回避的理由。")
    if await Voted.exists().where((Voted.item == item) & (Voted.member == member)):
        raise Refusal("已经投过票，不能再申请回避。")
    await _recuse(item, member, reason.strip(), found=False)


async def items(sitting: int) -> list[Row]:
    """What is before the sitting, with applicant, unit and title's code, for the office."""
    found = await (
        Item.select(
            *Item.all_columns(), Item.declaration.person.name.as_alias("name"), Item.declaration.unit_name.as_alias("unit_name"),  # type: ignore[union-attr]
            Item.declaration.title.as_alias("title"), Item.declaration.specialty.as_alias("specialty"),
            Item.declaration.person.as_alias("person"),
        )
        .where(Item.sitting == sitting)
        .order_by(Item.number)
    )  # fmt: skip
    year = (await sitting_of(sitting))["year"]
    held = await catalogue.contents(year)
    return [
        {
            **row,
            "title_name": held.name_of("title", row["title"]),
            "specialty_name": held.name_of("specialty", row["specialty"]),
        }
        for row in found
    ]


async def items_for(sitting: int, member: int) -> list[Row]:
    """What a member may see: everything but the items that she has no part in. Every list, search, count and export
    for a member goes through here."""
    gone = {row["item"] for row in await Recusal.select(Recusal.item).where(Recusal.member == member)}
    return [row for row in await items(sitting) if row["id"] not in gone]


async def readings_of(person: int) -> list[Row]:
    """The dossiers that `person` is to read, with the sitting; never one with a recusal (it takes the assignment away)."""
    return await (
        Assignment.select(
            Assignment.item, Assignment.member, Assignment.reason, Assignment.item.declaration.as_alias("declaration"),
            Assignment.item.sitting.as_alias("sitting"), Assignment.item.number.as_alias("number"),
        )
        .where(Assignment.member.expert.person == person)  # type: ignore[union-attr]
        .order_by(Assignment.item)
    )  # fmt: skip


async def may_read(person: int, declaration: int) -> bool:
    """Whether the dossier is assigned to `person`."""
    return any(row["declaration"] == declaration for row in await readings_of(person))


async def outcomes(sitting: int) -> dict[int, bool]:
    """Declaration → passed, of a closed sitting, counted again from the ballots; Refusal when they do not agree."""
    counts = await ballot.recount(sitting)
    return {
        row["declaration"]: counts[row["id"]].passed
        for row in await Item.select().where(Item.sitting == sitting)
    }


async def of_committee(codes: Iterable[str]) -> list[Row]:
    """The sittings of some committees, the newest first."""
    chosen = list(codes)
    return (
        await Sitting.select().where(Sitting.committee.is_in(chosen)).order_by(Sitting.id, ascending=False)
        if chosen
        else []
    )


async def of_person(person: int) -> list[Row]:
    """The sittings of which `person` is a member, the newest first."""
    mine = await Member.select(Member.sitting).where(Member.expert.person == person)
    ids = [row["sitting"] for row in mine]
    return (
        await Sitting.select().where(Sitting.id.is_in(ids)).order_by(Sitting.id, ascending=False)
        if ids
        else []
    )
