"""What the unit records about a declaration: assessment, opinion, objections and their answers."""

import secrets
from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from web import rows
from web.box import Box
from web.columns import Field
from web.declaration.loading import in_hand
from web.kinds import KINDS, too_long
from web.permissions import Case
from web.review import dossier, unit
from web.review.queue import Filter
from web.rows import Saved
from web.shell import form
from web.shell.show import go, show

SOURCE = Field("text", "提出人", limit=60, hint="实名的写姓名，匿名的写“匿名”。申报人看不到。")
WORDS = Field(
    "long_text", "异议内容", required=True, limit=1000, rows=4, hint="申报人看不到；上级审核部门看得到。"
)
RECEIVED = Field("day", "收到日期", required=True, hint="如 2026-10-15")
ANSWER = Field(
    "long_text",
    "核实结果和答复",
    required=True,
    limit=1000,
    rows=4,
    hint="申报人看不到；上级审核部门看得到。",
)


def _more(request: Request) -> str:
    """The queue's filters, carried along in the address."""
    query = Filter.read(request.query_params).query()
    return f"?{query}" if query else ""


@get("/reviews/{declaration:int}/records/{key:str}", opt={"act": "record"})
async def record_page(request: Request, declaration: FromPath[int], key: FromPath[str]) -> Response[Any]:
    """考核和民主测评, or 推荐意见: the form."""
    case = await in_hand(request, "record")
    if key not in unit.RECORDS:
        raise NotFoundException
    return await _record(request, case, key, None, 200)


async def _record(request: Request, case: Case, key: str, saved: Saved | None, status: int) -> Response[Any]:
    section = unit.RECORDS[key]
    record = saved.row if saved else await unit.record_of(section, case.row)
    boxes = await rows.boxes(section, record, saved=saved)
    context = {
        "row": case.row, "section": section, "key": key, "boxes": boxes, "record": record,
        "wrong": [box for box in boxes if box.complaint or box.stored is not None], "about": await dossier.heading(case),
        "more": _more(request),
    }  # fmt: skip
    return show(request, "review/record.html", context, status=status)


@post("/reviews/{declaration:int}/records/{key:str}", opt={"act": "record"}, status_code=200)
async def save_record(request: Request, declaration: FromPath[int], key: FromPath[str]) -> Response[Any]:
    """Keep what the unit recorded; what is wrong is kept too and said beside the field."""
    posted = await form.read(request)
    case = await in_hand(request, "record")
    if key not in unit.RECORDS:
        raise NotFoundException
    saved = await unit.save_record(unit.RECORDS[key], case.row, dict(posted), posted.whole("version"))
    if saved.conflicts or saved.complaints:
        return await _record(request, case, key, saved, 409 if saved.conflicts else 422)
    return go(f"/reviews/{declaration}{_more(request)}#acts")


@get("/reviews/{declaration:int}/objections", opt={"act": "record"})
async def objections_page(request: Request, declaration: FromPath[int]) -> Response[Any]:
    """What was said against the declaration, and the answers."""
    return await _objections(request, await in_hand(request, "record"), {}, {}, 200)


async def _objections(
    request: Request, case: Case, typed: dict[str, str], wrong: dict[str, str], status: int, told: str = ""
) -> Response[Any]:
    boxes = [
        Box(field, name, name, typed.get(name, ""), wrong.get(name, ""))
        for name, field in (("source", SOURCE), ("words", WORDS), ("received_on", RECEIVED))
    ]
    found = await unit.objections(case.row["id"])
    names = {each["id"]: f"answer-{each['id']}" for each in found}
    answers = {
        n: Box(ANSWER, "answer", name, typed.get(name, ""), wrong.get(name, "")) for n, name in names.items()
    }
    context = {
        "row": case.row, "objections": found, "boxes": boxes, "answers": answers, "once": secrets.token_urlsafe(9),
        "wrong": bool(wrong or told), "told": told, "about": await dossier.heading(case), "more": _more(request), "typed": typed,
    }  # fmt: skip
    return show(request, "review/objections.html", context, status=status)


@post("/reviews/{declaration:int}/objections", opt={"act": "record"}, status_code=200)
async def add_objection(request: Request, declaration: FromPath[int]) -> Response[Any]:
    """Record an objection, once."""
    posted = await form.read(request)
    case = await in_hand(request, "record")
    reading = KINDS["day"].read(RECEIVED, posted.text("received_on"), ())
    wrong = {}
    if not posted.text("words").strip():
        wrong["words"] = "请填写异议内容。"
    for name, field in (("words", WORDS), ("source", SOURCE)):
        if complaint := too_long(field, posted.text(name)):
            wrong[name] = complaint
    if reading.value is None:
        wrong["received_on"] = reading.complaint or "请填写收到日期。"
    if wrong:
        return await _objections(request, case, dict(posted), wrong, 422)
    recorded = await unit.object_to(
        case.row,
        request.state["person"],
        posted.text("once"),
        posted.text("source"),
        posted.text("words"),
        reading.value,
    )
    if not recorded:
        told = "申报刚才往下办了一步，这条异议还没有登记。请看一下现在的情况再登记。"
        return await _objections(request, case, dict(posted), {}, 409, told)
    return go(f"/reviews/{declaration}/objections{_more(request)}")


@post("/reviews/{declaration:int}/objections/{objection:int}", opt={"act": "record"}, status_code=200)
async def answer_objection(
    request: Request, declaration: FromPath[int], objection: FromPath[int]
) -> Response[Any]:
    """Answer an objection: upheld or not."""
    posted = await form.read(request)
    case = await in_hand(request, "record")
    name = f"answer-{objection}"
    typed = {name: posted.text("answer"), f"upheld-{objection}": posted.text("upheld")}
    outcome = {"1": "upheld", "0": "dismissed"}.get(posted.text("upheld"), "")
    if not posted.text("answer").strip() or not outcome:
        return await _objections(request, case, typed, {name: "请填写核实结果，并选择异议是否成立。"}, 422)
    if complaint := too_long(ANSWER, posted.text("answer")):
        return await _objections(request, case, typed, {name: complaint}, 422)
    if not await unit.answer(objection, declaration, request.state["person"], posted.text("answer"), outcome):
        return await _objections(request, case, typed, {}, 409, "这条异议已经答复过，没有再答复。")
    return go(f"/reviews/{declaration}/objections{_more(request)}")


HANDLERS = [record_page, save_record, objections_page, add_objection, answer_objection]
