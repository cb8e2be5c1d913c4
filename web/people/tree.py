"""What an office may look at: the organisations below it, the declarations that have come to it."""

from collections.abc import Iterable

from web.database import dialect
from web.people.tables import Organisation

ROOT_ROLES = ("titles_office", "administrator")
"""Roles whose holder sees every organisation."""


def entered_sql(organisations: Iterable[int]) -> str:
    """A condition on station `r`: a declaration has come to it, and it is one of `organisations`."""
    offices = ", ".join(str(int(each)) for each in organisations) or "NULL"
    return f"r.organisation IN ({offices}) AND r.entered_at IS NOT NULL"


def reached_sql(organisations: Iterable[int], number: str = "d.id", *, newest_first: bool = False) -> str:
    """A condition on the declaration `number`: it has come to one of `organisations`, as the permissions ask.

    Asked by the index station_came alone. `newest_first`: the query reads in order and stops at a limit, so each
    is asked about by itself.
    """
    by_itself = (
        " OFFSET 0" if newest_first and dialect() == "postgres" else ""
    )  # else PostgreSQL joins all of them
    return f"EXISTS (SELECT 1 FROM station r WHERE r.declaration = {number} AND {entered_sql(organisations)}{by_itself})"


async def below(organisations: Iterable[int]) -> list[int]:
    """The ids of `organisations` and of everything below them; a loop in the data ends it."""
    roots = ", ".join(str(int(each)) for each in organisations) or "NULL"
    rows = await Organisation.raw(
        f"WITH RECURSIVE below(id) AS (SELECT id FROM organisation WHERE id IN ({roots}) UNION "
        "SELECT o.id FROM organisation o JOIN below b ON o.parent = b.id) SELECT id FROM below"
    )
    return [row["id"] for row in rows]
