"""手术/病案：每条一例。"""

from web.columns import Option, choice, day, long_text, text, upload
from web.database.table import Table
from web.declaration.tables import DeclarationRow
from web.section import Section

KINDS = (
    Option("surgery", "手术"),
    Option("intervention", "介入、内镜等操作"),
    Option("record", "病案"),
    Option("rescue", "危重症抢救"),
    Option("consultation", "会诊、疑难病例"),
    Option("nursing", "护理案例"),
    Option("pharmacy", "药学案例"),
    Option("technical", "检查、检验案例"),
    Option("public_health", "公共卫生案例"),
)
LEVELS = (
    Option("1", "一级手术"),
    Option("2", "二级手术"),
    Option("3", "三级手术"),
    Option("4", "四级手术"),
    Option("none", "不分级"),
)
ROLES = (
    Option("operator", "术者（主刀）"),
    Option("first", "第一助手"),
    Option("second", "第二助手"),
    Option("attending", "经治、主治"),
    Option("chief", "上级医师、指导"),
    Option("member", "参与"),
)


class Surgery(DeclarationRow, Table, tablename="declaration_surgery"):
    """One operation or case record."""

    kind = choice("类别", KINDS, required=True)
    happened_on = day("手术（入院）日期", required=True)
    hospital = text("医院及科室", limit=100, required=True)
    record_number = text("病案号（住院号）", limit=40, required=True, hint="只填号码，不写患者姓名。")
    diagnosis = text("主要诊断", limit=200, required=True)
    operation = text("手术（操作）名称", limit=200)
    level = choice("手术级别", LEVELS)
    role = choice("本人身份", ROLES, required=True)
    summary = long_text("诊治经过及难点", limit=500, required=True, rows=6)
    outcome = text("治疗结果", limit=200)
    evidence = upload("病案首页、手术记录", hint="请遮去患者姓名、证件号、电话和住址。")


surgery = Section(
    Surgery,
    key="surgery",
    title="手术/病案",
    holder="declaration",
    noun="例手术、病案",
    intro="手术科室填手术，其他科室填病案；护理、药学、技术专业填相应的案例。不要写患者姓名。单位审核人和评审专家都会看到。",
    listed=("kind", "happened_on", "diagnosis", "role"),
)
