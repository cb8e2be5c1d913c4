"""The desks of the offices: which roles sit at which, and what stands in their left tree."""

from typing import Any, NamedTuple

from web.people.sessions import Person
from web.people.tree import ROOT_ROLES


class Desk(NamedTuple):
    """A desk: its first page, what the tree calls it, and the roles that sit at it."""

    href: str
    label: str
    roles: tuple[str, ...]


OFFICES = ("department", "hrss", "committee_office", "titles_office")

DESKS = {
    "accounts": Desk("/people", "人员账号", ("unit",)),
    "organisations": Desk("/organisations", "下级单位", ("department", "hrss", "titles_office")),
    "search": Desk("/search", "申报查询", ("unit", *OFFICES)),
    "statistics": Desk("/statistics", "统计", ("unit", *OFFICES)),
    "payments": Desk("/payments/desk", "评审费", ("committee_office", "titles_office")),
    "treasury": Desk("/payments/desk/statement", "国库对账单", ("titles_office",)),
    "years": Desk("/years", "年度目录", ("titles_office",)),
    "texts": Desk("/texts", "公告和帮助", ("titles_office",)),
}
"""Acts at a desk, in the order of the tree."""


def refusal(act: str, person: Person) -> str:
    """The sentence that says why `person` may not sit at the desk `act`, "" when she may."""
    return (
        ""
        if any(person.holds(role) for role in DESKS[act].roles)
        else "没有找到这个页面，或您没有办理这项业务的权限。"
    )


def places(act: str, person: Person) -> tuple[int, ...]:
    """The organisations for which `person` sits at the desk."""
    return person.places(*DESKS[act].roles)


def scope(act: str, person: Person) -> tuple[int, ...] | None:
    """The offices whose declarations `person` may look at from the desk; None: all that were submitted."""
    return None if person.places(*ROOT_ROLES) else places(act, person)


def tree(person: Person, path: str) -> list[dict[str, Any]]:
    """The entries of the left tree for the offices that `person` holds, with where `path` stands in it."""
    mine = [desk for act, desk in DESKS.items() if not refusal(act, person)]
    here = max(
        (desk.href for desk in mine if path == desk.href or path.startswith(f"{desk.href}/")),
        key=len,
        default="",
    )
    return [
        {"href": desk.href, "label": desk.label, "state": "", "current": desk.href == here} for desk in mine
    ]
