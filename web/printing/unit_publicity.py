"""公示文 and 公示证明 of a unit about those it means to recommend, one or several of the same days and place."""

from typing import Any

from web import working_days
from web.documents import office_shapes
from web.documents import rules as documents
from web.documents.office_shapes import Listing
from web.documents.shapes import Pair
from web.people.tables import Account, Organisation
from web.printing.dates import day
from web.printing.opinions import objected
from web.printing.printed import chosen, frozen
from web.review import unit
from web.rows import Row

COLUMNS = ("姓名", "系列", "专业", "申报职称", "评审类型")


class Apart(Exception):
    """The publicities have not the same days and place; the message is a sentence for whoever asked."""


async def contacts(organisation: int) -> list[Pair]:
    """Who takes objections: the unit itself, and the office above it."""
    row = await Organisation.select(Organisation.name, Organisation.parent.name.as_alias("above")).where(
        Organisation.id == organisation
    ).first()  # fmt: skip
    assert row is not None
    found = [("受理部门", f"{row['name']}（人事部门）")]
    return found + ([("监督部门", row["above"])] if row["above"] else [])


async def notice(posted: list[tuple[Row, Row]]) -> bytes:
    """公示文. `posted`: (declaration, its posting), the same unit, days and place; Apart when they are not."""
    row, posting = _first(posted)
    year = row["year"]
    shape = office_shapes.PublicityNotice(
        organisation=row["unit_name"], title=f"{year}年度职称申报拟推荐人员公示",
        opening="根据职称评审有关规定，经个人申报、材料公开展示、考核和民主测评，现将我单位拟推荐申报职称的人员予以公示。",
        listing=Listing(COLUMNS, await _lines(posted)),
        from_day=day(posting["since"]), to_day=day(posting["until"]),
        working_days=str(working_days.between(posting["since"], posting["until"])),
        contacts=await contacts(row["unit"]), day=day(posting["since"]),
    )  # fmt: skip
    return await documents.sheet(shape, number=number(posted, "GS"), made_at=posting["at"])


async def proof(posted: list[tuple[Row, Row]]) -> bytes:
    """公示证明, once the publicity is over; as `notice`."""
    row, posting = _first(posted)
    raised = [each for one, _ in posted for each in await unit.objections(one["id"])]
    upheld = any(each["outcome"] == "upheld" for each in raised)
    shape = office_shapes.PublicityProof(
        organisation=row["unit_name"],
        about=f"我单位对 {row['year']} 年度拟推荐申报职称人员的申报材料进行了公示，现将公示情况证明如下：",
        listing=Listing(COLUMNS, await _lines(posted)),
        from_day=day(posting["since"]), to_day=day(posting["until"]),
        working_days=str(working_days.between(posting["since"], posting["until"])),
        place=posting["place"], objections=f"公示期间{objected(raised)}",
        conclusion="有异议经核实成立的，不予推荐。" if upheld else "公示期满，上述人员可以按规定推荐。",
        day=day(posting["ended_at"]), officer=await _name(posting["by"]),
    )  # fmt: skip
    return await documents.sheet(shape, number=number(posted, "GZ"), made_at=posting["ended_at"])


async def _name(account: int) -> str:
    row = await Account.select(Account.name).where(Account.id == account).first()
    return row["name"] if row else ""


def number(posted: list[tuple[Row, Row]], kind: str) -> str:
    """The paper's number: its kind, and the number of the posting, of several the first one's."""
    return f"{kind}{posted[0][1]['id']:06d}" + (f"-{len(posted)}" if len(posted) > 1 else "")


def _first(posted: list[tuple[Row, Row]]) -> tuple[Row, Row]:
    if len({(row["unit"], one["since"], one["until"], one["place"]) for row, one in posted}) != 1:
        raise Apart("这些人员的公示时间或地点不同，请分别打印。")
    return posted[0]


async def _lines(posted: list[tuple[Row, Row]]) -> list[tuple[str, ...]]:
    found = []
    for row, posting in posted:
        body: dict[str, Any] = await frozen(row["id"], int(posting["key"].rpartition("-")[2]))
        shown = chosen(body)
        names = ("series", "specialty", "title", "type")
        found.append((body["applicant"]["name"], *(shown.get(name, "") for name in names)))
    return found
