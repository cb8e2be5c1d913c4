"""Search for declarations by name, number or title: a table of bigrams, for any part of a Chinese name, on both databases."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from web.catalogue import rules as catalogue
from web.catalogue.contents import Contents
from web.database import dialect, is_duplicate, slowly, transaction
from web.declaration.tables import Declaration, Receipt
from web.office.search_tables import SearchGram, SearchMark
from web.office.tables import SavedFilter
from web.people.tree import reached_sql
from web.workflow import STATES

Row = dict[str, Any]
SIZE = 50
AGAIN = 200
"""Receipts read once more at each refresh: one that was numbered earlier may have been committed later."""
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


def grams(text: str) -> set[str]:
    """Every character and every pair of neighbours of `text`, without spaces and dots between."""
    plain = "".join(character for character in text if not character.isspace() and character not in "·•.")
    return {*plain, *(plain[at : at + 2] for at in range(len(plain) - 1))}


async def index(declarations: list[int]) -> None:
    """Write these declarations into the index anew."""
    rows = await Declaration.select(
        Declaration.id, Declaration.title, Declaration.person.name.as_alias("name")
    ).where(Declaration.id.is_in(declarations) & Declaration.number.is_not_null())
    wanted = {(gram, row["id"]) for row in rows for gram in (*grams(row["name"]), f"={row['title']}")}
    async with transaction():
        if dialect() == "postgres":  # two processes that index at once take turns, as on SQLite by themselves
            await SearchGram.raw("SELECT pg_advisory_xact_lock(hashtext('search'))")
        held = await SearchGram.select().where(SearchGram.declaration.is_in(declarations))
        there = {(row["gram"], row["declaration"]): row["id"] for row in held}
        if gone := [number for pair, number in there.items() if pair not in wanted]:
            await SearchGram.delete().where(SearchGram.id.is_in(gone))
        fresh = sorted(wanted - there.keys(), key=lambda each: each[1])
        for start in range(0, len(fresh), 500):
            await SearchGram.insert(
                *(SearchGram(gram=gram, declaration=number) for gram, number in fresh[start : start + 500])
            )


async def refresh(at_once: int = 300) -> int:
    """Bring the index up to what has been submitted since; how many declarations were looked at."""
    mark = await SearchMark.select().where(SearchMark.name == "receipts").first()
    since = mark["receipt"] if mark else 0
    seen = 0
    start = max(0, since - AGAIN)
    while (
        rows := await Receipt.select(Receipt.id, Receipt.declaration)
        .where((Receipt.id > start) & (Receipt.act == "submit") & Receipt.accepted.eq(True))
        .order_by(Receipt.id)
        .limit(at_once)
    ):
        start = rows[-1]["id"]
        await index(sorted({row["declaration"] for row in rows}))
        seen += len(rows)
    if start > since:
        await _mark(start)
    return seen


async def _mark(receipt: int) -> None:
    try:
        async with transaction():
            if (
                not await SearchMark.update({SearchMark.receipt: receipt})
                .where(SearchMark.name == "receipts")
                .returning(SearchMark.id)
            ):
                await SearchMark(name="receipts", receipt=receipt).save()
    except Exception as error:
        if not is_duplicate(error):
            raise


class Found(NamedTuple):
    """One page of results, and whether there is another."""

    rows: list[Row]
    more: bool


async def find(query: Query, organisations: Iterable[int] | None, page: int = 1, size: int = SIZE) -> Found:
    """Declarations that have been come to `organisations` (None: everything submitted), the newest first.

    Each branch reads the index of one gram from its end and stops when the page is full.
    """
    where, values = _where(query, organisations)
    last = page * size + 1
    parts, given = [], []
    for number, (source, own, order) in enumerate(await _branches(query.words)):
        parts.append(
            f"SELECT * FROM (SELECT {order} AS place, d.* FROM {source} AND {where} ORDER BY {order} DESC LIMIT {{}}) b{number}"
        )
        given += [*own, *values, last]
    sql = (
        "SELECT d.id, d.number, d.year, d.series, d.level, d.title, d.state, d.unit_name, a.name FROM "
        f"({' UNION ALL '.join(parts)}) d JOIN account a ON a.id = d.person ORDER BY d.place DESC LIMIT {{}} OFFSET {{}}"
    )
    with slowly():
        rows = await Declaration.raw(sql, *given, size + 1, (page - 1) * size)
    unique = list({row["id"]: row for row in rows}.values())[:size]
    held = {year: await catalogue.contents(year) for year in {row["year"] for row in unique}}
    return Found([_named(row, held[row["year"]]) for row in unique], len(rows) > size)


def _where(query: Query, organisations: Iterable[int] | None) -> tuple[str, list[Any]]:
    parts, values = ["d.number IS NOT NULL", "d.state <> 'draft'"], []
    for name in FILTERS:
        value = getattr(query, name)
        if value:
            parts.append(f"d.{name} = {{}}")
            values.append(int(value) if name == "year" else value)
    if organisations is not None:
        parts.append(reached_sql(organisations))
    return " AND ".join(parts), values


def _number(words: str) -> bool:
    return words.isascii() and words.isdigit()


async def _branches(words: str) -> list[tuple[str, list[Any], str]]:
    """Where to read: (tables and their condition, its values, the column that orders)."""
    if not words:
        return [("declaration d WHERE 1 = 1", [], "d.id")]
    if _number(words):
        return [
            ("declaration d WHERE d.number = {}", [words], "d.id"),
            ("declaration d WHERE d.id = {}", [int(words[-9:])], "d.id"),
        ]
    pairs = _pairs(words)
    others = "".join(
        f" JOIN {GRAMS} g{n} ON g{n}.declaration = g.declaration AND g{n}.gram = {{}}"
        for n in range(1, len(pairs))
    )
    found = [
        (
            f"{GRAMS} g JOIN declaration d ON d.id = g.declaration{others} WHERE g.gram = {{}}",
            [*pairs[1:], pairs[0]],
            _newest(),
        )
    ]
    for title in (await _titles(words))[:TITLES]:
        found.append(
            (f"{GRAMS} g JOIN declaration d ON d.id = g.declaration WHERE g.gram = {{}}", [title], _newest())
        )
    return found


def _newest() -> str:
    """What orders grams: SQLite reads its index from the end; PostgreSQL must not walk the primary key instead."""
    return "g.id" if dialect() == "sqlite" else "(g.id + 0)"


TITLES = 60
"""Most titles that one word is looked up as."""
GRAMS = SearchGram._meta.tablename


def _pairs(words: str) -> list[str]:
    plain = "".join(words.split())
    return (
        [plain] if len(plain) < 3 else list(dict.fromkeys(plain[at : at + 2] for at in range(len(plain) - 1)))
    )


async def _titles(words: str) -> list[str]:
    """The index entries of titles whose name contains `words`; one character is a name's."""
    found: set[str] = set()
    if len(words) > 1:
        for edition in await catalogue.editions():
            names = (await catalogue.contents(edition.year)).names["title"]
            found |= {f"={code}" for code, name in names.items() if words in name}
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
