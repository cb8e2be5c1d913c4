"""A request whose address, cookies and form are read without being remembered, and within bounds.

Litestar keeps the last 1,024 parsed forms, queries and cookies of strangers in memory, whatever their size: 60 posts of
half a megabyte are 320 MB, and passwords stay there. Nothing here outlives its request.
"""

from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl

from litestar import Litestar, Request
from litestar.datastructures import FormMultiDict, MultiDict
from litestar.enums import RequestEncodingType
from litestar.exceptions import HTTPException
from litestar.types import Message, Send

FIELDS = 5_000
"""Most fields of a form: a desk's list with a tick for each of thousands, and the 540 of the longest section."""
ADDRESS = 8_192
"""Most bytes of an address's path, and of its query; nginx takes no more either."""


def pairs(text: bytes) -> list[tuple[str, str]]:
    """The fields of an urlencoded text in their order."""
    return parse_qsl(text.decode("latin-1"), keep_blank_values=True)


class Asked(Request):
    """The request as every handler gets it."""

    @cached_property
    def query_params(self) -> MultiDict[Any]:
        return MultiDict(pairs(self.scope.get("query_string", b"")[:ADDRESS]))

    @cached_property
    def cookies(self) -> dict[str, str]:
        found = (each.partition("=") for each in self.headers.get("cookie", "").split(";"))
        return {name.strip(): text.strip() for name, _, text in found}

    async def form(self) -> FormMultiDict:
        """The fields of an urlencoded body by name, all values of each; 413 for too many. Multipart as Litestar has it."""
        if self.content_type[0] != RequestEncodingType.URL_ENCODED:
            return await super().form()
        body = await self.body()
        if body.count(b"&") >= FIELDS:
            raise HTTPException("too many fields", status_code=413)
        return FormMultiDict(pairs(body))


class Application(Litestar):
    """Answers HEAD wherever it answers GET, and looks for no address that is longer than any of its own."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await super().__call__(scope, receive, send)
            return
        if len(scope["path"]) > ADDRESS:
            scope["path"], scope["raw_path"] = "/-", b"/-"
        if scope["method"] == "HEAD" and not scope["path"].startswith(
            "/uploads/"
        ):  # tus has a HEAD of its own
            scope["method"], send = "GET", _without_body(send)
        await super().__call__(scope, receive, send)


def _without_body(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.body":
            message["body"] = b""
        await send(message)

    return sending
