"""年度考核：每行一个年度。"""

from web.codelists import options
from web.columns import choice, number, text, upload
from web.database.table import Table
from web.profile.tables import ProfileRow
from web.row_checks import one_a_year
from web.section import Section


class Assessment(ProfileRow, Table, tablename="profile_assessments"):
    """One yearly assessment."""

    year = number("年度", least=1950, most=2100, required=True, hint="如 2024")
    grade = choice("考核等次", options("annual_assessment"), required=True)
    unit = text("考核单位", limit=100, required=True)
    form = upload("考核表", hint="年度考核登记表的全部页。")


assessments = Section(
    Assessment,
    key="assessments",
    title="年度考核",
    holder="person",
    noun="个年度",
    layout="rows",
    intro="填写任现职以来（至少近五年）每年的考核等次。单位审核人和评审专家都会看到。",
    check=one_a_year("year"),
)
