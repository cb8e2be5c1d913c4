"""统计: tables first, a small bar beside each line; a public page without small cells."""

import asyncio
import io
from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException

from web import clock
from web.documents import sheets as spreadsheets
from web.office import desks, statistics
from web.office.loading import office_of, seated
from web.people import sessions
from web.shell import form
from web.shell.show import show

HEADS = ("统计", "项", "份数", "评委会受理", "评审通过", "未通过", "通过率")


async def _figures(request: Request, office: int) -> tuple[list[int], statistics.Figures]:
    complete = await statistics.take_up()
    years = await statistics.years_of(office)
    asked = request.query_params.get("year", "")
    year = form.whole(asked) if asked and years else years[0] if years else clock.today().year
    if years and year not in years:
        raise NotFoundException
    return years, await statistics.figures(office, year, complete=complete)


def _office(request: Request) -> int:
    """Of which office: everything for who may see everything, else the one she sits for."""
    everything = desks.scope("statistics", seated(request)) is None and "at" not in request.query_params
    return statistics.EVERYTHING if everything else office_of(request)


async def _places(request: Request) -> list[dict[str, Any]]:
    offices = desks.places("statistics", request.state["person"])
    if len(offices) < 2:
        return []
    return [(await sessions.parents(each))[0] for each in offices]


async def _tables(
    office: int, years: list[int], found: statistics.Figures, *, public: bool = False, most: int = 100_000
) -> list[statistics.Counted]:
    if not years:
        return []
    several = [await statistics.by_year(office, years, public=public)] if len(years) > 1 else []
    return [*several, *await statistics.tables(found, public=public, most=most)]


@get("/statistics", opt={"act": "statistics"})
async def desk(request: Request) -> Response[Any]:
    """The figures of what has come to the office."""
    office = _office(request)
    years, found = await _figures(request, office)
    context = {
        "years": years, "year": found.year, "at": clock.now(), "complete": found.complete, "office": office,
        "tables": await _tables(office, years, found, most=statistics.MOST), "total": statistics.total(found),
        "percent": statistics.percent, "times": statistics.times(found), "reasons": statistics.fields(found, "reason"),
        "failed": statistics.fields(found, "failed"), "places": await _places(request), "public": False,
        "small": statistics.SMALL,
    }  # fmt: skip
    return show(request, "office/statistics.html", context)


@get("/statistics/public", opt={"act": "public"})
async def public(request: Request) -> Response[Any]:
    """What everyone may know: no small cells, no states, no units."""
    years, found = await _figures(request, statistics.EVERYTHING)
    context = {
        "years": years, "year": found.year, "at": clock.now(), "complete": found.complete, "public": True, "places": [],
        "tables": await _tables(statistics.EVERYTHING, years, found, public=True), "small": statistics.SMALL,
    }  # fmt: skip
    return show(request, "office/statistics.html", context)


@get("/statistics/export", opt={"act": "statistics"})
async def export(request: Request) -> Response[bytes]:
    """The year's tables as one workbook, or as CSV (?kind=csv)."""
    office = _office(request)
    years, found = await _figures(request, office)
    rows: list[list[Any]] = [
        [
            each.title,
            line.label,
            line.n,
            line.accepted,
            line.passed,
            line.refused,
            line.rate if each.rates else "",
        ]
        for each in await _tables(office, years, found)
        for line in each.lines
    ]
    for title, way in (("退回原因", "reason"), ("提交前检查未通过", "failed")):
        rows += [[title, label, n, "", "", "", ""] for label, n in statistics.fields(found, way, 10_000)]
    rows += [["各环节平均天数", kind, n, "", "", "", days] for kind, n, days in statistics.times(found)]
    title, told = f"{found.year} 年度统计", f"{found.year} 年度，{request.state['person'].unit}管辖范围"
    kind = "csv" if request.query_params.get("kind") == "csv" else "xlsx"
    if kind == "csv":
        body = b"".join(spreadsheets.csv_bytes(title, HEADS, rows, told, clock.now()))
    else:
        out = io.BytesIO()
        await asyncio.to_thread(spreadsheets.write_xlsx, out, title, HEADS, rows, told, clock.now())
        body = out.getvalue()
    headers = {
        "content-disposition": f'attachment; filename="statistics-{found.year}.{kind}"',
        "cache-control": "no-store",
    }
    return Response(
        body, media_type=spreadsheets.CSV_TYPE if kind == "csv" else spreadsheets.XLSX_TYPE, headers=headers
    )


HANDLERS = [desk, public, export]
