"""The dossier of one declaration, the decisions made on it, and what the unit records about it."""

import secrets
from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from web import rows
from web.box import Box
from web.columns import Field
from web.declaration.loading import in_hand
from web.enquiry import rules as enquiry
from web.kinds import KINDS, too_long
from web.people.tables import Account
from web.permissions import Case, may
from web.review import dossier, progress, returns, unit
from web.review.decisions import Given, NotDone, decide
from web.review.queue import Filter
from web.review.rules import Moved
from web.rows import Saved
from web.shell import form
from web.shell.show import go, show
from web.workflow import STATES, STEPS, steps

COMMENT = Field("long_text", "理由", required=True, limit=500, rows=4, hint="申报人会看到这段话。")
SOURCE = Field("text", "提出人", limit=60, hint="实名的写姓名，匿名的写“匿名”。申报人看不到。")
WORDS = Field(
    "long_text", "异议内容", required=True, limit=1000, rows=4, hint="申报人看不到；上级审核部门看得到。"
)
RECEIVED = Field("day", "收到日期", required=True, hint="如 2026-10-15")
SENDING_BACK = ("return", "supplement", "refuse")
ANSWER = Field(
    "long_text",
    "核实结果和答复",
    required=True,
    limit=1000,
    rows=4,
    hint="申报人看不到；上级审核部门看得到。",
)


async def _dossier(request: Request, case: Case, complaint: str = "", status: int = 200) -> Response[Any]:
    person, declaration = request.state["person"], case.row["id"]
    chosen = Filter.read(request.query_params)
    versions = await dossier.versions(declaration)
    body = versions[0]["snapshot"]
    before, after, where = await dossier.neighbours(person, chosen, declaration)
    marking = may("mark", person, case)
    labels = {act: step.label for act in SENDING_BACK for step in steps(act, case.row["state"])}
    context = {
        "row": case.row, "stage": STATES[case.row["state"]], "name": body["applicant"]["name"], "about": await dossier.heading(case),
        "photo": body["applicant"]["photo"], "id_number": body["applicant"]["id_number"],
        "parts": dossier.parts(body), "sha256": versions[0]["sha256"], "changes": dossier.changes(versions),
        "version": versions[0]["version"], "commitment": body["commitment"], "query": chosen.query(),
        "before": before, "after": after, "where": where, "choices": await dossier.choices(case, person),
        "may_mark": marking, "may_record": may("record", person, case), "may_refuse": may("refuse", person, case),
        "may_undo": may("undo", person, case), "refuse_label": labels.get("refuse"),
        "return_label": labels.get("return") or labels.get("supplement"),
        "marks": await returns.gathered(declaration, case.row["holder"]) if marking else [],
        "history": await returns.history(declaration), "postings": await unit.postings(declaration),
        "writable": [key for key, section in unit.RECORDS.items() if case.row["state"] in section.table.states],
        "records": await _records(case), "objections": await unit.objections(declaration), "posts": await unit.posts(case.row),
        "line": await progress.line(case.row), "events": await progress.events(case.row),
        "complaint": complaint, "wrong": complaint, "status": await dossier.said(person, request.query_params.get("said", "")),
    }  # fmt: skip
    return show(request, "review/dossier.html", context, status=status)


async def _records(case: Case) -> list[dict[str, Any]]:
    """The unit's records of the present version with their values."""
    found = []
    for key, section in unit.RECORDS.items():
        there = [
            each
            for each in await rows.rows_of(section, case.row["id"])
            if each["position"] == case.row["snapshot"]
        ]
        values = await rows.shown(section, there[0]) if there else []
        found.append(
            {"key": key, "title": section.title, "values": [each for each in values if each["shown"]]}
        )
    return found


@get("/reviews/{declaration:int}", opt={"act": "review"})
async def dossier_page(request: Request, declaration: FromPath[int]) -> Response[Any]:
    """Everything about one declaration on one page; the applicant sees in 信息查询 that it was opened."""
    case = await in_hand(request, "review")
    await enquiry.looked(case.row["person"], request.state["person"], f"{case.row['year']} 年度申报材料")
    return await _dossier(request, case)


@post("/reviews/{declaration:int}/decisions/{act:str}", opt={"act": "review"}, status_code=200)
async def decide_page(request: Request, declaration: FromPath[int], act: FromPath[str]) -> Response[Any]:
    """Make a decision; then the next in the queue."""
    posted = await form.read(request)
    case = await in_hand(request, "review")
    if act not in dossier.DONE:
        raise NotFoundException
    person, chosen = request.state["person"], Filter.read(request.query_params)
    _, after, _ = await dossier.neighbours(person, chosen, declaration)
    if wrong := too_long(COMMENT, posted.text("comment")):
        return await (
            _refuse(request, case, wrong, posted.text("comment"), 422)
            if act == "refuse"
            else _dossier(request, case, wrong, 422)
        )
    given = Given(posted.text("comment"), posted.text("place"), posted.whole("days"))
    try:
        await decide(
            declaration, act, person, request.state["arrived"], posted.whole("version") or None, given
        )
    except NotDone as refused:
        if act == "refuse":
            return await _refuse(request, case, refused.sentence, posted.text("comment"), 422)
        return await _dossier(request, await in_hand(request, "review"), refused.sentence, 422)
    except Moved as moved:
        return await _dossier(
            request, await in_hand(request, "review"), f"{moved}请看一下现在的情况再办。", 409
        )
    query = chosen.query()
    stays = act in ("take", "end_display", "publish", "end_publicity", "recommend", "undo")
    target = f"/reviews/{declaration}" if stays else f"/reviews/{after}" if after else "/reviews"
    said = f"said={act}-{declaration}" if not stays or act == "undo" else ""
    extra = "&".join(filter(None, (query, said)))
    return go(f"{target}?{extra}" if extra else target)


@get("/reviews/{declaration:int}/refuse", opt={"act": "refuse"})
async def refuse_page(request: Request, declaration: FromPath[int]) -> Response[Any]:
    """不予推荐, 审核不通过, 不予受理: the reason, which the applicant reads."""
    case = await in_hand(request, "refuse")
    return await _refuse(request, case, "", "", 200)


async def _refuse(request: Request, case: Case, complaint: str, typed: str, status: int) -> Response[Any]:
    label = next(
        (step.label for step in STEPS if (step.act, step.start) == ("refuse", case.row["state"])), "不予通过"
    )
    box = Box(COMMENT, "comment", "comment", typed, complaint)
    name = await Account.select(Account.name).where(Account.id == case.row["person"]).first()
    context = {
        "row": case.row, "box": box, "label": label, "wrong": complaint, "query": Filter.read(request.query_params).query(),
        "name": name["name"] if name else "", "about": await dossier.heading(case),
    }  # fmt: skip
    return show(request, "review/refuse.html", context, status=status)


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
    return go(f"/reviews/{declaration}#acts")


@get("/reviews/{declaration:int}/objections", opt={"act": "record"})
async def objections_page(request: Request, declaration: FromPath[int]) -> Response[Any]:
    """What was said against the declaration, and the answers."""
    return await _objections(request, await in_hand(request, "record"), {}, {}, 200)


async def _objections(
    request: Request, case: Case, typed: dict[str, str], wrong: dict[str, str], status: int
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
        "wrong": bool(wrong), "about": await dossier.heading(case), "typed": typed,
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
    await unit.object_to(
        case.row,
        request.state["person"],
        posted.text("once"),
        posted.text("source"),
        posted.text("words"),
        reading.value,
    )
    return go(f"/reviews/{declaration}/objections")


@post("/reviews/{declaration:int}/objections/{objection:int}", opt={"act": "record"}, status_code=200)
async def answer_objection(
    request: Request, declaration: FromPath[int], objection: FromPath[int]
) -> Response[Any]:
    """Answer an objection: upheld or not."""
    posted = await form.read(request)
    case = await in_hand(request, "record")
    outcome = {"1": "upheld", "0": "dismissed"}.get(posted.text("upheld"), "")
    if not posted.text("answer").strip() or not outcome:
        wrong = {f"answer-{objection}": "请填写核实结果，并选择异议是否成立。"}
        return await _objections(request, case, {f"answer-{objection}": posted.text("answer")}, wrong, 422)
    if complaint := too_long(ANSWER, posted.text("answer")):
        name = f"answer-{objection}"
        return await _objections(request, case, {name: posted.text("answer")}, {name: complaint}, 422)
    await unit.answer(objection, declaration, request.state["person"], posted.text("answer"), outcome)
    return go(f"/reviews/{declaration}/objections")


HANDLERS = [
    dossier_page, decide_page, refuse_page, record_page, save_record, objections_page, add_objection, answer_objection,
]  # fmt: skip
