"""The routes of any section: list, item, rows of one page, single record; made once for every holder."""

from dataclasses import replace
from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler

from web import rows
from web.shell import copying, file_pages, form
from web.shell.place import NOT_NAMED, Loader, Place
from web.shell.place import Locked as Locked
from web.shell.section_saving import add_row, keep_text, remove_row, save_all, save_one
from web.shell.section_views import item_page, row_of, section_page
from web.shell.show import go, show


def handlers(prefix: str, view: str, edit: str, load: Loader) -> list[HTTPRouteHandler]:
    """Handlers under `prefix` for the acts `view` and `edit`; `load` gives the place for (request, act)."""

    async def place_to_change(request: Request) -> tuple[Place, form.Form]:
        posted = await form.read(request)
        place = (await load(request, edit)).asked_for(request.path_params)
        if place.locked:
            raise Locked(place, posted)
        return place, posted

    async def whole_place(request: Request) -> tuple[Place, form.Form]:
        place, posted = await place_to_change(request)
        return _wholly(place, request.path_params.get("row", 0), posted), posted

    @get(f"{prefix}/{{key:str}}", opt={"act": view})
    async def page(request: Request) -> Response[Any]:
        return await section_page(request, await load(request, view))

    @post(f"{prefix}/{{key:str}}", opt={"act": edit}, status_code=200)
    async def save_page(request: Request) -> Response[Any]:
        place, posted = await place_to_change(request)
        if place.section.layout == "rows" and ("once" in posted or "remove" in posted):
            return await _pressed(request, place, posted)
        return await save_all(request, place, posted)

    @get(f"{prefix}/{{key:str}}/new", opt={"act": edit})
    async def new_item(request: Request) -> Response[Any]:
        place = await load(request, edit)
        if not place.allows(0, whole=True):
            return go(place.url)
        return await item_page(request, place, {"id": 0, "version": 0})

    @get(f"{prefix}/{{key:str}}/{{row:int}}", opt={"act": view})
    async def item(request: Request) -> Response[Any]:
        place = await load(request, view)
        return await item_page(request, place, await row_of(place, request.path_params["row"]))

    @post(f"{prefix}/{{key:str}}/{{row:int}}", opt={"act": edit}, status_code=200)
    async def save_item(request: Request) -> Response[Any]:
        place, posted = await place_to_change(request)
        return await save_one(request, place, request.path_params["row"], posted)

    @post(f"{prefix}/{{key:str}}/{{row:int}}/keep", opt={"act": edit}, status_code=200)
    async def keep(request: Request) -> Response[Any]:
        place, posted = await place_to_change(request)
        return await keep_text(place, request.path_params["row"], posted)

    @post(f"{prefix}/{{key:str}}/add", opt={"act": edit}, status_code=200)
    async def add(request: Request) -> Response[Any]:
        place, posted = await whole_place(request)
        return await add_row(request, place, posted)

    @post(f"{prefix}/{{key:str}}/{{row:int}}/remove", opt={"act": edit}, status_code=200)
    async def remove(request: Request) -> Response[Any]:
        place, posted = await whole_place(request)
        return await remove_row(request, place, request.path_params["row"], posted)

    @post(f"{prefix}/{{key:str}}/{{row:int}}/restore", opt={"act": edit}, status_code=200)
    async def restore(request: Request) -> Response[Any]:
        place, _ = await whole_place(request)
        await rows.restore(place.section, place.holder, request.path_params["row"])
        return go(f"{place.url}?said=restored#row-{request.path_params['row']}")

    @post(f"{prefix}/{{key:str}}/check", opt={"act": edit}, status_code=200)
    async def check(request: Request) -> Response[Any]:
        posted, place = await form.read(request), await load(request, view)
        return await check_field(request, place, posted)

    @post(f"{prefix}/{{key:str}}/options", opt={"act": edit}, status_code=200)
    async def options(request: Request) -> Response[Any]:
        posted, place = await form.read(request), await load(request, view)
        return await dependent_fields(request, place, posted)

    return [
        copying.handler(prefix, edit, load),
        page, save_page, new_item, item, save_item, keep, add, remove, restore, check, options,
        *file_pages.handlers(prefix, view, edit, load),
    ]  # fmt: skip


def _wholly(place: Place, row: int, posted: form.Form) -> Place:
    """The place, where the whole of `row` may be added or taken away; Locked elsewhere."""
    if not place.allows(row, whole=True):
        raise Locked(replace(place, locked=NOT_NAMED), posted)
    return place


async def _pressed(request: Request, place: Place, posted: form.Form) -> Response[Any]:
    """What 增加 or 删除 asks for, in a browser that does not know formaction and posts the button to the page."""
    row = posted.whole("remove")
    place = _wholly(place, row, posted)
    return await (remove_row(request, place, row, posted) if row else add_row(request, place, posted))


def _split(section_names: set[str], posted: form.Form) -> tuple[str, str, dict[str, str]]:
    """(prefix, field name, values) of the one field that a check or a dependent list is about."""
    for name in posted:
        prefix, _, bare = name.rpartition(".")
        if bare in section_names:
            prefix = f"{prefix}." if prefix.isdecimal() else ""
            return prefix, bare, posted.under(prefix) if prefix else dict(posted)
    raise NotFoundException


async def check_field(request: Request, place: Place, posted: form.Form) -> Response[Any]:
    """The complaint about one field, as htmx swaps it under the box."""
    prefix, name, values = _split({name for name, _ in place.section.columns}, posted)
    box = await rows.one_box(place.section, name, values, prefix, place.url)
    return show(request, "section/_word.html", {"box": box}, fragment="section/_word.html")


async def dependent_fields(request: Request, place: Place, posted: form.Form) -> Response[Any]:
    """The fields whose lists follow from the one that changed (`of` in the address), from what stands in the boxes."""
    section = place.section
    prefix, _, name = request.query_params.get("of", "").rpartition(".")
    if name not in dict(section.columns) or not (prefix == "" or prefix.isdecimal()):
        raise NotFoundException
    prefix = f"{prefix}." if prefix else ""
    values = posted.under(prefix) if prefix else dict(posted)
    boxes = [
        await rows.one_box(section, other, values, prefix, place.url)
        for other in rows.downstream(section, name)
    ]
    boxes = [box.renewed() for box in boxes]
    context = {"boxes": boxes, "status": f"已更新选项：{'、'.join(box.field.label for box in boxes)}。"}
    return show(request, "section/_options.html", context, fragment="section/_options.html")
