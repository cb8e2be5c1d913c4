"""The tables of a draft as workbooks: exported, changed, reported row by row, taken in."""

import asyncio
import io
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from web import clock
from web.box import Box
from web.columns import Field
from web.database import transaction
from web.documents import sheets as spreadsheets
from web.office import lists, sending, year_sheets, years
from web.office.shapes import SHAPES, shown
from web.office.year_loading import draft_in_hand
from web.sheet import reading
from web.sheet import rules as sheets
from web.shell import form
from web.shell.show import go, show

FILE = Field(
    "upload", "修改后的表", hint="XLSX 或 CSV，8 MB 以内，表头与导出的表相同。要删的行在“删除”一列写“是”。"
)
OUTCOMES = {"new": "新增", "changed": "改动", "same": "没有变化", "removed": "删去", "wrong": "有误"}


@get("/years/{draft:int}/{table:str}/export", opt={"act": "years"})
async def export(request: Request, draft: FromPath[int], table: FromPath[str]) -> Response[bytes]:
    """The table as a workbook, to be changed and sent back."""
    row, shape, out = await draft_in_hand(request), SHAPES[table], io.BytesIO()
    names = await lists.of_draft(draft)
    written = [lists.written(names, table, each["columns"]) for each in await years.rows_of(draft, table)]
    rows = [
        [*(shown(column.kind, each.get(name)) for name, column in shape.columns.items()), ""]
        for each in written
    ]
    labels = [*(column.label for column in shape.columns.values()), year_sheets.DELETE]
    title = f"{row['year']} 年度{shape.label}"
    await asyncio.to_thread(spreadsheets.write_xlsx, out, title, labels, rows, "", clock.now())
    headers = {
        "content-disposition": f'attachment; filename="{row["year"]}-{table}.xlsx"',
        "cache-control": "no-store",
    }
    return Response(out.getvalue(), media_type=spreadsheets.XLSX_TYPE, headers=headers)


def _send(request: Request, draft: dict[str, Any], table: str, wrong: str, status: int) -> Response[Any]:
    box = Box(FILE, "file", "file", complaint=wrong, upload_url=f"/years/{draft['id']}/{table}/sheet")
    context = {"draft": draft, "table": table, "shape": SHAPES[table], "box": box, "wrong": wrong}
    return show(request, "office/year_sheet.html", context, status=status)


@get("/years/{draft:int}/{table:str}/sheet", opt={"act": "years"})
async def sheet_page(request: Request, draft: FromPath[int], table: FromPath[str]) -> Response[Any]:
    """Where a changed table is sent."""
    return _send(request, await draft_in_hand(request), table, "", 200)


@post(
    "/years/{draft:int}/{table:str}/sheet",
    opt={"act": "years"},
    status_code=200,
    request_max_body_size=sending.LIMIT,
)
async def send_sheet(request: Request, draft: FromPath[int], table: FromPath[str]) -> Response[Any]:
    """Read a changed table and report on it."""
    row, shape = await draft_in_hand(request), SHAPES[table]
    needed = [column.label for column in shape.columns.values() if column.needed]
    also = [*(column.label for column in shape.columns.values() if not column.needed), year_sheets.DELETE]
    try:
        sheet = await sending.keep(request, "year", needed, also, "请选择修改后的表。", f"{draft}/{table}")
    except reading.Unreadable as error:
        return _send(request, row, table, str(error), 422)
    return go(f"/years/{draft}/{table}/sheet/{sheet}")


async def _sheet(request: Request) -> dict[str, Any]:
    draft = await draft_in_hand(request)
    return await sending.in_hand(request, "year", f"{draft['id']}/{request.path_params['table']}")


@get("/years/{draft:int}/{table:str}/sheet/{sheet:int}", opt={"act": "years"})
async def report(
    request: Request, draft: FromPath[int], table: FromPath[str], sheet: FromPath[int]
) -> Response[Any]:
    """What every row of the sheet would do to the draft."""
    row = await _sheet(request)
    judged = [] if row["written_at"] else await year_sheets.judge(draft, table, sheets.lines_of(row))
    context = {
        "sheet": row, "draft": await draft_in_hand(request), "table": table, "shape": SHAPES[table], "labels": OUTCOMES,
        "judged": [each for each in judged if each.outcome != "same"], "counts": sending.counted(judged) or row["outcome"],
    }  # fmt: skip
    return show(request, "office/year_report.html", context)


@post("/years/{draft:int}/{table:str}/sheet/{sheet:int}", opt={"act": "years"}, status_code=200)
async def take(
    request: Request, draft: FromPath[int], table: FromPath[str], sheet: FromPath[int]
) -> Response[Any]:
    """Write the sheet's right rows into the draft, once."""
    row = await _sheet(request)
    await form.read(request)
    async with transaction():
        if await sheets.claim(sheet):
            await sheets.close(sheet, await year_sheets.take(draft, table, sheets.lines_of(row)))
    return go(f"/years/{draft}/{table}/sheet/{sheet}")


HANDLERS = [export, sheet_page, send_sheet, report, take]
