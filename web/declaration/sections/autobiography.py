"""个人业务自传：一篇，最多 10,000 字。"""

from web.columns import long_text
from web.database.table import Table
from web.declaration.tables import DeclarationRow
from web.section import Section


class Autobiography(DeclarationRow, Table, tablename="declaration_autobiography"):
    """What a person says of the years in the present title."""

    story = long_text(
        "个人业务自传",
        limit=10_000,
        required=True,
        rows=24,
        hint="主要填写本人任现职以来的思想政治表现、完成本职工作的质量和以及工作业绩和学术、技术水平等",
    )


autobiography = Section(
    Autobiography,
    key="autobiography",
    title="个人业务自传",
    holder="declaration",
    noun="篇自传",
    layout="one",
    at_most=1,
    intro="个人业务自传(主要填写本人任现职以来的思想政治表现、完成本职工作的质量和以及工作业绩和学术、技术水平等)。"
    "单位审核人和评审专家都会看到。",
)
