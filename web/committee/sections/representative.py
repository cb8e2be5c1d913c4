"""代表成果：每行一项。"""

from web.columns import day, text
from web.committee.expert_tables import ExpertRow
from web.database.table import Table
from web.section import Section


class Representative(ExpertRow, Table, tablename="expert_representative"):
    """One result, honour or achievement that speaks for the candidate."""

    obtained_on = day("时间", required=True)
    name = text("名称", limit=150, required=True)
    remark = text("备注", limit=200, hint="如授予单位、本人名次。")


representative = Section(
    Representative,
    key="representative",
    title="代表成果",
    holder="application",
    noun="项代表成果",
    layout="rows",
    at_most=20,
    intro="填写代表性成果、荣誉称号和个人业绩，最重要的写在前面。所在单位和专家库管理部门会看到。",
)
