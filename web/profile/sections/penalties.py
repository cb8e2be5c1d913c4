"""奖惩情况：每行一次奖励或处分。"""

from web.codelists import options
from web.columns import Option, choice, day, text, upload
from web.database.table import Table
from web.profile.tables import ProfileRow
from web.row_checks import in_order, needed_when, together
from web.section import Section

PENALTY = "penalty"
KINDS = (Option("reward", "奖励"), Option(PENALTY, "处分"))


class Penalty(ProfileRow, Table, tablename="profile_penalties"):
    """One reward or disciplinary penalty in the personal file."""

    kind = choice("奖惩类别", KINDS, required=True)
    given_on = day("时间", required=True)
    name = text("名称", limit=100, required=True)
    authority = text("授予（处分）单位", limit=100, required=True)
    penalty = choice("处分种类", options("discipline_penalty"), hint="只有处分才选择。")
    until = day("处分期至", future=True, hint="处分期的最后一天，如 2026-12-31")
    remark = text("备注", limit=200)
    document = upload("上传文件", hint="奖励或处分的文件。")


penalties = Section(
    Penalty,
    key="penalties",
    title="奖惩情况",
    holder="person",
    noun="条奖惩",
    layout="rows",
    intro="填写档案里的奖励和处分，没有的不填；任现职以来的获奖在申报时填写。单位审核人和评审专家都会看到。",
    check=together(
        needed_when("kind", frozenset({PENALTY}), "penalty", "请选择处分种类。"),
        needed_when("kind", frozenset({PENALTY}), "until", "请填写处分期至哪一天。"),
        in_order("given_on", "until", "处分期早于处分的时间，请核对。"),
    ),
)
