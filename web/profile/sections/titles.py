"""现任职称：已经取得的职称，每条一个，最近取得的写在前面。"""

from web.codelists import options
from web.columns import choice, day, text, upload
from web.database.table import Table
from web.profile.sections.lists import series, specialties_of_series, titles_of_series
from web.profile.tables import ProfileRow
from web.section import Section


class HeldTitle(ProfileRow, Table, tablename="profile_titles"):
    """One title that the person holds."""

    series = choice("系列", series, required=True)
    specialty = choice("专业", specialties_of_series, depends_on="series", required=True)
    title = choice("职称", titles_of_series, depends_on="series", required=True)
    printed = text("证书上的职称名称", limit=60, hint="与上面选择的不同时填写，如小学高级教师")
    obtained_on = day("职称取得时间", required=True)
    obtained_by = choice("取得方式", options("current_title_source"), required=True)
    certificate_number = text("证书编号", limit=60)
    certificate = upload("证书扫描件", required=True, hint="姓名、照片、职称和取得时间清楚可见。")
    appointed_on = day("职称聘任时间")
    appointed_by = text("聘任单位", limit=100)
    appointment = upload("聘书扫描件", hint="聘书、聘任文件或岗位聘用合同。")


titles = Section(
    HeldTitle,
    key="titles",
    title="现任职称",
    holder="person",
    noun="个职称",
    at_most=20,
    intro="填写已经取得的职称，还没有职称的不填。申报条件按这里的时间计算，单位审核人和评审专家都会看到。",
    listed=("series", "specialty", "title", "obtained_on"),
)
