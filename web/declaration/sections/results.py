"""成果：每行一项。"""

from web.columns import day, number, text, upload
from web.database.table import Table
from web.declaration.tables import DeclarationRow
from web.section import Section


class Result(DeclarationRow, Table, tablename="declaration_results"):
    """One result."""

    obtained_on = day("获得时间", required=True)
    name = text("名称", limit=150, required=True)
    rank = number("排名", least=1, most=999, required=True, hint="本人的名次，独立完成填 1。")
    evidence = upload("上传文件", hint="成果证书、鉴定或验收意见等。")


results = Section(
    Result,
    key="results",
    title="成果",
    holder="declaration",
    noun="项成果",
    layout="rows",
    at_most=30,
    intro="填写任现职以来取得的、其他栏目没有写的成果。单位审核人和评审专家都会看到。",
)
