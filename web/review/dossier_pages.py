"""The dossier of one declaration, and the decisions made on it."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from web import rows
from web.box import Box
from web.columns import Field
from web.declaration.loading import in_hand
from web.enquiry import rules as enquiry
from web.kinds import too_long
from web.people.tables import Account
from web.permissions import Case, may
from web.review import dossier, progress, returns, sending_back, unit
from web.review.decisions import Given, NotDone, decide
from web.review.queue import Filter
from web.review.rules import Moved
from web.shell import form
from web.shell.show import go, show
from web.workflow import STATES, STEPS, steps

COMMENT = Field("long_text", "理由", required=True, limit=500, rows=4, hint="申报人会看到这段话。")
SENDING_BACK = ("return", "supplement", "refuse")


async def _dossier(
    request: Request, case: Case, complaint: str = "", status: int = 200, place: str = ""
) -> Response[Any]:
    person, declaration = request.state["person"], case.row["id"]
    chosen = Filter.read(request.query_params)
    versions = await dossier.versions(declaration)
    body = versions[0]["snapshot"]
    before, after, where = await dossier.neighbours(person, chosen, declaration)
    marking, choices = may("mark", person, case), await dossier.choices(case, person)
    labels = {act: step.label for act in SENDING_BACK for step in steps(act, case.row["state"])}
    context = {
        "row": case.row, "stage": STATES[case.row["state"]], "name": body["applicant"]["name"], "about": await dossier.heading(case),
        "id_number": body["applicant"]["id_number"],
        "parts": dossier.parts(body), "sha256": versions[0]["sha256"], "changes": dossier.changes(versions),
        "version": versions[0]["version"], "commitment": body["commitment"], "query": chosen.query(),
        "before": before, "after": after, "where": where, "choices": choices,
        "places": {each.act: Box(each.place, "place", "place", place, complaint) for each in choices if each.place},
        "may_mark": marking, "may_record": may("record", person, case), "may_refuse": may("refuse", person, case),
        "may_undo": may("undo", person, case), "refuse_label": labels.get("refuse"),
        "return_label": labels.get("return") or labels.get("supplement"),
        "marks": await returns.gathered(declaration, case.row["holder"]) if marking else [],
        "history": await returns.history(declaration), "postings": await unit.postings(declaration),
        "writable": [key for key, section in unit.RECORDS.items() if case.row["state"] in section.table.states],
        "records": await _records(case), "objections": await unit.objections(declaration), "posts": await unit.posts(case.row),
        "line": await progress.line(case.row), "events": await progress.events(case.row),
        "complaint": complaint, "wrong": complaint, "older": versions[1]["version"] if len(versions) > 1 else 0,
        "status": await dossier.said(person, request.query_params.get("said", "")),
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
    sends_back = act in ("return", "supplement") and may("mark", person, case)
    if sends_back and (wrong := sending_back.wrong_days(posted.text("days").strip())):
        context = await sending_back.context(case, chosen.query(), posted.text("days"), wrong)
        return show(request, "review/return.html", context, status=422)
    given = Given(posted.text("comment"), posted.text("place"), posted.whole("days"), _marks(posted))
    try:
        await decide(declaration, act, person, request.state["arrived"], posted.whole("version"), given)
    except NotDone as refused:
        if act == "refuse":
            return await _refuse(request, case, refused.sentence, posted.text("comment"), 422)
        case = await in_hand(request, "review")
        return await _dossier(request, case, refused.sentence, 422, posted.text("place"))
    except Moved as moved:
        return await _dossier(
            request, await in_hand(request, "review"), f"{moved}请看一下现在的情况再办。", 409
        )
    stays = act in STAYS
    target = f"/reviews/{declaration}" if stays else f"/reviews/{after}" if after else "/reviews"
    return go(f"{target}?{'&'.join(filter(None, (chosen.query(), f'said={act}-{declaration}')))}")


STAYS = ("take", "end_display", "publish", "end_publicity", "recommend", "undo")
"""Acts after which the same declaration is shown again: there is more to do with it."""


def _marks(posted: form.Form) -> frozenset[int] | None:
    """The marks that the page showed before it was sent back, None for a page without."""
    shown = posted.text("marks")
    return frozenset(form.number(each) for each in shown.split("-")) if shown else None


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


HANDLERS = [dossier_page, decide_page, refuse_page]
