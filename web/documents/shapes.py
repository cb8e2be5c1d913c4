"""What the papers about one declaration take besides its snapshot: opinions, the vote. All may stay empty."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

Pair = tuple[str, str]
"""Label and value."""
NONE = "无"


@dataclass(frozen=True)
class Opinion:
    """One box of opinion: `facts` stand above the text; an empty `text`, and an empty fact, leave room for the pen.

    `asked`: False of an office that has no say here: its box states `text` and has no place for a signature.
    """

    title: str
    text: str = ""
    facts: Sequence[Pair] = ()
    signed_by: str = ""
    day: str = ""
    asked: bool = True


@dataclass(frozen=True)
class Ballot:
    """The committee's vote in the words that are printed ("" until it is held)."""

    members: str = ""
    present: str = ""
    agree: str = ""
    against: str = ""
    abstain: str = ""
    result: str = ""


UNIT_FACTS = ("公示", "民主测评", "考核", "评审职数")
GROUP_FACTS = ("评议组人数", "同意", "不同意", "弃权")
APPROVAL_FACTS = ("批准文号", "批准资格名称", "取得时间", "证书编号")


def by_pen(labels: Sequence[str]) -> tuple[Pair, ...]:
    """Facts with room for the pen."""
    return tuple((label, "") for label in labels)


def _levels() -> tuple[Opinion, ...]:
    return (
        Opinion("单位推荐意见", facts=by_pen(UNIT_FACTS)),
        Opinion("主管部门意见"),
        Opinion("县级人社意见"),
        Opinion("市级人社意见"),
    )


@dataclass(frozen=True)
class Opinions:
    """The pages of the 评审表 after the applicant's own: `levels` from the unit's opinion (first) upwards; `screening`,
    the committee office's, for the 简表."""

    levels: Sequence[Opinion] = field(default_factory=_levels)
    group: Opinion = Opinion("评议组意见", facts=by_pen(GROUP_FACTS))
    ballot: Ballot = Ballot()
    committee: Opinion = Opinion("评委会意见")
    screening: Opinion = Opinion("资格审查意见")
    approval: Opinion = Opinion("审批部门意见", facts=by_pen(APPROVAL_FACTS))

    def as_contents(self) -> dict[str, Any]:
        """The same under the names that the templates use."""
        return {
            "opinions": [asdict(opinion) for opinion in self.levels],
            "group_opinion": asdict(self.group),
            "ballot": asdict(self.ballot),
            "committee_opinion": asdict(self.committee),
            "approval": asdict(self.approval),
            "screening": asdict(self.screening),
        }


@dataclass(frozen=True)
class Acceptance:
    """Who accepted a declaration and when: the office's part of the 受理凭证.

    `accepted_at`: ISO 8601; `materials`: (name, remark).
    """

    organisation: str = ""
    accepted_at: str = ""
    officer: str = ""
    telephone: str = ""
    materials: Sequence[Pair] = ()
    remark: str = ""
