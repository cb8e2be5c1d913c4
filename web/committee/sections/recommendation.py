"""填写基础信息：推荐评审什么。"""

from web.codelists import options
from web.columns import choice, text
from web.committee import lists
from web.committee.expert_tables import ExpertRow
from web.database.table import Table
from web.section import Section


class Recommendation(ExpertRow, Table, tablename="expert_recommendation"):
    """What the candidate is recommended to judge."""

    series = choice("推荐系列", lists.series, required=True)
    specialty = choice("推荐专业", lists.specialties, depends_on="series", required=True)
    scope = choice("适用范围", lists.SCOPES, required=True, hint="参加哪一级评审委员会。")
    level = choice(
        "推荐评审等级", lists.levels, depends_on="scope", required=True,
        hint="不能高于您在本系列已经取得的等级：正高级才能评审正高级。",
    )  # fmt: skip
    title = choice("推荐评审职称", lists.titles, depends_on="level", required=True)
    research = text("研究方向", limit=60, required=True)
    discipline = choice("学科", options("discipline_level1"))


recommendation = Section(
    Recommendation,
    key="recommendation",
    title="填写基础信息",
    holder="application",
    noun="份基础信息",
    layout="one",
    at_most=1,
    intro="姓名、单位、学历、现任职称等取自基本信息库，不用再填。",
    saves="保存信息",
)
