"""What an office may look at: the organisations below it, the declarations that have come to it."""

from collections.abc import Iterable

from web.database import dialect
from web.people.tables import Organisation

ROOT_ROLES = ("titles_office", "administrator")
"""Roles whose holder sees every organisation."""


def reached_sql(organisations: Iterable[int], *, newest_first: bool = False) -> str:
    """A condition on declaration `d`: it has come to one of `organisations`, as the permissions ask.

    `newest_first`: the query reads declarations in order and stops at a limit, so each is asked about by itself.
    """
    offices = ", ".join(str(int(each)) for each in organisations) or "NULL"
    own = (
        "+r.organisation" if dialect() == "sqlite" else "r.organisation"
    )  # else SQLite reads all that the office has
    by_itself = (
        " OFFSET 0" if newest_first and dialect() == "postgres" else ""
    )  # else PostgreSQL joins all of them
    return (
        "EXISTS (SELECT 1 FROM station r WHERE r.declaration = d.id AND r.entered_at IS NOT NULL "
        f"AND {own} IN ({offices}){by_itself})"
    )


async def below(organisations: Iterable[int]) -> list[int]:
    """The ids of `organisations` and of everything below them; a loop in the data ends it."""
    roots = ", ".join(str(int(each)) for each in organisations) or "NULL"
    rows = await Organisation.raw(
        f"WITH RECURSIVE below(id) AS (SELECT id FROM organisation WHERE id IN ({roots}) UNION "
        "SELECT o.id FROM organisation o JOIN below b ON o.parent = b.id) SELECT id FROM below"
    )
    return [row["id"] for row in rows]
