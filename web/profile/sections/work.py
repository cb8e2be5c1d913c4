"""工作经历：从参加工作以来，每条一段。"""

from web.columns import day, text, upload
from web.database.table import Table
from web.profile.tables import ProfileRow
from web.row_checks import PERIOD
from web.section import Section


class Employment(ProfileRow, Table, tablename="profile_work"):
    """One spell of work."""

    began_on = day("起止时间（起）", required=True)
    ended_on = day("起止时间（止）", gap="至今", hint="还在这里工作的不填，如 2020-08-31")
    unit = text("单位", limit=100, required=True, hint="照单位公章写全称。")
    administrative_post = text("担任行政职务", limit=60)
    specialty = text("从事专业", limit=60, required=True)
    title = text("职称", limit=60)
    witness = text("证明人", limit=30)
    remark = text("备注", limit=200)
    scan = upload("上传文件", hint="劳动合同、社会保险记录等。")


work = Section(
    Employment,
    key="work",
    title="工作经历",
    holder="person",
    noun="段工作经历",
    at_most=40,
    intro="可从参加工作以来按实际情况填写。从事专业的年限按这里核对，单位审核人和评审专家都会看到。",
    listed=("began_on", "ended_on", "unit", "specialty"),
    check=PERIOD,
)
