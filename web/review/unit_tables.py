"""What the unit records before it recommends: display, assessment, poll, publicity, objections, opinion, posts."""

from piccolo.columns import Date, ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar

from web import clock
from web.columns import Option, choice, day, long_text, number, text
from web.database.table import Table
from web.declaration.tables import Declaration
from web.people.tables import Account, Organisation
from web.section import Closed, Section, SectionRow


class UnitPosting(Table, tablename="unit_posting"):
    """公开展示 (kind display) or 公示 (kind publicity) of one declaration: where, from which day, to which.

    `key` is "declaration-kind-snapshot", unique: what was changed after a return is displayed anew.
    `until`: the last day of the term; it may end from the day after. `ended_at`: when the unit ended it.
    """

    id: Serial
    declaration = ForeignKey(Declaration, null=False, on_delete=OnDelete.restrict, index=True)
    kind = Varchar(length=12, null=False)
    key = Varchar(length=60, unique=True, null=False)
    place = Text(null=False)
    since = Date(null=False)
    until = Date(null=False)
    by = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)
    at = Timestamptz(default=clock.now)
    ended_at = Timestamptz(null=True, default=None)


GRADES = (
    Option("excellent", "优秀"),
    Option("competent", "合格"),
    Option("basic", "基本合格"),
    Option("failed", "不合格"),
)


class UnitRecord(SectionRow):
    """What the unit writes about one declaration, open in `states` only; mixed into a Piccolo table."""

    states: tuple[str, ...] = ()
    declaration = ForeignKey(Declaration, null=False, on_delete=OnDelete.restrict, index=True)

    @classmethod
    async def guard(cls, holder: int) -> None:
        """Holds the declaration's row until the write is done; Closed when the unit has gone on."""
        free = (
            await Declaration.update({Declaration.updated_at: clock.now()})
            .where((Declaration.id == holder) & Declaration.state.is_in(list(cls.states)))
            .returning(Declaration.id)
        )
        if not free:
            raise Closed


class UnitAssessment(UnitRecord, Table, tablename="unit_assessment"):
    """考核 and 民主测评: the result, and the figures of the vote."""

    states = ("displaying", "assessing")

    grade = choice("考核结果", GRADES, required=True)
    opinion = long_text("考核意见", limit=300, required=True, rows=4, hint="品德、能力、业绩的综合评价。")
    score = number("考核得分", most=100, hint="百分制，没有打分的不填。")
    entitled = number("应到人数", least=1, most=9999, required=True)
    present = number("实到人数", least=1, most=9999, required=True)
    in_favour = number("同意票数", most=9999, required=True)
    against = number("不同意票数", most=9999, required=True)
    abstained = number("弃权票数", most=9999, required=True)
    held_on = day("测评日期", required=True)


def _votes(rows: list) -> list[tuple[int, str, str]]:
    found = []
    for row in rows:
        figures = [row[name] for name in ("entitled", "present", "in_favour", "against", "abstained")]
        if None in figures:
            continue
        entitled, present, in_favour, against, abstained = figures
        if present > entitled:
            found.append((row["id"], "present", "实到人数不能多于应到人数。"))
        if in_favour + against + abstained != present:
            found.append((row["id"], "in_favour", "同意、不同意、弃权票数之和应等于实到人数。"))
    return found


assessment = Section(
    UnitAssessment, key="assessment", title="考核和民主测评", holder="declaration", noun="份记录", layout="one", at_most=1,
    check=_votes,
)  # fmt: skip


class Opinion(UnitRecord, Table, tablename="unit_opinion"):
    """推荐意见."""

    states = ("assessing", "publicity", "recommending")

    words = long_text(
        "推荐意见", limit=500, required=True, rows=6, hint="写入推荐意见书和评审表，申报人会看到。"
    )
    leader = text("单位负责人", limit=40, required=True)
    signed_on = day("签署日期", required=True)
    letter = text("委托函文号", limit=60, hint="委托评审的填写，其他不填。")


opinion = Section(
    Opinion, key="opinion", title="推荐意见", holder="declaration", noun="份意见", layout="one", at_most=1
)


class UnitObjection(Table, tablename="unit_objection"):
    """What was said against a declaration in public, and the answer. `upheld` after the answer: yes or no."""

    id: Serial
    declaration = ForeignKey(Declaration, null=False, on_delete=OnDelete.restrict, index=True)
    key = Varchar(length=60, unique=True, null=False)
    source = Text(null=False, default="")
    words = Text(null=False)
    received_on = Date(null=False)
    by = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)
    at = Timestamptz(default=clock.now)
    answer = Text(null=False, default="")
    outcome = Varchar(length=10, null=False, default="")
    answered_by = ForeignKey(Account, null=True, default=None, on_delete=OnDelete.restrict)
    answered_at = Timestamptz(null=True, default=None)


class Quota(Table, tablename="post_quota"):
    """评审职数 approved for a unit: how many of a series and level it may recommend in a year. Unique `key`."""

    id: Serial
    unit = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict, index=True)
    year = Integer(null=False)
    series = Varchar(length=40, null=False)
    level = Varchar(length=20, null=False)
    key = Varchar(length=120, unique=True, null=False)
    posts = Integer(null=False)
    document = Text(null=False, default="")
    by = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)
    at = Timestamptz(default=clock.now)
    looked_at = Timestamptz(default=clock.now)
