"""代表作：每条一件送审的代表作。"""

from web.columns import Option, choice, day, long_text, number, text, upload
from web.database.table import Table
from web.declaration.tables import DeclarationRow
from web.row_checks import RANK
from web.section import Section

KINDS = (
    Option("paper", "论文"),
    Option("book", "著作、教材"),
    Option("patent", "专利"),
    Option("report", "技术报告、咨询报告"),
    Option("design", "工程方案、设计文件"),
    Option("medical", "病案、手术视频"),
    Option("lesson", "教案、教学案例"),
    Option("case", "业务案例"),
    Option("work", "文艺、新闻作品"),
    Option("standard", "标准、规范"),
    Option("other", "其他"),
)


class Masterpiece(DeclarationRow, Table, tablename="declaration_masterpieces"):
    """One work that speaks for the person."""

    kind = choice("代表作类型", KINDS, required=True)
    name = text("代表作名称", limit=150, required=True)
    completed_on = day("完成（发表）日期", required=True)
    rank = number("本人名次", least=1, most=999, required=True)
    total = number("总人数", least=1, most=999)
    summary = long_text("内容简介及创新点", limit=500, required=True, rows=6)
    contribution = long_text("本人贡献", limit=300, required=True, rows=4)
    work = upload("代表作全文", required=True, hint="送专家评议的，请不要出现他人的隐私。")


masterpieces = Section(
    Masterpiece,
    key="masterpieces",
    title="代表作",
    holder="declaration",
    noun="件代表作",
    at_most=10,
    intro="选出最能代表本人水平的作品，送评审专家评议。单位审核人和评审专家都会看到。",
    listed=("name", "kind", "completed_on", "rank"),
    check=RANK,
)
