"""年度目录: a new year without a programmer."""

import asyncio
import io
from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from web import clock
from web.box import Box
from web.catalogue import rules as catalogue
from web.columns import Field, Option
from web.database import transaction
from web.documents import sheets as spreadsheets
from web.office import years
from web.office.loading import office_of, page_of, seated
from web.office.shapes import SHAPES, Column, shown
from web.sheet import reading
from web.sheet import rules as sheets
from web.shell import form
from web.shell.show import go, show

SIZE = 100
BASE = Field("choice", "从哪一年度复制", required=True)
YEAR = Field(
    "text", "新年度", required=True, limit=4, hint="四位数字，如 2028。填与上面相同的年度，就是修订该年度。"
)
FILE = Field(
    "upload", "修改后的表", hint="XLSX 或 CSV，8 MB 以内，表头与导出的表相同。要删的行在“删除”一列写“是”。"
)
OUTCOMES = {"new": "新增", "changed": "改动", "same": "没有变化", "removed": "删去", "wrong": "有误"}
HOW = {"new": "新增", "changed": "改动", "removed": "删去"}


async def _years(request: Request, typed: dict[str, str], wrong: str, status: int) -> Response[Any]:
    published = [edition.year for edition in await catalogue.editions()]
    options = tuple(Option(year, f"{year} 年度") for year in published)
    base = typed.get("base", published[0] if published else "")
    boxes = [
        Box(BASE, "base", "base", base, "", options),
        Box(YEAR, "year", "year", typed.get("year", ""), wrong),
    ]
    context = {
        "boxes": boxes,
        "wrong": wrong,
        "published": await catalogue.editions(),
        "drafts": await years.drafts(),
    }
    return show(request, "office/years.html", context, status=status)


@get("/years", opt={"act": "years"})
async def desk(request: Request) -> Response[Any]:
    """The editions that are published, and the drafts."""
    seated(request)
    return await _years(request, {}, "", 200)


@post("/years", opt={"act": "years"}, status_code=200)
async def copy(request: Request) -> Response[Any]:
    """Copy a year into a draft."""
    person = seated(request)
    posted = await form.read(request)
    typed = {"base": posted.text("base"), "year": posted.text("year").strip()}
    try:
        return go(f"/years/{await years.copy(typed['base'], typed['year'], person.id)}")
    except years.Refusal as refusal:
        return await _years(request, typed, str(refusal), 422)


async def _draft(request: Request) -> dict[str, Any]:
    seated(request)
    row = await years.draft_of(request.path_params["draft"])
    if row is None:
        raise NotFoundException
    table = request.path_params.get("table")
    if table is not None and table not in SHAPES:
        raise NotFoundException
    return row


@get("/years/{draft:int}", opt={"act": "years"})
async def draft_page(request: Request, draft: FromPath[int]) -> Response[Any]:
    """The tables of a draft, and how many rows differ from the year before."""
    row = await _draft(request)
    changes = await years.changes(row)
    counts = {key: len([each for each in changes if each.table == key]) for key in SHAPES}
    sizes = {key: len(await years.rows_of(draft, key)) for key in SHAPES}
    return show(
        request, "office/year.html", {"draft": row, "shapes": SHAPES, "counts": counts, "sizes": sizes}
    )


@get("/years/{draft:int}/preview", opt={"act": "years"})
async def preview(request: Request, draft: FromPath[int]) -> Response[Any]:
    """What changes, for whom, and what must be mended first."""
    return await _preview(request, await _draft(request), "", 200)


async def _preview(request: Request, row: dict[str, Any], sentence: str, status: int) -> Response[Any]:
    context = {
        "draft": row, "changes": await years.changes(row), "complaints": await years.complaints(row), "shapes": SHAPES,
        "how": HOW, "staying": await years.staying(row), "wrong": sentence,
    }  # fmt: skip
    return show(request, "office/year_preview.html", context, status=status)


@post("/years/{draft:int}/publish", opt={"act": "years"}, status_code=200)
async def publish(request: Request, draft: FromPath[int]) -> Response[Any]:
    """Publish the draft."""
    row = await _draft(request)
    await form.read(request)
    try:
        await years.publish(row)
    except years.Refusal as refusal:
        return await _preview(request, row, str(refusal), 422)
    return go("/years")


@get("/years/{draft:int}/{table:str}", opt={"act": "years"})
async def table_page(request: Request, draft: FromPath[int], table: FromPath[str]) -> Response[Any]:
    """The rows of one table, by pages; a word narrows them."""
    row, page = await _draft(request), page_of(request)
    word = request.query_params.get("word", "").strip()[:40]
    rows = [each for each in await years.rows_of(draft, table) if not word or word in _words(table, each)]
    shape = SHAPES[table]
    listed = [name for name, column in shape.columns.items() if column.kind not in ("long", "json")][:5]
    context = {
        "draft": row, "table": table, "shape": shape, "listed": listed, "word": word, "page": page, "shown": shown,
        "rows": rows[(page - 1) * SIZE : page * SIZE], "count": len(rows), "pages": max(1, -(-len(rows) // SIZE)),
    }  # fmt: skip
    return show(request, "office/year_table.html", context)


def _words(table: str, row: dict[str, Any]) -> str:
    return " ".join(
        shown(column.kind, row["columns"].get(name)) for name, column in SHAPES[table].columns.items()
    )


def _field(name: str, column: Column) -> Field:
    kind = "long_text" if column.kind in ("long", "json") else "text"
    hints = {
        "yes": "写“是”或“否”。",
        "list": "几项之间用“、”隔开，空着表示全部。",
        "moment": "如 2028-12-31 24:00。",
        "day": "如 2028-12-31。",
    }
    hint = hints.get(
        column.kind,
        "空着表示全部。" if name in ("series", "level", "committee", "type", "group_code") else "",
    )
    return Field(
        kind,
        column.label,
        required=column.needed,
        limit=60_000 if kind == "long_text" else 400,
        hint=hint,
        rows=12,
    )


def _editor(
    request: Request, draft: dict[str, Any], table: str, row: dict[str, Any] | None, texts: dict[str, str],
    wrong: dict[str, str], status: int,
) -> Response[Any]:  # fmt: skip
    boxes = [
        Box(_field(name, column), name, name, texts.get(name, ""), wrong.get(name, ""))
        for name, column in SHAPES[table].columns.items()
    ]
    context = {
        "draft": draft,
        "table": table,
        "shape": SHAPES[table],
        "row": row,
        "boxes": boxes,
        "wrong": wrong,
    }
    return show(request, "office/year_row.html", context, status=status)


@get("/years/{draft:int}/{table:str}/new", opt={"act": "years"})
async def new_row(request: Request, draft: FromPath[int], table: FromPath[str]) -> Response[Any]:
    """An empty row."""
    return _editor(request, await _draft(request), table, None, {}, {}, 200)


async def _row(request: Request) -> tuple[dict[str, Any], dict[str, Any]]:
    draft = await _draft(request)
    row = await years.row_of(draft["id"], request.path_params["table"], request.path_params["row"])
    if row is None:
        raise NotFoundException
    return draft, row


@get("/years/{draft:int}/{table:str}/{row:int}", opt={"act": "years"})
async def row_page(
    request: Request, draft: FromPath[int], table: FromPath[str], row: FromPath[int]
) -> Response[Any]:
    """One row to be changed."""
    held, found = await _row(request)
    texts = {
        name: shown(column.kind, found["columns"].get(name)) for name, column in SHAPES[table].columns.items()
    }
    return _editor(request, held, table, found, texts, {}, 200)


async def _save(
    request: Request, draft: dict[str, Any], table: str, row: dict[str, Any] | None
) -> Response[Any]:
    posted = await form.read(request)
    if row and ("remove" in posted or "restore" in posted):
        await years.remove(row["id"], "remove" in posted)
        return go(f"/years/{draft['id']}/{table}")
    texts = {name: posted.text(name) for name in SHAPES[table].columns}
    columns, wrong = years.read_row(SHAPES[table], texts)
    if not wrong:
        try:
            await years.save(draft["id"], table, row["id"] if row else None, columns)
            return go(f"/years/{draft['id']}/{table}")
        except years.Refusal as refusal:
            wrong = {next(iter(SHAPES[table].columns)): str(refusal)}
    return _editor(
        request,
        draft,
        table,
        row,
        texts,
        {name: f"{text.rstrip('。')}。" for name, text in wrong.items()},
        422,
    )


@post("/years/{draft:int}/{table:str}/new", opt={"act": "years"}, status_code=200)
async def add_row(request: Request, draft: FromPath[int], table: FromPath[str]) -> Response[Any]:
    """Add a row."""
    return await _save(request, await _draft(request), table, None)


@post("/years/{draft:int}/{table:str}/{row:int}", opt={"act": "years"}, status_code=200)
async def save_row(
    request: Request, draft: FromPath[int], table: FromPath[str], row: FromPath[int]
) -> Response[Any]:
    """Change a row, take it out, or bring it back."""
    held, found = await _row(request)
    return await _save(request, held, table, found)


@get("/years/{draft:int}/{table:str}/export", opt={"act": "years"})
async def export(request: Request, draft: FromPath[int], table: FromPath[str]) -> Response[bytes]:
    """The table as a workbook, to be changed and sent back."""
    row, shape, out = await _draft(request), SHAPES[table], io.BytesIO()
    rows = [
        [*(shown(column.kind, each["columns"].get(name)) for name, column in shape.columns.items()), ""]
        for each in await years.rows_of(draft, table)
    ]
    labels = [*(column.label for column in shape.columns.values()), years.DELETE]
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
    return _send(request, await _draft(request), table, "", 200)


@post(
    "/years/{draft:int}/{table:str}/sheet",
    opt={"act": "years"},
    status_code=200,
    request_max_body_size=9 * 1024 * 1024,
)
async def send_sheet(request: Request, draft: FromPath[int], table: FromPath[str]) -> Response[Any]:
    """Read a changed table and report on it."""
    row, shape = await _draft(request), SHAPES[table]
    posted = await form.read(request)
    if not posted.files:
        return _send(request, row, table, "请选择修改后的表。", 422)
    upload = posted.files[0][1]
    needed = [column.label for column in shape.columns.values() if column.needed]
    also = [*(column.label for column in shape.columns.values() if not column.needed), years.DELETE]
    try:
        sheet = await sheets.keep(
            "year", upload.filename, await upload.read(), needed, also, request.state["person"], office_of(request),
            f"{draft}/{table}",
        )  # fmt: skip
    except reading.Unreadable as error:
        return _send(request, row, table, str(error), 422)
    return go(f"/years/{draft}/{table}/sheet/{sheet}")


async def _sheet(request: Request) -> dict[str, Any]:
    draft = await _draft(request)
    row = await sheets.sheet_of(request.path_params["sheet"], "year", office_of(request))
    if row is None or row["subject"] != f"{draft['id']}/{request.path_params['table']}":
        raise NotFoundException
    return row


@get("/years/{draft:int}/{table:str}/sheet/{sheet:int}", opt={"act": "years"})
async def report(
    request: Request, draft: FromPath[int], table: FromPath[str], sheet: FromPath[int]
) -> Response[Any]:
    """What every row of the sheet would do to the draft."""
    row = await _sheet(request)
    judged = [] if row["written_at"] else await years.judge(draft, table, sheets.lines_of(row))
    counts: dict[str, int] = {}
    for each in judged:
        counts[each.outcome] = counts.get(each.outcome, 0) + 1
    context = {
        "sheet": row, "draft": await _draft(request), "table": table, "shape": SHAPES[table], "labels": OUTCOMES,
        "judged": [each for each in judged if each.outcome != "same"], "counts": counts or row["outcome"],
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
            await sheets.close(sheet, await years.take(draft, table, sheets.lines_of(row)))
    return go(f"/years/{draft}/{table}/sheet/{sheet}")


HANDLERS = [
    desk, copy, draft_page, preview, publish, table_page, new_row, row_page, add_row, save_row, export, sheet_page,
    send_sheet, report, take,
]  # fmt: skip
