"""项目/课题：每条一个科研或教研项目。"""

from web.codelists import options
from web.columns import choice, day, long_text, number, text, upload
from web.database.table import Table
from web.declaration.tables import DeclarationRow
from web.row_checks import PERIOD, RANK, together
from web.section import Section


class Project(DeclarationRow, Table, tablename="declaration_projects"):
    """One project."""

    name = text("项目（课题）名称", limit=150, required=True, hint="照立项文件填写全称。")
    project_number = text("项目编号", limit=60)
    source = text("项目来源", limit=100, required=True, hint="下达或委托的单位，如河南省科学技术厅")
    level = choice("项目级别", options("project_level"), required=True)
    began_on = day("起止时间（起）", required=True)
    ended_on = day("起止时间（止）", future=True, hint="计划或实际结束的日期，如 2022-12-31")
    funds = number("经费", unit="万元", decimals=2, most=9_999_999)
    role = choice("本人身份", options("project_role"), required=True)
    rank = number(
        "本人名次", least=1, most=999, required=True, hint="主持填 1，参与照立项或结项文件的次序填写。"
    )
    total = number("总人数", least=1, most=999)
    members = text("项目组成员", limit=300, hint="按次序写全姓名，用顿号分开；用来查找应当回避的专家。")
    status = choice("完成情况", options("project_status"), required=True)
    conclusion = choice("鉴定结论", options("appraisal"))
    contribution = long_text("本人承担的工作", limit=300, required=True, rows=4)
    evidence = upload("立项、结项材料", hint="立项文件、任务书、结项或鉴定证书。")


projects = Section(
    Project,
    key="projects",
    title="项目/课题",
    holder="declaration",
    noun="个项目",
    intro="填写任现职以来主持或参与的项目、课题。单位审核人和评审专家都会看到。",
    listed=("name", "level", "role", "status"),
    check=together(PERIOD, RANK),
)
