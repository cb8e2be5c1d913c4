"""The review as data: states with a name for each audience, acts, and one row per move."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

APPLICANT, CLOSED = "applicant", "closed"


class State(NamedTuple):
    """A state of a declaration and what each audience calls it.

    `station`: whose turn it is: "applicant", "closed", or the kind of station that holds it. `open`: whether the
    declaration still counts for its year: one that was voted on does, whatever came out (一个评审年度只能申报
    1 个职称).
    """

    code: str
    for_applicant: str
    for_reviewer: str
    for_public: str
    station: str
    open: bool


OFFICES = {
    "department": "主管部门",
    "county": "县级人社部门",
    "city": "市级人社部门",
    "province": "省级人社部门",
}
"""The kinds of office between the unit and the committee, in no order: the organisation tree has the order."""

ROLE_OF = {
    "unit": "unit", "department": "department", "county": "hrss", "city": "hrss", "province": "hrss",
    "committee_office": "committee_office",
}  # fmt: skip
"""The role that acts for a kind of station."""

STATES = {
    state.code: state
    for state in (
        State("draft", "填写中", "填写中", "申报中", APPLICANT, True),
        State("unit_review", "已提交，待单位受理", "待受理", "审核中", "unit", True),
        State("displaying", "单位公开展示中", "公开展示中", "审核中", "unit", True),
        State("assessing", "单位考核、民主测评中", "考核、民主测评", "审核中", "unit", True),
        State("publicity", "单位公示中", "公示中", "公示中", "unit", True),
        State("recommending", "公示结束，待单位推荐", "待推荐", "审核中", "unit", True),
        State("recommended", "单位已推荐，待上报", "待上报", "审核中", "unit", True),
        *(
            State(f"{kind}_review", f"{name}审核中", "待审核", "审核中", kind, True)
            for kind, name in OFFICES.items()
        ),
        State("committee_review", "评委会办公室审核中", "待受理", "审核中", "committee_office", True),
        State("accepted", "评委会已受理", "已受理", "评审中", "committee_office", True),
        State("grouped", "已列入评审会议", "已列入会议", "评审中", "committee_office", True),
        State("interviewing", "已安排面试答辩", "面试答辩", "评审中", "committee_office", True),
        State("balloting", "评审会议投票中", "投票中", "评审中", "committee_office", True),
        State("passed", "评审通过，待公示", "通过，待公示", "评审中", "committee_office", True),
        State("publicised", "评审通过，公示中", "结果公示中", "公示中", "committee_office", True),
        State("confirmed", "评审结果已确认，待备案", "已确认，待备案", "公示中", "committee_office", True),
        State("filed", "已备案，待发证", "已备案，待发证", "发证中", "committee_office", True),
        State("issued", "已发证", "已发证", "已取得职称", CLOSED, True),
        State("failed", "评审未通过", "评审未通过", "未通过", CLOSED, True),
        State("struck", "公示异议成立，不予确认", "异议成立，不予确认", "未通过", CLOSED, True),
        State("revoked", "职称已撤销", "职称已撤销", "已撤销", CLOSED, True),
        State("returned", "退回修改", "已退回申报人", "审核中", APPLICANT, True),
        State("supplement", "待补正", "已通知补正", "审核中", APPLICANT, True),
        State("withdrawn", "已撤销", "申报人已撤销", "已撤销", CLOSED, False),
        State("refused", "未通过审核", "不予通过", "未通过", CLOSED, False),
        State("abandoned", "逾期未改，视为放弃", "逾期视为放弃", "已撤销", CLOSED, False),
    )
}


@dataclass(frozen=True)
class Step:
    """A move: what it is called, from which state to which, by whom, and whether a comment must be written.

    `by`: a role, "applicant", or "service" (a term that has run out). `batch`: several at once. Where an act leads
    from one state to several, the path of the declaration says which.
    """

    act: str
    start: str
    end: str
    by: str
    label: str
    past: str
    comment: bool = False
    batch: bool = False


REVIEW_OF = {kind: f"{kind}_review" for kind in (*OFFICES, "unit")} | {"committee_office": "committee_review"}
"""The state in which a declaration waits at a station of each kind."""

UNIT_STATES = ("unit_review", "displaying", "assessing", "publicity", "recommending", "recommended")
OFFICE_STATES = tuple(REVIEW_OF[kind] for kind in OFFICES)
UPWARD = (*OFFICE_STATES, "committee_review")
UNDER_REVIEW = (*UNIT_STATES, *UPWARD)


def _applicant() -> Iterator[Step]:
    yield Step("submit", "draft", "unit_review", APPLICANT, "提交审核", "申报人提交审核")
    for kind, state in REVIEW_OF.items():
        if kind != "committee_office":
            yield Step("submit", "returned", state, APPLICANT, "重新提交", "申报人修改后重新提交")
    yield Step("submit", "supplement", "committee_review", APPLICANT, "提交补正", "申报人补正后重新提交")
    yield Step("withdraw", "unit_review", "draft", APPLICANT, "撤回修改", "申报人撤回修改")
    for state in ("draft", "returned", "supplement", *UNDER_REVIEW):
        yield Step("give_up", state, "withdrawn", APPLICANT, "撤销申报", "申报人撤销申报")


def _unit() -> Iterator[Step]:
    yield Step(
        "take", "unit_review", "displaying", "unit", "受理并公开展示", "单位受理，开始公开展示", batch=True
    )
    yield Step("end_display", "displaying", "assessing", "unit", "结束展示", "单位公开展示结束", batch=True)
    yield Step(
        "publish", "assessing", "publicity", "unit", "开始公示", "单位考核、测评完成，开始公示", batch=True
    )
    yield Step("end_publicity", "publicity", "recommending", "unit", "结束公示", "单位公示结束", batch=True)
    yield Step("recommend", "recommending", "recommended", "unit", "同意推荐", "单位推荐")
    for state in UPWARD:
        yield Step("report", "recommended", state, "unit", "上报", "单位上报", batch=True)
        yield Step("undo", state, "recommended", "unit", "撤回上报", "单位撤回上报")
    for state in UNIT_STATES:
        yield Step("return", state, "returned", "unit", "退回修改", "单位退回修改")
        yield Step("refuse", state, "refused", "unit", "不予推荐", "单位不予推荐", comment=True)


def _offices() -> Iterator[Step]:
    for kind, name in OFFICES.items():
        start, role = REVIEW_OF[kind], ROLE_OF[kind]
        for end in UPWARD:
            yield Step("pass", start, end, role, "审核通过", f"{name}审核通过", batch=True)
            yield Step("undo", end, start, role, "撤回审核", f"{name}撤回审核")
        yield Step("return", start, "returned", role, "退回修改", f"{name}退回修改")
        yield Step("refuse", start, "refused", role, "审核不通过", f"{name}审核不通过", comment=True)


def _committee_office() -> Iterator[Step]:
    role, start = "committee_office", "committee_review"
    yield Step("accept", start, "accepted", role, "受理", "评委会办公室受理", batch=True)
    yield Step("undo", "accepted", start, role, "撤回受理", "评委会办公室撤回受理")
    yield Step("supplement", start, "supplement", role, "一次性告知补正", "评委会办公室告知补正")
    yield Step("refuse", start, "refused", role, "不予受理", "评委会办公室不予受理", comment=True)


CONCLUDING = ("grouped", "interviewing", "balloting", "passed", "publicised", "confirmed", "filed")
"""States between the acceptance and the end: the committee's office holds what is in them."""

CONCLUDED = ("issued", "failed", "struck", "revoked")
"""States in which a declaration that was voted on ends."""

TITLES_OFFICE = "titles_office"
"""The role that confirms, files, issues and revokes (职称处); no declaration stands with it."""


def _sitting() -> Iterator[Step]:
    role, name = "committee_office", "评委会办公室"
    yield Step("group", "accepted", "grouped", role, "列入评审会议", f"{name}列入评审会议")
    yield Step("interview", "grouped", "interviewing", role, "安排面试答辩", f"{name}安排面试答辩")
    for start in ("grouped", "interviewing"):
        yield Step("ballot", start, "balloting", role, "开始投票", "评审会议开始投票")
    yield Step("approve", "balloting", "passed", "service", "评审通过", "评审会议投票通过")
    yield Step("reject", "balloting", "failed", "service", "评审未通过", "评审会议投票未通过")
    for start in ("grouped", "interviewing", "balloting", "passed", "failed"):
        yield Step(
            "release", start, "accepted", role, "退出会议", f"{name}移出评审会议，等待重新安排", comment=True
        )


def _conclusion() -> Iterator[Step]:
    role = "committee_office"
    yield Step("publicise", "passed", "publicised", role, "公示评审结果", "评审结果开始公示")
    yield Step("strike", "publicised", "struck", role, "异议成立", "公示异议成立，不予确认", comment=True)
    for act, start, end, label, past in (
        ("confirm", "publicised", "confirmed", "确认", "评审结果已确认"),
        ("file", "confirmed", "filed", "备案", "评审结果已备案"),
        ("issue", "filed", "issued", "发证", "已发证"),
    ):
        yield Step(act, start, end, TITLES_OFFICE, label, past)
    yield Step("revoke", "issued", "revoked", TITLES_OFFICE, "撤销", "职称已撤销", comment=True)


def _service() -> Iterator[Step]:
    for state in ("returned", "supplement"):
        yield Step("expire", state, "abandoned", "service", "逾期", "逾期未改，视为放弃")


STEPS: tuple[Step, ...] = (
    *_applicant(), *_unit(), *_offices(), *_committee_office(), *_sitting(), *_conclusion(), *_service(),
)  # fmt: skip

EDITABLE = frozenset(step.start for step in STEPS if step.act == "submit")
"""States in which the applicant may change the declaration."""

SENT_BACK = EDITABLE - {"draft"}
"""States in which only what was named may be changed, within a term."""

WITHOUT_TERM = frozenset({"accepted", *CONCLUDING})
"""States held by an office that has no term to keep in them."""


def steps(act: str, start: str) -> tuple[Step, ...]:
    """Every move that `act` may make from `start`."""
    return tuple(each for each in STEPS if each.act == act and each.start == start)


def step(act: str, start: str, end: str = "") -> Step | None:
    """The move that `act` makes from `start`, to `end` where it may lead to several; None when there is none."""
    return next((each for each in steps(act, start) if end in ("", each.end)), None)


def for_titles_office(act: str) -> bool:
    """Whether `act` may be done by the office for titles, with which no declaration stands."""
    return act == "strike" or any(each.act == act and each.by == TITLES_OFFICE for each in STEPS)


def past_of(act: str, start: str, end: str) -> str:
    """What a decision is called afterwards: "单位上报"."""
    found = step(act, start, end)
    return found.past if found else act
