"""年度目录: a new year without a programmer."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from web.box import Box
from web.catalogue import rules as catalogue
from web.columns import Field, Option
from web.office import lists, publishing, years
from web.office.loading import page_of, seated
from web.office.shapes import EVERY, SHAPES, Column, shown, told
from web.office.year_loading import draft_in_hand
from web.shell import form
from web.shell.show import go, show

SIZE = 100
BASE = Field("choice", "从哪一年度复制", required=True)
YEAR = Field(
    "text", "新年度", required=True, limit=4, hint="四位数字，如 2028。填与上面相同的年度，就是修订该年度。"
)
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


@get("/years/{draft:int}", opt={"act": "years"})
async def draft_page(request: Request, draft: FromPath[int]) -> Response[Any]:
    """The tables of a draft, and how many rows differ from the year before."""
    row = await draft_in_hand(request)
    changes = await publishing.changes(row)
    counts = {key: len([each for each in changes if each.table == key]) for key in SHAPES}
    sizes = {key: len(await years.rows_of(draft, key)) for key in SHAPES}
    return show(
        request, "office/year.html", {"draft": row, "shapes": SHAPES, "counts": counts, "sizes": sizes}
    )


@get("/years/{draft:int}/preview", opt={"act": "years"})
async def preview(request: Request, draft: FromPath[int]) -> Response[Any]:
    """What changes, for whom, and what must be mended first."""
    return await _preview(request, await draft_in_hand(request), "", 200)


async def _preview(request: Request, row: dict[str, Any], sentence: str, status: int) -> Response[Any]:
    context = {
        "draft": row, "changes": await publishing.changes(row), "complaints": await publishing.complaints(row), "shapes": SHAPES,
        "how": HOW, "staying": await publishing.staying(row), "wrong": sentence,
    }  # fmt: skip
    return show(request, "office/year_preview.html", context, status=status)


@post("/years/{draft:int}/publish", opt={"act": "years"}, status_code=200)
async def publish(request: Request, draft: FromPath[int]) -> Response[Any]:
    """Publish the draft."""
    row = await draft_in_hand(request)
    await form.read(request)
    try:
        await publishing.publish(row, request.state["person"])
    except years.Refusal as refusal:
        return await _preview(request, row, str(refusal), 422)
    return go("/years")


@get("/years/{draft:int}/{table:str}", opt={"act": "years"})
async def table_page(request: Request, draft: FromPath[int], table: FromPath[str]) -> Response[Any]:
    """The rows of one table, by pages; a word narrows them."""
    row, page = await draft_in_hand(request), page_of(request)
    word = request.query_params.get("word", "").strip()[:40]
    names = await lists.of_draft(draft)
    every = [
        {**each, "columns": lists.named(names, table, each["columns"])}
        for each in await years.rows_of(draft, table)
    ]
    rows = [each for each in every if not word or word in f"{each['code']} {_words(table, each)}"]
    shape = SHAPES[table]
    listed = [name for name, column in shape.columns.items() if column.kind not in ("long", "json")][:5]
    context = {
        "draft": row, "table": table, "shape": shape, "listed": listed, "word": word, "page": page, "told": told,
        "rows": rows[(page - 1) * SIZE : page * SIZE], "count": len(rows), "pages": max(1, -(-len(rows) // SIZE)),
    }  # fmt: skip
    return show(request, "office/year_table.html", context)


def _words(table: str, row: dict[str, Any]) -> str:
    return " ".join(told(column, row["columns"].get(name)) for name, column in SHAPES[table].columns.items())


HINTS = {
    "list": "几项之间用“、”隔开。", "moment": "如 2028-12-31 24:00。", "day": "如 2028-12-31。",
    "json": "条件的写法与导出的表相同，最好先从一条相近的条件复制。",
}  # fmt: skip
BY_NAME = {
    "pattern": "可用 {province}、{year}、{level}、{series:02d}、{committee:03d}，最后是四位流水号 {serial:04d}。",
    "unit": "统一社会信用代码或单位在本系统的代码。",
}
YES = {"是": "是", "否": "否"}


def _field(name: str, column: Column, listed: bool) -> Field:
    kind = "choice" if listed else "long_text" if column.kind in ("long", "json") else "text"
    hint = BY_NAME.get(name) or HINTS.get(column.kind, "")
    if column.every:
        hint += f"不选表示{EVERY}。" if listed else f"空着表示{EVERY}。"
    limit = 60_000 if kind == "long_text" else 400
    return Field(kind, column.label, required=column.needed, limit=limit, hint=hint, rows=12)


async def _editor(
    request: Request, draft: dict[str, Any], table: str, row: dict[str, Any] | None, texts: dict[str, str],
    wrong: dict[str, str], status: int,
) -> Response[Any]:  # fmt: skip
    names = await lists.of_draft(draft["id"])
    boxes = []
    for name, column in SHAPES[table].columns.items():
        of_one = {} if column.kind == "list" else lists.of_column(names, table, name)
        known = YES if column.kind == "yes" else of_one
        field, options = _field(name, column, bool(known)), tuple(Option(*each) for each in known.items())
        boxes.append(Box(field, name, name, texts.get(name, ""), wrong.get(name, ""), options))
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
    texts = {
        name: shown(column.kind, found["columns"].get(name)) for name, column in SHAPES[table].columns.items()
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
    columns, wrong = years.read_row(SHAPES[table], texts)
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


HANDLERS = [
    desk, copy, draft_page, preview, publish, table_page, new_row, row_page, add_row, save_row,
]  # fmt: skip
