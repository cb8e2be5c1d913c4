"""其他评审专业：除推荐专业外还能评审的专业，每行一个。"""

from web.columns import choice
from web.committee import lists
from web.committee.expert_tables import ExpertRow
from web.database.table import Table
from web.section import Section


class Further(ExpertRow, Table, tablename="expert_further"):
    """One more specialty that the candidate can judge."""

    specialty = choice("评审专业", lists.sibling_specialties, required=True)


further = Section(
    Further,
    key="further",
    title="其他评审专业",
    holder="application",
    noun="个评审专业",
    layout="rows",
    at_most=5,
    intro="除推荐专业外，还能评审的相近专业，没有的不填。",
)
