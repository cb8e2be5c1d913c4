"""Who is told of a move: the applicant of every one, the unit of those that pass it by."""

from typing import Any

from web import clock
from web.catalogue import rules as catalogue
from web.clock import ZONE
from web.notice import rules as notice
from web.people import holding
from web.people.tables import Organisation, Role
from web.profile.rules import address_of as address_of
from web.rows import Row
from web.workflow import ROLE_OF, STATES, Step


async def tell(row: Row, move: Step, decision: int, comment: str) -> None:
    """Write the messages of one decision, in the transaction that made it. `row`: as it stands after the move."""
    values = await _values(row, move, comment)
    href = f"/declarations/{row['id']}/progress"
    kind = move.act
    await notice.send(
        row["person"], kind, values, href=href, due_on=row["due_on"] if row["holder"] is None else None,
        once=f"{row['id']}-{decision}-{row['person']}", address=await address_of(row["person"]),
    )  # fmt: skip
    beside = (
        move.act == "submit" and move.start in ("returned", "supplement") and row["holder"] != row["unit"]
    ) or (
        move.act
        in ("give_up", "refuse", "return", "supplement", "expire", "reject", "strike", "issue", "revoke")
        and move.by != "unit"
        and move.start != "draft"
    )
    if beside:
        for account in await holders("unit", row["unit"]):
            if account != row["person"]:
                await notice.send(
                    account,
                    f"unit_{kind}",
                    values,
                    href=f"/reviews/{row['id']}",
                    once=f"{row['id']}-{decision}-{account}",
                )


async def _values(row: Row, move: Step, comment: str) -> dict[str, str]:
    office = ""
    if row["holder"]:
        found = await Organisation.select(Organisation.name).where(Organisation.id == row["holder"]).first()
        office = found["name"] if found else ""
    title = await catalogue.name_of(row["year"], "title", row["title"]) if row["title"] else "职称"
    due = row["due_on"]
    return {
        "year": str(row["year"]), "title": title, "number": row["number"] or "", "office": office,
        "past": move.past, "state": STATES[row["state"]].for_applicant, "comment": comment or "没有另写说明。",
        "due": clock.day_in_words(due) if due else "",
        "day": clock.day_in_words(row["updated_at"].astimezone(ZONE)),
    }  # fmt: skip


async def holders(role: str, organisation: int, at: Any = None) -> list[int]:
    """The accounts that hold `role` for `organisation` now."""
    now = at or clock.now()
    rows = await Role.select(Role.account, *holding.ASKED_OF_LENDING).where(
        (Role.role == role) & (Role.organisation == organisation) & holding.valid(now)
    )
    return sorted({each["account"] for each in rows if await holding.still_lent(each, now)})


async def officers(organisation: Row) -> list[int]:
    """The accounts that act for an office, by its kind."""
    role = "unit" if organisation["kind"] == "agency" else ROLE_OF.get(organisation["kind"], "")
    return await holders(role, organisation["id"])
