"""艺术作品/演出：每条一件作品或一场演出。"""

from web.codelists import options
from web.columns import Option, choice, day, long_text, text, upload
from web.database.table import Table
from web.declaration.tables import DeclarationRow
from web.section import Section

KINDS = (
    Option("stage", "舞台演出"),
    Option("concert", "音乐会、独奏独唱"),
    Option("screen", "影视、广播、网络作品"),
    Option("script", "剧本、词曲、文学创作"),
    Option("directing", "导演、编导、指挥"),
    Option("design", "舞美、灯光、服装、音响设计"),
    Option("art", "美术、书法、摄影作品"),
    Option("craft", "工艺美术作品"),
    Option("exhibition", "展览、收藏"),
    Option("mass", "群众文化活动、辅导"),
    Option("other", "其他"),
)


class Performance(DeclarationRow, Table, tablename="declaration_performances"):
    """One work of art or performance."""

    name = text("作品（剧目、活动）名称", limit=150, required=True)
    kind = choice("类别", KINDS, required=True)
    held_on = day("演出（展出、发表、完成）日期", required=True)
    place = text("演出、展出地点（播出平台）", limit=100, required=True)
    organiser = text("主办（出品、收藏）单位", limit=100)
    level = choice("活动级别", options("award_level"))
    duty = text("本人担任的角色（分工）", limit=60, required=True, hint="如主演、独奏、编剧、导演、作者")
    content = long_text("作品介绍及本人贡献", limit=500, required=True, rows=6)
    influence = long_text("获奖、评论及社会影响", limit=300, rows=4)
    evidence = upload("证明材料", hint="节目单、海报、剧照、展览或收藏证书、播出证明等。")


performances = Section(
    Performance,
    key="performances",
    title="艺术作品/演出",
    holder="declaration",
    noun="件作品、演出",
    intro="填写任现职以来创作的作品和参加的演出、展览。单位审核人和评审专家都会看到。",
    listed=("name", "kind", "held_on", "duty"),
)
