"""回避关系：不能由本人评审的人和单位，每行一个。"""

from web.columns import Values, choice, text
from web.committee import lists
from web.committee.expert_tables import ExpertRow
from web.database.table import Table
from web.section import Section


class DeclaredTie(ExpertRow, Table, tablename="expert_ties"):
    """A person or a unit to keep away from."""

    kind = choice("关系", lists.TIES, required=True)
    name = text("姓名", limit=40, hint="单位回避的不填。")
    unit = text("单位", limit=100, hint="照单位公章写全称。")
    about = text("说明", limit=100)


def _named(rows: list[Values]) -> list[tuple[int, str, str]]:
    found = []
    for row in rows:
        if row["kind"] == "unit" and not row["unit"]:
            found.append((row["id"], "unit", "单位回避的，请填写单位。"))
        elif row["kind"] and row["kind"] != "unit" and not row["name"]:
            found.append((row["id"], "name", "请填写需要回避的人的姓名。"))
    return found


ties = Section(
    DeclaredTie,
    key="ties",
    title="回避关系",
    holder="application",
    noun="项回避关系",
    layout="rows",
    at_most=40,
    intro="近亲属、师生、合作者以及与您有利害关系的单位。现在的工作单位由系统自动回避，不用填。只有专家库管理部门会看到。",
    check=_named,
)
