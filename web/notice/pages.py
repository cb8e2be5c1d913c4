"""消息: what changed for the person, and the calendar file of a day that matters."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from web.notice import rules
from web.shell import form
from web.shell.show import go, show


@get("/messages", opt={"act": "own"})
async def messages_page(request: Request) -> Response[Any]:
    """The person's messages, the newest first."""
    person = request.state["person"].id
    page = max(1, form.whole(request.query_params.get("page", "")))
    count = await rules.count(person)
    context = {
        "messages": await rules.messages(person, page), "unread": await rules.count(person, unread=True),
        "page": page, "pages": -(-count // rules.PER_PAGE),
    }  # fmt: skip
    return show(request, "notice/messages.html", context)


@get("/messages/{message:int}", opt={"act": "own"})
async def message_page(request: Request, message: FromPath[int]) -> Response[Any]:
    """One message."""
    found = await rules.message_of(request.state["person"].id, message)
    if found is None:
        raise NotFoundException
    return show(request, "notice/message.html", {"message": found})


@post("/messages/read", opt={"act": "own"}, status_code=200)
async def read_all(request: Request) -> Response[Any]:
    """Note that all have been read."""
    await form.read(request)
    await rules.read(request.state["person"].id)
    return go("/messages")


@post("/messages/{message:int}/read", opt={"act": "own"}, status_code=200)
async def read_one(request: Request, message: FromPath[int]) -> Response[Any]:
    """Note that one has been read; then the page it is about."""
    await form.read(request)
    found = await rules.message_of(request.state["person"].id, message)
    if found is None:
        raise NotFoundException
    await rules.read(request.state["person"].id, message)
    return go(found["href"] or "/messages")


@get("/messages/{message:int}/calendar.ics", opt={"act": "own"})
async def calendar(request: Request, message: FromPath[int]) -> Response[Any]:
    """The day of a message as a calendar file."""
    found = await rules.message_of(request.state["person"].id, message)
    if found is None or not found["due_on"]:
        raise NotFoundException
    headers = {"content-disposition": 'attachment; filename="zhicheng.ics"', "cache-control": "no-store"}
    return Response(
        rules.calendar(found).encode(), media_type="text/calendar; charset=utf-8", headers=headers
    )


HANDLERS = [messages_page, message_page, read_all, read_one, calendar]
