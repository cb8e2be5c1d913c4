"""What is left of a request's body when its answer is ready is read first, so that whoever sends it reads the answer."""

import asyncio

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, ReceiveMessage, Scope, Send

from web.evidence import limits

MOST = 4 * limits.UPLOAD_BYTES.amount
"""Bytes read after the answer is known: all that a page with files takes at all."""
IDLE = 20.0
"""Seconds without a byte after which the sender is thought to have gone."""


def drained(app: ASGIApp) -> ASGIApp:
    """`app` whose answers wait until the body has arrived; what passes the bounds is answered with Connection: close.

    A server that answers early and closes resets the connection: the browser, still sending, then shows its own error
    page instead of ours, and the next request on a kept-open connection is lost without an answer.
    """

    async def around(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await app(scope, receive, send)
            return
        more = True

        async def receiving() -> ReceiveMessage:
            nonlocal more
            message = await receive()
            more = message["type"] == "http.request" and bool(message.get("more_body"))
            return message

        async def read_out() -> bool:
            left = MOST
            try:
                while more and left > 0:
                    message = await asyncio.wait_for(receiving(), IDLE)
                    left -= len(message["body"]) if message["type"] == "http.request" else 0
            except TimeoutError:
                return False
            return not more

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and not await read_out():
                message["headers"] = [*message["headers"], (b"connection", b"close")]
            await send(message)

        await app(scope, receiving, sending)

    return around
