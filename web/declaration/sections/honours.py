"""获得荣誉：每行一个荣誉称号。"""

from web.codelists import options
from web.columns import choice, day, text, upload
from web.database.table import Table
from web.declaration.tables import DeclarationRow
from web.section import Section


class Honour(DeclarationRow, Table, tablename="declaration_honours"):
    """One honour."""

    granted_on = day("授予日期", required=True)
    name = text("荣誉称号", limit=100, required=True, hint="照证书填写，如优秀教师")
    level = choice("级别", options("award_level"), required=True)
    authority = text("授予单位", limit=100, required=True)
    document = text("表彰文号", limit=60)
    certificate = upload("荣誉证书", hint="证书和表彰文件。")


honours = Section(
    Honour,
    key="honours",
    title="获得荣誉",
    holder="declaration",
    noun="项荣誉",
    layout="rows",
    at_most=30,
    intro="填写任现职以来获得的荣誉称号和人才称号；奖励填在“获奖情况”。单位审核人和评审专家都会看到。",
)
