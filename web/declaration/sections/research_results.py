"""科研成果及转化：每条一项。"""

from web.codelists import options
from web.columns import Option, choice, day, long_text, number, text, upload
from web.database.table import Table
from web.declaration.tables import DeclarationRow
from web.row_checks import RANK
from web.section import Section

KINDS = (
    Option("theory", "基础理论"),
    Option("applied", "应用技术"),
    Option("soft", "软科学、决策咨询"),
    Option("social", "哲学社会科学"),
    Option("device", "仪器设备、实验方法"),
    Option("data", "数据库、资源库、标本"),
    Option("other", "其他"),
)


class ResearchResult(DeclarationRow, Table, tablename="declaration_research_results"):
    """One result of research and what became of it."""

    name = text("成果名称", limit=150, required=True)
    kind = choice("成果类别", KINDS, required=True)
    level = choice("成果级别", options("project_level"))
    registration = text("登记号（批示、采纳文号）", limit=60)
    obtained_on = day("取得时间", required=True)
    conclusion = choice("鉴定（评价）结论", options("appraisal"))
    rank = number("本人名次", least=1, most=999, required=True)
    total = number("总人数", least=1, most=999)
    members = text("全部完成人", limit=300, hint="按次序写全姓名，用顿号分开；用来查找应当回避的专家。")
    content = long_text("主要内容及创新点", limit=500, required=True, rows=6)
    application = long_text("应用、转化及效益", limit=300, rows=4)
    income = number("转化收益", unit="万元", decimals=2, most=9_999_999)
    evidence = upload("证明材料", hint="登记证书、鉴定意见、采纳批示、转化合同等。")


research_results = Section(
    ResearchResult,
    key="research_results",
    title="科研成果及转化",
    holder="declaration",
    noun="项科研成果",
    intro="填写任现职以来取得的科研成果和应用、转化情况。单位审核人和评审专家都会看到。",
    listed=("name", "kind", "obtained_on", "rank"),
    check=RANK,
)
