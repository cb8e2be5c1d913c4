"""Who of those present has not voted yet: known to whoever closes the ballot, since nothing can be voted afterwards."""

from web.committee.ballot_tables import Voted
from web.committee.sittings import members
from web.committee.tables import Item, Recusal


async def awaited(sitting: int) -> list[str]:
    """The names of the members present who still have something to vote on, the chair first."""
    items = {row["id"] for row in await Item.select(Item.id).where(Item.sitting == sitting)}
    done: dict[int, set[int]] = {}
    for table in (Voted, Recusal):
        for row in await table.select(table.item, table.member).where(table.item.is_in(list(items) or [0])):
            done.setdefault(row["member"], set()).add(row["item"])
    return [
        each["name"] for each in await members(sitting) if each["present"] and items - done.get(each["id"], set())
    ]  # fmt: skip
