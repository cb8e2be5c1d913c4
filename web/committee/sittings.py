"""Sittings of a committee: members, items, recusals, and what comes out."""

from collections.abc import Iterable, Mapping
from datetime import date

from web.catalogue import rules as catalogue
from web.catalogue.entries import CommitteeEntry
from web.committee import ballot, choices, conflicts, draw, numbering, pool_changes, recusals
from web.committee.ballot import Refusal, sitting_of
from web.committee.expert_tables import Expert
from web.committee.tables import Assignment, Item, Member, Recusal, Sitting
from web.database import transaction
from web.declaration.tables import Declaration
from web.following import happened
from web.rows import Row

DUTIES = {"chair": "主任委员", "deputy": "副主任委员", "member": "委员"}
STATES = {"planned": "筹备中", "voting": "投票中", "closed": "已结束", "void": "已作废"}


async def plan(
    committee: CommitteeEntry, year: int, *, name: str, place: str, on: date, experts: Iterable[int],
    draw_number: int | None = None, recusal_counted: bool | None = None, blind: bool | None = None,
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
    choice = await choices.chosen(committee.code)
    counted = choice["recusal_counted"] if recusal_counted is None else recusal_counted
    async with transaction():
        sitting = Sitting(
            committee=committee.code, year=year, name=name.strip(), place=place.strip(), on=on, draw=draw_number,
            recusal_counted=counted, blind=choice["blind"] if blind is None else blind,
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
    stays as it is; in a blind sitting all are numbered anew, at random and with gaps, so that neither order nor count
    tells anything."""
    row = await planned(sitting)
    known = [
        each["declaration"] for each in await Item.select(Item.declaration).where(Item.sitting == sitting)
    ]
    wanted = [each for each in dict.fromkeys(declarations) if each not in known]
    elsewhere = await Declaration.select(Declaration.id).where(
        Declaration.id.is_in(wanted or [0]) & (Declaration.committee != row["committee"])
    )
    if elsewhere:
        raise Refusal("其中有不属于本评审委员会的申报。")
    if row["blind"] and wanted:
        wanted += known
        numbering.SHUFFLE.shuffle(wanted)
    known_hands = await conflicts.asked[-1](wanted) if handled is None else handled
    dossiers = await conflicts.dossiers_of(wanted, known_hands)
    recused = await recusals.between(await members(sitting), dossiers)
    async with transaction():
        if row["blind"] and wanted and known:
            await numbering.take_back(sitting)
        for number, dossier in zip(await numbering.numbers(row, len(dossiers)), dossiers, strict=True):
            key = f"{sitting}-{dossier.declaration}"
            item = Item(key=key, sitting=sitting, declaration=dossier.declaration, number=number)
            await item.save()
            for (declaration, member), reason in recused.items():
                if declaration == dossier.declaration:
                    await recusals.note(item.id, member, reason, found=True)
        new = [each.declaration for each in dossiers if each.declaration not in known]
        await happened("group", new, by, row["name"])


async def start(sitting: int, by: int | None = None) -> Row:
    """Look for conflicts once more, then open the ballot; Refusal says why not: somebody who has come is no longer an
    expert within the term, among others."""
    row = await sitting_of(sitting)
    here = [each for each in await members(sitting) if each["present"]]
    if row["state"] == "planned" and (gone := await pool_changes.unfit(here, row["on"])):
        raise Refusal(f"{'、'.join(gone)}已停用、离开专家库或任期已满，不能参加评审，请取消签到。")
    await recusals.find(sitting)
    return await ballot.start(sitting, by)


async def set_counted(sitting: int, counted: bool) -> None:
    """Whether a recused member counts among those attending; before the ballot opens, and on record in the minutes."""
    await planned(sitting)
    await Sitting.update({Sitting.recusal_counted: counted}).where(Sitting.id == sitting)


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
    """What a member may see: everything but the items that she has no part in, without names while the sitting is
    blind. Every list, search, count and export for a member goes through here."""
    gone = {row["item"] for row in await Recusal.select(Recusal.item).where(Recusal.member == member)}
    seen = [row for row in await items(sitting) if row["id"] not in gone]
    blind = is_blind(await sitting_of(sitting))
    return [{**row, **NAMELESS} for row in seen] if blind else seen


NAMELESS = {"name": "（盲审）", "unit_name": "—", "person": None, "declaration": None, "key": ""}
"""What stands in a blind sitting's items in place of whose they are."""


def is_blind(sitting: Row) -> bool:
    """Whether members see no names: in a blind sitting until its ballots are counted."""
    return bool(sitting["blind"]) and sitting["state"] != "closed"


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
