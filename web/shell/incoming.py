"""Files of a posted form, one after another as they arrive: each written to disk, cut off at the limit."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from litestar import Request
from litestar.exceptions import HTTPException, PermissionDeniedException
from multipart import (  # type: ignore[import-untyped]
    MultipartError,
    MultipartSegment,
    PushMultipartParser,
    parse_options_header,
)  # fmt: skip

from web.evidence import limits
from web.people.sessions import Person
from web.shell import form, token

TOGETHER = 4 * limits.UPLOAD_BYTES.amount
"""Most bytes of one request with files."""
BUFFER = 512 * 1024
TEXT = 64 * 1024  # most bytes of one field that is no file


@dataclass(frozen=True)
class Sent:
    """A file that has arrived: `path` holds its first `size` bytes; `whole` is False when there were more."""

    name: str
    path: Path
    size: int
    whole: bool


def same_site(request: Request) -> None:
    """PermissionDenied for a request that another site's page made."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise PermissionDeniedException("cross-site")


async def files(
    request: Request, folder: Path, texts: dict[str, str], sender: Person | None = None
) -> AsyncIterator[Sent]:
    """The non-empty files of a multipart form, each as soon as it is whole; its other fields go into `texts`.

    The token must stand before the first file (TokenMismatch): nothing of a stranger's is written. 400 for a body
    that is no form. A form without files may be urlencoded. `sender`: whose the form must be, where that is not the
    person who is signed in.
    """
    same_site(request)
    person = sender or request.state.get("person")
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind != "multipart/form-data":
        texts.update(await form.read_unchecked(request) if sender else await form.read(request))
        if sender:
            _check(request, texts, person)
        return
    checked = False
    try:
        with PushMultipartParser(options.get("boundary", ""), max_segment_count=200) as parser:
            place = _Place(folder)
            async for chunk in request.stream():
                if parser.closed:
                    continue  # what stands behind the form's end
                for event in parser.parse(chunk):
                    if isinstance(event, MultipartSegment):
                        if event.filename is not None and not checked:
                            _check(request, texts, person)
                            checked = True
                        place.begin(event)
                    elif event is not None:
                        await place.add(bytes(event))
                    elif (sent := await place.end(texts)) is not None:
                        yield sent
    except MultipartError as error:
        raise HTTPException("not a form", status_code=400) from error
    if not checked:
        _check(request, texts, person)


def _check(request: Request, texts: dict[str, str], person: Person | None) -> None:
    if not token.valid(texts.get("token", ""), person, request.state.get("visitor", "")):
        raise form.TokenMismatch(texts)


class _Place:
    """Where the part that is being read goes: a file in `folder`, or a short text."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.number = 0
        self.out: BinaryIO | None = None
        self.buffer = bytearray()

    def begin(self, segment: MultipartSegment) -> None:
        self.segment, self.size, self.arrived, self.buffer = segment, 0, 0, bytearray()
        if segment.filename:
            self.number += 1
            self.path = self.folder / f"sent-{self.number}"
            self.out = self.path.open("xb")

    async def add(self, data: bytes) -> None:
        self.arrived += len(data)
        if self.out is None:
            if self.arrived > TEXT:
                raise HTTPException("a long text among files", status_code=413)
            self.buffer += data
            return
        self.buffer += data[: max(0, limits.UPLOAD_BYTES.amount - self.size - len(self.buffer))]
        if len(self.buffer) >= BUFFER:
            await self._write()

    async def _write(self) -> None:
        assert self.out is not None
        await asyncio.to_thread(self.out.write, bytes(self.buffer))
        self.size += len(self.buffer)
        self.buffer = bytearray()

    async def end(self, texts: dict[str, str]) -> Sent | None:
        if self.out is None:
            if self.segment.filename is None:
                texts[self.segment.name] = self.buffer.decode("utf-8", "replace")
            return None
        await self._write()
        self.out.close()
        self.out = None
        return Sent(self.segment.filename or "", self.path, self.size, self.size == self.arrived)
