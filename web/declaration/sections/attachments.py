"""附件：每行一种其他材料。"""

from web.columns import Option, choice, text, upload
from web.database.table import Table
from web.declaration.tables import DeclarationRow
from web.section import Section

KINDS = (
    Option("title", "原职称证书、评审表、任职文件"),
    Option("transfer", "岗位变动证明"),
    Option("exam", "考试合格证明"),
    Option("education", "学历学位认证报告"),
    Option("green", "绿色通道、人才认定材料"),
    Option("basic", "基层、农村、艰苦边远地区工作证明"),
    Option("entrust", "委托评审函"),
    Option("agency", "人事代理合同、社会保险证明"),
    Option("other", "其他材料"),
)


class Paperwork(DeclarationRow, Table, tablename="declaration_attachments"):
    """One kind of further evidence."""

    kind = choice("材料类别", KINDS, required=True)
    name = text("材料名称", limit=100, required=True)
    remark = text("备注", limit=200)
    evidence = upload(
        "上传文件", required=True, hint="页面正向、字迹清楚；能在系统里核验的材料不用重复上传。"
    )


attachments = Section(
    Paperwork,
    key="attachments",
    title="附件",
    holder="declaration",
    noun="份材料",
    layout="rows",
    at_most=30,
    intro="其他栏目放不下的证明材料放在这里。单位审核人和评审专家都会看到。",
)
