"""教学工作量：每行一学期的一门课。"""

from web.columns import Option, choice, number, text, upload
from web.database.table import Table
from web.declaration.tables import DeclarationRow
from web.section import Section

TERMS = (Option("1", "第一学期"), Option("2", "第二学期"), Option("0", "全学年"))


class Teaching(DeclarationRow, Table, tablename="declaration_teaching"):
    """One course in one term."""

    school_year = text("学年", limit=20, required=True, hint="如 2024-2025")
    term = choice("学期", TERMS, required=True)
    course = text("任教课程", limit=60, required=True)
    classes = text("任教年级（班级、专业）", limit=60, required=True)
    weekly = number("周课时", unit="课时", decimals=1, most=60)
    hours = number("总课时", unit="课时", decimals=1, most=3000, required=True)
    students = number("学生人数", unit="人", most=9999)
    evaluation = text("教学评价（考核）结果", limit=60)
    evidence = upload("证明材料", hint="课程表、教务部门出具的工作量证明。")


teaching = Section(
    Teaching,
    key="teaching",
    title="教学工作量",
    holder="declaration",
    noun="条教学工作量",
    layout="rows",
    intro="按学年、学期填写任现职以来承担的课程。学校审核人和评审专家都会看到。",
)
