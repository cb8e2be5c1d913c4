"""新闻/出版/播音作品：每条一件。"""

from web.columns import Option, choice, day, long_text, number, text, upload
from web.database.table import Table
from web.declaration.tables import DeclarationRow
from web.row_checks import RANK
from web.section import Section

KINDS = (
    Option("news", "消息、通讯、评论", "新闻"),
    Option("feature", "专题、系列报道", "新闻"),
    Option("photo", "新闻摄影、短视频", "新闻"),
    Option("page", "版面、栏目、策划编辑", "新闻"),
    Option("book", "责任编辑的图书", "出版"),
    Option("journal", "责任编辑的期刊", "出版"),
    Option("electronic", "音像、电子、网络出版物", "出版"),
    Option("design", "装帧、技术编辑、校对", "出版"),
    Option("broadcast", "播音作品", "播音主持"),
    Option("host", "主持作品", "播音主持"),
    Option("other", "其他作品", "其他"),
)


class Work(DeclarationRow, Table, tablename="declaration_works"):
    """One piece of news, publishing or broadcasting."""

    name = text("作品名称", limit=150, required=True)
    kind = choice("作品类别", KINDS, required=True)
    published_on = day("刊播（出版）日期", required=True)
    medium = text("刊播媒体（出版单位）", limit=100, required=True)
    channel = text("版面、栏目、频率频道（书号）", limit=100)
    duty = text("本人分工", limit=60, required=True, hint="如作者、责任编辑、播音、主持")
    rank = number("署名次序", least=1, most=999, required=True)
    total = number("署名总人数", least=1, most=999)
    length = text("篇幅（字数、时长）", limit=60, hint="如 2 千字、12 分钟")
    effect = long_text("获奖、转载及社会效果", limit=300, rows=4)
    evidence = upload("作品及证明材料", hint="样报、样书、录音录像的截图和刊播证明等。")


works = Section(
    Work,
    key="works",
    title="新闻/出版/播音作品",
    holder="declaration",
    noun="件作品",
    intro="填写任现职以来刊播、出版的作品。单位审核人和评审专家都会看到。",
    listed=("name", "kind", "medium", "published_on"),
    check=RANK,
)
