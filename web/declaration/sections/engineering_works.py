"""工程业绩：每条一个工程项目。"""

from web.columns import Option, choice, day, long_text, number, text, upload
from web.database.table import Table
from web.declaration.tables import DeclarationRow
from web.row_checks import PERIOD
from web.section import Section

KINDS = (
    Option("planning", "规划、咨询"),
    Option("survey", "勘察、测绘"),
    Option("design", "设计"),
    Option("construction", "施工"),
    Option("supervision", "监理"),
    Option("management", "项目管理、造价"),
    Option("testing", "试验、检测"),
    Option("manufacture", "产品研制、生产"),
    Option("software", "软件、信息系统"),
    Option("operation", "运行、维护、技术改造"),
    Option("navigation", "航行、轮机、飞行"),
    Option("other", "其他"),
)
SCALES = (
    Option("huge", "特大型"),
    Option("large", "大型"),
    Option("middle", "中型"),
    Option("small", "小型"),
    Option("none", "不分规模"),
)


class EngineeringWork(DeclarationRow, Table, tablename="declaration_engineering_works"):
    """One engineering project."""

    name = text("工程（项目）名称", limit=150, required=True)
    kind = choice("工程类别", KINDS, required=True)
    scale = choice("规模等级", SCALES, required=True)
    client = text("建设（委托）单位", limit=100, required=True)
    began_on = day("起止时间（起）", required=True)
    ended_on = day("起止时间（止）", gap="至今", hint="还在进行的不填，如 2020-06-30")
    amount = number("造价（合同额）", unit="万元", decimals=2, most=99_999_999)
    duty = text("本人岗位（职责）", limit=60, required=True, hint="如项目技术负责人、专业负责人、施工员")
    content = long_text("本人承担的工作", limit=500, required=True, rows=6, hint="写明解决的技术难题。")
    effect = long_text("完成情况、验收结论及获奖", limit=300, required=True, rows=4)
    evidence = upload("证明材料", hint="合同、任命文件、图签页、竣工验收资料等。")


engineering_works = Section(
    EngineeringWork,
    key="engineering_works",
    title="工程业绩",
    holder="declaration",
    noun="项工程",
    intro="填写任现职以来承担的工程、产品或运行业绩。单位审核人和评审专家都会看到。",
    listed=("name", "kind", "scale", "duty"),
    check=PERIOD,
)
