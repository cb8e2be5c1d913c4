"""技术推广（农业）：每条一项。"""

from web.columns import Option, choice, day, long_text, number, text, upload
from web.database.table import Table
from web.declaration.tables import DeclarationRow
from web.row_checks import PERIOD, RANK, together
from web.section import Section

KINDS = (
    Option("variety", "新品种"),
    Option("technique", "新技术、新模式"),
    Option("product", "新产品、新装备"),
    Option("protection", "病虫害、疫病防控"),
    Option("training", "技术培训、科技下乡"),
    Option("base", "示范基地、园区建设"),
    Option("farm", "家庭农场、合作社经营"),
    Option("other", "其他"),
)


class Extension(DeclarationRow, Table, tablename="declaration_extension"):
    """One piece of agricultural extension."""

    name = text("推广项目名称", limit=150, required=True)
    kind = choice("推广类别", KINDS, required=True)
    began_on = day("起止时间（起）", required=True)
    ended_on = day("起止时间（止）", gap="至今", hint="还在推广的不填，如 2020-06-30")
    place = text("推广地区", limit=100, required=True)
    scale = text("推广规模", limit=60, required=True, hint="带单位，如 3.2 万亩、1.5 万头")
    benefit = number("经济效益", unit="万元", decimals=2, most=99_999_999)
    people = number("培训、带动", unit="人次", most=9_999_999)
    rank = number("本人名次", least=1, most=999, required=True)
    total = number("总人数", least=1, most=999)
    content = long_text("本人承担的工作", limit=500, required=True, rows=6)
    effect = long_text("推广效果", limit=300, required=True, rows=4)
    evidence = upload("证明材料", hint="推广部门或受益单位的证明、验收意见等。")


extension = Section(
    Extension,
    key="extension",
    title="技术推广",
    holder="declaration",
    noun="项技术推广",
    intro="填写任现职以来推广的品种、技术和服务农民的业绩。单位审核人和评审专家都会看到。",
    listed=("name", "kind", "place", "scale"),
    check=together(PERIOD, RANK),
)
