"""The queue of an office: what it may see, filtered by the address, the next due first."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode

from piccolo.query.functions.aggregate import Count
from piccolo.querystring import QueryString

from web import clock
from web.catalogue import rules as catalogue
from web.database import is_duplicate, transaction
from web.declaration.tables import Declaration
from web.people.sessions import Person
from web.people.tables import Account, Organisation
from web.permissions import REVIEWING
from web.review.queue_tables import SavedView
from web.review.tables import Station
from web.rows import Row
from web.workflow import CONCLUDED, CONCLUDING, STATES, TITLES_OFFICE, WITHOUT_TERM

PER_PAGE = 50
SHOWN = {"": "待我办理", "all": "全部", "passed": "已办过"}
"""What the first filter offers: held by the person's offices, everything they have reached, what went on from them."""
DUE = {"": "不限", "late": "已超过期限", "soon": "2 天内到期"}


@dataclass(frozen=True)
class Filter:
    """The filters of one queue as they stand in the address; "" is none."""

    show: str = ""
    state: str = ""
    series: str = ""
    level: str = ""
    unit: str = ""
    year: str = ""
    due: str = ""
    q: str = ""

    @classmethod
    def read(cls, query: Any) -> "Filter":
        """From the query of an address; values that no list offers count as none."""
        found = {name: str(query.get(name, "")).strip()[:60] for name in cls.__dataclass_fields__}
        found["show"] = found["show"] if found["show"] in SHOWN else ""
        found["due"] = found["due"] if found["due"] in DUE else ""
        found["state"] = found["state"] if found["state"] in STATES else ""
        for name in ("unit", "year"):
            found[name] = found[name] if found[name].isdecimal() and len(found[name]) < 10 else ""
        return cls(**found)

    @property
    def filled(self) -> list[tuple[str, str]]:
        """What is filtered, by name."""
        return [(name, getattr(self, name)) for name in self.__dataclass_fields__ if getattr(self, name)]

    def query(self, **other: str) -> str:
        """The address's query, "" when nothing is filtered; `other` in place of the same names."""
        values = {name: getattr(self, name) for name in self.__dataclass_fields__} | other
        return urlencode({name: text for name, text in values.items() if text})


NEXT_DUE = (QueryString('"declaration"."due_on" IS NULL'), Declaration.due_on, Declaration.id)
"""先到期的在前; what has no term comes last, on either database."""


def visible_to(person: Person) -> Any:
    """The condition on Declaration that selects what the person may see as a reviewer: what has reached an office of
    hers, for the office for titles what has come to a sitting. The twin of permissions.reviewing, for lists."""
    places = list(person.places(*REVIEWING)) or [0]
    concluded = Declaration.state.is_in([*CONCLUDING, *CONCLUDED] if person.places(TITLES_OFFICE) else [""])
    reached = Station.select(Station.declaration).where(
        Station.organisation.is_in(places) & Station.entered_at.is_not_null()
    )
    return (Declaration.id.is_in(reached) | concluded) & (Declaration.state != "draft")


def _where(person: Person, chosen: Filter) -> Any:
    places = list(person.places(*REVIEWING)) or [0]
    where = visible_to(person)
    if chosen.show == "":
        where &= Declaration.holder.is_in(places) & Declaration.state.not_in(sorted(WITHOUT_TERM))
    elif chosen.show == "passed":
        where &= Declaration.holder.is_null() | Declaration.holder.not_in(places)
    for name in ("state", "series", "level"):
        if value := getattr(chosen, name):
            where &= getattr(Declaration, name) == value
    for name in ("unit", "year"):
        if value := getattr(chosen, name):
            where &= getattr(Declaration, name) == int(value)
    if chosen.due:
        today = clock.today()
        last = today - timedelta(days=1) if chosen.due == "late" else today + timedelta(days=2)
        where &= (Declaration.due_on <= last) & Declaration.holder.is_not_null()
    if chosen.q:
        people = Account.select(Account.id).where(Account.name.like(f"%{_plain(chosen.q)}%"))
        where &= Declaration.person.is_in(people) | (Declaration.number == chosen.q)
    return where


def _plain(text: str) -> str:
    return text.replace("%", "").replace("_", "")


COLUMNS = (
    Declaration.id, Declaration.number, Declaration.year, Declaration.state, Declaration.series, Declaration.level,
    Declaration.specialty, Declaration.title, Declaration.unit_name, Declaration.due_on, Declaration.version,
    Declaration.snapshot, Declaration.holder, Declaration.person,
)  # fmt: skip


async def page(person: Person, chosen: Filter, number: int) -> tuple[list[Row], int]:
    """(the rows of page `number`, how many there are in all), the next due first."""
    where = _where(person, chosen)
    count = await Declaration.count().where(where)
    rows: list[Row] = await (
        Declaration.select(*COLUMNS, Declaration.person.name.as_alias("name"))
        .where(where)
        .order_by(*NEXT_DUE)
        .limit(PER_PAGE)
        .offset((max(1, number) - 1) * PER_PAGE)
    )
    names: dict[tuple[int, str, str], str] = {}
    for row in rows:
        for kind in ("title", "level"):
            key = (row["year"], kind, row[kind])
            if key not in names:
                names[key] = await catalogue.name_of(*key) if row[kind] else ""
            row[f"{kind}_name"] = names[key]
    return rows, int(count)


async def order(person: Person, chosen: Filter) -> list[int]:
    """The declarations of the whole queue in their order, for next and previous."""
    rows = await Declaration.select(Declaration.id).where(_where(person, chosen)).order_by(*NEXT_DUE)
    return [row["id"] for row in rows]


async def rows_of(declarations: list[int]) -> list[Row]:
    """The rows of these declarations, by number; the caller has asked whether they may be seen."""
    found: list[Row] = await (
        Declaration.select().where(Declaration.id.is_in(declarations or [0])).order_by(Declaration.id)
    )
    return found


async def counts(person: Person, chosen: Filter) -> dict[str, int]:
    """How many there are of each state, apart from the filter on states."""
    where = _where(person, Filter(**{**chosen.__dict__, "state": ""}))
    rows = await Declaration.select(Declaration.state, Count()).where(where).group_by(Declaration.state)
    found = {row["state"]: int(row["count"]) for row in rows}
    return {code: found[code] for code in STATES if code in found}


async def choices(person: Person) -> dict[str, list[tuple[str, str]]]:
    """What the lists of the filters offer: (value, label) of series, level, unit and year that occur."""
    rows = await (
        Declaration.select(
            Declaration.year, Declaration.series, Declaration.level, Declaration.unit, Declaration.unit_name
        )
        .where(visible_to(person))
        .distinct()
    )
    newest = max((row["year"] for row in rows), default=0)
    offered: dict[str, dict[str, str]] = {"series": {}, "level": {}, "unit": {}, "year": {}}
    for row in rows:
        offered["year"][str(row["year"])] = f"{row['year']} 年度"
        offered["unit"][str(row["unit"])] = row["unit_name"]
        for kind, as_kind in (("series", "short"), ("level", "level")):
            if row[kind] and row[kind] not in offered[kind]:
                offered[kind][row[kind]] = await catalogue.name_of(newest, as_kind, row[kind])
    return {name: sorted(values.items()) for name, values in offered.items()}


async def views(person: Person) -> list[Row]:
    """The person's saved views by name, with how many declarations each shows now."""
    found: list[Row] = await SavedView.select().where(SavedView.person == person.id).order_by(SavedView.name)
    for view in found:
        chosen = Filter.read(dict(parse_qsl(view["query"])))
        view["count"] = await Declaration.count().where(_where(person, chosen))
    return found


async def save_view(person: Person, name: str, chosen: Filter) -> None:
    """Keep the filters under a name; an earlier view of that name is replaced."""
    name = " ".join(name.split())
    async with transaction():
        await SavedView.delete().where(SavedView.key == f"{person.id}:{name}")
        try:
            await SavedView(
                person=person.id, key=f"{person.id}:{name}", name=name, query=chosen.query()
            ).save()
        except Exception as error:
            if not is_duplicate(error):
                raise


async def forget_view(person: Person, view: int) -> None:
    """Take a saved view away."""
    async with transaction():
        await SavedView.delete().where((SavedView.id == view) & (SavedView.person == person.id))


@dataclass(frozen=True)
class Load:
    """How much waits at one office of the person: in all, past its term, due within two days."""

    organisation: int
    office: str
    count: int
    late: int
    soon: int


async def loads(person: Person) -> list[Load]:
    """What waits for the person, office by office."""
    found = []
    for place in dict.fromkeys(person.places(*REVIEWING)):
        office = await Organisation.select(Organisation.name).where(Organisation.id == place).first()
        found.append(await load_of(place, office["name"] if office else ""))
    return found


async def load_of(organisation: int, office: str) -> Load:
    """What waits at an office."""
    rows = await Declaration.select(Declaration.due_on).where(
        (Declaration.holder == organisation) & Declaration.state.not_in(sorted(WITHOUT_TERM))
    )
    today = clock.today()
    late = sum(1 for row in rows if row["due_on"] and row["due_on"] < today)
    soon = sum(1 for row in rows if row["due_on"] and today <= row["due_on"] <= today + timedelta(days=2))
    return Load(organisation, office, len(rows), late, soon)
