"""What came of the committee's vote: the count, the 公示 of results, the approval, as the 评审表 prints them."""

from web.committee.tables import Item
from web.documents.shapes import GROUP_FACTS, Ballot, Opinion, Pair, by_pen
from web.printing.dates import day
from web.publicity.tables import Publicity, PublicityEntry
from web.rows import Row


async def item_of(declaration: int) -> Row | None:
    """The declaration before its committee, once that ballot was counted."""
    found: Row | None = await (
        Item.select(
            *Item.all_columns(), Item.sitting.on.as_alias("on"), Item.sitting.members.as_alias("members"),
            Item.sitting.present.as_alias("present"), Item.sitting.closed_at.as_alias("closed_at"),
            Item.panel.name.as_alias("panel_name"),
        )
        .where((Item.declaration == declaration) & (Item.sitting.state == "closed"))
        .order_by(Item.id, ascending=False)
        .first()
    )  # fmt: skip
    return found


async def entry_of(declaration: int) -> Row | None:
    """The declaration in the newest 公示 of results."""
    found: Row | None = await (
        PublicityEntry.select(
            *PublicityEntry.all_columns(), PublicityEntry.publicity.confirmed_at.as_alias("confirmed_at"),
            PublicityEntry.publicity.document.as_alias("document"),
        )
        .where(PublicityEntry.declaration == declaration)
        .order_by(PublicityEntry.id, ascending=False)
        .first()
    )  # fmt: skip
    return found


async def published(row: Row, item: Row) -> bool:
    """Whether the results of that ballot are out, this one not among those who passed."""
    return await Publicity.exists().where(
        (Publicity.committee == row["committee"])
        & (Publicity.year == row["year"])
        & (Publicity.created_at >= item["closed_at"])
    )


def ballot(item: Row) -> Ballot:
    """The figures of the vote."""
    members, attending, yes, no, abstain = (
        str(item[name]) for name in ("members", "attending", "yes", "no", "abstain")
    )
    return Ballot(members, attending, yes, no, abstain, "通过" if item["passed"] else "未通过")


def group(item: Row) -> Opinion:
    """The panel's box; its head signs by hand."""
    panel: list[Pair] = [("评议组", item["panel_name"])] if item["panel_name"] else []
    return Opinion("评议组意见", "", [*panel, *by_pen(GROUP_FACTS)])


def committee(item: Row) -> Opinion:
    """What the vote decided; the chair signs by hand, and the applicant need not learn who sat there."""
    words = f"经无记名投票表决，同意 {item['yes']} 票（须 {item['needed']} 票），{'通过' if item['passed'] else '未通过'}评审。"
    return Opinion("评委会意见", words, (), "", day(item["on"]))


def approval(entry: Row, item: Row | None, certificate: Row | None) -> Opinion:
    """The approving office's box."""
    title = "审批部门意见"
    if entry["outcome"] != "confirmed":
        return Opinion(title, "经公示，评审结果不予确认。", (), "", day(entry["confirmed_at"]))
    facts: list[Pair] = [("批准文号", entry["document"]), ("批准资格名称", entry["title"])]
    facts += [("取得时间", day(item["on"]))] if item else []
    facts += [("证书编号", certificate["number"])] if certificate else []
    words = f"经公示，确认{entry['name']}取得{entry['title']}职称。"
    return Opinion(title, words, facts, "", day(entry["confirmed_at"]))
