"""Who may do what with an application of an expert: small predicates, one table."""

from collections.abc import Callable

from web.committee.expert_steps import DECIDES, EDITABLE, step
from web.people.sessions import Person
from web.rows import Row

NOT_FOUND = "没有找到这份申请。"
Predicate = Callable[[Person, Row], str]


def own(person: Person, row: Row) -> str:
    return "" if row["person"] == person.id else NOT_FOUND


def holding(person: Person, row: Row) -> str:
    roles = {role for held in DECIDES.values() for role in held}
    return "" if row["holder"] and row["holder"] in person.places(*sorted(roles)) else NOT_FOUND


def on_the_path(person: Person, row: Row) -> str:
    roles = {role for held in DECIDES.values() for role in held}
    passed = row["state"] != "draft" and set(person.places(*sorted(roles))) & set(row["path"])
    return "" if passed else NOT_FOUND


def own_or_on_the_path(person: Person, row: Row) -> str:
    return own(person, row) and on_the_path(person, row)


def not_about_oneself(person: Person, row: Row) -> str:
    return "不能审核本人的申请，请由本单位其他审核人办理。" if row["person"] == person.id else ""


def editable(person: Person, row: Row) -> str:
    return "" if row["state"] in EDITABLE else "申请已经提交，内容已锁定。需要修改时，请先撤回。"


def can_submit(person: Person, row: Row) -> str:
    return "" if step("submit", row["state"]) else "申请已经提交过了。"


PERMITTED: dict[str, tuple[Predicate, ...]] = {
    "view": (own_or_on_the_path,),
    "edit": (own, editable),
    "submit": (own, can_submit),
    "withdraw": (own,),
    "decide": (holding, not_about_oneself),
}


def refusal(act: str, person: Person, row: Row) -> str:
    """The sentence that says why `person` may not, "" when she may; KeyError for an act without a rule."""
    return next((sentence for each in PERMITTED[act] if (sentence := each(person, row))), "")
