"""其它专业技术职务资格：每行一个。"""

from web.codelists import options
from web.columns import choice, day, text, upload
from web.database.table import Table
from web.profile.tables import ProfileRow
from web.section import Section


class Qualification(ProfileRow, Table, tablename="profile_qualifications"):
    """One further professional qualification, beside the titles held."""

    name = text("资格名称", limit=60, required=True)
    specialty = text("专业", limit=60)
    obtained_by = choice("取得方式", options("current_title_source"))
    obtained_on = day("取得时间", required=True)
    authority = text("审批（发证）单位", limit=100, required=True)
    certificate_number = text("证书编号", limit=60)
    scan = upload("证书扫描件")


qualifications = Section(
    Qualification,
    key="qualifications",
    title="其它专业技术职务资格",
    holder="person",
    noun="个资格",
    layout="rows",
    at_most=20,
    intro="现任职称以外取得的专业技术职务资格，没有的不填。单位审核人和评审专家都会看到。",
)
