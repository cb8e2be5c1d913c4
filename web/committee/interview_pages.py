"""面试答辩: the office arranges, moves and records; the panel scores; the applicant gets the notice and its .ics."""

from datetime import datetime
from datetime import time as time_of_day
from decimal import Decimal
from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from web import clock
from web.box import Box
from web.columns import Field
from web.committee import icalendar, interviews, permitted, sittings
from web.committee.interviews import Room
from web.committee.tables import Item, Panel
from web.kinds import KINDS, too_long
from web.rows import Row
from web.settings import settings
from web.shell import form
from web.shell.errors import Refused
from web.shell.show import go, show

PLACE = Field("text", "地点", required=True, limit=100)
DAY = Field("day", "日期", required=True, future=True, hint="如 2026-12-07")
FROM = Field("text", "开始时间", required=True, limit=5, hint="如 09:00")
TO = Field("text", "结束时间", required=True, limit=5, hint="如 12:00")
ABSENCE = Field("text", "缺席情况", limit=200, hint="缺席的必须填写，如：本人电话告知放弃。")
SAID = {"arranged": "已排好。", "moved": "已改期，申报人会看到新的时间地点。", "saved": "已记录。"}


async def _office(request: Request, sitting: int) -> Row:
    try:
        row = await sittings.sitting_of(sitting)
    except sittings.Refusal as unknown:
        raise NotFoundException from unknown
    if not await permitted.is_office(request.state["person"], row):
        raise NotFoundException
    return row


def _moment(day: str, time: str) -> datetime | None:
    """The moment of a day and a time as typed, in Asia/Shanghai; None when they are not one."""
    value = KINDS["day"].read(DAY, day, ()).value
    try:
        at = time_of_day.fromisoformat(time.strip().replace("：", ":").zfill(5))
    except ValueError:
        return None
    return datetime.combine(value, at, clock.ZONE) if value else None


def _boxes(typed: dict[str, str], *, until: bool) -> list[Box]:
    fields = {"place": PLACE, "day": DAY, "from": FROM, **({"to": TO} if until else {})}
    return [Box(about, name, name, typed.get(name, "")) for name, about in fields.items()]


@get("/sittings/{sitting:int}/interviews", opt={"act": "sittings"})
async def listed(request: Request, sitting: FromPath[int]) -> Response[Any]:
    """The interviews of a sitting: for the office with the form that arranges those without a slot, for a member those
    that she scores."""
    member = await _member(request, sitting)
    if member is not None:
        return await _scored(request, sitting, member)
    row = await _office(request, sitting)
    return await _listed(request, row, {}, "")


async def _member(request: Request, sitting: int) -> Row | None:
    """The member who asks, unless she works for the office too."""
    try:
        row = await sittings.sitting_of(sitting)
    except sittings.Refusal as unknown:
        raise NotFoundException from unknown
    person = request.state["person"]
    return None if await permitted.is_office(person, row) else await sittings.member_of(sitting, person.id)


async def _scored(request: Request, sitting: int, member: Row) -> Response[Any]:
    seen = {each["id"]: each for each in await sittings.items_for(sitting, member["id"])}
    held = [each for each in await interviews.for_member(sitting, member["id"]) if each["item"] in seen]
    totals = await interviews.scores_of([each["id"] for each in held], member["id"])
    context = {
        "row": await sittings.sitting_of(sitting), "totals": totals,
        "interviews": [{**each, "about": seen[each["item"]]} for each in held],
    }  # fmt: skip
    return show(request, "committee/interviews_member.html", context)


async def _listed(request: Request, row: Row, typed: dict[str, str], wrong: str) -> Response[Any]:
    held = await interviews.of_sitting(row["id"])
    items = {each["id"]: each for each in await sittings.items(row["id"])}
    shown = [
        {**each, "about": items[each["item"]], "average": await interviews.average(each["id"])}
        for each in held
    ]
    context = {
        "row": row, "interviews": shown,
        "waiting": len(items) - len(held), "boxes": _boxes(typed, until=True), "wrong": wrong,
        "panels": await Panel.select().where(Panel.sitting == row["id"]), "typed": typed,
        "status": SAID.get(request.query_params.get("said", ""), ""),
    }  # fmt: skip
    return show(request, "committee/interviews.html", context, status=422 if wrong else 200)


@post("/sittings/{sitting:int}/interviews", opt={"act": "sittings"}, status_code=200)
async def arrange(request: Request, sitting: FromPath[int]) -> Response[Any]:
    """Fill a room's time with those who have no slot yet."""
    posted = await form.read(request)
    row = await _office(request, sitting)
    opens, closes = (_moment(posted.text("day"), posted.text(name)) for name in ("from", "to"))
    if not posted.text("place").strip() or opens is None or closes is None or closes <= opens:
        return await _listed(
            request, row, dict(posted), "请填写地点、日期和起止时间，结束时间应晚于开始时间。"
        )
    if wrong := too_long(PLACE, posted.text("place")):
        return await _listed(request, row, dict(posted), wrong)
    panel = posted.whole("panel") or None
    if panel and not await Panel.exists().where((Panel.id == panel) & (Panel.sitting == sitting)):
        return await _listed(request, row, dict(posted), "请从列表中选择评议组。")
    done = {each["item"] for each in await interviews.of_sitting(sitting)}
    waiting = [
        each["id"]
        for each in await Item.select().where(Item.sitting == sitting).order_by(Item.number)
        if each["id"] not in done and (panel is None or each["panel"] in (None, panel))
    ]
    fits = interviews.fitting(opens, closes)
    try:
        await interviews.arrange(
            waiting[:fits], [Room(posted.text("place"), panel, opens, closes)], by=request.state["person"].id
        )
    except interviews.Refusal as refused:
        return await _listed(request, row, dict(posted), str(refused))
    return go(f"/sittings/{sitting}/interviews?said=arranged#said")


@get("/sittings/{sitting:int}/interviews/{number:int}", opt={"act": "sittings"})
async def one(request: Request, sitting: FromPath[int], number: FromPath[int]) -> Response[Any]:
    """One interview: move it, record who came; a member of the panel scores."""
    row = await _seat(request, sitting, number)
    return await _one(request, row, {}, "")


async def _seat(request: Request, sitting: int, number: int) -> Row:
    """The interview, for the office or a member who has no conflict with it; 404 for anyone else."""
    try:
        row = await interviews.load(number)
        about = await sittings.sitting_of(sitting)
    except interviews.Refusal as unknown:
        raise NotFoundException from unknown
    person = request.state["person"]
    member = await sittings.member_of(sitting, person.id)
    open_to = {each["id"] for each in await sittings.items_for(sitting, member["id"])} if member else set()
    office = await permitted.is_office(person, about)
    if row["sitting"] != sitting or not (office or row["item"] in open_to):
        raise NotFoundException
    return {**row, "office": office, "member": member["id"] if member else 0, "name": about["name"]}


async def _one(request: Request, row: Row, typed: dict[str, str], wrong: str) -> Response[Any]:
    local = row["starts_at"].astimezone(clock.ZONE)
    stored = {"place": row["place"], "day": f"{local:%Y-%m-%d}", "from": f"{local:%H:%M}"}
    seen = await (
        sittings.items(row["sitting"]) if row["office"] else sittings.items_for(row["sitting"], row["member"])
    )
    item = next(each for each in seen if each["id"] == row["item"])
    context = {
        "row": row, "item": item, "boxes": _boxes({**stored, **typed}, until=False),
        "marks": await _mark_boxes(row, typed),
        "absence": Box(ABSENCE, "absence", "absence", typed.get("absence", row["absence"] or "")),
        "average": await interviews.average(row["id"]),
        "wrong": wrong, "status": SAID.get(request.query_params.get("said", ""), ""),
    }  # fmt: skip
    return show(request, "committee/interview.html", context, status=422 if wrong else 200)


async def _mark_boxes(row: Row, typed: dict[str, str]) -> list[Box]:
    """The score sheet of the member who asks: what she typed, else what she gave before."""
    given = await interviews.marks_of(row["id"], row["member"]) if row["member"] else {}
    boxes = []
    for criterion in interviews.form()["criteria"]:
        code, about = criterion["code"], _criterion(criterion)
        text = typed.get(code, f"{given[code] / 100:g}" if code in given else "")
        wrong = _mark(criterion, typed[code])[1] if code in typed else ""
        boxes.append(Box(about, code, code, text, wrong))
    return boxes


def _criterion(criterion: dict[str, Any]) -> Field:
    most = criterion["full"]
    return Field("number", f"{criterion['name']}（{most} 分）", required=True, least=0, most=most, decimals=2)


def _mark(criterion: dict[str, Any], text: str) -> tuple[int, str]:
    """(hundredths, "") or (-1, what is wrong with it)."""
    reading = KINDS["number"].read(_criterion(criterion), text, ())
    if reading.complaint or reading.value is None:
        return -1, f"{criterion['name']}应在 0 到 {criterion['full']} 分之间。"
    return int(Decimal(reading.value) * 100), ""


@post("/sittings/{sitting:int}/interviews/{number:int}/{act:str}", opt={"act": "sittings"}, status_code=200)
async def change(
    request: Request, sitting: FromPath[int], number: FromPath[int], act: FromPath[str]
) -> Response[Any]:
    """move, attended (the office; the button says whether she was there); score (the panel)."""
    posted = await form.read(request)
    row = await _seat(request, sitting, number)
    if (
        act not in ("move", "attended", "score")
        or (act == "score") == (not row["member"])
        or (act != "score" and not row["office"])
    ):
        raise NotFoundException
    if row["person"] == request.state["person"].id:
        raise Refused("不能办理本人的面试，请由其他人员办理。")
    if wrong := too_long(PLACE, posted.text("place")) or too_long(ABSENCE, posted.text("absence")):
        return await _one(request, row, dict(posted), wrong)
    try:
        if act == "move":
            starts = _moment(posted.text("day"), posted.text("from"))
            if starts is None or not posted.text("place").strip():
                return await _one(
                    request, row, dict(posted), "请填写地点、日期和开始时间，如 2026-12-07、09:00。"
                )
            await interviews.move(number, posted.text("place"), starts)
        elif act == "score":
            await interviews.score(number, row["member"], _marks(posted))
        else:
            there = posted.text("attended") == "1"
            await interviews.set_attended(number, there, posted.text("absence"))
    except interviews.Refusal as refused:
        return await _one(request, row, dict(posted), str(refused))
    said = "moved" if act == "move" else "saved"
    return go(f"/sittings/{sitting}/interviews/{number}?said={said}#said")


def _marks(posted: form.Form) -> dict[str, int]:
    """The marks in hundredths; -1 for what is no number."""
    return {each["code"]: _mark(each, posted.text(each["code"]))[0] for each in interviews.form()["criteria"]}


@get("/interviews/{name:str}", opt={"act": "own"})
async def notice(request: Request, name: FromPath[str]) -> Response[Any]:
    """One notice of the applicant's own: NUMBER is the page, NUMBER.ics goes into her calendar."""
    found = await interviews.interviews_of(request.state["person"].id)
    row = next((each for each in found if str(each["id"]) == name.removesuffix(".ics")), None)
    if row is None:
        raise NotFoundException
    if not name.endswith(".ics"):
        return show(
            request,
            "committee/my_interviews.html",
            {"interviews": [row], "bring": interviews.form()["bring"]},
        )
    headers = {"content-disposition": 'attachment; filename="interview.ics"', "cache-control": "no-store"}
    return Response(icalendar.calendar(row, settings.public_url), media_type="text/calendar", headers=headers)


@get("/interviews", opt={"act": "own"})
async def mine(request: Request) -> Response[Any]:
    """面试通知: the applicant's own."""
    found = await interviews.interviews_of(request.state["person"].id)
    return show(
        request, "committee/my_interviews.html", {"interviews": found, "bring": interviews.form()["bring"]}
    )


HANDLERS = [listed, arrange, one, change, notice, mine]
