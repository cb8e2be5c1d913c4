"""主要业绩：每条一项主要专业技术工作。"""

from web.columns import day, long_text, text, upload
from web.database.table import Table
from web.declaration.tables import DeclarationRow
from web.row_checks import PERIOD
from web.section import Section


class Achievement(DeclarationRow, Table, tablename="declaration_achievements"):
    """One piece of professional work."""

    began_on = day("起止时间（起）", required=True)
    ended_on = day("起止时间（止）", gap="至今", hint="还在进行的不填，如 2020-06-30")
    name = text("工作名称", limit=100, required=True)
    content = long_text("工作内容", limit=500, required=True, rows=6)
    part = long_text("本人作用", limit=300, required=True, rows=4, hint="写明承担的职责和完成的部分。")
    effect = long_text("完成情况及效果", limit=500, required=True, rows=5)
    witness = text("证明人", limit=30)
    evidence = upload("证明材料", hint="任务书、验收意见、单位证明等。")


achievements = Section(
    Achievement,
    key="achievements",
    title="主要业绩",
    holder="declaration",
    noun="项业绩",
    at_most=30,
    intro="填写任现职以来完成的主要专业技术工作，包括解决的重大问题、指导下级人员，最重要的写在前面。单位审核人和评审专家都会看到。",
    listed=("began_on", "ended_on", "name", "part"),
    check=PERIOD,
)
