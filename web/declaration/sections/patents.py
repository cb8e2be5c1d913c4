"""专利：专利、软件著作权、植物新品种等，每条一项。"""

from web import checks
from web.codelists import options
from web.columns import choice, day, number, text, upload
from web.database.table import Table
from web.declaration.tables import DeclarationRow
from web.row_checks import RANK, Complaint, Rows, in_order, together
from web.section import Section

# Codes of the list patent_type whose numbers the patent office or the copyright centre gives.
NUMBERED = {
    "1": checks.patent_number,
    "2": checks.patent_number,
    "3": checks.patent_number,
    "8": checks.software_number,
}


class Patent(DeclarationRow, Table, tablename="declaration_patents"):
    """One patent, or another right that stands beside patents in the form."""

    kind = choice("类型", options("patent_type"), required=True)
    name = text("名称", limit=150, required=True)
    patent_number = text(
        "专利号（登记号、审定号）",
        limit=60,
        required=True,
        hint="中国专利如 ZL200310102344.5，软件著作权如 2020SR0123456",
    )
    status = choice("法律状态", options("patent_legal_status"), required=True)
    applied_on = day("申请日期")
    granted_on = day("授权（登记、审定）日期")
    owner = text("专利权人（著作权人）", limit=200, required=True)
    role = choice("本人身份", options("patent_role"), required=True)
    rank = number("本人名次", least=1, most=999, required=True)
    total = number("总人数", least=1, most=999)
    inventors = text(
        "全部发明人（设计人）", limit=300, hint="按次序写全姓名，用顿号分开；用来查找应当回避的专家。"
    )
    conversion = choice("转化情况", options("patent_use"))
    income = number("转化收益", unit="万元", decimals=2, most=9_999_999)
    certificate = upload("证书及证明材料", hint="专利证书、登记证书、转化合同和到账凭证等。")


def _numbers(rows: Rows) -> list[Complaint]:
    complaints = []
    for row in rows:
        sentence = NUMBERED.get(row["kind"], lambda text: "")(row["patent_number"])
        if sentence:
            complaints.append((row["id"], "patent_number", sentence))
    return complaints


patents = Section(
    Patent,
    key="patents",
    title="专利",
    holder="declaration",
    noun="项专利",
    intro="填写任现职以来的专利；软件著作权、植物新品种、新药证书等也填在这里。单位审核人和评审专家都会看到。",
    listed=("name", "kind", "patent_number", "status"),
    check=together(_numbers, RANK, in_order("applied_on", "granted_on", "授权日期早于申请日期，请核对。")),
)
