"""Search for declarations by name, number or title, through the index's keys, the newest first, on both databases."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from web.catalogue import rules as catalogue
from web.catalogue.contents import Contents
from web.database import slowly, transaction
from web.declaration.tables import Declaration
from web.office.indexing import DECLARATION, of_gram, of_title, refresh
from web.office.tables import SavedFilter
from web.people.tree import reached_sql
from web.workflow import STATES

__all__ = ["Query", "find", "forget", "keep", "refresh", "saved"]

Row = dict[str, Any]
SIZE = 50
COUNTED = 500
"""Results are counted up to this many; beyond it the page says that there are more."""

FEW = 2000
"""An office to which at most so many declarations have come is searched through them, others through the index."""

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
    """One place to read: after FROM, its condition with the values, and the column in whose order it stands."""

    source: str
    condition: str
    values: list[Any]
    order: str = "d.id"


async def find(query: Query, organisations: Iterable[int] | None, page: int = 1, size: int = SIZE) -> Found:
    """Declarations that have come to `organisations` (None: everything submitted), the newest first."""
    last = max(page * size, COUNTED) + 1
    offices = None if organisations is None else tuple(organisations)
    with slowly():
        few = offices is not None and await _few(offices)
        where, given = _where(query, None if few else offices)
        parts, values = [], []
        for number, branch in enumerate(await _branches(query.words, offices if few else None)):
            parts.append(
                f"SELECT * FROM (SELECT d.id FROM {branch.source} WHERE {branch.condition} AND {where} "
                f"ORDER BY {branch.order} DESC LIMIT {{}}) b{number}"
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


def _where(query: Query, organisations: Iterable[int] | None) -> tuple[str, list[Any]]:
    parts, values = ["d.number IS NOT NULL", "d.state <> 'draft'"], []
    for name in FILTERS:
        value = getattr(query, name)
        if value:
            parts.append(f"d.{name} = {{}}")
            values.append(int(value) if name == "year" else value)
    if organisations is not None:
        parts.append(reached_sql(organisations, newest_first=True))
    return " AND ".join(parts), values


def _came_to(organisations: Iterable[int]) -> str:
    offices = ", ".join(str(int(each)) for each in organisations) or "NULL"
    return f"FROM station r WHERE r.organisation IN ({offices}) AND r.entered_at IS NOT NULL"


async def _few(organisations: Iterable[int]) -> bool:
    rows = await Declaration.raw(
        f"SELECT count(*) AS n FROM (SELECT 1 AS one {_came_to(organisations)} LIMIT {FEW + 1}) r"
    )
    return bool(rows[0]["n"] <= FEW)


def _number(words: str) -> bool:
    return words.isascii() and words.isdigit()


async def _branches(words: str, few: Iterable[int] | None) -> list[Branch]:
    """Where to read. `few`: the offices to which so little has come that it is read through, None to use the index."""
    mine = f"(SELECT DISTINCT r.declaration AS id {_came_to(few)}) m JOIN " if few is not None else ""
    on = " ON d.id = m.id" if few is not None else ""
    plain = f"{mine}declaration d{on}"
    if not words:
        return [Branch(plain, "1 = 1", [])]
    if _number(words):
        return [
            Branch(plain, "d.number = {}", [words]),
            Branch(plain, "d.id = {}", [int(words[-9:])]),
        ]
    found = []
    if pairs := _pairs(words):
        found.append(_posted([of_gram(pair) for pair in pairs], few is not None, plain))
    titles = await _titles(words)
    if len(titles) > TITLES or (titles and few is not None):
        found.append(Branch(plain, f"d.title IN ({', '.join('{}' for _ in titles)})", titles))
    else:
        for title in titles:
            posted = _posted([of_title(title)], False, plain)
            found.append(posted._replace(condition=f"{posted.condition} AND d.title = {{}}", values=[title]))
    return found or [Branch(plain, "1 = 0", [])]


def _posted(places: list[int], few: bool, plain: str) -> Branch:
    """The declarations that stand at every one of `places` in the index."""
    others = "".join(
        f" JOIN search_posting g{n} ON g{n}.id = {place} + d.id" for n, place in enumerate(places) if n or few
    )
    if few:
        return Branch(plain + others, "1 = 1", [])
    source = f"search_posting g JOIN declaration d ON d.id = g.id - {places[0]}{others}"
    return Branch(source, f"g.id > {places[0]} AND g.id < {places[0] + 2**DECLARATION}", [], "g.id")


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
