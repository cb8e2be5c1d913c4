"""Workbooks that go back to whoever sends a sheet: an empty one to fill in, the rows that were refused with their reasons."""

import asyncio
import io
from collections.abc import Sequence

from litestar import Response

from web import clock
from web.documents import sheets


async def blank(title: str, columns: Sequence[str], name: str) -> Response[bytes]:
    """An empty workbook with these labels."""
    out = io.BytesIO()
    await asyncio.to_thread(sheets.blank_xlsx, out, title, columns)
    return _answer(out, name)


async def refused(
    title: str, columns: Sequence[str], rows: Sequence[Sequence[object]], name: str
) -> Response[bytes]:
    """The refused rows as they were sent, each with its reason, to be mended and sent again."""
    out = io.BytesIO()
    await asyncio.to_thread(sheets.write_xlsx, out, title, columns, rows, "", clock.now())
    return _answer(out, name)


def _answer(out: io.BytesIO, name: str) -> Response[bytes]:
    headers = {"content-disposition": f'attachment; filename="{name}.xlsx"', "cache-control": "no-store"}
    return Response(out.getvalue(), media_type=sheets.XLSX_TYPE, headers=headers)
