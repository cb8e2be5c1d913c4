"""The tree of organisations downwards: who stands below an office."""

from collections.abc import Iterable

from web.people.tables import Organisation

ROOT_ROLES = ("titles_office", "administrator")
"""Roles whose holder sees every organisation."""


def below_sql(organisations: Iterable[int]) -> str:
    """A subquery of the ids of `organisations` and of everything below them, for `unit IN (…)`; a loop ends it."""
    roots = ", ".join(str(int(each)) for each in organisations) or "NULL"
    return (
        f"WITH RECURSIVE below(id) AS (SELECT id FROM organisation WHERE id IN ({roots}) UNION "
        "SELECT o.id FROM organisation o JOIN below b ON o.parent = b.id) SELECT id FROM below"
    )


async def below(organisations: Iterable[int]) -> list[int]:
    """The ids of `organisations` and of everything below them."""
    return [row["id"] for row in await Organisation.raw(below_sql(organisations))]
