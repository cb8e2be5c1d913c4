"""获奖情况：每行一项奖励。"""

from web.codelists import options
from web.columns import choice, day, long_text, number, text, upload
from web.database.table import Table
from web.declaration.tables import DeclarationRow
from web.row_checks import RANK
from web.section import Section


class Award(DeclarationRow, Table, tablename="declaration_awards"):
    """One award."""

    granted_on = day("获奖日期", required=True)
    name = text("奖项名称", limit=100, required=True, hint="照证书填写全称。")
    kind = choice("奖项类别", options("award_kind"), required=True)
    level = choice("奖项级别", options("award_level"), required=True)
    grade = choice("获奖等次", options("award_grade"), required=True)
    authority = text("授奖单位", limit=100, required=True)
    document = text("表彰文号", limit=60)
    rank = number("本人名次", least=1, most=999, required=True, hint="照证书填写，独立获奖填 1。")
    total = number("获奖总人数", least=1, most=999)
    members = text("全部获奖人", limit=300)
    contribution = long_text("本人贡献", limit=200, rows=3)
    certificate = upload("获奖证书", hint="证书和表彰文件。")


awards = Section(
    Award,
    key="awards",
    title="获奖情况",
    holder="declaration",
    noun="项奖励",
    layout="rows",
    at_most=30,
    intro="填写任现职以来获得的奖励，同一成果只填最高的一项；荣誉称号填在“获得荣誉”。单位审核人和评审专家都会看到。",
    check=RANK,
)
