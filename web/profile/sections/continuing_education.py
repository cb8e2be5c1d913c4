"""继续教育：每行一个年度。"""

from web.columns import number, text, upload
from web.database.table import Table
from web.profile.tables import ProfileRow
from web.row_checks import one_a_year
from web.section import Section


class ContinuingEducation(ProfileRow, Table, tablename="profile_continuing_education"):
    """One year of continuing education (人社部令第 25 号)."""

    year = number("年度", least=1990, most=2100, required=True, hint="如 2024")
    public_hours = number("公需学时", unit="学时", decimals=1, most=2000, required=True)
    professional_hours = number("专业学时", unit="学时", decimals=1, most=2000, required=True)
    certificate_number = text("证书编号", limit=60)
    certificate = upload("继续教育证书", hint="河南省专业技术人员公共服务平台的电子证书。")


continuing_education = Section(
    ContinuingEducation,
    key="continuing_education",
    title="继续教育",
    holder="person",
    noun="个年度",
    layout="rows",
    intro="按年度填写公需科目和专业科目的学时。单位审核人和评审专家都会看到。",
    check=one_a_year("year"),
)
