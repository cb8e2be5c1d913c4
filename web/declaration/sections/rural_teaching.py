"""支教/农村任教：每行一段经历。"""

from web.columns import Option, choice, day, number, text, upload
from web.database.table import Table
from web.declaration.tables import DeclarationRow
from web.row_checks import PERIOD
from web.section import Section

KINDS = (
    Option("support", "支教"),
    Option("exchange", "交流轮岗"),
    Option("rural", "农村学校任教"),
    Option("weak", "薄弱学校任教"),
    Option("aid", "援疆、援藏等对口支援"),
)


class RuralTeaching(DeclarationRow, Table, tablename="declaration_rural_teaching"):
    """One spell of teaching in the country or in a weak school."""

    began_on = day("起止时间（起）", required=True)
    ended_on = day("起止时间（止）", gap="至今", hint="还在任教的不填，如 2021-06-30")
    kind = choice("经历类别", KINDS, required=True)
    school = text("任教学校", limit=100, required=True)
    place = text("学校所在县、乡镇", limit=100, required=True)
    subject = text("任教学科", limit=60, required=True)
    hours = number("总课时", unit="课时", decimals=1, most=9999)
    outcome = text("考核结果", limit=100)
    evidence = upload("证明材料", hint="教育行政部门的派遣文件、受援学校的证明。")


rural_teaching = Section(
    RuralTeaching,
    key="rural_teaching",
    title="支教/农村任教",
    holder="declaration",
    noun="段任教经历",
    layout="rows",
    intro="填写支教、交流轮岗和在农村学校、薄弱学校任教的经历。学校审核人和评审专家都会看到。",
    check=PERIOD,
)
