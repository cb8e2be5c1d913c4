"""公示 before the public, objections, and the office's desk for them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from web.box import Box
from web.codelists import Option
from web.columns import Field
from web.kinds import KINDS, too_long
from web.people import attempts
from web.people.sessions import Person
from web.people.tables import Organisation
from web.publicity import rules
from web.rows import Row
from web.shell import form, visit
from web.shell.errors import Refused
from web.shell.show import go, show

TEXT = Field(
    "long_text",
    "异议内容",
    required=True,
    limit=rules.OBJECTION_LIMIT,
    hint="写明事实和依据，只有调查核实的部门会看到。",
)
NAME = Field("text", "您的姓名", limit=40, hint="可以不填。实名反映的，核实后会答复您。", autocomplete="name")
CONTACT = Field("text", "联系方式", limit=100, hint="可以不填。")
RECEIPT = Field("text", "回执号", required=True, limit=30, hint="如 YY202600012345")
CODE = Field("text", "查询码", required=True, limit=20)
ANSWER = Field("long_text", "调查结果和答复", limit=1000, required=True, hint="异议人凭回执会看到。")
INQUIRY = Field("long_text", "调查记录", limit=2000, hint="只有本部门会看到。")
DOCUMENT = Field("text", "确认文件文号", limit=60, hint="如 豫人社职〔2026〕1号")
FILING = Field("text", "备案文号", limit=60)
FILED_ON = Field("day", "备案日期")
GUESSES, OBJECTIONS = 30, 20
"""Codes that do not fit, and objections, which one network may send in a quarter of an hour."""
STAGES = {"running": "正在公示", "over": "公示已结束，待确认", "confirmed": "已确认"}
SAID = {"answered": "已答复。", "inquiry": "已记录。", "confirmed": "已确认。", "filed": "已记录备案。"}


def _page(request: Request, name: str, context: dict[str, Any], status: int = 200) -> Response[Any]:
    """A page for anyone: a browser that has not signed in gets the name to which its form is bound."""
    cookies = Response(b"")
    if not request.state.get("person") and not request.state["visitor"]:
        request.state["visitor"] = visit.new_visitor(cookies)
    page = show(request, name, context, status=status)
    page.cookies.extend(cookies.cookies)
    return page


async def _load(number: int) -> Row:
    try:
        row = await rules.load(number)
    except rules.Refusal as unknown:
        raise NotFoundException from unknown
    return {**row, "stage": rules.stage(row)}


@get("/publicity", opt={"act": "public"})
async def listed(request: Request) -> Response[Any]:
    """Every 公示, the running ones first."""
    rows = sorted(await rules.listed(), key=lambda row: row["stage"] != "running")
    return _page(request, "publicity/list.html", {"rows": rows, "stages": STAGES})


@get("/publicity/{number:int}", opt={"act": "public"})
async def page(request: Request, number: FromPath[int]) -> Response[Any]:
    """One 公示."""
    row = await _load(number)
    context = {"row": row, "entries": await rules.entries(number), "stages": STAGES, "term": rules.term()}
    return _page(request, "publicity/page.html", context)


@get("/publicity/{number:int}/object", opt={"act": "public"})
async def object_page(request: Request, number: FromPath[int]) -> Response[Any]:
    """The form for an objection."""
    return await _object(request, await _load(number), {}, "")


async def _object(
    request: Request, row: Row, typed: dict[str, str], wrong: str, status: int = 422
) -> Response[Any]:
    people = tuple(
        Option(str(each["id"]), f"{each['number']}．{each['shown']}（{each['unit_name']}）")
        for each in await rules.entries(row["id"])
    )
    about = Field("choice", "反映的人员", options=people, hint="对整个公示有异议的不选。")
    boxes = [
        Box(about, "entry", "entry", typed.get("entry", ""), options=people),
        Box(TEXT, "text", "text", typed.get("text", ""), wrong),
        Box(NAME, "name", "name", typed.get("name", "")), Box(CONTACT, "contact", "contact", typed.get("contact", "")),
    ]  # fmt: skip
    context = {"row": row, "boxes": boxes, "wrong": wrong, "stages": STAGES}
    return _page(request, "publicity/object.html", context, status if wrong else 200)


@post("/publicity/{number:int}/object", opt={"act": "public"}, status_code=200)
async def object(request: Request, number: FromPath[int]) -> Response[Any]:
    """Take an objection; the receipt and the code are shown this once."""
    posted = await form.read(request)
    row = await _load(number)
    if wrong := too_long(NAME, posted.text("name")) or too_long(CONTACT, posted.text("contact")):
        return await _object(request, row, dict(posted), wrong)
    attempt = await attempts.begin(attempts.Limit("object", visit.network(request), OBJECTIONS))
    if attempt.wait:
        return await _object(request, row, dict(posted), attempt.sentence, 429)
    try:
        receipt, code = await rules.object(
            number,
            posted.whole("entry") or None,
            posted.text("text"),
            posted.text("name"),
            posted.text("contact"),
            request.state["arrived"],
        )
    except rules.Refusal as refused:
        await attempts.forget(attempt.ids)
        return await _object(request, row, dict(posted), str(refused))
    return _page(request, "publicity/receipt.html", {"row": row, "receipt": receipt, "code": code})


@get("/objections", opt={"act": "public"})
async def ask_page(request: Request) -> Response[Any]:
    """What became of an objection, by receipt and code."""
    return _ask(request, {}, None, "")


def _ask(
    request: Request, typed: dict[str, str], found: Row | None, wrong: str, status: int = 422
) -> Response[Any]:
    boxes = [
        Box(RECEIPT, "receipt", "receipt", typed.get("receipt", ""), wrong),
        Box(CODE, "code", "code", typed.get("code", "")),
    ]
    return _page(
        request,
        "publicity/ask.html",
        {"boxes": boxes, "found": found, "wrong": wrong},
        status if wrong else 200,
    )


@post("/objections", opt={"act": "public"}, status_code=200)
async def ask(request: Request) -> Response[Any]:
    """The state and the answer."""
    posted = await form.read(request)
    attempt = await attempts.begin(attempts.Limit("ask", visit.network(request), GUESSES))
    if attempt.wait:
        return _ask(request, dict(posted), None, attempt.sentence, 429)
    found = await rules.asked(posted.text("receipt"), posted.text("code"))
    if found:
        await attempts.forget(attempt.ids)
    return _ask(request, dict(posted), found, "" if found else "回执号或查询码不对，请核对。")


async def _offices(person: Person) -> set[str]:
    places = person.places("committee_office")
    rows = (
        await Organisation.select(Organisation.code).where(Organisation.id.is_in(list(places)))
        if places
        else []
    )
    return {row["code"].removeprefix("committee:") for row in rows}


async def _in_hand(request: Request, number: int) -> Row:
    row = await _load(number)
    person = request.state["person"]
    if row["committee"][:30] not in await _offices(person) and not person.places("titles_office"):
        raise NotFoundException
    return row


@get("/publicity-desk", opt={"act": "publicity"})
async def desk(request: Request) -> Response[Any]:
    """The office's list: what runs, what waits for an answer, what can be confirmed."""
    person = request.state["person"]
    codes, everywhere = await _offices(person), bool(person.places("titles_office"))
    if not codes and not everywhere:
        raise NotFoundException
    rows = [row for row in await rules.listed() if everywhere or row["committee"][:30] in codes]
    rows = [
        {**row, "objections": len(await rules.objections(row["id"])), "waits": await rules.waits(row["id"])}
        for row in rows
    ]
    return show(request, "publicity/desk.html", {"rows": rows, "stages": STAGES})


@get("/publicity-desk/{number:int}", opt={"act": "publicity"})
async def desk_page(request: Request, number: FromPath[int]) -> Response[Any]:
    """One 公示 with its objections."""
    return await _desk(request, await _in_hand(request, number), "")


async def _desk(
    request: Request, row: Row, wrong: str, typed: Mapping[str, str] | None = None
) -> Response[Any]:
    """`typed`: what was posted, by the boxes' ids."""
    found, typed = [], typed or {}
    for each in await rules.objections(row["id"]):
        boxes = [
            Box(field, name, f"{name}-{each['id']}", typed.get(f"{name}-{each['id']}", stored))
            for name, field, stored in (("inquiry", INQUIRY, each["inquiry"]), ("answer", ANSWER, ""))
        ]
        found.append({**each, "boxes": boxes, "words": rules.STATES[each["state"]]})
    context = {
        "row": row, "objections": found, "entries": await rules.entries(row["id"]), "waits": await rules.waits(row["id"]),
        "stages": STAGES, "document": Box(DOCUMENT, "document", "document", typed.get("document", row["document"])), "wrong": wrong,
        "filing": [
            Box(FILING, "filing", "filing", typed.get("filing", row["filing"])),
            Box(FILED_ON, "filed_on", "filed_on", typed.get("filed_on", "")),
        ],
        "status": SAID.get(request.query_params.get("said", ""), ""),
    }  # fmt: skip
    return show(request, "publicity/desk_page.html", context, status=422 if wrong else 200)


@post("/publicity-desk/{number:int}/objections/{objection:int}", opt={"act": "publicity"}, status_code=200)
async def handle(request: Request, number: FromPath[int], objection: FromPath[int]) -> Response[Any]:
    """`act`, the button: inquiry, upheld or rejected."""
    posted = await form.read(request)
    act = posted.text("act")
    row = await _in_hand(request, number)
    about = next((each for each in await rules.objections(number) if each["id"] == objection), None)
    if about is None or act not in ("inquiry", "upheld", "rejected"):
        raise NotFoundException
    if about["person"] == request.state["person"].id:
        raise Refused("不能办理反映本人的异议，请由其他人员办理。")
    typed = {f"{name}-{objection}": posted.text(name) for name in ("inquiry", "answer")}
    if wrong := too_long(INQUIRY, posted.text("inquiry")) or too_long(ANSWER, posted.text("answer")):
        return await _desk(request, row, wrong, typed)
    if act == "inquiry":
        await rules.inquire(objection, posted.text("inquiry"))
        return go(f"/publicity-desk/{number}?said=inquiry")
    try:
        await rules.answer(
            objection, request.state["person"].id, posted.text("answer"), upheld=act == "upheld"
        )
    except rules.Refusal as refused:
        return await _desk(request, row, str(refused), typed)
    return go(f"/publicity-desk/{number}?said=answered")


@post("/publicity-desk/{number:int}/confirm", opt={"act": "publicity"}, status_code=200)
async def confirm(request: Request, number: FromPath[int]) -> Response[Any]:
    """确认."""
    posted = await form.read(request)
    row = await _in_hand(request, number)
    if wrong := too_long(DOCUMENT, posted.text("document")):
        return await _desk(request, row, wrong, posted)
    try:
        await rules.confirm(number, posted.text("document"), request.state["person"].id)
    except rules.Refusal as refused:
        return await _desk(request, row, str(refused), posted)
    return go(f"/publicity-desk/{number}?said=confirmed")


@post("/publicity-desk/{number:int}/file", opt={"act": "publicity"}, status_code=200)
async def file(request: Request, number: FromPath[int]) -> Response[Any]:
    """备案."""
    posted = await form.read(request)
    row = await _in_hand(request, number)
    on: date | None = KINDS["day"].read(FILED_ON, posted.text("filed_on"), ()).value
    try:
        if wrong := too_long(FILING, posted.text("filing")):
            return await _desk(request, row, wrong, posted)
        if on is None:
            return await _desk(request, row, "请填写备案日期，如 2026-12-08。", posted)
        await rules.file(number, posted.text("filing"), on, request.state["person"].id)
    except rules.Refusal as refused:
        return await _desk(request, row, str(refused), posted)
    return go(f"/publicity-desk/{number}?said=filed")


HANDLERS = [listed, page, object_page, object, ask_page, ask, desk, desk_page, handle, confirm, file]
