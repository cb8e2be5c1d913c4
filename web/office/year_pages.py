"""年度目录: a new year without a programmer."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from web.box import Box
from web.catalogue import rules as catalogue
from web.columns import Field, Option
from web.office import publishing, years
from web.office.loading import seated
from web.office.shapes import SHAPES
from web.office.year_loading import draft_in_hand
from web.shell import form
from web.shell.show import go, show

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


@get("/years/{draft:int}/discard", opt={"act": "years"})
async def discard_page(request: Request, draft: FromPath[int]) -> Response[Any]:
    """The question before a draft is thrown away."""
    row = await draft_in_hand(request)
    return show(
        request, "office/year_discard.html", {"draft": row, "count": len(await publishing.changes(row))}
    )


@post("/years/{draft:int}/discard", opt={"act": "years"}, status_code=200)
async def discard(request: Request, draft: FromPath[int]) -> Response[Any]:
    """Throw a draft away."""
    await draft_in_hand(request)
    await form.read(request)
    await years.discard(draft)
    return go("/years")


HANDLERS = [desk, copy, draft_page, preview, publish, discard_page, discard]
