"""The queue of an office, saved views, and acts on several declarations at once."""

import secrets
from typing import Any
from urllib.parse import parse_qsl

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from web.box import Box
from web.columns import Field, Option
from web.kinds import too_long
from web.people.sessions import Person
from web.permissions import reviews
from web.review import batch, dossier, queue
from web.review.decisions import NEEDS_PLACE, Given, NotDone, wrong_place
from web.review.queue import DUE, SHOWN, Filter
from web.shell import form
from web.shell.errors import Refused
from web.shell.show import go, show
from web.workflow import STATES, steps

NOT_A_REVIEWER = "您没有审核的职责。"
VIEW = Field("text", "视图名称", limit=30, hint="把现在的筛选条件存下来，下次一点就到。")


def only_reviewers(request: Request) -> None:
    """Refused when the person reviews for no office."""
    if not reviews(request.state["person"]):
        raise Refused(NOT_A_REVIEWER)


@get("/reviews", opt={"act": "office"})
async def queue_page(request: Request) -> Response[Any]:
    """待我办理 and everything else the person's offices have received, the next due first."""
    only_reviewers(request)
    return await _queue(request, Filter.read(request.query_params))


async def _queue(
    request: Request, chosen: Filter, typed: str = "", complaint: str = "", status: int = 200
) -> Response[Any]:
    person = request.state["person"]
    number = form_number(request.query_params.get("page", "1")) or 1
    rows, count = await queue.page(person, chosen, number)
    acts = dict.fromkeys(act for row in rows for act in batch.LABELS if steps(act, row["state"]))
    counts = await queue.counts(person, chosen)
    context = {
        "rows": rows, "count": count, "page": number, "pages": -(-count // queue.PER_PAGE), "chosen": chosen,
        "boxes": await _boxes(person, chosen, counts), "counts": counts, "states": STATES,
        "views": await queue.views(person), "loads": await queue.loads(person), "query": chosen.query(),
        "acts": [(act, batch.LABELS[act]) for act in acts] if not chosen.show else [], "shown": SHOWN,
        "ticked": request.query_params.get("tick") == "1", "view_box": Box(VIEW, "name", "view-name", typed, complaint),
        "status": await dossier.said(person, request.query_params.get("said", "")), "wrong": complaint,
    }  # fmt: skip
    return show(request, "review/queue.html", context, status=status)


def form_number(text: str) -> int:
    """A small whole number from an address, 0 when it is none."""
    return form.whole(text) if len(text) < 7 else 0


async def _boxes(person: Person, chosen: Filter, counts: dict[str, int]) -> list[Box]:
    lists = await queue.choices(person)
    fields = (
        ("show", "范围", [(value, label) for value, label in SHOWN.items() if value]),
        ("state", "状态", [(code, STATES[code].for_reviewer) for code in counts]),
        ("year", "年度", lists["year"]), ("series", "系列", lists["series"]), ("level", "级别", lists["level"]),
        ("unit", "单位", lists["unit"]), ("due", "期限", [(value, label) for value, label in DUE.items() if value]),
    )  # fmt: skip
    blank = {"show": SHOWN[""], "due": DUE[""]}
    found = []
    for name, label, options in fields:
        if len(options) > 1 or getattr(chosen, name) or name in blank:
            listed = tuple(Option(value, text) for value, text in options)
            found.append(
                Box(
                    Field("choice", label, hint=""),
                    name,
                    f"filter-{name}",
                    getattr(chosen, name),
                    options=listed,
                )
            )
    found.append(Box(Field("text", "姓名或申报编号", limit=30), "q", "filter-q", chosen.q))
    return found


@post("/reviews/views", opt={"act": "office"}, status_code=200)
async def save_view(request: Request) -> Response[Any]:
    """Keep the present filters under a name."""
    posted = await form.read(request)
    only_reviewers(request)
    chosen = Filter.read(dict(parse_qsl(posted.text("query"))))
    name = posted.text("name")
    if complaint := too_long(VIEW, name) if name.strip() else "请填写视图名称。":
        return await _queue(request, chosen, name, complaint, 422)
    await queue.save_view(request.state["person"], name, chosen)
    return go(f"/reviews?{chosen.query()}" if chosen.query() else "/reviews")


@post("/reviews/views/{view:int}/remove", opt={"act": "office"}, status_code=200)
async def forget_view(request: Request, view: FromPath[int]) -> Response[Any]:
    """Take a saved view away."""
    await form.read(request)
    only_reviewers(request)
    await queue.forget_view(request.state["person"], view)
    return go("/reviews")


@get("/reviews/batch", opt={"act": "office"})
async def batch_page(request: Request) -> Response[Any]:
    """What an act would do to each declaration that was ticked, before anything is done."""
    only_reviewers(request)
    act = request.query_params.get("act", "")
    if act not in batch.LABELS:
        raise NotFoundException
    numbers = [
        form_number(name[1:]) for name in request.query_params if name[:1] == "d" and name[1:].isdecimal()
    ]
    return await _preview(request, act, numbers)


async def _preview(
    request: Request, act: str, numbers: list[int], typed: str = "", complaint: str = "", status: int = 200
) -> Response[Any]:
    effects = await batch.preview(act, numbers, request.state["person"], request.state["arrived"])
    done = [each for each in effects if not each.sentence]
    place = Box(NEEDS_PLACE[act][1], "place", "place", typed, complaint) if act in NEEDS_PLACE else None
    context = {
        "act": act, "label": batch.LABELS[act], "effects": effects, "done": done, "once": secrets.token_urlsafe(12),
        "place": place, "wrong": complaint, "query": Filter.read(request.query_params).query(),
    }  # fmt: skip
    return show(request, "review/batch.html", context, status=status)


@post("/reviews/batch", opt={"act": "office"}, status_code=200)
async def run_batch(request: Request) -> Response[Any]:
    """Do the act with each declaration that was shown, each on its own."""
    posted = await form.read(request)
    only_reviewers(request)
    act, seen = posted.text("act"), {}
    for name, text in posted.under("d").items():
        if number := form_number(name):
            seen[number] = form_number(text)
    if act not in batch.LABELS:
        raise NotFoundException
    if complaint := wrong_place(act, posted.text("place")):
        return await _preview(request, act, list(seen), posted.text("place"), complaint, 422)
    once = posted.text("once")[:60] or secrets.token_urlsafe(12)
    given = Given(place=posted.text("place"))
    number = await batch.run(act, seen, request.state["person"], request.state["arrived"], once, given)
    query = Filter.read(request.query_params).query()
    return go(f"/reviews/batches/{number}?{query}" if query else f"/reviews/batches/{number}")


@get("/reviews/batches/{number:int}", opt={"act": "office"})
async def batch_result(request: Request, number: FromPath[int]) -> Response[Any]:
    """What a batch did to each declaration, and the one undo."""
    only_reviewers(request)
    return await _result(request, number, "", 200)


async def _result(request: Request, number: int, complaint: str, status: int) -> Response[Any]:
    found = await batch.batch_of(request.state["person"], number)
    if found is None:
        raise NotFoundException
    made, rows = found
    context = {
        "batch": made, "label": batch.LABELS[made["act"]], "rows": rows, "states": STATES, "complaint": complaint,
        "done": [row for row in rows if row["decision"] and not row["sentence"]], "wrong": complaint,
        "waiting": [row for row in rows if batch.is_waiting(row)], "query": Filter.read(request.query_params).query(),
        "undoable": made["act"] in batch.UNDOABLE and not made["undone_at"],
    }  # fmt: skip
    return show(request, "review/batch_result.html", context, status=status)


@post("/reviews/batches/{number:int}/undo", opt={"act": "office"}, status_code=200)
async def undo_batch(request: Request, number: FromPath[int]) -> Response[Any]:
    """Take a batch back wherever the next office has not acted."""
    await form.read(request)
    only_reviewers(request)
    try:
        await batch.undo(request.state["person"], number, request.state["arrived"])
    except NotDone as refused:
        return await _result(request, number, refused.sentence, 409)
    query = Filter.read(request.query_params).query()
    return go(f"/reviews/batches/{number}?{query}" if query else f"/reviews/batches/{number}")


HANDLERS = [queue_page, save_view, forget_view, batch_page, run_batch, batch_result, undo_batch]
