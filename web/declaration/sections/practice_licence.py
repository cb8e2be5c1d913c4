"""执业资格：每条一种执业证书。"""

from web.columns import Option, choice, day, text, upload
from web.database.table import Table
from web.declaration.tables import DeclarationRow
from web.row_checks import in_order
from web.section import Section

KINDS = (
    Option("doctor", "医师执业证书", "卫生"),
    Option("assistant_doctor", "执业助理医师证书", "卫生"),
    Option("village_doctor", "乡村医生执业证书", "卫生"),
    Option("nurse", "护士执业证书", "卫生"),
    Option("pharmacist", "执业药师证书", "卫生"),
    Option("other_health", "其他卫生执业证书", "卫生"),
    Option("lawyer", "律师执业证", "公共法律服务"),
    Option("notary", "公证员执业证", "公共法律服务"),
    Option("expert", "司法鉴定人执业证", "公共法律服务"),
    Option("seafarer", "船员适任证书", "船舶、飞行"),
    Option("pilot", "飞行执照", "船舶、飞行"),
    Option("announcer", "播音员主持人证", "新闻、播音"),
    Option("journalist", "新闻记者证", "新闻、播音"),
    Option("other", "其他执业证书", "其他"),
)


class PracticeLicence(DeclarationRow, Table, tablename="declaration_practice_licence"):
    """One licence to practise."""

    kind = choice("证书种类", KINDS, required=True)
    qualification_number = text("资格证书编号", limit=60)
    licence_number = text("执业证书编号", limit=60, required=True)
    category = text("执业类别", limit=60, hint="如临床、口腔、中医、公共卫生；须与申报专业一致。")
    scope = text("执业范围", limit=100, hint="如内科专业")
    place = text("执业地点（机构）", limit=100, required=True)
    issued_on = day("首次取得日期", required=True)
    registered_on = day("最近注册日期")
    expires_on = day("有效期至", future=True, hint="长期有效的不填，如 2030-12-31", gap="长期")
    scan = upload("证书扫描件", required=True, hint="资格证书、执业证书和注册、变更页。")


practice_licence = Section(
    PracticeLicence,
    key="practice_licence",
    title="执业资格",
    holder="declaration",
    noun="个执业证书",
    at_most=10,
    intro="填写从事本专业所需的执业证书，执业类别须与申报专业一致。单位审核人和评审专家都会看到。",
    listed=("kind", "licence_number", "category", "expires_on"),
    check=in_order("issued_on", "registered_on", "最近注册日期早于首次取得日期，请核对。"),
)
