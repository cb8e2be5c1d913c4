"""职业资格证书：职业资格与专业技术资格证书，每行一个。"""

from web.columns import day, text, upload
from web.database.table import Table
from web.profile.tables import ProfileRow
from web.row_checks import in_order
from web.section import Section


class Licence(ProfileRow, Table, tablename="profile_licences"):
    """One vocational or professional certificate."""

    name = text("证书名称", limit=80, required=True, hint="如教师资格证书、一级建造师")
    specialty = text("类别（专业、学科）", limit=60)
    grade = text("等级", limit=30)
    certificate_number = text("证书编号（管理号）", limit=60, required=True)
    authority = text("发证单位", limit=100, required=True)
    obtained_on = day("取得时间", required=True)
    expires_on = day("有效期至", future=True, gap="长期", hint="长期有效的不填，如 2030-12-31")
    scan = upload("证书扫描件")


licences = Section(
    Licence,
    key="licences",
    title="职业资格证书",
    holder="person",
    noun="个证书",
    layout="rows",
    at_most=30,
    intro="填写职业资格与专业技术资格证书获取情况，没有的不填。单位审核人和评审专家都会看到。",
    check=in_order("obtained_on", "expires_on", "有效期早于取得时间，请核对。"),
)
