"""What a person can look up about herself, and the log of who looked at her data."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from web import clock
from web.catalogue import rules as catalogue
from web.database import transaction
from web.declaration import rules as declaration
from web.declaration.tables import Receipt
from web.enquiry.tables import Look
from web.notice.tables import Message
from web.payment import rules as payment
from web.people.sessions import ROLES, Person

Row = dict[str, Any]
AGAIN = timedelta(minutes=10)
"""A second look at the same thing within this time belongs to the first."""

NAMELESS = {"expert": "评审专家"}
"""Roles that are told without an organisation, lest it should name the expert."""

Listing = Callable[[int], Awaitable[list[Row]]]


async def looked(person: int, by: Person, what: str) -> None:
    """Log that `by` has looked at data of `person`; her own looks are not logged. `what`: "2026 年度申报材料".

    Who looks for support through a reviewer's pages is told as that, and not as the reviewer.
    """
    if by.id == person:
        return
    shown = (
        "、".join(dict.fromkeys(_shown(by, held.role) for held in by.held if held.role != "applicant"))
        or "工作人员"
    )
    if by.viewer:
        shown = f"系统管理员（技术支持，只读查看{shown}的页面）"
    recent = Look.select(Look.id).where(
        (Look.person == person) & (Look.by == by.id) & (Look.what == what) & (Look.shown == shown)
        & (Look.at > clock.now() - AGAIN)
    )  # fmt: skip
    if not await recent.first():
        async with transaction():
            await Look(person=person, by=by.id, shown=shown, what=what).save()


def _shown(by: Person, role: str) -> str:
    return NAMELESS.get(role) or f"{by.unit}（{ROLES[role]}）"


async def looks(person: int) -> list[Row]:
    """Who looked at the person's data, the newest first."""
    found: list[Row] = await (
        Look.select(Look.shown, Look.what, Look.at)
        .where(Look.person == person)
        .order_by(Look.id, ascending=False)
        .limit(MOST)
    )
    return found


async def declarations(person: int) -> list[Row]:
    """Declarations of all years with the names of what was chosen."""
    return [
        {
            **row,
            "title_name": await catalogue.name_of(row["year"], "title", row["title"]) if row["title"] else "",
        }
        for row in await declaration.mine(person)
    ]


async def receipts(person: int) -> list[Row]:
    """Every receipt of every declaration, the newest first."""
    found: list[Row] = await (
        Receipt.select(*Receipt.all_columns(), Receipt.declaration.year.as_alias("year"))
        .where(Receipt.person == person)
        .order_by(Receipt.id, ascending=False)
        .limit(MOST)
    )
    return found


async def messages(person: int) -> list[Row]:
    """Messages to the person, the newest first."""
    found: list[Row] = (
        await Message.select()
        .where(Message.person == person)
        .order_by(Message.id, ascending=False)
        .limit(MOST)
    )
    return found


async def payments(person: int) -> list[Row]:
    """Payment notices of the person, the newest first."""
    return await payment.of_person(person)


MOST = 500
"""Most lines of one list: far more than anybody has."""

LISTS: dict[str, tuple[str, Listing]] = {
    "declarations": ("历年申报", declarations), "receipts": ("回执", receipts), "messages": ("消息", messages),
    "payments": ("缴费", payments), "looks": ("谁看过我的材料", looks),
}  # fmt: skip
"""What can be looked up, by the last part of the page's address; other nouns add their own with `offer`."""


def offer(key: str, title: str, listing: Listing) -> None:
    """Add a list that another noun keeps (certificates): rows with "href", "label", "about" and "at"."""
    LISTS[key] = (title, listing)
