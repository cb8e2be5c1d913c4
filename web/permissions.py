"""Who may do what: small predicates, one table, one function that answers with a sentence or nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from web.people.sessions import Person
from web.workflow import EDITABLE, step


@dataclass(frozen=True)
class Case:
    """A declaration as the predicates see it.

    `row`: its columns; `open`: whether the moment of the request lies in the window or its grace;
    `chain`: ids of the organisations from the unit up to the committee office.
    """

    row: dict[str, Any]
    open: bool = False
    chain: tuple[int, ...] = ()


Predicate = Callable[[Person, Case], str]


def own(person: Person, case: Case) -> str:
    return "" if case.row["person"] == person.id else "没有找到这份申报。"


def own_or_holding(person: Person, case: Case) -> str:
    if case.row["person"] == person.id:
        return ""
    offices = person.places("unit", "department", "hrss", "committee_office")
    reviewed = case.row["state"] != "draft" and set(offices) & set(case.chain)
    return "" if reviewed else "没有找到这份申报。"


def editable(person: Person, case: Case) -> str:
    return "" if case.row["state"] in EDITABLE else "申报已经提交，内容已锁定。需要修改时，请先撤回。"


def in_window(person: Person, case: Case) -> str:
    return "" if case.open or case.row["state"] == "returned" else "不在申报时间内，只能查看，不能修改。"


def _from(act: str) -> Predicate:
    def can_move(person: Person, case: Case) -> str:
        return "" if step(act, case.row["state"]) else "申报的状态已经变了，这一步现在不能做。"

    can_move.__name__ = f"can_{act}"
    return can_move


PERMITTED: dict[str, tuple[Predicate, ...]] = {
    "view": (own_or_holding,),
    "own_declaration": (own,),
    "edit": (own, editable, in_window),
    "submit": (own, _from("submit")),
    "withdraw": (own, _from("withdraw")),
    "give_up": (own, _from("give_up")),
}
"""Acts on a declaration."""

WITHOUT_CASE = {
    "public": "anyone",
    "set_password": "anyone signed in, with a first password too",
    "own": "anyone signed in, about themselves",
}
"""Acts that concern no declaration, and who may: checked before every handler."""


def refusal(act: str, person: Person, case: Case) -> str:
    """The sentence that says why `person` may not, "" when she may; KeyError for an act without a rule."""
    return next((sentence for each in PERMITTED[act] if (sentence := each(person, case))), "")


def may(act: str, person: Person, case: Case) -> bool:
    return not refusal(act, person, case)
