"""How a kept file is looked at: its pages as pictures, one page at a time, and the bytes themselves."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from litestar import Request, Response
from litestar.exceptions import NotFoundException
from litestar.response import Stream

from web.evidence import images, limits, places
from web.evidence import rules as evidence
from web.evidence.intake import TYPES
from web.evidence.pool import Busy
from web.evidence.store import PIECE, Missing
from web.shell import form
from web.shell.show import show

SANDBOX = "default-src 'none';sandbox"
FIRST_WIDTH = 720


@dataclass(frozen=True)
class Document:
    """A file that may be looked at: the one who made it has asked the permissions.

    `url`: its viewer; `asked`: what every address of it carries besides ("version=2&"). `pictures_only`: the file itself
    is not given out.
    """

    url: str
    name: str
    sha256: str
    kind: str
    pages: int
    size: int
    back: tuple[str, str]
    asked: str = ""
    pictures_only: bool = False

    @property
    def size_in_words(self) -> str:
        return limits.in_words(self.size)


def headers(sha256: str, part: str = "") -> dict[str, str]:
    """What every answer with foreign bytes carries: no sniffing, no script, and asked for again each time."""
    return {
        "x-content-type-options": "nosniff",
        "content-security-policy": SANDBOX,
        "cross-origin-resource-policy": "same-origin",
        "referrer-policy": "no-referrer",
        "cache-control": "private, no-cache",
        "etag": f'"{sha256[:32]}{part}"',
    }


def disposition(name: str, how: str = "attachment") -> str:
    """Content-Disposition as RFC 6266 has it: a plain name for old browsers, then the true one in UTF-8."""
    clean = "".join(letter for letter in name if letter.isprintable() and letter not in '"\\/') or "file"
    plain = clean.encode("ascii", "ignore").decode().replace("%", "").strip() or "file"
    if plain.startswith("."):
        plain = f"file{plain}"
    safe = quote(clean, safe="!#$&+-.^_`|~", encoding="utf-8", errors="replace")
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{safe}"


def page_of(request: Request) -> int:
    """The page that the address asks for (?page=3), 1 when it asks for none."""
    return form.number(request.query_params.get("page", "")) or 1


def viewer(request: Request, document: Document) -> Response[Any]:
    """The page with one picture, previous and next."""
    page = page_of(request)
    if not 1 <= page <= document.pages:
        raise NotFoundException
    context = {"document": document, "page": page, "widths": images.WIDTHS[1:], "first_width": FIRST_WIDTH}
    return show(request, "evidence/viewer.html", context, fragment="evidence/_page.html")


async def picture(request: Request, sha256: str, kind: str, page: int, known_as: str = "") -> Response[Any]:
    """Page `page` as JPEG at the width asked for (?w=), 304 when the browser has it. 404 past the last page.
    `known_as`: what stands in the ETag in place of the file's hash, where that would tell too much."""
    width = images.width_near(form.number(request.query_params.get("w", "")) or FIRST_WIDTH)
    about = headers(known_as or sha256, f"-{page}-{width}")
    if request.headers.get("if-none-match") == about["etag"]:
        return Response(b"", status_code=304, headers=about, media_type="image/jpeg")
    try:
        body = await evidence.image(sha256, kind, page, width)
    except (evidence.Refused, Missing) as refusal:
        raise NotFoundException from refusal
    except Busy:
        return Response(b"", status_code=503, headers={"retry-after": "5", "cache-control": "no-store"})
    return Response(body, headers=about, media_type="image/jpeg")


async def original(request: Request, document: Document) -> Response[Any]:
    """The file itself, whole or the range asked for; never run by the browser."""
    about = headers(document.sha256)
    media = TYPES[document.kind]
    if request.headers.get("if-none-match") == about["etag"]:
        return Response(b"", status_code=304, headers=about, media_type=media)
    size = await asyncio.to_thread(places.store().size, document.sha256)
    if size is None:
        raise NotFoundException
    about |= {"accept-ranges": "bytes", "content-disposition": disposition(document.name)}
    wanted = (
        request.headers.get("range", "")
        if request.headers.get("if-range", about["etag"]) == about["etag"]
        else ""
    )
    span = span_of(wanted, size)
    if span == (0, 0):
        return Response(b"", status_code=416, headers={**about, "content-range": f"bytes */{size}"})
    start, end = span or (0, size)
    if span:
        about["content-range"] = f"bytes {start}-{end - 1}/{size}"
    about["content-length"] = str(end - start)
    return Stream(
        _pieces(document.sha256, start, end),
        status_code=206 if span else 200,
        headers=about,
        media_type=media,
    )


def span_of(header: str, size: int) -> tuple[int, int] | None:
    """(first, behind the last) byte of a single range; (0, 0) when it lies outside; None for what is no such range."""
    found = re.fullmatch(r"bytes=([0-9]{0,15})-([0-9]{0,15})", header.strip())
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        start, end = max(0, size - int(found[2])), size
    else:
        start, end = int(found[1]), min(size, int(found[2]) + 1) if found[2] else size
        if found[2] and int(found[2]) < int(found[1]):
            return None
    return (start, end) if start < end else (0, 0)


async def _pieces(sha256: str, start: int, end: int) -> AsyncIterator[bytes]:
    for at in range(start, end, PIECE):
        yield await asyncio.to_thread(places.store().range, sha256, at, min(at + PIECE, end))
