"""业务案例（会计、经济、审计、统计等）：每条一个。"""

from web.columns import Option, choice, day, long_text, text, upload
from web.database.table import Table
from web.declaration.tables import DeclarationRow
from web.row_checks import PERIOD
from web.section import Section

KINDS = (
    Option("accounting", "会计核算、财务报告"),
    Option("budget", "预算、成本、绩效管理"),
    Option("finance", "资金、税务、投融资"),
    Option("control", "内部控制、制度建设"),
    Option("audit", "审计项目"),
    Option("statistics", "统计调查、分析"),
    Option("economy", "经济分析、经营管理"),
    Option("personnel", "人力资源管理"),
    Option("property", "知识产权"),
    Option("informatics", "信息化建设"),
    Option("social", "社会工作、思想政治工作"),
    Option("other", "其他"),
)


class PracticeCase(DeclarationRow, Table, tablename="declaration_practice_cases"):
    """One case from practice."""

    name = text("案例名称", limit=150, required=True)
    kind = choice("业务类别", KINDS, required=True)
    began_on = day("起止时间（起）", required=True)
    ended_on = day("起止时间（止）", gap="至今", hint="还在进行的不填，如 2020-06-30")
    unit = text("实施单位", limit=100, required=True)
    duty = text("本人承担的工作", limit=60, required=True, hint="如项目负责人、主审、主要执笔人")
    background = long_text("背景和问题", limit=500, required=True, rows=5)
    method = long_text("做法和措施", limit=500, required=True, rows=6)
    effect = long_text("效果和应用", limit=300, required=True, rows=4)
    evidence = upload("证明材料", hint="报告、制度文件、采纳或效益证明等；涉密的不要上传。")


practice_cases = Section(
    PracticeCase,
    key="practice_cases",
    title="业务案例",
    holder="declaration",
    noun="个案例",
    intro="填写任现职以来本人解决实际问题的案例。单位审核人和评审专家都会看到。",
    listed=("name", "kind", "unit", "duty"),
    check=PERIOD,
)
