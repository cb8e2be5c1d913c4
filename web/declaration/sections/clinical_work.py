"""工作量（卫生）：每行一年。"""

from web.columns import number, text, upload
from web.database.table import Table
from web.declaration.tables import DeclarationRow
from web.row_checks import one_a_year
from web.section import Section


class ClinicalWork(DeclarationRow, Table, tablename="declaration_clinical_work"):
    """One year's work in a hospital."""

    year = number("年度", least=1950, most=2100, required=True, hint="如 2024")
    department = text("科室", limit=60, required=True)
    weeks = number("专业技术工作", unit="周", decimals=1, most=53, hint="全年从事本专业工作的周数。")
    outpatients = number("门诊人次", unit="人次", most=99_999)
    sessions = number("门诊单元", unit="单元", most=999, hint="半天为一个单元。")
    inpatients = number("收治病人", unit="人次", most=99_999)
    operations = number("手术（操作）", unit="例", most=99_999)
    consultations = number("会诊、疑难病例讨论", unit="次", most=9999)
    nights = number("夜班", unit="次", most=366)
    tests = number("检查、检验、处方", unit="份", most=9_999_999, hint="医技、药学人员填写。")
    teaching_hours = number("带教、授课", unit="学时", decimals=1, most=3000)
    other = text("其他工作量", limit=200)
    evidence = upload("工作量证明", hint="医务、护理或人事部门盖章的统计表。")


clinical_work = Section(
    ClinicalWork,
    key="clinical_work",
    title="工作量",
    holder="declaration",
    noun="年的工作量",
    layout="rows",
    at_most=40,
    intro="按年度填写任现职以来的工作量，与本人岗位无关的项目不填。单位审核人和评审专家都会看到。",
    check=one_a_year("year"),
)
