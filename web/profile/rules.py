"""The 基本信息库: its sections, what is missing in them, and what other nouns ask of it."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple

from web import rows
from web.evidence import rules as evidence
from web.profile.sections import SECTIONS
from web.rows import Problem, Row
from web.section import Section

NEEDED = ("basic", "education", "work")
"""Sections without which nobody can declare."""


LOCKS: list[Callable[[int, str], Awaitable[frozenset[tuple[int, str]] | None]]] = []
"""What the nouns above ask to keep as it is: given person and section, the (row, field) that may be changed (row 0 the
section, "" the whole row), None for all. An open return adds itself here, for profile does not know declarations."""


async def named(person: int, key: str) -> frozenset[tuple[int, str]] | None:
    """What may be changed in a section now, None for everything."""
    for lock in LOCKS:
        if (places := await lock(person, key)) is not None:
            return places
    return None


class Standing(NamedTuple):
    """A section as it stands: its rows, what is missing or wrong in them, and how many files hang on them."""

    section: Section
    rows: list[Row]
    problems: list[Problem]
    files: int

    @property
    def begun(self) -> bool:
        """Whether anything was filled in: a single record is made by looking at its page."""
        if self.section.many or self.files:
            return bool(self.rows)
        return any(any(rows.typed(self.section, row).values()) for row in self.rows)

    @property
    def state(self) -> str:
        """done, doing (something missing), wrong, todo (asked, not begun) or "" (neither asked nor begun)."""
        if not self.problems:
            return "done" if self.begun else ""
        if not self.begun:
            return "todo"
        return "doing" if all(problem.missing for problem in self.problems) else "wrong"


async def standing(person: int, key: str) -> Standing:
    """How the section `key` of `person` stands."""
    standing = await lying(SECTIONS[key], person)
    if key in NEEDED and not standing.rows:
        standing.problems.append(Problem(0, "", f"请填写{standing.section.title}。", True))
    return standing


async def lying(section: Section, holder: int) -> Standing:
    """What lies in a section and is missing or wrong in its rows, whatever else is asked of it."""
    found = await rows.rows_of(section, holder)
    counts = await evidence.counts(section.key, [row["id"] for row in found]) if section.uploads else {}
    return Standing(section, found, await rows.problems(section, found, counts), sum(counts.values()))


async def basic_of(person: int) -> Row | None:
    """The single record of 基本信息, None when not begun."""
    found = await rows.rows_of(SECTIONS["basic"], person)
    return found[0] if found else None


async def address_of(person: int) -> str:
    """The mail address of 基本信息, "" when there is none."""
    basic = await basic_of(person)
    return str(basic["email"]) if basic else ""
