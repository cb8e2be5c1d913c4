"""Search for declarations by name, number or title, through the index's keys, the newest first, on both databases."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from web.catalogue import rules as catalogue
from web.catalogue.contents import Contents
from web.database import slowly, transaction
from web.declaration.tables import Declaration
from web.office.indexing import DECLARATION, of_gram, of_title, refresh
from web.office.tables import SavedFilter
from web.people.tree import entered_sql, reached_sql
from web.workflow import STATES

__all__ = ["Query", "find", "forget", "keep", "refresh", "saved"]

Row = dict[str, Any]
Offices = tuple[int, ...] | None
"""The organisations to which a declaration must have come; None: any."""

SIZE = 50
COUNTED = 500
"""Results are counted up to this many; beyond it the page says that there are more."""

LONG = 5_000
"""Of two lists the shorter is walked; they are counted up to this many to know which it is."""

APART = 20
"""The lists of so many offices are walked one by one, each in order; of more, all of it is read and sorted."""

TITLES = 60
"""A word that stands in more titles than this is looked for in the declarations themselves: every few have one."""
FILTERS = ("year", "series", "level", "state")


class Query(NamedTuple):
    """What is asked: words, and what narrows them ("" for any)."""

    words: str = ""
    year: str = ""
    series: str = ""
    level: str = ""
    state: str = ""

    @property
    def address(self) -> dict[str, str]:
        """The query as it stands in an address, without what is empty."""
        return {name: value for name, value in self._asdict().items() if value}


class Found(NamedTuple):
    """One page of results, whether there is another, and how many there are (None: more than COUNTED)."""

    rows: list[Row]
    more: bool
    known: int | None


class Branch(NamedTuple):
    """One list to walk, the newest first: what is selected, after FROM, its conditions with the values, its order."""

    selected: str
    source: str
    conditions: list[str]
    values: list[Any]
    order: str


async def find(query: Query, organisations: Iterable[int] | None, page: int = 1, size: int = SIZE) -> Found:
    """Declarations that have come to `organisations` (None: everything submitted), the newest first."""
    last = max(page * size, COUNTED) + 1
    offices = None if organisations is None else tuple(organisations)
    with slowly():
        where, given = _where(query)
        parts, values = [], []
        for number, branch in enumerate(await _branches(query.words, offices)):
            parts.append(
                f"SELECT * FROM (SELECT {branch.selected} AS id FROM {branch.source} "
                f"WHERE {' AND '.join([*branch.conditions, where])} ORDER BY {branch.order} DESC LIMIT {{}}) b{number}"
            )
            values += [*branch.values, *given, last]
        found = await Declaration.raw(" UNION ".join(parts), *values)
        ids = sorted((row["id"] for row in found), reverse=True)
        rows = await _rows(ids[(page - 1) * size : page * size])
    held = {year: await catalogue.contents(year) for year in {row["year"] for row in rows}}
    named = [_named(row, held[row["year"]]) for row in rows]
    return Found(named, len(ids) > page * size, len(ids) if len(ids) <= COUNTED else None)


async def _rows(ids: list[int]) -> list[Row]:
    rows: list[Row] = []
    for start in range(0, len(ids), 1000):
        marks = ", ".join("{}" for _ in ids[start : start + 1000])
        rows += await Declaration.raw(
            "SELECT d.id, d.number, d.year, d.series, d.level, d.title, d.state, d.unit_name, a.name "
            f"FROM declaration d JOIN account a ON a.id = d.person WHERE d.id IN ({marks})",
            *ids[start : start + 1000],
        )
    return sorted(rows, key=lambda row: -row["id"])


def _where(query: Query) -> tuple[str, list[Any]]:
    parts, values = ["d.number IS NOT NULL", "d.state <> 'draft'"], []
    for name in FILTERS:
        value = getattr(query, name)
        if value:
            parts.append(f"d.{name} = {{}}")
            values.append(int(value) if name == "year" else value)
    return " AND ".join(parts), values


async def _branches(words: str, offices: Offices) -> list[Branch]:
    """Which lists to walk, so that together they hold what is looked for."""
    if not words:
        return _plain(offices)
    if words.isascii() and words.isdigit():
        return [_at("d.number = {}", words, offices), _at("d.id = {}", int(words[-9:]), offices)]
    found = []
    own = (
        0
        if offices is None
        else await _counted(f"SELECT 1 FROM station r WHERE {entered_sql(offices)}", LONG)
    )
    if pairs := _pairs(words):
        places = [of_gram(pair) for pair in pairs]
        first = await _shortest([[place] for place in places], offices, own)
        others = [place for place in places if first != [place]]
        found += [_posted(first[0], others, offices)] if first else _of_offices(offices or (), places)
    titles = await _titles(words)
    if titles and (
        len(titles) > TITLES or not await _shortest([[of_title(each) for each in titles]], offices, own)
    ):
        any_of = f"d.title IN ({', '.join('{}' for _ in titles)})"
        for plain in _plain(offices):
            found.append(plain._replace(conditions=[*plain.conditions, any_of], values=titles))
    else:
        for title in titles:
            posted = _posted(of_title(title), [], offices)
            found.append(posted._replace(conditions=[*posted.conditions, "d.title = {}"], values=[title]))
    return found or [_at("1 = {}", 0, offices)]


async def _shortest(lists: list[list[int]], offices: Offices, own: int) -> list[int]:
    """The places of the shortest of `lists` in the index, [] where what has come to `offices`, `own`, is shorter."""
    if offices is None:
        return lists[0]
    shortest: list[int] = []
    size = own
    for places in lists:
        each = [f"SELECT 1 FROM search_posting WHERE {_within('id', place)}" for place in places]
        counted = await _counted(" UNION ALL ".join(each), size)
        if counted < size:
            shortest, size = places, counted
    return shortest


async def _counted(rows: str, most: int) -> int:
    """How many `rows` there are, `most` where there are as many or more."""
    found = await Declaration.raw(f"SELECT count(*) AS n FROM ({rows} LIMIT {most}) r")
    return int(found[0]["n"])


def _within(column: str, place: int) -> str:
    return f"{column} > {place} AND {column} < {place + 2**DECLARATION}"


def _plain(offices: Offices) -> list[Branch]:
    """Everything, or everything that has come to `offices`."""
    return [Branch("d.id", "declaration d", [], [], "d.id")] if offices is None else _of_offices(offices, [])


def _at(condition: str, value: Any, offices: Offices) -> Branch:
    """One declaration that is found by an index of its own."""
    reached = [] if offices is None else [reached_sql(offices)]
    return Branch("d.id", "declaration d", [condition, *reached], [value], "d.id")


def _of_offices(offices: tuple[int, ...], places: list[int]) -> list[Branch]:
    """What has come to `offices` and stands at every one of `places` in the index, by each office's own list."""
    here = [f"g{n}.id = {place} + r.declaration" for n, place in enumerate(places)]
    index = "".join(f" CROSS JOIN search_posting g{n}" for n in range(len(places)))
    source = f"station r{index} CROSS JOIN declaration d"
    each = [(office,) for office in offices] if 0 < len(offices) <= APART else [offices]
    return [
        Branch(
            "DISTINCT r.declaration",
            source,
            [entered_sql(one), *here, "d.id = r.declaration"],
            [],
            "r.declaration",
        )
        for one in each
    ]


def _posted(first: int, others: list[int], offices: Offices) -> Branch:
    """What stands at `first` and at every one of `others` in the index, by the list of `first`."""
    number = f"(g.id - {first})"
    here = [f"g{n}.id = {place} + {number}" for n, place in enumerate(others)]
    index = "".join(f" CROSS JOIN search_posting g{n}" for n in range(len(others)))
    reached = [] if offices is None else [reached_sql(offices, number, newest_first=True)]
    source = f"search_posting g{index} CROSS JOIN declaration d"
    conditions = [_within("g.id", first), *here, *reached, f"d.id = {number}"]
    return Branch("d.id", source, conditions, [], "g.id")


def _pairs(words: str) -> list[str]:
    plain = "".join(words.split())
    if len(plain) < 2:
        return [plain] if plain else []
    return list(dict.fromkeys(plain[at : at + 2] for at in range(len(plain) - 1)))


async def _titles(words: str) -> list[str]:
    """The titles whose name contains `words`; one character is a name's."""
    found: set[str] = set()
    if len(words) > 1:
        for edition in await catalogue.editions():
            names = (await catalogue.contents(edition.year)).names["title"]
            found |= {code for code, name in names.items() if words in name}
    return sorted(found)


def _named(row: Row, held: Contents) -> Row:
    names = {kind: held.name_of(kind, row[kind]) for kind in ("series", "level", "title")}
    state = STATES.get(row["state"])
    return {**row, "names": names, "said": state.for_reviewer if state else row["state"]}


async def saved(person: int) -> list[Row]:
    """The filters that somebody keeps."""
    found: list[Row] = await SavedFilter.select().where(SavedFilter.person == person).order_by(SavedFilter.id)
    return found


async def keep(person: int, name: str, query: str) -> None:
    """Keep a filter under a name; an older one of that name is replaced."""
    name = " ".join(name.split())[:40]
    key = f"{person}:{name}"
    async with transaction():
        await SavedFilter.delete().where(SavedFilter.key == key)
        await SavedFilter(person=person, key=key, name=name, query=query[:1000]).save()


async def forget(person: int, number: int) -> None:
    """Drop a filter."""
    await SavedFilter.delete().where((SavedFilter.id == number) & (SavedFilter.person == person))
