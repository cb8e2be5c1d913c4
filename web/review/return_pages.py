"""Marking what must be mended while reading, and sending it all back at once."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from web.box import Box
from web.columns import Field, Option
from web.declaration import snapshot
from web.declaration.loading import in_hand
from web.permissions import Case
from web.review import dossier, returns, sending_back
from web.review.queue import Filter
from web.shell import form
from web.shell.show import go, show

WHERE = Field("choice", "要改的内容", required=True)
REASON = Field("choice", "理由")
WORDS = Field("long_text", "补充说明", limit=300, rows=3, hint="申报人会看到这段话。")


async def _mark(
    request: Request, case: Case, key: str, typed: dict[str, str], complaint: str, status: int
) -> Response[Any]:
    frozen = await snapshot.newest(case.row["id"])
    assert frozen is not None
    section = next((each for each in returns.parts(frozen["snapshot"]) if each["key"] == key), None)
    if section is None:
        raise NotFoundException
    offered = tuple(Option(each.value, each.label) for each in returns.targets(section))
    listed = tuple(Option(each.code, each.words) for each in returns.reasons(key))
    boxes = [
        Box(WHERE, "where", "where", typed.get("where", ""), complaint, options=offered),
        Box(REASON, "reason", "reason", typed.get("reason", ""), options=listed),
        Box(WORDS, "words", "words", typed.get("words", "")),
    ]
    context = {
        "row": case.row, "boxes": boxes, "title": section["title"], "key": key, "wrong": complaint,
        "query": Filter.read(request.query_params).query(), "about": await dossier.heading(case),
    }  # fmt: skip
    return show(request, "review/mark.html", context, status=status)


@get("/reviews/{declaration:int}/mark", opt={"act": "mark"})
async def mark_page(request: Request, declaration: FromPath[int]) -> Response[Any]:
    """标出要改的内容 in one section."""
    case = await in_hand(request, "mark")
    where = request.query_params.get("at", "")
    return await _mark(request, case, where.split("/")[0], {"where": where}, "", 200)


@post("/reviews/{declaration:int}/mark", opt={"act": "mark"}, status_code=200)
async def mark(request: Request, declaration: FromPath[int]) -> Response[Any]:
    """Note it; the applicant sees nothing until it is all sent."""
    posted = await form.read(request)
    case = await in_hand(request, "mark")
    sentence = await returns.mark(
        case, request.state["person"], posted.text("where"), posted.text("reason"), posted.text("words")
    )
    if sentence:
        return await _mark(request, case, posted.text("section"), dict(posted), sentence, 422)
    query = Filter.read(request.query_params).query()
    return go(f"/reviews/{declaration}{'?' + query if query else ''}#part-{posted.text('section')}")


@post("/reviews/{declaration:int}/mark/{number:int}/remove", opt={"act": "mark"}, status_code=200)
async def unmark(request: Request, declaration: FromPath[int], number: FromPath[int]) -> Response[Any]:
    """Take a mark away before it is sent."""
    await form.read(request)
    case = await in_hand(request, "mark")
    await returns.unmark(declaration, case.row["holder"], number)
    query = Filter.read(request.query_params).query()
    return go(f"/reviews/{declaration}/return{'?' + query if query else ''}")


@get("/reviews/{declaration:int}/return", opt={"act": "mark"})
async def return_page(request: Request, declaration: FromPath[int]) -> Response[Any]:
    """Everything that was marked, the term, and what happens when it runs out, before it is sent."""
    case = await in_hand(request, "mark")
    query = Filter.read(request.query_params).query()
    return show(request, "review/return.html", await sending_back.context(case, query))


HANDLERS = [mark_page, mark, unmark, return_page]
