"""Papers that an office prints from its queue and its batches: 花名册 (also as a sheet), 公示文 and 公示证明 for several."""

from functools import partial
from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from web import clock
from web.permissions import reviews
from web.printing import answers, roster, unit_publicity
from web.review import batch, queue, unit
from web.review.queue import Filter
from web.rows import Row
from web.shell.errors import Refused

KINDS = ("pdf", "xlsx", "csv")
MOST = 20_000
"""Rows of one sheet."""


@get("/reviews/roster/{kind:str}", opt={"act": "office"})
async def queue_roster(request: Request, kind: FromPath[str]) -> Response[Any]:
    """推荐人员花名册 of the queue as it is filtered."""
    person = request.state["person"]
    if not reviews(person):
        raise Refused("您没有审核的职责。")
    found, selection = await roster.in_queue(person, Filter.read(request.query_params))
    return await _roster(request, kind, found[:MOST], selection, "")


async def _roster(
    request: Request, kind: str, declarations: list[int], selection: str, number: str
) -> Response[Any]:
    if kind not in KINDS:
        raise NotFoundException
    person, today = request.state["person"], f"{clock.today():%Y%m%d}"
    if kind == "pdf":
        return await answers.pdf(
            request, roster.TITLE, today, partial(roster.paper, person, declarations, selection, number)
        )
    lines = await roster.lines(declarations)
    return await answers.sheet(kind, f"{roster.TITLE}-{today}", roster.SHEET_COLUMNS, lines, selection)


async def _batch(request: Request, number: int) -> tuple[Row, list[int]]:
    """(a batch of the person's own, the declarations with which it was done and that she may see); 404 otherwise."""
    person = request.state["person"]
    found = await batch.batch_of(person, number) if reviews(person) else None
    if found is None:
        raise NotFoundException
    done = [each["declaration"] for each in found[1] if each["decision"] and not each["undone"]]
    seen = set(await queue.order(person, Filter(show="all")))
    return found[0], [each for each in done if each in seen]


@get("/reviews/batches/{number:int}/{name:str}", opt={"act": "office"})
async def batch_paper(request: Request, number: FromPath[int], name: FromPath[str]) -> Response[Any]:
    """roster.pdf, .xlsx, .csv of a batch; of one that put up publicities also publicity_notice.pdf and, ended,
    publicity_proof.pdf."""
    made, declarations = await _batch(request, number)
    stem, _, kind = name.partition(".")
    if stem == "roster":
        selection = f"批量{batch.LABELS[made['act']]}，{made['at'].astimezone(clock.ZONE):%Y-%m-%d %H:%M}"
        return await _roster(request, kind, declarations, selection, f"HMP{number:06d}")
    make = {"publicity_notice": unit_publicity.notice, "publicity_proof": unit_publicity.proof}.get(stem)
    posted = await _posted(declarations) if make and kind == "pdf" else []
    if stem == "publicity_proof":
        posted = [each for each in posted if each[1]["ended_at"]]
    if not posted or make is None:
        raise NotFoundException
    title = "公示文" if stem == "publicity_notice" else "公示证明"
    return await answers.pdf(request, title, f"{posted[0][0]['year']}", partial(make, posted))


async def _posted(declarations: list[int]) -> list[tuple[Row, Row]]:
    found = []
    for each in await queue.rows_of(declarations):
        shown = [one for one in await unit.postings(each["id"]) if one["kind"] == "publicity"]
        found += [(each, shown[-1])] if shown else []
    return found


HANDLERS = [queue_roster, batch_paper]
