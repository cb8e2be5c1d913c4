"""Who decided on a declaration for an office: such a person may not judge it as an expert."""

from collections.abc import Iterable

from web.review.tables import Decision


async def handled(declarations: Iterable[int]) -> dict[int, set[int]]:
    """Declaration → accounts that made a decision on it for some office."""
    ids = list(declarations)
    found: dict[int, set[int]] = {each: set() for each in ids}
    if ids:
        rows = await Decision.select(Decision.declaration, Decision.by).where(
            Decision.declaration.is_in(ids) & Decision.office.is_not_null()
        )
        for row in rows:
            found[row["declaration"]].add(row["by"])
    return found
