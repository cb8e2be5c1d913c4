"""A sitting: the office prepares it, members recuse themselves, vote in secret, and the ballot is closed and published."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from web.box import Box
from web.columns import Field
from web.committee import assignment, ballot, papers, permitted, sealing, sittings
from web.committee.tables import Assignment, Panel, PanelMember, Recusal
from web.committee.terms import majority, quorum, rule
from web.documents.rules import CannotTypeset
from web.publicity import rules as publicity
from web.rows import Row
from web.shell import form
from web.shell.errors import Refused
from web.shell.show import go, show

SAID = {
    "saved": "已保存。", "started": "投票已开始。", "recused": "已回避，这份材料不再由您评审。", "assigned": "已分配评议专家。",
    "closed": "投票已结束，票已计完。", "voted": "您已投票。",
}  # fmt: skip
REASON = Field("text", "回避理由", required=True, limit=200)
CODE = Field("text", "开票码", required=True, limit=60, hint="7 组，每组 4 个字符，如 ABCD-EFGH-…")


def _said(request: Request) -> str:
    return SAID.get(request.query_params.get("said", ""), "")


async def _in_hand(request: Request, number: int, *, office: bool = False) -> tuple[Row, Row | None, bool]:
    """(the sitting, the member who asks or None, whether the office asks); 404 for anyone else."""
    person = request.state["person"]
    try:
        row = await sittings.sitting_of(number)
    except sittings.Refusal as unknown:
        raise NotFoundException from unknown
    member = await sittings.member_of(number, person.id)
    is_office = await permitted.is_office(person, row)
    if not is_office and (office or member is None):
        raise NotFoundException
    return row, member, is_office


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
        "status": _said(request),
    }
    return show(request, "committee/sittings.html", context)


@get("/sittings/{number:int}", opt={"act": "sittings"})
async def page(request: Request, number: FromPath[int]) -> Response[Any]:
    """One sitting, as the office or as a member sees it."""
    row, member, office = await _in_hand(request, number)
    return await (_office_page(request, row, "", 200) if office else _member_page(request, row, member or {}))


async def _office_page(request: Request, row: Row, wrong: str, status: int) -> Response[Any]:
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
        "quorum": quorum(len(members)), "terms": rule, "majority": majority, "wrong": wrong, "status": _said(request),
    }  # fmt: skip
    return show(request, "committee/sitting_office.html", context, status=status)


async def _member_page(request: Request, row: Row, member: Row) -> Response[Any]:
    held = {each["member"] for each in await ballot.holders(row["id"])}
    context = {
        "row": row, "member": member, "items": await sittings.items_for(row["id"], member["id"]),
        "readings": {each["item"] for each in await sittings.readings_of(request.state["person"].id)},
        "paper": await ballot.paper_of(row["id"], member["id"]), "has_key": member["id"] in held,
        "keys_free": rule("key_holders")["all"] - len(held), "states": sittings.STATES, "duties": sittings.DUTIES,
        "status": _said(request), "wrong": "",
    }  # fmt: skip
    return show(request, "committee/sitting_member.html", context)


@post("/sittings/{number:int}/present", opt={"act": "sittings"}, status_code=200)
async def set_present(request: Request, number: FromPath[int]) -> Response[Any]:
    """签到: who has come."""
    posted = await form.read(request)
    row, _, _ = await _in_hand(request, number, office=True)
    here = [
        int(name.removeprefix("present."))
        for name in posted
        if name.startswith("present.") and name[8:].isdigit()
    ]
    return await _done(request, row, sittings.set_present(number, here), "saved")


async def _done(request: Request, row: Row, work: Any, said: str) -> Response[Any]:
    try:
        await work
    except (sittings.Refusal, assignment.TooFew, sealing.WrongCode) as refused:
        return await _office_page(request, row, str(refused), 422)
    return go(f"/sittings/{row['id']}?said={said}#status")


@post("/sittings/{number:int}/duty", opt={"act": "sittings"}, status_code=200)
async def set_duty(request: Request, number: FromPath[int]) -> Response[Any]:
    """主任委员 or 副主任委员."""
    posted = await form.read(request)
    row, _, _ = await _in_hand(request, number, office=True)
    duty = posted.text("duty") if posted.text("duty") in sittings.DUTIES else "member"
    return await _done(request, row, sittings.set_duty(number, posted.whole("member"), duty), "saved")


@post("/sittings/{number:int}/panels", opt={"act": "sittings"}, status_code=200)
async def add_panel(request: Request, number: FromPath[int]) -> Response[Any]:
    """A new 评议组."""
    posted = await form.read(request)
    row, _, _ = await _in_hand(request, number, office=True)
    chosen = [int(name[6:]) for name in posted if name.startswith("panel.") and name[6:].isdigit()]
    return await _done(request, row, sittings.add_panel(number, posted.text("name"), chosen), "saved")


@post("/sittings/{number:int}/assign", opt={"act": "sittings"}, status_code=200)
async def assign(request: Request, number: FromPath[int]) -> Response[Any]:
    """Give every dossier its readers."""
    await form.read(request)
    row, _, _ = await _in_hand(request, number, office=True)
    return await _done(request, row, sittings.assign(number), "assigned")


@post("/sittings/{number:int}/start", opt={"act": "sittings"}, status_code=200)
async def start(request: Request, number: FromPath[int]) -> Response[Any]:
    """Open the ballot."""
    await form.read(request)
    row, _, _ = await _in_hand(request, number, office=True)
    return await _done(request, row, ballot.start(number), "started")


async def _seat(request: Request, number: int) -> tuple[Row, Row]:
    row, member, _ = await _in_hand(request, number)
    if member is None:
        raise NotFoundException
    return row, member


@post("/sittings/{number:int}/key", opt={"act": "sittings"}, status_code=200)
async def take_key(request: Request, number: FromPath[int]) -> Response[Any]:
    """领取开票码: shown this once."""
    await form.read(request)
    row, member = await _seat(request, number)
    try:
        code = await ballot.take_key(number, member["id"])
    except ballot.Refusal as refused:
        raise Refused(str(refused)) from refused
    return show(
        request, "committee/key.html", {"row": row, "code": code, "needed": rule("key_holders")["needed"]}
    )


@get("/sittings/{number:int}/items/{item:int}/recuse", opt={"act": "sittings"})
async def recuse_page(request: Request, number: FromPath[int], item: FromPath[int]) -> Response[Any]:
    """The question before a member recuses herself."""
    row, member = await _seat(request, number)
    return await _recuse_page(request, row, member, item, "", "")


async def _recuse_page(
    request: Request, row: Row, member: Row, item: int, typed: str, wrong: str
) -> Response[Any]:
    about = next(
        (each for each in await sittings.items_for(row["id"], member["id"]) if each["id"] == item), None
    )
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
    row, member = await _seat(request, number)
    if item not in {each["id"] for each in await sittings.items_for(number, member["id"])}:
        return go(f"/sittings/{number}")
    try:
        await sittings.recuse(item, member["id"], posted.text("reason"))
    except sittings.Refusal as refused:
        return await _recuse_page(request, row, member, item, posted.text("reason"), str(refused))
    return go(f"/sittings/{number}?said=recused")


@get("/sittings/{number:int}/ballot", opt={"act": "sittings"})
async def paper(request: Request, number: FromPath[int]) -> Response[Any]:
    """The ballot paper: every item on which the member may still vote."""
    row, member = await _seat(request, number)
    return await _paper(request, row, member, {}, "", 200)


async def _paper(
    request: Request, row: Row, member: Row, typed: dict[str, str], wrong: str, status: int
) -> Response[Any]:
    open_items = {each["id"] for each in await ballot.paper_of(row["id"], member["id"])}
    items = [each for each in await sittings.items_for(row["id"], member["id"]) if each["id"] in open_items]
    if row["state"] != "voting" or not items:
        return go(f"/sittings/{row['id']}")
    context = {"row": row, "items": items, "choices": ballot.CHOICES, "typed": typed, "wrong": wrong}
    return show(request, "committee/ballot.html", context, status=status)


@post("/sittings/{number:int}/ballot", opt={"act": "sittings"}, status_code=200)
async def cast(request: Request, number: FromPath[int]) -> Response[Any]:
    """Vote, once; the receipt is shown this once."""
    posted = await form.read(request)
    row, member = await _seat(request, number)
    items = await ballot.paper_of(number, member["id"])
    choices = {each["id"]: posted.text(f"item.{each['id']}") for each in items}
    missing = [each["number"] for each in items if choices[each["id"]] not in ballot.CHOICES]
    if missing:
        words = "、".join(str(each) for each in missing)
        return await _paper(
            request, row, member, dict(posted), f"第 {words} 号还没有选择。请选同意、反对或弃权。", 422
        )
    try:
        receipt = await ballot.cast(number, member["id"], choices)
    except ballot.Refusal as refused:
        raise Refused(str(refused)) from refused
    return show(request, "committee/voted.html", {"row": row, "receipt": receipt, "count": len(choices)})


@get("/sittings/{number:int}/close", opt={"act": "sittings"})
async def close_page(request: Request, number: FromPath[int]) -> Response[Any]:
    """Where two key holders type their codes."""
    row, _, _ = await _in_hand(request, number)
    return await _close_page(request, row, "")


async def _close_page(request: Request, row: Row, wrong: str) -> Response[Any]:
    boxes = [Box(CODE, f"code{n}", f"code{n}", "", wrong if n == 1 else "") for n in (1, 2)]
    context = {
        "row": row,
        "boxes": boxes,
        "wrong": wrong,
        "holders": await ballot.holders(row["id"]),
        "needed": rule("key_holders"),
    }
    return show(request, "committee/close.html", context, status=422 if wrong else 200)


@post("/sittings/{number:int}/close", opt={"act": "sittings"}, status_code=200)
async def close(request: Request, number: FromPath[int]) -> Response[Any]:
    """Close, open, count and publish the hash."""
    posted = await form.read(request)
    row, _, _ = await _in_hand(request, number)
    try:
        await ballot.close(number, [posted.text("code1"), posted.text("code2")])
    except (ballot.Refusal, sealing.WrongCode) as refused:
        return await _close_page(request, row, str(refused))
    return go(f"/sittings/{number}/result?said=closed")


@get("/sittings/{number:int}/result", opt={"act": "sittings"})
async def result(request: Request, number: FromPath[int]) -> Response[Any]:
    """The count, counted again from the ballots, with the hash and the list."""
    row, member, office = await _in_hand(request, number)
    if row["state"] != "closed":
        return go(f"/sittings/{number}")
    try:
        counts = await ballot.recount(number)
    except ballot.Refusal as refused:
        raise Refused(str(refused)) from refused
    items = await (sittings.items(number) if office else sittings.items_for(number, (member or {})["id"]))
    context = {"row": row, "items": items, "counts": counts, "office": office, "status": _said(request)}
    return show(request, "committee/result.html", context)


@get("/sittings/{number:int}/papers/{paper_key:str}", opt={"act": "sittings"})
async def print_paper(request: Request, number: FromPath[int], paper_key: FromPath[str]) -> Response[Any]:
    """计票表 (tally) and 会议记录 (minutes), for the office."""
    row, _, _ = await _in_hand(request, number, office=True)
    make = {"tally.pdf": papers.tally, "minutes.pdf": papers.minutes}.get(paper_key)
    if row["state"] != "closed" or make is None:
        raise NotFoundException
    try:
        made = await make(row)
    except (ballot.Refusal, CannotTypeset) as refused:
        raise Refused(str(refused)) from refused
    headers = {
        "content-disposition": f'inline; filename="{paper_key}"',
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
    }
    return Response(made, media_type="application/pdf", headers=headers)


@post("/sittings/{number:int}/publicise", opt={"act": "sittings"}, status_code=200)
async def publicise(request: Request, number: FromPath[int]) -> Response[Any]:
    """Put those who passed before the public for the least term, as the ballots have it."""
    await form.read(request)
    row, _, _ = await _in_hand(request, number, office=True)
    if row["state"] != "closed":
        return go(f"/sittings/{number}")
    try:
        shown = await sittings.publicise(row, request.state["person"])
    except (ballot.Refusal, publicity.Refusal) as refused:
        raise Refused(str(refused)) from refused
    return go(f"/publicity-desk/{shown['id']}")


@get("/sittings/{number:int}/ballots.txt", opt={"act": "sittings"})
async def ballots(request: Request, number: FromPath[int]) -> Response[Any]:
    """The opened ballots, sorted, for docs/verify_ballot.py."""
    row, _, _ = await _in_hand(request, number)
    if row["state"] != "closed":
        raise NotFoundException
    headers = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
    return Response(await ballot.published(number), media_type="text/plain", headers=headers)


HANDLERS = [
    listed, page, set_present, set_duty, add_panel, assign, start, take_key, recuse_page, recuse, paper, cast, close_page, close,
    result, ballots, publicise, print_paper,
]  # fmt: skip
