"""申报专家候选人 as data: states, and one row per move."""

from web.workflow import State, Step

STATES = {
    state.code: state
    for state in (
        State("draft", "填写中", "填写中", "", "填写", True),
        State("review", "已提交，正在逐级审核", "待审核", "", "审核", True),
        State("returned", "退回修改", "已退回候选人", "", "填写", True),
        State("pooled", "已入专家库", "已入专家库", "", "入库", False),
        State("refused", "未入专家库", "未入专家库", "", "结束", False),
    )
}

STEPS = (
    Step("submit", "draft", "review", "applicant", "提交审核", "本人提交审核"),
    Step("submit", "returned", "review", "applicant", "提交审核", "本人修改后重新提交"),
    Step("withdraw", "review", "draft", "applicant", "撤回修改", "本人撤回修改"),
    Step("recommend", "review", "review", "office", "同意推荐，报上一级", "同意推荐，报上一级", comment=True),
    Step("return", "review", "returned", "office", "退回修改", "退回修改", comment=True),
    Step("refuse", "review", "refused", "office", "不同意", "不同意入库", comment=True),
    Step("admit", "review", "pooled", "last office", "同意入库", "同意入库"),
)

DECIDES = {
    "unit": ("unit",), "agency": ("unit",), "department": ("department",), "county": ("hrss",), "city": ("hrss",),
    "province": ("titles_office",),
}  # fmt: skip
"""Which role decides for an organisation of a kind; a committee office is not on the way into the pool."""

EDITABLE = frozenset(step.start for step in STEPS if step.act == "submit")


def step(act: str, start: str) -> Step | None:
    """The move that `act` makes from `start`, None when there is none."""
    return next((each for each in STEPS if each.act == act and each.start == start), None)
