"""申报查询: by name, number or title, with saved filters and exports."""

import asyncio
import io
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from web import clock
from web.box import Box
from web.catalogue import rules as catalogue
from web.columns import Field, Option
from web.documents import sheets as spreadsheets
from web.office import desks, search
from web.office.loading import page_of, seated
from web.shell import form
from web.shell.show import go, show
from web.workflow import STATES

WORDS = Field(
    "text", "查什么", limit=40, hint="姓名中任意连续的字、职称名称，或申报编号（可以只填编号的后几位）。"
)
EXPORTED = 20_000
LABELS = ("申报编号", "姓名", "单位", "年度", "系列", "级别", "申报职称", "状态")
KINDS = {"xlsx": spreadsheets.XLSX_TYPE, "csv": spreadsheets.CSV_TYPE}


def _query(given: Mapping[str, str]) -> search.Query:
    asked = {name: given.get(name, "").strip()[:40] for name in search.Query._fields}
    if asked["year"] and not (
        asked["year"].isascii() and asked["year"].isdigit() and len(asked["year"]) == 4
    ):
        asked["year"] = ""
    return search.Query(**asked)


async def _boxes(query: search.Query) -> list[Box]:
    editions = await catalogue.editions()
    year = query.year or (editions[0].year if editions else "")
    held = await catalogue.contents(year) if year in {edition.year for edition in editions} else None
    levels = {
        row.code: row.name for row in (held.levels_of(query.series, "") if held and query.series else ())
    }
    if held and not query.series:
        levels = dict(held.names["level"])
    return [
        Box(WORDS, "words", "words", query.words),
        Box(Field("choice", "年度"), "year", "year", query.year, "", tuple(Option(each.year, each.year) for each in editions)),
        Box(Field("choice", "系列"), "series", "series", query.series, "", tuple(each.option for each in held.series) if held else ()),
        Box(Field("choice", "级别"), "level", "level", query.level, "", tuple(Option(code, name) for code, name in levels.items())),
        Box(Field("choice", "状态"), "state", "state", query.state, "",
            tuple(Option(each.code, each.for_reviewer) for each in STATES.values() if each.code != "draft")),
    ]  # fmt: skip


@get("/search", opt={"act": "search"})
async def desk(request: Request) -> Response[Any]:
    """The search, its results, and the filters that are kept."""
    person, query, page = seated(request), _query(request.query_params), min(page_of(request), 200)
    found = None
    if query.address:
        await search.refresh()
        found = await search.find(query, desks.scope("search", person), page)
    context = {
        "boxes": await _boxes(query), "query": query, "address": urlencode(query.address), "found": found, "page": page,
        "saved": await search.saved(person.id), "exported": EXPORTED,
        "counted": search.COUNTED, "linked": desks.scope("search", person) is not None,
    }  # fmt: skip
    return show(request, "office/search.html", context)


@get("/search/export/{kind:str}", opt={"act": "search"})
async def export(request: Request, kind: FromPath[str]) -> Response[bytes]:
    """The results as a workbook or as CSV."""
    person, query = seated(request), _query(request.query_params)
    if kind not in KINDS or not query.address:
        raise NotFoundException
    await search.refresh()
    found = await search.find(query, desks.scope("search", person), 1, EXPORTED)
    rows = [
        [*(row[name] for name in ("number", "name", "unit_name", "year")), *row["names"].values(), row["said"]]
        for row in found.rows
    ]  # fmt: skip
    told = "；".join(f"{box.field.label}：{_shown(box)}" for box in await _boxes(query) if box.value)
    if kind == "csv":
        body = b"".join(spreadsheets.csv_bytes("申报查询", LABELS, rows, told, clock.now()))
    else:
        out = io.BytesIO()
        await asyncio.to_thread(spreadsheets.write_xlsx, out, "申报查询", LABELS, rows, told, clock.now())
        body = out.getvalue()
    headers = {
        "content-disposition": f'attachment; filename="declarations.{kind}"',
        "cache-control": "no-store",
    }
    return Response(body, media_type=KINDS[kind], headers=headers)


def _shown(box: Box) -> str:
    return next((option.label for option in box.options if option.value == box.value), box.value)


@post("/search/saved", opt={"act": "search"}, status_code=200)
async def keep(request: Request) -> Response[Any]:
    """Keep the filter under a name, or drop one."""
    person = seated(request)
    posted = await form.read(request)
    if "forget" in posted:
        await search.forget(person.id, posted.whole("forget"))
        return go("/search")
    query = urlencode(_query(dict(parse_qsl(posted.text("query")[:1000]))).address)
    if posted.text("name").strip() and query:
        await search.keep(person.id, posted.text("name"), query)
    return go(f"/search?{query}")


HANDLERS = [desk, export, keep]
