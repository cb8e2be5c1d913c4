"""学习经历：从中专起，每条一段。"""

from web.codelists import entry_of, options
from web.columns import Values, choice, day, text, upload, yes_no
from web.database.table import Table
from web.profile.tables import ProfileRow
from web.row_checks import PERIOD, Rows
from web.section import Section


class Education(ProfileRow, Table, tablename="profile_education"):
    """One spell of schooling."""

    began_on = day("起止时间（起）", required=True)
    ended_on = day("起止时间（止）", gap="至今", hint="还在学习的不填，如 2016-07-01")
    school = text("学校", limit=80, required=True)
    duty = text("职务", limit=40, hint="在校期间担任的职务，没有的不填。")
    witness = text("证明人", limit=30)
    supervisor = text("导师", limit=60, hint="研究生学历填写；导师不参加您的评审。")
    major = text("所学专业", limit=60, required=True)
    education = choice("学历", options("education"), required=True)
    degree = choice("学位", options("degree_level"), required=True)
    full_time = yes_no("是否全日制", required=True)
    study_form = choice("学习形式", options("study_form"))
    remark = text("备注", limit=200)
    diploma_number = text("学历证书编号", limit=60)
    diploma = upload("学历证书文件", hint="毕业证书，或学信网备案表、认证报告。")
    degree_certificate = upload("学位证书文件", hint="学位证书，或学位认证报告。")


def highest_missing(basic: Values, rows: Rows) -> str:
    """A sentence when no row has the 最高学历 that 基本信息 names; "" when they agree or either is empty."""
    named = basic["education"]
    stated = {row["education"] for row in rows if row["education"]}
    if not named or not stated or named in stated:
        return ""
    label = entry_of("education", named).get("name", named)
    return f"基本信息里的最高学历是“{label}”，学习经历里没有这一段，请补充学习经历或改正最高学历。"


education = Section(
    Education,
    key="education",
    title="学习经历",
    holder="person",
    noun="段学习经历",
    at_most=20,
    intro="从中专（高中）起按时间填写。学历、学位是申报条件，单位审核人和评审专家都会看到。",
    listed=("began_on", "ended_on", "school", "major", "education"),
    check=PERIOD,
)
