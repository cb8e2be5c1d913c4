"""面试通知: a letter to each applicant of a sitting who has a slot."""

from web.catalogue import rules as catalogue
from web.committee import interviews
from web.committee.tables import Interview
from web.documents import rules as documents
from web.documents.office_shapes import InterviewNotice, Invitation
from web.printing.dates import day, hour
from web.review import path
from web.rows import Row

ITEMS = ("请携带{bring}，提前到场签到。", "改期以系统内的最新通知为准。")


async def made(numbers: list[int]) -> bytes:
    """The letters of these interviews of one committee, in their order of time."""
    found = await _interviews(numbers)
    first = found[0]
    office = await path.office_of(first["year"], first["committee"])
    newest = max(each["arranged_at"] or each["starts_at"] for each in found)
    shape = InterviewNotice(
        organisation=office["name"],
        invitations=[await _invitation(each) for each in found],
        items=[each.format(bring="、".join(interviews.form()["bring"])) for each in ITEMS],
        contacts=[],
        day=day(newest) if first["arranged_at"] else "",
    )
    number = f"MS{first['id']:06d}" + (f"-{len(found)}" if len(found) > 1 else "")
    version = max(each["version"] for each in found)
    return await documents.sheet(shape, number=number, made_at=newest, version=version)


async def _interviews(numbers: list[int]) -> list[Row]:
    declaration = Interview.item.declaration
    found: list[Row] = await (
        Interview.select(
            *Interview.all_columns(), Interview.panel.name.as_alias("panel_name"),
            declaration.number.as_alias("declaration_number"), declaration.title.as_alias("title"),  # type: ignore[union-attr]
            declaration.year.as_alias("year"), declaration.committee.as_alias("committee"),  # type: ignore[union-attr]
            declaration.person.name.as_alias("name"),  # type: ignore[union-attr]
        )
        .where(Interview.id.is_in(numbers))
        .order_by(Interview.starts_at)
        .order_by(Interview.number)
    )  # fmt: skip
    return found


async def _invitation(row: Row) -> Invitation:
    title = await catalogue.name_of(row["year"], "title", row["title"])
    group = "　".join(filter(None, (row["panel_name"], f"第 {row['number']} 号")))
    time = hour(row["starts_at"], row["ends_at"])
    return Invitation(row["name"], row["declaration_number"] or "", title, group, time, row["place"])
