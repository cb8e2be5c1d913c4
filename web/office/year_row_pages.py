"""年度目录：各张表: the rows of a draft, looked for, changed, added, taken out and brought back."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from web.box import Box
from web.columns import Field, Option
from web.office import conditions, lists, years
from web.office.loading import page_of
from web.office.shapes import EVERY, SHAPES, Column, limit_of, shown, told
from web.office.year_loading import draft_in_hand
from web.shell import form
from web.shell.show import go, show

SIZE = 100
LONG_KINDS = ("long", "conditions")
"""Kinds of columns that fill a box of many lines, too long for a table."""


@get("/years/{draft:int}/{table:str}", opt={"act": "years"})
async def table_page(request: Request, draft: FromPath[int], table: FromPath[str]) -> Response[Any]:
    """The rows of one table, by pages; a word narrows them."""
    row, page = await draft_in_hand(request), page_of(request)
    word = request.query_params.get("word", "").strip()[:40]
    names = await lists.of_draft(draft)
    every = [
        {**each, "columns": lists.named(names, table, each["columns"])}
        for each in await years.rows_of(draft, table, removed=True)
    ]
    removed = [each for each in every if each["removed"]]
    every = [each for each in every if not each["removed"]]
    rows = [each for each in every if not word or word in f"{each['code']} {_words(table, each)}"]
    shape = SHAPES[table]
    listed = [name for name, column in shape.columns.items() if column.kind not in LONG_KINDS][:5]
    context = {
        "draft": row, "table": table, "shape": shape, "listed": listed, "word": word, "page": page, "told": told,
        "removed": removed[:SIZE],
        "rows": rows[(page - 1) * SIZE : page * SIZE], "count": len(rows), "pages": max(1, -(-len(rows) // SIZE)),
    }  # fmt: skip
    return show(request, "office/year_table.html", context)


def _words(table: str, row: dict[str, Any]) -> str:
    return " ".join(told(column, row["columns"].get(name)) for name, column in SHAPES[table].columns.items())


HINTS = {
    "list": "几项之间用“、”隔开。", "moment": "如 2028-12-31 24:00。", "day": "如 2028-12-31。",
    "conditions": conditions.HINT,
}  # fmt: skip
BY_NAME = {
    "pattern": "可用 {province}、{year}、{level}、{series:02d}、{committee:03d}，最后是四位流水号 {serial:04d}。",
    "unit": "统一社会信用代码或单位在本系统的代码。",
}
YES = {"是": "是", "否": "否"}


def _field(name: str, column: Column, limit: int, listed: bool) -> Field:
    kind = "choice" if listed else "long_text" if column.kind in LONG_KINDS else "text"
    hint = BY_NAME.get(name) or HINTS.get(column.kind, "")
    if column.every:
        hint += f"不选表示{EVERY}。" if listed else f"空着表示{EVERY}。"
    return Field(kind, column.label, required=column.needed, limit=limit, hint=hint, rows=12)


async def _editor(
    request: Request, draft: dict[str, Any], table: str, row: dict[str, Any] | None, texts: dict[str, str],
    wrong: dict[str, str], status: int,
) -> Response[Any]:  # fmt: skip
    names, shape = await lists.of_draft(draft["id"]), SHAPES[table]
    boxes = []
    for name, column in shape.columns.items():
        of_one = {} if column.kind == "list" else lists.of_column(names, table, name)
        known = YES if column.kind == "yes" else of_one
        field = _field(name, column, limit_of(shape, name), bool(known))
        options = tuple(Option(*each) for each in known.items())
        boxes.append(Box(field, name, name, texts.get(name, ""), wrong.get(name, ""), options))
    context = {
        "draft": draft,
        "table": table,
        "shape": shape,
        "row": row,
        "boxes": boxes,
        "wrong": wrong,
    }
    return show(request, "office/year_row.html", context, status=status)


@get("/years/{draft:int}/{table:str}/new", opt={"act": "years"})
async def new_row(request: Request, draft: FromPath[int], table: FromPath[str]) -> Response[Any]:
    """An empty row."""
    return await _editor(request, await draft_in_hand(request), table, None, {}, {}, 200)


async def _row(request: Request) -> tuple[dict[str, Any], dict[str, Any]]:
    draft = await draft_in_hand(request)
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
    told_as = lists.written(await lists.of_draft(draft), table, found["columns"])
    texts = {
        name: shown(column.kind, (told_as if column.kind == "list" else found["columns"]).get(name))
        for name, column in SHAPES[table].columns.items()
    }
    return await _editor(request, held, table, found, texts, {}, 200)


async def _save(
    request: Request, draft: dict[str, Any], table: str, row: dict[str, Any] | None
) -> Response[Any]:
    posted = await form.read(request)
    if row and ("remove" in posted or "restore" in posted):
        await years.remove(row["id"], "remove" in posted)
        return go(f"/years/{draft['id']}/{table}")
    texts = {name: posted.text(name) for name in SHAPES[table].columns}
    names = await lists.of_draft(draft["id"])
    columns, wrong = years.read_row(SHAPES[table], lists.coded(names, table, texts))
    if not wrong:
        try:
            await years.save(draft["id"], table, row["id"] if row else None, columns)
            return go(f"/years/{draft['id']}/{table}")
        except years.Refusal as refusal:
            wrong = {next(iter(SHAPES[table].columns)): str(refusal)}
    return await _editor(
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
    return await _save(request, await draft_in_hand(request), table, None)


@post("/years/{draft:int}/{table:str}/{row:int}", opt={"act": "years"}, status_code=200)
async def save_row(
    request: Request, draft: FromPath[int], table: FromPath[str], row: FromPath[int]
) -> Response[Any]:
    """Change a row, take it out, or bring it back."""
    held, found = await _row(request)
    return await _save(request, held, table, found)


HANDLERS = [table_page, new_row, row_page, add_row, save_row]
