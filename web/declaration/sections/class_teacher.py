"""班主任：每行一段班主任或学生管理工作。"""

from web.columns import Option, choice, day, number, text, upload
from web.database.table import Table
from web.declaration.tables import DeclarationRow
from web.row_checks import PERIOD
from web.section import Section

DUTIES = (
    Option("class", "班主任"),
    Option("deputy", "副班主任"),
    Option("counsellor", "辅导员"),
    Option("pioneers", "少先队、共青团辅导员"),
    Option("grade", "年级组长"),
    Option("subject", "教研组长、备课组长"),
    Option("club", "社团、心理健康辅导"),
    Option("other", "其他学生管理工作"),
)


class ClassTeacher(DeclarationRow, Table, tablename="declaration_class_teacher"):
    """One spell of looking after a class."""

    began_on = day("起止时间（起）", required=True)
    ended_on = day("起止时间（止）", gap="至今", hint="还在担任的不填，如 2021-06-30")
    school = text("学校", limit=100, required=True)
    duty = choice("担任工作", DUTIES, required=True)
    classes = text("班级（年级）", limit=60, required=True)
    students = number("学生人数", unit="人", most=9999)
    outcome = text("考核结果及获奖", limit=200)
    evidence = upload("证明材料", hint="聘书、任命文件或学校证明。")


class_teacher = Section(
    ClassTeacher,
    key="class_teacher",
    title="班主任",
    holder="declaration",
    noun="段班主任经历",
    layout="rows",
    intro="填写任现职以来担任班主任和学生管理工作的经历。学校审核人和评审专家都会看到。",
    check=PERIOD,
)
