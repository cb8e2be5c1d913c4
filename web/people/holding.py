"""Which roles an account holds: its own, and those lent to it for as long as lending lasts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from web.database.kept import Kept
from web.people.tables import Role


@dataclass(frozen=True)
class Held:
    """A role that a person holds, and the organisation it is for."""

    role: str
    organisation: int


def valid(at: datetime) -> Any:
    """The condition on Role that it is held at the moment `at`, apart from what lending asks (`still_lent`)."""
    return (Role.since <= at) & (Role.until.is_null() | (Role.until > at))


async def roles_of(account: int, at: datetime) -> tuple[Held, ...]:
    """The roles that `account` holds at the moment `at`."""
    rows = await _OF_ACCOUNT(account, at)
    return tuple([Held(row["role"], row["organisation"]) for row in rows if await still_lent(row, at)])


ASKED_OF_LENDING = (
    Role.role, Role.organisation, Role.lent_by, Role.account.organisation.as_alias("belongs"),
)  # fmt: skip


_OF_ACCOUNT = Kept(
    lambda account, at: Role.select(*ASKED_OF_LENDING).where((Role.account == account) & valid(at))
)


async def still_lent(row: dict[str, Any], at: datetime) -> bool:
    """Whether a role of ASKED_OF_LENDING is its holder's own, or is lent while whoever lent it holds it herself and the
    stand-in belongs to the same organisation."""
    if row["lent_by"] is None:
        return True
    own: bool = await Role.exists().where(
        (Role.account == row["lent_by"]) & (Role.role == row["role"]) & (Role.organisation == row["organisation"])
        & Role.lent_by.is_null() & valid(at)
    )  # fmt: skip
    return own and row["belongs"] == row["organisation"]
