"""业务成果（图书、文博、档案）：每条一项。"""

from web.columns import Option, choice, day, long_text, text, upload
from web.database.table import Table
from web.declaration.tables import DeclarationRow
from web.row_checks import PERIOD
from web.section import Section

KINDS = (
    Option("acquisition", "采访、征集"),
    Option("catalogue", "编目、著录、整理"),
    Option("appraisal", "鉴定、定级"),
    Option("conservation", "保护、修复、复制"),
    Option("excavation", "考古调查、发掘"),
    Option("exhibition", "陈列、展览"),
    Option("service", "阅读推广、参考咨询、利用服务"),
    Option("digital", "数字化、信息系统"),
    Option("compilation", "编研、文献汇编"),
    Option("education", "社会教育、讲解"),
    Option("other", "其他"),
)


class Collection(DeclarationRow, Table, tablename="declaration_collections"):
    """One piece of work on books, relics or records."""

    name = text("业务成果名称", limit=150, required=True)
    kind = choice("业务类别", KINDS, required=True)
    began_on = day("起止时间（起）", required=True)
    ended_on = day("起止时间（止）", gap="至今", hint="还在进行的不填，如 2020-06-30")
    quantity = text("数量", limit=60, hint="带单位，如 1200 册、35 件、600 卷")
    duty = text("本人承担的工作", limit=60, required=True, hint="如项目负责人、主要编目人员、领队")
    content = long_text("工作内容及方法", limit=500, required=True, rows=6)
    effect = long_text("成效", limit=300, required=True, rows=4)
    evidence = upload("证明材料", hint="目录、报告、展览大纲、验收意见等。")


collections = Section(
    Collection,
    key="collections",
    title="业务成果",
    holder="declaration",
    noun="项业务成果",
    intro="填写任现职以来在图书、文物、档案业务上的成果。单位审核人和评审专家都会看到。",
    listed=("name", "kind", "quantity", "duty"),
    check=PERIOD,
)
