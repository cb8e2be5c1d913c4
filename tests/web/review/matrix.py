"""Who may do what in which state, as text. `python -m tests.web.review.matrix` writes it anew; the diff is the change
of policy."""

from datetime import UTC, datetime
from pathlib import Path

from web.people.sessions import Held, Person
from web.permissions import PERMITTED, Case, may
from web.workflow import CONCLUDED, CONCLUDING, STATES

FILE = Path(__file__).with_suffix(".txt")
UNIT, BUREAU, COUNTY, CITY, PROVINCE, OFFICE, OTHER = range(11, 18)
AT = {
    "unit": UNIT, "department": BUREAU, "county": COUNTY, "city": CITY, "province": PROVINCE, "committee_office": OFFICE,
}  # fmt: skip
ORDER = list(AT)
APPLICANT = 1


def person(number: int, *held: tuple[str, int]) -> Person:
    """Someone who holds these roles."""
    roles = tuple(Held(role, organisation) for role, organisation in held)
    moment = datetime(2026, 10, 8, tzinfo=UTC)
    return Person(number, "某", "某", "", UNIT, "", roles, False, None, 0, moment)


PEOPLE = {
    "本人": person(APPLICANT, ("applicant", UNIT)),
    "本人兼单位管理员": person(APPLICANT, ("applicant", UNIT), ("unit", UNIT)),
    "同单位申报人": person(2, ("applicant", UNIT)),
    "单位管理员": person(3, ("unit", UNIT)),
    "其他单位管理员": person(4, ("unit", OTHER)),
    "主管部门": person(5, ("department", BUREAU)),
    "县人社": person(6, ("hrss", COUNTY)),
    "市人社": person(7, ("hrss", CITY)),
    "省人社": person(8, ("hrss", PROVINCE)),
    "评委会办公室": person(9, ("committee_office", OFFICE)),
    "职称处": person(12, ("titles_office", PROVINCE)),
    "评审专家": person(10, ("expert", OTHER)),
    "没有角色": person(11),
}


def case(state: str) -> Case:
    """A declaration in `state`, as far along its path as the state says; sent back by the county or the office."""
    turn = STATES[state].station
    at = {
        "returned": "county",
        "supplement": "committee_office",
        "abandoned": "county",
        "refused": "county",
        **dict.fromkeys(CONCLUDED, "committee_office"),
    }.get(state, turn)
    reached = ORDER[: ORDER.index(at) + 1] if at in ORDER else []
    before = {
        "department": ("report", UNIT), "county": ("pass", BUREAU), "city": ("pass", COUNTY), "province": ("pass", CITY),
        "committee_office": ("accept", OFFICE) if state == "accepted" else ("group", OFFICE) if state in CONCLUDING
        else ("pass", PROVINCE),
    }  # fmt: skip
    row = {"person": APPLICANT, "state": state, "holder": AT.get(turn), "due_on": None}
    return Case(
        row,
        open=state == "draft",
        chain=tuple(AT[kind] for kind in reached),
        last=before.get(turn, ("submit", None)),
    )


def matrix() -> str:
    """One block a state, one line a person with the acts she may do; "—" for none."""
    lines = []
    for state in STATES:
        lines.append(f"{state} {STATES[state].for_reviewer}")
        for name, who in PEOPLE.items():
            acts = " ".join(act for act in PERMITTED if may(act, who, case(state)))
            lines.append(f"  {name}: {acts or '—'}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    FILE.write_text(matrix())
