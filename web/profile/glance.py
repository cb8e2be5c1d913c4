"""How many sections stand, for the tree beside every page: one question tells what lies in all of them, and only one in
which a row or a file differs from the last time is read through again."""

from collections.abc import Awaitable, Callable, Hashable, Sequence
from datetime import date
from functools import cache
from hashlib import blake2b
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from web import clock
from web.catalogue import rules as catalogue
from web.database import engine
from web.evidence.tables import Attachment
from web.profile import rules
from web.profile.sections import SECTIONS
from web.section import Section

MOST = 100_000
"""So many are remembered, some 30 MB: those of six thousand people. Then all are forgotten."""


class Place(NamedTuple):
    """A section of somebody or something: its `holder`, what `besides` its content decides how it stands, and the way to
    ask that from the beginning."""

    section: Section
    holder: int
    besides: Hashable
    stand: Callable[[], Awaitable[rules.Standing]]


def place(person: int, key: str) -> Place:
    """The section `key` of the 基本信息库 of `person`."""
    return Place(SECTIONS[key], person, None, lambda: rules.standing(person, key))


class Glance(NamedTuple):
    """`Standing.state`, and how many things are missing or wrong."""

    state: str
    problems: int


class Remembered:
    """What is known of one database, as long as the catalogue and the day are the same."""

    def __init__(self, newest: Any, today: date) -> None:
        self.newest, self.today = newest, today
        self.glances: dict[Hashable, tuple[bytes, Glance]] = {}
        """By section and holder: what lay in it, and how it stood."""


_remembered: WeakKeyDictionary[Any, Remembered] = WeakKeyDictionary()


async def of(places: Sequence[Place]) -> list[Glance]:
    """How each of `places` stands."""
    remembered, held = (await _of_today()).glances, await contents(places)
    found = []
    for place, content in zip(places, held, strict=True):
        whose = place.holder if content else 0  # where nothing lies, it stands the same for everybody
        key = (place.section.key, place.section.holder, whose, place.besides)
        known = remembered.get(key)
        if known is None or known[0] != content:
            standing = await place.stand()
            known = remembered[key] = (content, Glance(standing.state, len(standing.problems)))
        found.append(known[1])
    return found


async def _of_today() -> Remembered:
    newest, today = await catalogue.newest(), clock.today()
    known = _remembered.get(engine())
    if known is None or known.newest is not newest or known.today != today or len(known.glances) > MOST:
        known = _remembered[engine()] = Remembered(newest, today)
    return known


async def contents(places: Sequence[Place]) -> list[bytes]:
    """A digest of what lies in each of `places`, (row, version, attached file or 0) each; every write changes it.
    Empty where nothing lies."""
    if not places:
        return []
    found: list[set[tuple[int, int, int]]] = [set() for _ in places]
    text = _asking(tuple(place.section for place in places))
    for row in await Attachment.raw(text, *(place.holder for place in places)):
        found[row["place"]].add((row["id"], row["version"], row["file"] or 0))
    return [blake2b(repr(sorted(each)).encode(), digest_size=12).digest() if each else b"" for each in found]


@cache
def _asking(sections: tuple[Section, ...]) -> str:
    """The question for these sections, with a hole for the holder of each."""
    held = " UNION ALL ".join(
        f"SELECT {number} AS place, '{section.key}' AS section, id, version FROM {section.table._meta.tablename}"
        f" WHERE {section.holder} = {{}} AND removed_at IS NULL"
        for number, section in enumerate(sections)
    )
    files = Attachment._meta.tablename
    return (
        f"WITH held AS ({held}) SELECT held.place, held.id, held.version, {files}.id AS file FROM held"
        f" LEFT JOIN {files} ON {files}.row_id = held.id AND {files}.section = held.section"
        f" AND {files}.removed_at IS NULL"
    )
