"""What the unit does before it recommends: postings, the record of the assessment, objections, posts."""

from datetime import date, datetime
from typing import Any, NamedTuple

from web import clock, rows
from web.database import is_duplicate, transaction
from web.declaration import rules as declarations
from web.declaration.tables import Declaration
from web.people.sessions import Person
from web.people.tables import Organisation
from web.review import terms
from web.review.tables import Station
from web.review.unit_tables import Quota, UnitObjection, UnitPosting, assessment, opinion
from web.rows import Row, Saved
from web.section import Section
from web.workflow import SENT_BACK, STATES

RECOMMENDED = tuple(code for code in STATES if STATES[code].open and code not in (
    "draft", "unit_review", "displaying", "assessing", "publicity", "recommending", *SENT_BACK
))  # fmt: skip
"""States in which a declaration takes a post of its unit."""


async def _taken(row: Row) -> int:
    """How many others take a post for which `row` competes: what is recommended, and what an office above the unit has
    sent back, to which it returns. What the unit itself sent back has no post yet."""
    others = await Declaration.select(Declaration.id, Declaration.state).where(
        (Declaration.unit == row["unit"]) & (Declaration.year == row["year"]) & (Declaration.series == row["series"])
        & (Declaration.level == row["level"]) & Declaration.state.is_in([*RECOMMENDED, *sorted(SENT_BACK)])
        & Declaration.type.not_in(sorted(terms.exempt_types())) & (Declaration.id != row["id"])
    )  # fmt: skip
    sent_back = [each["id"] for each in others if each["state"] in SENT_BACK]
    above = await Station.select(Station.declaration).where(
        Station.declaration.is_in(sent_back or [0])
        & (Station.kind != "unit")
        & Station.entered_at.is_not_null()
    )
    return len(others) - len(sent_back) + len({each["declaration"] for each in above})


async def post(row: Row, kind: str, place: str, person: Person) -> None:
    """Put up a display or a publicity of the declaration's present version, from today, for the term of the norms."""
    today = clock.today()
    posting = UnitPosting(
        declaration=row["id"], kind=kind, key=f"{row['id']}-{kind}-{row['snapshot']}", place=place.strip(), since=today,
        until=terms.term(kind).last_day(today), by=person.id,
    )  # fmt: skip
    await posting.save()


async def posting_of(row: Row, kind: str) -> Row | None:
    """The display or publicity of the present version, None when it has not been put up."""
    found: Row | None = (
        await UnitPosting.select().where(UnitPosting.key == f"{row['id']}-{kind}-{row['snapshot']}").first()
    )
    return found


async def postings(declaration: int) -> list[Row]:
    """Every display and publicity of a declaration, the oldest first."""
    found: list[Row] = (
        await UnitPosting.select().where(UnitPosting.declaration == declaration).order_by(UnitPosting.id)
    )
    return found


async def take_down(row: Row, kind: str, at: datetime) -> None:
    """End the posting of the present version."""
    await UnitPosting.update({UnitPosting.ended_at: at}).where(
        UnitPosting.key == f"{row['id']}-{kind}-{row['snapshot']}"
    )


async def record_of(section: Section, row: Row) -> Row:
    """The unit's record (assessment or opinion) for the present version, made empty when there is none."""
    found = await rows.rows_of(section, row["id"])
    mine = [each for each in found if each["position"] == row["snapshot"]]
    return mine[0] if mine else await _new_record(section, row)


async def _new_record(section: Section, row: Row) -> Row:
    table: Any = section.table
    key = f"{row['id']}:version-{row['snapshot']}"
    async with transaction():
        known = await table.select().where(table.once == key).first()
        if known is None:
            await table(declaration=row["id"], position=row["snapshot"], once=key).save()
    made: Row = await table.select().where(table.once == key).first()
    return made


async def save_record(section: Section, row: Row, posted: dict[str, str], version: int) -> Saved:
    """Write the record as typed; complaints and conflicts come back with it. Nothing once the unit has recommended."""
    record = await record_of(section, row)
    saved = await rows.save(section, row["id"], record, posted, version)
    if section.check and not saved.complaints:
        saved.complaints |= {name: sentence for _, name, sentence in section.check([saved.row])}
    return saved


async def complete(section: Section, row: Row) -> bool:
    """Whether the record for the present version is filled and right."""
    found = [each for each in await rows.rows_of(section, row["id"]) if each["position"] == row["snapshot"]]
    return bool(found) and not await rows.problems(section, found, {})


async def object_to(row: Row, person: Person, once: str, source: str, words: str, received_on: date) -> bool:
    """Record what was said against a declaration; the same `once` is recorded once. False when the declaration has moved
    meanwhile: nobody would answer it."""
    objection = UnitObjection(
        declaration=row["id"], key=f"{row['id']}:{once}"[:60], source=source.strip(), words=words.strip(),
        received_on=received_on, by=person.id,
    )  # fmt: skip
    try:
        async with transaction():
            if not await declarations.held_as(row):
                return False
            await objection.save()
    except Exception as error:
        if not is_duplicate(error):
            raise
    return True


async def answer(objection: int, declaration: int, person: Person, words: str, outcome: str) -> bool:
    """Answer an objection, once: upheld or dismissed. False when it had been answered already."""
    async with transaction():
        written = (
            await UnitObjection.update(
                {
                    UnitObjection.answer: words.strip(), UnitObjection.outcome: outcome, UnitObjection.answered_by: person.id,
                    UnitObjection.answered_at: clock.now(),
                }
            )
            .where((UnitObjection.id == objection) & (UnitObjection.declaration == declaration))
            .where(UnitObjection.outcome == "")
            .returning(UnitObjection.id)
        )  # fmt: skip
    return bool(written)


async def objections(declaration: int) -> list[Row]:
    """What was said against a declaration and how it was answered, the oldest first."""
    found: list[Row] = (
        await UnitObjection.select()
        .where(UnitObjection.declaration == declaration)
        .order_by(UnitObjection.id)
    )
    return found


class Posts(NamedTuple):
    """The posts of a unit for a series and level: how many were approved (None: not counted), how many are taken."""

    approved: int | None
    taken: int
    document: str


async def posts(row: Row) -> Posts:
    """The posts that the declaration competes for; its own is not counted as taken."""
    unit = await Organisation.select().where(Organisation.id == row["unit"]).first()
    assert unit is not None, "a declaration has a unit"
    counted = unit["kind"] == "unit" and (unit["post_managed"] or unit["nature"] in terms.quota_natures())
    exempt = row["type"] in terms.exempt_types()
    taken = await _taken(row)
    if not counted or exempt:
        return Posts(None, taken, "")
    quota = (
        await Quota.select()
        .where(Quota.key == quota_key(row["unit"], row["year"], row["series"], row["level"]))
        .first()
    )
    return Posts(quota["posts"] if quota else 0, taken, quota["document"] if quota else "")


def quota_key(unit: int, year: int, series: str, level: str) -> str:
    return f"{unit}/{year}/{series}/{level}"


async def hold_posts(row: Row) -> None:
    """Make others that recommend for the same posts wait until this transaction ends."""
    key = quota_key(row["unit"], row["year"], row["series"], row["level"])
    await Quota.update({Quota.looked_at: clock.now()}).where(Quota.key == key)


async def approve_posts(
    unit: int,
    year: int,
    series: str,
    level: str,
    count: int,
    document: str,
    person: Person,
    *,
    published: bool = False,
) -> str:
    """Write how many posts were approved, in place of an earlier figure; the sentence when more are taken already.
    What stands in a `published` year counts whatever is taken."""
    key = quota_key(unit, year, series, level)
    about = {"id": 0, "unit": unit, "year": year, "series": series, "level": level, "type": ""}
    async with transaction():
        await hold_posts(about)
        now = await posts(about)
        if not published and now.approved is not None and now.taken > count:
            return f"已推荐 {now.taken} 人，核定的个数不能少于 {now.taken}。"
        known = await Quota.select(Quota.id).where(Quota.key == key).first()
        if known:
            await Quota.update(
                {Quota.posts: count, Quota.document: document, Quota.by: person.id, Quota.at: clock.now()}
            ).where(Quota.key == key)
        else:
            await Quota(
                unit=unit,
                year=year,
                series=series,
                level=level,
                key=key,
                posts=count,
                document=document,
                by=person.id,
            ).save()
    return ""


async def quotas(units: list[int]) -> list[Row]:
    """The approved posts of `units`, with the name of each."""
    found: list[Row] = await (
        Quota.select(*Quota.all_columns(), Quota.unit.name.as_alias("unit_name"))
        .where(Quota.unit.is_in(units or [0]))
        .order_by(Quota.year, Quota.id, ascending=False)
    )
    return found


RECORDS = {"assessment": assessment, "opinion": opinion}
