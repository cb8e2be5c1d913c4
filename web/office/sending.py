"""A sheet on its way in a handler: read and kept, found again for who sent it, its rows counted by outcome."""

from collections.abc import Iterable, Sequence
from typing import Any

from litestar import Request
from litestar.exceptions import NotFoundException

from web.office.loading import office_of
from web.sheet import reading
from web.sheet import rules as sheets
from web.shell import form

LIMIT = 9 * 1024 * 1024
"""Bytes of a form with a sheet: the file and what goes around it."""


async def keep(
    request: Request, kind: str, needed: Sequence[str], also: Sequence[str], missing: str, subject: str = ""
) -> int:
    """The id of the sheet that was posted; reading.Unreadable with a sentence (`missing` when there was no file)."""
    posted = await form.read(request)
    if not posted.files:
        raise reading.Unreadable(missing)
    upload = posted.files[0][1]
    return await sheets.keep(
        kind,
        upload.filename,
        await upload.read(),
        needed,
        also,
        request.state["person"],
        office_of(request),
        subject,
    )


async def in_hand(request: Request, kind: str, subject: str = "") -> dict[str, Any]:
    """The sheet that the path names, of the office that the person sits for."""
    row = await sheets.sheet_of(request.path_params["sheet"], kind, office_of(request))
    if row is None or row["subject"] != subject:
        raise NotFoundException
    return row


def counted(judged: Iterable[Any]) -> dict[str, int]:
    """How many rows have which outcome."""
    counts: dict[str, int] = {}
    for each in judged:
        counts[each.outcome] = counts.get(each.outcome, 0) + 1
    return counts
