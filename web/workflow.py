"""The review as data: states with a name for each audience, acts, and one row per move."""

from dataclasses import dataclass
from typing import NamedTuple


class State(NamedTuple):
    """A state of a declaration and what each audience calls it."""

    code: str
    for_applicant: str
    for_reviewer: str
    for_public: str
    station: str
    open: bool


STATES = {
    state.code: state
    for state in (
        State("draft", "填写中", "填写中", "申报中", "填写", True),
        State("unit_review", "已提交，待单位审核", "待审核", "审核中", "审核", True),
        State("returned", "退回修改", "已退回申报人", "审核中", "填写", True),
        State("withdrawn", "已撤销", "申报人已撤销", "已撤销", "结束", False),
    )
}


@dataclass(frozen=True)
class Step:
    """A move: what it is called, from which state to which, by whom, and whether a comment must be written."""

    act: str
    start: str
    end: str
    by: str
    label: str
    past: str
    comment: bool = False


STEPS = (
    Step("submit", "draft", "unit_review", "applicant", "提交审核", "申报人提交审核"),
    Step("submit", "returned", "unit_review", "applicant", "重新提交", "申报人修改后重新提交"),
    Step("withdraw", "unit_review", "draft", "applicant", "撤回修改", "申报人撤回修改"),
    Step("give_up", "draft", "withdrawn", "applicant", "撤销申报", "申报人撤销申报"),
    Step("give_up", "returned", "withdrawn", "applicant", "撤销申报", "申报人撤销申报"),
    Step("give_up", "unit_review", "withdrawn", "applicant", "撤销申报", "申报人撤销申报"),
    Step("return", "unit_review", "returned", "unit", "退回修改", "单位退回修改", comment=True),
)

EDITABLE = frozenset(step.start for step in STEPS if step.act == "submit")
"""States in which the applicant may change the declaration."""


def step(act: str, start: str) -> Step | None:
    """The move that `act` makes from `start`, None when there is none."""
    return next((each for each in STEPS if each.act == act and each.start == start), None)
