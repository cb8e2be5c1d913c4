"""A sitting: the office prepares it, and members recuse themselves."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from web.box import Box
from web.columns import Field
from web.committee import (
    annulment,
    assignment,
    ballot,
    gathering,
    interviews,
    panels,
    permitted,
    reading,
    recusals,
    rounds,
    sealing,
    sittings,
    substitution,
)
from web.committee.at_sitting import in_hand, said, seat
from web.committee.tables import Assignment, Panel, PanelMember, Recusal
from web.committee.terms import majority, quorum, rule
from web.kinds import too_long
from web.rows import Row
from web.shell import form
from web.shell.show import go, show

COUNTED = Field("yes_no", "回避的专家计入该对象的出席人数", hint="规章没有写明，由评委会定，并记入会议记录。")
REASON = Field("text", "回避理由", required=True, limit=200)
UNABLE = Field(
    "text", "不能参加的理由", required=True, limit=200, hint="如：出差，本人 11 月 20 日来电。记入会议记录。"
)


@get("/sittings", opt={"act": "sittings"})
async def listed(request: Request) -> Response[Any]:
    """The sittings of the person's committees, and those of which she is a member."""
    person = request.state["person"]
    offices = await sittings.of_committee(await permitted.committees_of(person))
    mine = await sittings.of_person(person.id)
    rows = {row["id"]: row for row in [*offices, *mine]}
    if not rows and not person.places("committee_office", "expert"):
        raise NotFoundException
    context = {
        "rows": [rows[each] for each in sorted(rows, reverse=True)],
        "states": sittings.STATES,
        "status": said(request),
    }
    return show(request, "committee/sittings.html", context)


@get("/sittings/{number:int}", opt={"act": "sittings"})
async def page(request: Request, number: FromPath[int]) -> Response[Any]:
    """One sitting, as the office or as a member sees it."""
    row, member, office = await in_hand(request, number)
    return await (_office_page(request, row, "", 200) if office else _member_page(request, row, member or {}))


async def _office_page(
    request: Request, row: Row, wrong: str, status: int, replacing: tuple[int, str] = (0, "")
) -> Response[Any]:
    """`replacing`: the member and the reason that were typed."""
    members = await sittings.members(row["id"])
    assigned: dict[int, list[Row]] = {}
    for each in await Assignment.select().where(Assignment.item.sitting == row["id"]):
        assigned.setdefault(each["item"], []).append(each)
    recusals = await Recusal.select(*Recusal.all_columns(), Recusal.item.number.as_alias("number")).where(
        Recusal.item.sitting == row["id"]
    ).order_by(Recusal.key)  # fmt: skip
    seats = {
        each["member"]: each["panel"]
        for each in await PanelMember.select().where(PanelMember.panel.sitting == row["id"])
    }
    context = {
        "row": row, "members": members, "names": {each["id"]: each["name"] for each in members},
        "items": await sittings.items(row["id"]), "assigned": assigned, "recusals": recusals, "seats": seats,
        "panels": await Panel.select().where(Panel.sitting == row["id"]).order_by(Panel.id),
        "holders": await ballot.holders(row["id"]), "states": sittings.STATES, "duties": sittings.DUTIES,
        "waiting": await gathering.waiting(row) if row["state"] == "planned" else [],
        "voided": [rounds.in_words(each) for each in await rounds.voided(row["id"])], "read": await reading.progress(row["id"]),
        "counted": Box(COUNTED, "counted", "counted", "1" if row["recusal_counted"] else "0"),
        "annulled": await annulment.record(row["id"]), "closable": not await annulment.obstacle(row),
        "replaced": await substitution.in_words(row), "replacing": replacing[0],
        "unable": Box(UNABLE, "unable", "unable", replacing[1]),
        "quorum": quorum(len(members)), "terms": rule, "majority": majority, "wrong": wrong, "status": said(request),
    }  # fmt: skip
    return show(request, "committee/sitting_office.html", context, status=status)


async def _member_page(request: Request, row: Row, member: Row) -> Response[Any]:
    held = {each["member"] for each in await ballot.holders(row["id"])}
    context = {
        "row": row, "member": member, "items": await sittings.items_for(row["id"], member["id"]),
        "readings": {each.item["id"] for each in await reading.given(row["id"], request.state["person"].id)},
        "interviewed": await interviews.for_member(row["id"], member["id"]),
        "paper": await ballot.paper_of(row["id"], member["id"]), "has_key": member["id"] in held,
        "keys_free": rule("key_holders")["all"] - len(held), "states": sittings.STATES, "duties": sittings.DUTIES,
        "status": said(request), "wrong": "",
    }  # fmt: skip
    return show(request, "committee/sitting_member.html", context)


@post("/sittings/{number:int}/present", opt={"act": "sittings"}, status_code=200)
async def set_present(request: Request, number: FromPath[int]) -> Response[Any]:
    """签到: who has come."""
    posted = await form.read(request)
    row, _, _ = await in_hand(request, number, office=True)
    here = [form.whole(name) for name in posted.under("present.")]
    return await done(request, row, sittings.set_present(number, here), "saved")


async def done(
    request: Request, row: Row, work: Any, said: str, replacing: tuple[int, str] = (0, "")
) -> Response[Any]:
    try:
        await work
    except (sittings.Refusal, assignment.TooFew, sealing.WrongCode) as refused:
        return await _office_page(request, row, str(refused), 422, replacing)
    return go(f"/sittings/{row['id']}?said={said}#said")


@post("/sittings/{number:int}/duty", opt={"act": "sittings"}, status_code=200)
async def set_duty(request: Request, number: FromPath[int]) -> Response[Any]:
    """主任委员 or 副主任委员."""
    posted = await form.read(request)
    row, _, _ = await in_hand(request, number, office=True)
    duty = posted.text("duty") if posted.text("duty") in sittings.DUTIES else "member"
    return await done(request, row, sittings.set_duty(number, posted.whole("member"), duty), "saved")


@post("/sittings/{number:int}/replace", opt={"act": "sittings"}, status_code=200)
async def replace(request: Request, number: FromPath[int]) -> Response[Any]:
    """The first reserve of the draw takes the place of a member who cannot come."""
    posted = await form.read(request)
    row, _, _ = await in_hand(request, number, office=True)
    member, reason = posted.whole("member"), posted.text("unable")
    if sentence := too_long(UNABLE, reason):
        return await _office_page(request, row, sentence, 422, (member, reason))
    work = substitution.replace(number, member, reason, request.state["person"].name)
    return await done(request, row, work, "replaced", (member, reason))


@post("/sittings/{number:int}/panels", opt={"act": "sittings"}, status_code=200)
async def add_panel(request: Request, number: FromPath[int]) -> Response[Any]:
    """A new 评议组."""
    posted = await form.read(request)
    row, _, _ = await in_hand(request, number, office=True)
    chosen = [form.whole(name) for name in posted.under("panel.")]
    return await done(request, row, panels.add_panel(number, posted.text("name"), chosen), "saved")


@post("/sittings/{number:int}/assign", opt={"act": "sittings"}, status_code=200)
async def assign(request: Request, number: FromPath[int]) -> Response[Any]:
    """Give every dossier its readers."""
    await form.read(request)
    row, _, _ = await in_hand(request, number, office=True)
    return await done(request, row, panels.assign(number), "assigned")


@post("/sittings/{number:int}/start", opt={"act": "sittings"}, status_code=200)
async def start(request: Request, number: FromPath[int]) -> Response[Any]:
    """Open the ballot."""
    await form.read(request)
    row, _, _ = await in_hand(request, number, office=True)
    return await done(request, row, _start(number, request.state["person"].id), "started")


async def _start(number: int, by: int) -> None:
    await sittings.start(number, by)
    await panels.top_up(number)


@get("/sittings/{number:int}/items/{item:int}/recuse", opt={"act": "sittings"})
async def recuse_page(request: Request, number: FromPath[int], item: FromPath[int]) -> Response[Any]:
    """The question before a member recuses herself."""
    row, member = await seat(request, number)
    return await _recuse_page(request, row, member, item, "", "")


async def _recuse_page(
    request: Request, row: Row, member: Row, item: int, typed: str, wrong: str
) -> Response[Any]:
    about = await _open_item(row, member, item)
    if about is None:
        raise NotFoundException
    context = {
        "row": row,
        "item": about,
        "box": Box(REASON, "reason", "reason", typed, wrong),
        "wrong": wrong,
    }
    return show(request, "committee/recuse.html", context, status=422 if wrong else 200)


@post("/sittings/{number:int}/items/{item:int}/recuse", opt={"act": "sittings"}, status_code=200)
async def recuse(request: Request, number: FromPath[int], item: FromPath[int]) -> Response[Any]:
    """申请回避, with a reason."""
    posted = await form.read(request)
    row, member = await seat(request, number)
    about = await _open_item(row, member, item)
    if about is None:
        return go(f"/sittings/{number}")
    if wrong := too_long(REASON, posted.text("reason")):
        return await _recuse_page(request, row, member, item, posted.text("reason"), wrong)
    reads = await reading.one(number, request.state["person"].id, item)
    try:
        await recusals.recuse(about["id"], member["id"], posted.text("reason"))
    except sittings.Refusal as refused:
        return await _recuse_page(request, row, member, item, posted.text("reason"), str(refused))
    await panels.top_up(number)
    return go("/readings?said=recused" if reads else f"/sittings/{number}?said=recused")


async def _open_item(row: Row, member: Row, number: int) -> Row | None:
    """The item with that number, None where the member has no part in it."""
    found = await sittings.items_for(row["id"], member["id"])
    return next((each for each in found if each["number"] == number), None)


HANDLERS = [listed, page, set_present, set_duty, replace, add_panel, assign, start, recuse_page, recuse]
