"""基本信息：一份。姓名、居民身份证（户口簿）号码、性别、出生年月和单位出自账号，只显示，不再问。"""

from web import checks
from web.codelists import cities, options
from web.columns import choice, day, long_text, number, text, yes_no
from web.database.table import Table
from web.profile.sections.lists import series, specialties_of_series
from web.profile.tables import ProfileRow
from web.row_checks import Complaint, Rows
from web.section import Section


class Basic(ProfileRow, Table, tablename="profile_basic"):
    """The person, apart from what the account says."""

    former_name = text("曾用名", heading="个人情况", limit=40)
    ethnicity = choice("民族", options("ethnicity"), required=True)
    politics = choice("政治面貌", options("politics"), required=True)
    birthplace = text("出生地", limit=60, hint="如河南省郑州市")
    health = choice("健康状况", options("health"), required=True)
    series = choice("现从事专业所属系列", series, heading="从事专业", required=True)
    specialty = choice(
        "现从事专业",
        specialties_of_series,
        depends_on="series",
        required=True,
        hint="应与申报职称时选择的申报专业一致。",
    )
    specialty_since = day("从事现专业时间", required=True)
    working_since = day("参加工作时间", required=True)
    education = choice(
        "最高学历", options("education"), heading="最高学历", required=True, hint="选择已取得证书的最高学历。"
    )
    degree = choice("最高学位", options("degree_level"), required=True)
    school = text("毕业院校", limit=80, required=True)
    major = text("毕业证书专业", limit=60, required=True)
    graduated_on = day("毕业时间", required=True)
    school_years = number("学制", unit="年", decimals=1, least=0.5, most=12)
    study_form = choice("学习形式", options("study_form"), required=True)
    administrative_post = text("行政职务", heading="职务和岗位", limit=60, hint="没有担任行政职务的不填。")
    post_since = day("行政职务任职时间")
    identity = choice("身份", options("personal_identity"), required=True)
    employment = choice("用工形式", options("employment_form"))
    unit_nature = choice("单位性质", options("unit_nature"), required=True)
    post_grade = choice("现岗位等级", options("post_grade"), hint="事业单位在编人员填写。")
    region = choice(
        "所在地市（省直）",
        cities(),
        required=True,
        hint="单位所在的省辖市；省直单位选河南省。",
    )
    address = text("通讯地址", heading="联系方式", limit=120, required=True, autocomplete="street-address")
    postal_code = text(
        "邮政编码",
        limit=12,
        check=checks.postal_code,
        autocomplete="postal-code",
        input_mode="numeric",
        hint="如 450003",
    )
    mobile = text(
        "手机号码",
        limit=20,
        required=True,
        check=checks.mobile,
        autocomplete="tel-national",
        input_mode="tel",
    )
    telephone = text("联系电话", limit=30, check=checks.telephone, input_mode="tel", hint="如 0371-65901234")
    email = text("EMAIL", limit=100, check=checks.email, autocomplete="email", input_mode="email")
    languages = text("懂何种外语", heading="其它", limit=60)
    memberships = long_text("参加学术团体及职务、社会兼职", limit=300, rows=3)
    photo_shown = yes_no("是否将照片用于电子证书及查询", heading="照片", required=True)


def _dates(rows: Rows) -> list[Complaint]:
    complaints: list[Complaint] = []
    for row in rows:
        if row["post_since"] and row["working_since"] and row["post_since"] < row["working_since"]:
            complaints.append((row["id"], "post_since", "行政职务任职时间早于参加工作时间，请核对。"))
    return complaints


basic = Section(
    Basic,
    key="basic",
    title="基本信息",
    holder="person",
    noun="份基本信息",
    layout="one",
    at_most=1,
    intro="这些信息存入专业技术人员基本信息库，申报时不用再填。单位审核人和评审专家都会看到。",
    check=_dates,
)
