"""Who may do what: small predicates, one table, one function that answers with a sentence or nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from web.clock import day_in_words
from web.people.sessions import Person
from web.workflow import (
    CONCLUDED,
    CONCLUDING,
    EDITABLE,
    ROLE_OF,
    SENT_BACK,
    STATES,
    STEPS,
    TITLES_OFFICE,
    UNDER_REVIEW,
    UNIT_STATES,
    steps,
)


@dataclass(frozen=True)
class Case:
    """A declaration as the predicates see it.

    `row`: its columns; `open`: whether the moment of the request lies in the window or its grace; `late`: whether it
    lies after the term of what was sent back;
    `chain`: ids of the organisations that it has reached, from the unit up to the committee office;
    `last`: (act, office) of its newest decision; `answered`: whether it was ever sent back.
    """

    row: dict[str, Any]
    open: bool = False
    late: bool = False
    chain: tuple[int, ...] = ()
    last: tuple[str, int | None] = ("", None)
    answered: bool = False


Predicate = Callable[[Person, Case], str]
REVIEWING = tuple(dict.fromkeys(ROLE_OF.values()))
UNKNOWN = "没有找到这份申报。"
MOVED = "申报的状态已经变了，这一步现在不能做。"


def own(person: Person, case: Case) -> str:
    if case.row["person"] != person.id:
        return UNKNOWN
    return _other_year(person.clerk.year) if person.clerk and case.row["year"] != person.clerk.year else ""


def own_or_holding(person: Person, case: Case) -> str:
    if case.row["person"] == person.id:
        return own(person, case)
    return "" if reached(person, case) else UNKNOWN


def herself(person: Person, case: Case) -> str:
    """What only the person can do, whoever fills her pages."""
    return "撤回和撤销申报只能由本人办理。" if person.clerk else ""


def _other_year(year: int) -> str:
    return f"本人同意帮办的是 {year} 年度的申报，其他年度的不能打开。"


def reached(person: Person, case: Case) -> bool:
    """Whether the declaration has come to an office for which the person reviews; the office for titles sees what
    has come to a sitting."""
    if case.row["state"] in (*CONCLUDING, *CONCLUDED) and person.places(TITLES_OFFICE):
        return True
    return case.row["state"] != "draft" and bool(set(person.places(*REVIEWING)) & set(case.chain))


def reviewing(person: Person, case: Case) -> str:
    return "" if reached(person, case) else UNKNOWN


def not_own(person: Person, case: Case) -> str:
    return "不能办理本人的申报，请由单位其他人员办理。" if case.row["person"] == person.id else ""


def holding(person: Person, case: Case) -> str:
    """The declaration stands with an office for which the person holds the right role."""
    role = ROLE_OF.get(STATES[case.row["state"]].station, "")
    if role and case.row["holder"] in person.places(role):
        return ""
    return MOVED if reached(person, case) else UNKNOWN


def for_titles(person: Person, case: Case) -> str:
    """The person acts for the office for titles."""
    if person.places(TITLES_OFFICE):
        return ""
    return "发证和撤销由职称处办理。" if reached(person, case) else UNKNOWN


def for_committee(person: Person, case: Case) -> str:
    """The person acts for the committee's office that the declaration has come to."""
    return "" if set(person.places("committee_office")) & set(case.chain) else UNKNOWN


def confirming(person: Person, case: Case) -> str:
    """人社部门或者评委会组建单位确认 (人社部令第40号第二十六条)."""
    return "" if not for_titles(person, case) else holding(person, case)


def recording(person: Person, case: Case) -> str:
    return "" if case.row["state"] in UNIT_STATES else MOVED


def marking(person: Person, case: Case) -> str:
    return "" if case.row["state"] in UNDER_REVIEW else MOVED


def just_passed(person: Person, case: Case) -> str:
    """The newest decision sent it on, and the person acts for the office that made it."""
    act, office = case.last
    if act not in ("report", "pass", "accept"):
        return "下一级已经办理，不能撤回。"
    mine = office is not None and office in person.places(*REVIEWING)
    return "" if mine else UNKNOWN if not reached(person, case) else "只有作出上一步的单位可以撤回。"


def editable(person: Person, case: Case) -> str:
    return "" if case.row["state"] in EDITABLE else "申报已经提交，内容已锁定。需要修改时，请先撤回。"


def in_window(person: Person, case: Case) -> str:
    return "" if case.open or case.row["state"] in SENT_BACK else "不在申报时间内，只能查看，不能修改。"


def in_term(person: Person, case: Case) -> str:
    return over(case.row["due_on"]) if case.late else ""


def over(due: date) -> str:
    """What who comes after the term is told."""
    return f"修改期限（{day_in_words(due)} 24:00）已过，视为放弃本次申报。"


def never_answered(person: Person, case: Case) -> str:
    return "退回修改后重新提交的申报不能撤回；还要改的，请联系单位再次退回。" if case.answered else ""


def _from(act: str) -> Predicate:
    def can_move(person: Person, case: Case) -> str:
        return "" if steps(act, case.row["state"]) else MOVED

    can_move.__name__ = f"can_{act}"
    return can_move


PERMITTED: dict[str, tuple[Predicate, ...]] = {
    "view": (own_or_holding,),
    "own_declaration": (own,),
    "edit": (own, editable, in_window, in_term),
    "submit": (own, _from("submit"), in_term),
    "withdraw": (own, herself, _from("withdraw"), never_answered),
    "give_up": (own, herself, _from("give_up")),
    "review": (reviewing,),
    "record": (holding, not_own, recording),
    "mark": (holding, not_own, marking),
    "undo": (just_passed, not_own, _from("undo")),
    **{
        act: (holding, not_own, _from(act))
        for act in dict.fromkeys(step.act for step in STEPS if step.by in REVIEWING)
        if act != "undo"
    },
    "release": (for_committee, not_own, _from("release")),
    **{act: (for_titles, not_own, _from(act)) for act in ("issue", "revoke")},
    **{act: (confirming, not_own, _from(act)) for act in ("confirm", "file", "strike")},
}
"""Acts on a declaration: those of reviewers follow from the steps."""

WITHOUT_CASE = {
    "public": "anyone",
    "set_password": "anyone signed in, with a first password too",
    "own": "anyone signed in, about themselves",
    "review_experts": "whoever holds the application of an expert: web/committee/expert_permitted.py",
    "sittings": "the committee's office and its members, as web/committee/permitted.py has it",
    "publicity": "the committee's office",
    "certificates": "the province's office for titles",
    "support": "system administrators, and who ends a read-only view",
    "office": "anyone who reviews for some office; lists show what visible_to allows",
    "accounts": "whoever sits at that desk of web/office/desks.py",
    "organisations": "whoever sits at that desk of web/office/desks.py",
    "search": "whoever sits at that desk of web/office/desks.py",
    "statistics": "whoever sits at that desk of web/office/desks.py",
    "payments": "whoever sits at that desk of web/office/desks.py",
    "treasury": "whoever sits at that desk of web/office/desks.py",
    "years": "whoever sits at that desk of web/office/desks.py",
    "texts": "whoever sits at that desk of web/office/desks.py",
}
"""Acts that concern no declaration, and who may: checked before every handler."""


def refusal(act: str, person: Person, case: Case) -> str:
    """The sentence that says why `person` may not, "" when she may; KeyError for an act without a rule."""
    return next((sentence for each in PERMITTED[act] if (sentence := each(person, case))), "")


def may(act: str, person: Person, case: Case) -> bool:
    return not refusal(act, person, case)


HELPED = (
    "/home", "/profile", "/declarations", "/files", "/uploads", "/receipts", "/session", "/sign-out", "/kept",
    "/helping/stop", "/helping/ask",
)  # fmt: skip
"""Where whoever fills another's pages may go, by the beginning of the address; public pages beside."""


def helped(person: Person, path: str) -> str:
    """The sentence that says why a clerk may not open `path`, "" when she may or is none."""
    if person.clerk is None or path in ("/helping/stop", "/sign-out"):
        return ""
    if person.clerk.over:
        return person.clerk.over
    if any(path == each or path.startswith(f"{each}/") for each in HELPED):
        begun = path.removeprefix("/declarations/begin/")
        return _other_year(person.clerk.year) if begun.isdecimal() and int(begun) != person.clerk.year else ""
    return "帮办时只能填写本人的基本信息库和申报。要打开这一页，请先结束帮办。"


def reviews(person: Person) -> bool:
    """Whether the person reviews for any office."""
    return bool(person.places(*REVIEWING, TITLES_OFFICE))
