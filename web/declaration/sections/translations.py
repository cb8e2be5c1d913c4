"""译作：每条一项笔译或口译。"""

from web.columns import Option, choice, day, long_text, number, text, upload
from web.database.table import Table
from web.declaration.tables import DeclarationRow
from web.row_checks import PERIOD, RANK, together
from web.section import Section

KINDS = (
    Option("written", "笔译"),
    Option("revision", "审定稿"),
    Option("consecutive", "交替传译"),
    Option("simultaneous", "同声传译"),
    Option("sign", "手语翻译"),
    Option("other", "其他"),
)


class Translation(DeclarationRow, Table, tablename="declaration_translations"):
    """One translation."""

    name = text("译作（活动）名称", limit=150, required=True)
    kind = choice("翻译方式", KINDS, required=True)
    languages = text("语种及方向", limit=40, required=True, hint="如英译中")
    began_on = day("起止时间（起）", required=True)
    ended_on = day("起止时间（止）", hint="当天完成的不填，如 2021-06-30")
    client = text("出版（委托、主办）单位", limit=100, required=True)
    words = number("本人翻译字数", unit="万字", decimals=2, most=9999)
    hours = number("口译时长", unit="小时", decimals=1, most=9999)
    rank = number("署名次序", least=1, most=999)
    total = number("译者总人数", least=1, most=999)
    content = long_text("内容、难点及反响", limit=500, required=True, rows=6)
    evidence = upload("证明材料", hint="封面、版权页、译文选段、委托或主办单位的证明等。")


translations = Section(
    Translation,
    key="translations",
    title="译作",
    holder="declaration",
    noun="项译作",
    intro="填写任现职以来完成的笔译、审定稿和口译工作。涉密内容不要写入。单位审核人和评审专家都会看到。",
    listed=("name", "kind", "languages", "client"),
    check=together(PERIOD, RANK),
)
