"""统计: tables first, a small bar beside each line; a public page without small cells."""

import asyncio
import io
from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException

from web import clock
from web.documents import sheets as spreadsheets
from web.office import desks, statistics
from web.office.loading import seated
from web.shell.show import show


def _year(request: Request, years: list[int]) -> int:
    asked = request.query_params.get("year", "")
    if not years:
        return clock.today().year
    if asked and not (asked.isdecimal() and int(asked) in years):
        raise NotFoundException
    return int(asked) if asked else years[0]


@get("/statistics", opt={"act": "statistics"})
async def desk(request: Request) -> Response[Any]:
    """The figures of the office's own units."""
    person = seated(request)
    found = await statistics.figures(desks.scope("statistics", person))
    years = statistics.years_of(found)
    year = _year(request, years)
    context = {
        "years": years, "year": year, "at": found.at, "tables": await statistics.tables(found, year) if years else [],
        "share": statistics.share(found, year), "times": statistics.times(found, year),
        "reasons": statistics.reasons(found, year), "public": False, "small": statistics.SMALL,
    }  # fmt: skip
    return show(request, "office/statistics.html", context)


@get("/statistics/public", opt={"act": "public"})
async def public(request: Request) -> Response[Any]:
    """What everyone may know: no small cells, no states."""
    found = await statistics.figures(None)
    years = statistics.years_of(found)
    year = _year(request, years)
    context = {
        "years": years, "year": year, "at": found.at, "public": True, "small": statistics.SMALL,
        "tables": await statistics.tables(found, year, public=True) if years else [],
    }  # fmt: skip
    return show(request, "office/statistics.html", context)


@get("/statistics/export", opt={"act": "statistics"})
async def export(request: Request) -> Response[bytes]:
    """The year's tables as one workbook, or as CSV (?kind=csv)."""
    person = seated(request)
    found = await statistics.figures(desks.scope("statistics", person))
    year = _year(request, statistics.years_of(found))
    rows = [
        [each.title, line.label, line.n]
        for each in await statistics.tables(found, year)
        for line in each.lines
    ]
    title, labels, told = f"{year} 年度统计", ("统计", "项", "份数"), f"{year} 年度，{person.unit}管辖范围"
    if request.query_params.get("kind") == "csv":
        body, media, kind = (
            b"".join(spreadsheets.csv_bytes(title, labels, rows, told, found.at)),
            spreadsheets.CSV_TYPE,
            "csv",
        )
    else:
        out = io.BytesIO()
        await asyncio.to_thread(spreadsheets.write_xlsx, out, title, labels, rows, told, found.at)
        body, media, kind = out.getvalue(), spreadsheets.XLSX_TYPE, "xlsx"
    headers = {
        "content-disposition": f'attachment; filename="statistics-{year}.{kind}"',
        "cache-control": "no-store",
    }
    return Response(body, media_type=media, headers=headers)


HANDLERS = [desk, public, export]
