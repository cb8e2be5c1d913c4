"""遮盖: the file that stands in for one with something blacked out, kept and held like any other."""

import asyncio
import hashlib
from collections.abc import Sequence
from typing import NamedTuple

from web.evidence import blacking, places
from web.evidence import rules as evidence
from web.evidence.tables import Held


class Replacement(NamedTuple):
    """A flattened PDF in the store. `size` in bytes."""

    sha256: str
    size: int
    pages: int


async def make(sha256: str, kind: str, pages: int, marks: Sequence[blacking.Mark]) -> Replacement:
    """Page images of a kept file with `marks` burnt in, put into the store; Refused or Busy carry the sentence.

    Bytes that nobody holds are swept: hold them in the transaction that names them.
    """
    with places.workroom() as folder:
        source = await asyncio.to_thread(places.store().local, sha256, folder)
        answer = await places.pool().ask(
            "redact", source=str(source), kind=kind, pages=pages, marks=[list(mark) for mark in marks],
            folder=str(folder),
        )  # fmt: skip
        (part,) = answer["parts"]
        kept = await asyncio.to_thread(places.store().put, folder / "0.pdf")
    return Replacement(kept, int(part["size"]), int(part["pages"]))


def _by(name: str) -> str:
    return hashlib.sha256(f"redaction:{name}".encode()).hexdigest()


async def hold(sha256: str, name: str) -> None:
    """From now on the bytes stay, for the redaction called `name`."""
    await Held(sha256=sha256, by=_by(name)).save()


async def let_go(name: str) -> None:
    """The redaction called `name` holds nothing any more."""
    await Held.delete().where(Held.by == _by(name))


async def preview(sha256: str, kind: str, page: int, width: int, marks: Sequence[blacking.Mark]) -> bytes:
    """One page as JPEG with the marks of that page."""
    drawn = await evidence.image(sha256, kind, page, width)
    return await asyncio.to_thread(blacking.preview, drawn, [mark for mark in marks if mark[0] == page])
