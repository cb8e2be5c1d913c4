"""A declaration: begun, chosen, filled; which sections it has, and who may do what with it."""

from datetime import datetime
from typing import Any, NamedTuple

from web import clock, rows
from web.catalogue import rules as catalogue
from web.catalogue.entries import SectionEntry, WindowEntry
from web.database import is_duplicate, transaction
from web.database.kept import Kept
from web.declaration.path_tables import Decision, Station
from web.declaration.return_tables import Return
from web.declaration.sections import SECTIONS
from web.declaration.tables import Declaration
from web.people import sessions
from web.people.sessions import Person
from web.permissions import Case
from web.profile import rules as profile
from web.profile.glance import Place
from web.rows import Problem, Row, Saved
from web.section import Section
from web.workflow import CLOSED, EDITABLE, SENT_BACK, STATES

CHOICE = Section(Declaration, key="choice", title="申报职称", holder="person", layout="one", noun="份申报")
"""The first page of a declaration, drawn and read like any section."""

ASKING = ("type", "series", "level")
"""The choices that decide which sections a declaration has."""


class Asked(NamedTuple):
    """A section of this declaration, and what the catalogue says of it."""

    section: Section
    entry: SectionEntry


async def load(declaration: int, at: datetime) -> Case | None:
    """The case of one declaration as of the moment `at`, None when there is none."""
    row = await _OF_NUMBER(declaration)
    return await case_of(row, at) if row else None


_OF_NUMBER = Kept(lambda number: Declaration.select().where(Declaration.id == number).first())
_REACHED = Kept(
    lambda number: Station.select(Station.organisation).where(
        (Station.declaration == number) & Station.entered_at.is_not_null()
    )
)
_NEWEST_DECISION = Kept(
    lambda number: (
        Decision.select(Decision.act, Decision.office)
        .where(Decision.declaration == number)
        .order_by(Decision.number, ascending=False)
        .first()
    )
)
_RETURNS = Kept(lambda number: Return.count().where(Return.declaration == number))
_MINE = Kept(
    lambda person: (
        Declaration.select()
        .where(Declaration.person == person)
        .order_by(Declaration.year, Declaration.id, ascending=False)
    )
)


async def case_of(row: Row, at: datetime) -> Case:
    """The case of a declaration's `row`: its window, the offices it has reached, its newest decision."""
    chain, last = await _REACHED(row["id"]), await _NEWEST_DECISION(row["id"])
    window, due = await window_of(row), row["due_on"]
    late = row["state"] in SENT_BACK and due is not None and at.astimezone(clock.ZONE).date() > due
    return Case(
        row, window.accepts(at), late, tuple(each["organisation"] for each in chain),
        (last["act"], last["office"]) if last else ("", None),
        bool(await _RETURNS(row["id"])),
    )  # fmt: skip


async def held_as(row: Row) -> bool:
    """Whether the declaration is still as `row` says; if so it stays so until the caller's transaction ends.

    The update changes nothing and locks the row: on PostgreSQL who decides at the same moment waits here.
    """
    same = (Declaration.id == row["id"]) & (Declaration.version == row["version"])
    return bool(
        await Declaration.update({Declaration.version: row["version"]}).where(same).returning(Declaration.id)
    )


async def window_of(row: Row) -> WindowEntry:
    """When this declaration is taken."""
    return await catalogue.window_for(row["year"], row["series"], row["level"])


async def mine(person: int) -> list[Row]:
    """Every declaration of `person`, the newest year first."""
    rows: list[Row] = await _MINE(person)
    return rows


async def of_year(person: int, year: int) -> Row | None:
    """The declaration that counts for `year`, None when there is none."""
    return await Declaration.select().where(Declaration.slot == f"{person}-{year}").first()


async def still_open(person: int, year: int) -> list[Row]:
    """Declarations of earlier years that nobody has decided: named, with who holds them, before a new one begins."""
    return [row for row in await mine(person) if row["year"] < year and under_way(row)]


def under_way(row: Row) -> bool:
    """Whether the declaration counts for its year and has not come to its end."""
    return bool(row["slot"]) and STATES[row["state"]].station != CLOSED


async def begin(person: Person, year: int, notice: str) -> Row:
    """The person's declaration of `year`, begun now unless it exists; `notice`: version of 填报须知 agreed to."""
    unit = (await sessions.parents(person.organisation))[0]
    declaration = Declaration(
        person=person.id, unit=unit["id"], unit_name=unit["name"], unit_region=unit["region"], year=year,
        slot=f"{person.id}-{year}", notice=notice, noticed_at=clock.now(),
    )  # fmt: skip
    try:
        async with transaction():
            await declaration.save()
    except Exception as error:
        if not is_duplicate(error):
            raise
    found = await of_year(person.id, year)
    assert found is not None
    return found


def chosen(row: Row) -> bool:
    """Whether the first page has been completed once."""
    return all(row[name] for name in (*ASKING, "specialty", "title", "committee"))


async def sections_of(row: Row) -> list[Asked]:
    """The sections that the declaration's series, level and type ask for, in order; none before they are chosen."""
    if not all(row[name] for name in ASKING):
        return []
    entries = await catalogue.sections_asked(row["year"], row["series"], row["level"], row["type"])
    return [Asked(SECTIONS[entry.key], entry) for entry in entries]


async def standing(row: Row, asked: Asked) -> profile.Standing:
    """How one section of the declaration stands."""
    standing, entry = await profile.lying(asked.section, row["id"]), asked.entry
    count, noun = len(standing.rows), asked.section.noun
    if count < entry.at_least:
        standing.problems.append(Problem(0, "", f"{entry.title}至少填写 {entry.at_least} {noun}。", True))
    if count > entry.at_most:
        standing.problems.append(Problem(0, "", f"{entry.title}最多 {entry.at_most} {noun}，请删去多出的。"))
    return standing


def place(row: Row, asked: Asked) -> Place:
    """One section of the declaration, for the tree."""
    return Place(asked.section, row["id"], asked.entry, lambda: standing(row, asked))


async def earlier_with_rows(row: Row, section: Section) -> int | None:
    """The newest other declaration of the person that has rows of `section`, where this one has none yet."""
    if not section.many or await rows.rows_of(section, row["id"]):
        return None
    for other in await mine(row["person"]):
        if other["id"] != row["id"] and await rows.rows_of(section, other["id"]):
            return int(other["id"])
    return None


class Lost(NamedTuple):
    """A section that a change of series would take away, and how many of its rows."""

    section: Section
    rows: int


async def lost_by(row: Row, columns: Row) -> list[Lost]:
    """What a new choice would take away; rows in sections that still fit are kept. An unfinished one takes nothing."""
    after = await _keys_asked({**row, **columns})
    lost = []
    for key in sorted(set(SECTIONS) - after) if after else ():
        count = len(await rows.rows_of(SECTIONS[key], row["id"]))
        lost += [Lost(SECTIONS[key], count)] if count else []
    return lost


async def _keys_asked(row: Row) -> set[str]:
    return {asked.section.key for asked in await sections_of(row)}


async def choose(row: Row, posted: dict[str, str], version: int) -> Saved:
    """Write the choices; what the new series does not ask for is removed, and comes back with the old choice."""
    columns, complaints = await rows.read(CHOICE, row, posted)
    await _same_field(columns, row, complaints)
    after = await _keys_asked({**row, **columns})
    changes: dict[Any, Any] = {getattr(Declaration, name): value for name, value in columns.items()}
    now = clock.now()
    async with transaction():
        written = (
            await Declaration.update(
                {**changes, Declaration.version: row["version"] + 1, Declaration.updated_at: now}
            )
            .where((Declaration.id == row["id"]) & (Declaration.version == version))
            .where(Declaration.state.is_in(sorted(EDITABLE)))
            .returning(Declaration.id)
        )
        if written and after:
            await _take_away(row["id"], set(SECTIONS) - after, after, now)
        fresh = await Declaration.select().where(Declaration.id == row["id"]).first()
    assert fresh is not None, "a declaration is never deleted"
    if written:
        return Saved(fresh, complaints)
    there = rows.typed(CHOICE, fresh)
    typed = {name: posted[name] for name, _ in CHOICE.columns if name in posted}
    return Saved(fresh, {}, {name: there[name] for name, text in typed.items() if there[name] != text}, typed)


async def _take_away(declaration: int, gone: set[str], back: set[str], now: datetime) -> None:
    """Rows of sections no longer asked are removed under one mark; a section asked again brings its rows back."""
    for key in gone:
        table: Any = SECTIONS[key].table
        await table.update({table.removed_at: now, table.position: table.position + MARK}).where(
            (table.declaration == declaration) & table.removed_at.is_null()
        )
    for key in back:
        table = SECTIONS[key].table
        await table.update({table.removed_at: None, table.position: table.position - MARK}).where(
            (table.declaration == declaration) & (table.position >= MARK)
        )


MARK = 1_000_000
"""Added to the position of rows that a change of series took away, so that going back brings back just these."""


async def _same_field(columns: Row, row: Row, complaints: dict[str, str]) -> None:
    """A type that this series and level does not offer is said in words, not only refused."""
    series, level = columns.get("series", row["series"]), columns.get("level", row["level"])
    if "level" not in complaints and series and level:
        entry = next(
            (each for each in await catalogue.levels_of(row["year"], series) if each.code == level), None
        )
        if entry and entry.by_exam and columns.get("type", row["type"]) not in ("transfer", "confirm"):
            complaints["level"] = entry.told


class Agreement(NamedTuple):
    """现从事专业 beside 申报专业: the names of both, and whether they agree."""

    present: str
    declared: str
    agree: bool


async def agreement(row: Row) -> Agreement:
    """Whether the specialty that the person works in is the one declared: by code, or by the same name."""
    basic = await profile.basic_of(row["person"])
    code = basic["specialty"] if basic else ""
    present = await catalogue.name_of(row["year"], "specialty", code) if code else ""
    declared = await catalogue.name_of(row["year"], "specialty", row["specialty"]) if row["specialty"] else ""
    return Agreement(present, declared, bool(present) and bool(declared) and present == declared)
