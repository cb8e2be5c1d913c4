"""相关表格：签字的承诺书扫描件、评审表格，一份。"""

from web.columns import long_text, upload
from web.database.table import Table
from web.declaration.tables import DeclarationRow
from web.section import Section


class Forms(DeclarationRow, Table, tablename="declaration_forms"):
    """The signed papers that go with the submission."""

    remark = long_text("说明", limit=300, rows=3, hint="没有要说明的不填。")
    commitment = upload(
        "承诺书", at_most=5, hint="本人签字的承诺书扫描件；上传后，提交时不用再输入姓名作签名。"
    )
    review_forms = upload("评审表格", hint="当年通知要求上传的表格、单位意见等。")


forms = Section(
    Forms,
    key="forms",
    title="相关表格",
    holder="declaration",
    noun="份表格",
    layout="one",
    at_most=1,
    intro="签字的承诺书和评审表格放在这里，没有要求的不用上传。单位审核人和评审专家都会看到。",
)
