"""The papers of a 公示 of results: the notice, its proof, and the letter that confers the titles with its list."""

from datetime import datetime, time, timedelta

from web import clock, working_days
from web.certificate.tables import Certificate
from web.committee.tables import Item
from web.documents import office_shapes
from web.documents import rules as documents
from web.documents.office_shapes import Listing
from web.printing.dates import day
from web.printing.printed import Printed
from web.publicity import rules as publicity
from web.rows import Row
from web.settings import settings

SHOWN = ("姓名", "工作单位", "专业", "职称")
CONFERRED = ("姓名", "工作单位", "专业", "职称", "取得时间", "证书编号")


async def of(row: Row) -> list[Printed]:
    """Every paper that the office can have of it now."""
    found = [Printed("publicity_notice", "公示文", lambda: notice(row, masked=False))]
    if publicity.stage(row) != "running":
        found.append(Printed("publicity_proof", "公示证明", lambda: proof(row)))
    if publicity.stage(row) == "confirmed":
        found.append(Printed("announcement", "发文（含人员名单）", lambda: announcement(row)))
    return found


async def notice(row: Row, *, masked: bool) -> bytes:
    """公示文. `masked`: as the public sees it, after the term with masked names."""
    shape = office_shapes.PublicityNotice(
        organisation=row["organisation"], title=row["title"], opening=row["opening"],
        listing=Listing(SHOWN, await _lines(row, masked=masked)), from_day=day(row["from_day"]), to_day=day(row["to_day"]),
        working_days=str(working_days.between(row["from_day"], row["to_day"])), contacts=[(label, text) for label, text in row["contacts"]],
        day=day(row["from_day"]),
    )  # fmt: skip
    return await documents.sheet(shape, number=f"JG{row['id']:06d}", made_at=row["created_at"])


async def _lines(row: Row, *, masked: bool) -> list[tuple[str, ...]]:
    return [
        (each["shown"] if masked else each["name"], each["unit_name"], each["specialty"], each["title"])
        for each in await publicity.entries(row["id"])
    ]


async def proof(row: Row) -> bytes:
    """公示证明, once the term is over."""
    over = datetime.combine(row["to_day"] + timedelta(days=1), time(), clock.ZONE)
    raised = await publicity.objections(row["id"])
    open_ones = sum(each["state"] != "answered" for each in raised)
    conclusion = (
        "异议尚未全部答复，结果暂不确认。"
        if open_ones
        else "公示期满，异议已全部答复，可以按规定确认评审结果。"
    )
    shape = office_shapes.PublicityProof(
        organisation=row["organisation"], about=f"“{row['title']}”已按规定进行，现将公示情况证明如下：",
        listing=Listing(SHOWN, await _lines(row, masked=False)), from_day=day(row["from_day"]), to_day=day(row["to_day"]),
        working_days=str(working_days.between(row["from_day"], row["to_day"])), place=f"{settings.public_url}/publicity/{row['id']}",
        objections=_objected(raised, open_ones), conclusion=conclusion if raised else "公示期满，没有收到异议，可以按规定确认评审结果。",
        day=day(row["confirmed_at"] or over),
    )  # fmt: skip
    return await documents.sheet(shape, number=f"JGZ{row['id']:06d}", made_at=row["confirmed_at"] or over)


def _objected(raised: list[Row], open_ones: int) -> str:
    if not raised:
        return "公示期间没有收到异议"
    upheld = sum(bool(each["upheld"]) for each in raised)
    words = f"收到异议 {len(raised)} 件，经核实成立 {upheld} 件，不成立 {len(raised) - upheld - open_ones} 件"
    return words + (f"，尚未答复 {open_ones} 件" if open_ones else "")


async def conferred(row: Row) -> list[tuple[str, ...]]:
    """The lines of `CONFERRED`: those who were confirmed, with the day of the vote and the certificate once issued."""
    held = [each for each in await publicity.entries(row["id"]) if each["outcome"] == "confirmed"]
    ids = [each["declaration"] for each in held] or [0]
    voted = {
        each["declaration"]: day(each["on"])
        for each in await Item.select(Item.declaration, Item.sitting.on.as_alias("on")).where(
            Item.declaration.is_in(ids) & (Item.sitting.state == "closed")
        )
    }
    numbers = {
        each["slot"]: each["number"]
        for each in await Certificate.select(Certificate.slot, Certificate.number).where(
            Certificate.slot.is_in(ids)
        )
    }
    return [
        (
            each["name"],
            each["unit_name"],
            each["specialty"],
            each["title"],
            voted.get(each["declaration"], ""),
            numbers.get(each["declaration"], ""),
        )
        for each in held
    ]


async def announcement(row: Row) -> bytes:
    """发文: who has obtained which title, by the document that confirms it."""
    lines = await conferred(row)
    first = lines[0][0] if lines else ""
    who = f"{first}等 {len(lines)} 人" if len(lines) > 1 else first
    shape = office_shapes.Announcement(
        organisation=row["organisation"], document_number=row["document"],
        title=f"关于确认{who}{row['year']}年度职称评审结果的通知", addressee="各有关单位",
        paragraphs=[
            f"根据职称评审有关规定，经评审委员会评审并公示，现确认{who}取得职称，取得时间自评审通过之日起计算，名单附后。",
            "请按照有关规定做好聘任工作。",
        ],
        listing=Listing(CONFERRED, lines), day=day(row["confirmed_at"]),
    )  # fmt: skip
    return await documents.sheet(shape, number=f"FW{row['id']:06d}", made_at=row["confirmed_at"])
