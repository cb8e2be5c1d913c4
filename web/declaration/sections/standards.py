"""标准与技术报告：每条一项标准、规程或技术报告。"""

from web.codelists import options
from web.columns import Option, choice, day, long_text, number, text, upload
from web.database.table import Table
from web.declaration.tables import DeclarationRow
from web.row_checks import RANK
from web.section import Section

STANDARDS = "标准、规程"
KINDS = (
    Option("international", "国际标准", STANDARDS),
    Option("national", "国家标准", STANDARDS),
    Option("trade", "行业标准", STANDARDS),
    Option("local", "地方标准", STANDARDS),
    Option("group", "团体标准", STANDARDS),
    Option("enterprise", "企业标准", STANDARDS),
    Option("method", "工法、技术规程", STANDARDS),
    *(option._replace(group="技术报告") for option in options("tech_report_kind")),
)


class Standard(DeclarationRow, Table, tablename="declaration_standards"):
    """One standard or technical report."""

    kind = choice("类型", KINDS, required=True)
    name = text("名称", limit=150, required=True)
    standard_number = text("标准号（文号）", limit=60, hint="如 GB/T 37668-2019，没有编号的可不填")
    issued_on = day("发布（完成）日期", required=True)
    authority = text("发布（采纳）单位", limit=100, required=True)
    rank = number("本人名次", least=1, most=999, required=True)
    total = number("总人数", least=1, most=999)
    members = text("全部起草人", limit=300, hint="按次序写全姓名，用顿号分开；用来查找应当回避的专家。")
    contribution = long_text("本人承担的部分", limit=300, required=True, rows=4)
    effect = long_text("应用情况", limit=300, rows=4)
    evidence = upload("标准文本、报告及采纳证明", hint="封面、起草人页和正文；报告附采纳单位的证明。")


standards = Section(
    Standard,
    key="standards",
    title="标准与技术报告",
    holder="declaration",
    noun="项标准、报告",
    intro="填写任现职以来参与制定的标准和执笔的技术报告。单位审核人和评审专家都会看到。",
    listed=("name", "kind", "standard_number", "issued_on"),
    check=RANK,
)
