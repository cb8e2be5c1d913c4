"""Answering with a paper or a sheet, or with the page that says why there is none."""

import asyncio
import io
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any

from litestar import Request, Response
from litestar.exceptions import NotFoundException

from web import clock
from web.committee.ballot import Refusal
from web.documents import sheets
from web.documents.rules import CannotTypeset
from web.printing.printed import Printed
from web.printing.roster import TooMany
from web.printing.unit_publicity import Apart
from web.shell.file_views import disposition
from web.shell.show import show

PRIVATE = {"cache-control": "private, no-store", "x-content-type-options": "nosniff"}


async def pdf(
    request: Request, title: str, about: str, make: Callable[[], Awaitable[bytes]]
) -> Response[Any]:
    """The paper that `make` makes, called "TITLE-ABOUT.pdf"; a page that says why when it cannot be made."""
    try:
        made = await make()
    except (CannotTypeset, Apart, Refusal, TooMany) as why:
        context = {"title": f"现在不能打印{title}", "sentence": str(why), "wrong": "", "posted": {}}
        status = 503 if isinstance(why, CannotTypeset) else 409
        return show(request, "error.html", context, status=status)
    name = "-".join(filter(None, (title, about)))
    headers = {"content-disposition": disposition(f"{name}.pdf", "inline"), **PRIVATE}
    return Response(made, media_type="application/pdf", headers=headers)


async def printed(request: Request, offered: list[Printed], name: str, about: str) -> Response[Any]:
    """The paper called NAME.pdf among those that are offered; 404 when it is not."""
    found = next((each for each in offered if f"{each.name}.pdf" == name), None)
    if found is None:
        raise NotFoundException
    return await pdf(request, found.title, about, found.make)


async def sheet(
    kind: str, title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], selection: str
) -> Response[bytes]:
    """A table as `kind` csv or xlsx, with the filter that made it stated in the file."""
    if kind == "csv":
        body, media = (
            b"".join(sheets.csv_bytes(title, columns, rows, selection, clock.now())),
            sheets.CSV_TYPE,
        )
    else:
        out, media = io.BytesIO(), sheets.XLSX_TYPE
        await asyncio.to_thread(sheets.write_xlsx, out, title, columns, rows, selection, clock.now())
        body = out.getvalue()
    headers = {"content-disposition": disposition(f"{title}.{kind}", "attachment"), **PRIVATE}
    return Response(body, media_type=media, headers=headers)
