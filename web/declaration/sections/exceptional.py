"""破格理由：一份。"""

from web.columns import Option, choice, long_text, text, upload
from web.database.table import Table
from web.declaration.tables import DeclarationRow
from web.section import Section

KINDS = (
    Option("education", "学历破格"),
    Option("years", "资历（年限）破格"),
    Option("both", "学历资历双破格"),
    Option("level", "越级破格"),
)


class Exceptional(DeclarationRow, Table, tablename="declaration_exceptional"):
    """Why the usual conditions should not hold."""

    kind = choice("破格类型", KINDS, required=True)
    clause = text(
        "符合的破格条款",
        limit=200,
        required=True,
        hint="写明文件名称和条款，如某系列评审条件第十二条第（二）项",
    )
    reason = long_text("破格理由", limit=2000, required=True, rows=12)
    recommender = text("推荐人", limit=100, hint="破格推荐人的姓名，用顿号分开；推荐人不参加评审。")
    evidence = upload("证明材料", hint="与所写条款对应的证书、文件。")


exceptional = Section(
    Exceptional,
    key="exceptional",
    title="破格理由",
    holder="declaration",
    noun="份破格理由",
    layout="one",
    at_most=1,
    intro="破格申报的写明破格类型、对应的条款和理由。单位审核人和评审专家都会看到。",
)
