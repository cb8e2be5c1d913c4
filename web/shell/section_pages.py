"""The pages of any section: list, item, rows of one page, single record; made once for every holder."""

import secrets
from dataclasses import replace
from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler

from web import clock, rows
from web.box import Box
from web.evidence import rules as evidence
from web.shell import copying, file_pages, form, keeping
from web.shell.place import NOT_NAMED, Loader, Place
from web.shell.place import Locked as Locked
from web.shell.show import go, is_fragment, show


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
        if not place.allows(request.path_params.get("row", 0), whole=True):
            raise Locked(replace(place, locked=NOT_NAMED), posted)
        return place, posted

    @get(f"{prefix}/{{key:str}}", opt={"act": view})
    async def page(request: Request) -> Response[Any]:
        return await section_page(request, await load(request, view))

    @post(f"{prefix}/{{key:str}}", opt={"act": edit}, status_code=200)
    async def save_page(request: Request) -> Response[Any]:
        place, posted = await place_to_change(request)
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
        return await item_page(request, place, await _row(place, request.path_params["row"]))

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


def _named_only(place: Place, row: int, posted: dict[str, str]) -> dict[str, str]:
    """What was posted for `row`, without the fields that an open return does not name."""
    columns = {name for name, _ in place.section.columns}
    return {name: text for name, text in posted.items() if name not in columns or place.allows(row, name)}


def _readable(place: Place, row: int, boxes: list[Box]) -> list[Box]:
    """The boxes, read-only where an open return does not name them."""
    if place.named is None:
        return boxes
    return [
        box if place.allows(row, box.name.rpartition(".")[2]) else replace(box, readonly=True)
        for box in boxes
    ]


async def _row(place: Place, row: int) -> rows.Row:
    found = await rows.row_of(place.section, place.holder, row)
    if found is None:
        raise NotFoundException
    return found


SAID = {
    "saved": "已保存。", "removed": "已删除，可以撤销。", "restored": "已恢复。", "added": "已增加一项，请填写。",
    "kept": "登录超时前填写的内容已经填回，还没有保存，请核对后保存。",
    "copied": "已复制，请核对后保存。",
    "first": "已保存。请上传文件。",
}  # fmt: skip


def _said(request: Request) -> str:
    said = "kept" if request.query_params.get("kept") else request.query_params.get("said", "")
    return SAID.get(said, "")


async def _kept(request: Request, prefix: str) -> dict[str, str]:
    """What was posted here after the session had ended, for the boxes whose names begin with `prefix`."""
    found = await keeping.kept(request.query_params.get("kept", ""), request.state["person"].id)
    values = found[1] if found else {}
    mine = {name.removeprefix(prefix): text for name, text in values.items() if name.startswith(prefix)}
    return {name: text for name, text in mine.items() if name not in ("version", "once")}


async def section_page(
    request: Request, place: Place, saved: dict[int, rows.Saved] | None = None
) -> Response[Any]:
    """The section's first page in its layout; with `saved`, as it stands after a save that had complaints."""
    section = place.section
    if section.layout == "one":
        row = await rows.only_row(section, place.holder) if not place.locked else await _one_or_blank(place)
        return await item_page(request, place, row, (saved or {}).get(row["id"]))
    entries = []
    for row in await rows.rows_of(section, place.holder):
        outcome = (saved or {}).get(row["id"])
        files = await evidence.files_of(section.key, row["id"])
        entry: dict[str, Any] = {
            "row": row,
            "files": files,
            "problems": await rows.problems(section, [row], _counts(files, row)),
        }
        if section.layout == "rows":
            typed = {} if saved else await _kept(request, f"{row['id']}.")
            outcome = outcome or rows.seen(row, [] if typed else entry["problems"])
            outcome.typed.update(typed)
            boxes = await rows.boxes(section, row, prefix=f"{row['id']}.", saved=outcome, url=place.url)
            entry["boxes"] = _readable(place, row["id"], boxes)
        else:
            entry["values"] = [
                v for v in await rows.shown(section, row) if v["name"] in dict(section.list_fields)
            ]
        entries.append(entry)
    wrong = [
        box
        for entry in entries
        for box in entry.get("boxes", [])
        if saved and (box.complaint or box.stored is not None)
    ]
    context = {
        "place": place, "entries": entries, "once": secrets.token_urlsafe(9), "wrong": wrong,
        "status": _said(request), "removed": _removed(request),
    }  # fmt: skip
    name = "section/rows.html" if section.layout == "rows" else "section/list.html"
    return show(request, name, context, status=_status(saved))


def _removed(request: Request) -> int:
    return form.whole(request.query_params.get("removed", ""))


def _status(saved: dict[int, rows.Saved] | None) -> int:
    outcomes = (saved or {}).values()
    if any(each.conflicts for each in outcomes):
        return 409
    return 422 if any(each.complaints for each in outcomes) else 200


async def _one_or_blank(place: Place) -> rows.Row:
    found = await rows.rows_of(place.section, place.holder)
    if found:
        return found[0]
    row = place.section.table(**{place.section.holder: place.holder}).to_dict()
    return {**row, "id": 0, "version": 0}


def _counts(files: dict[str, Any], row: rows.Row) -> dict[tuple[int, str], int]:
    return {(row["id"], name): len(attached) for name, attached in files.items()}


async def item_page(
    request: Request, place: Place, row: rows.Row, saved: rows.Saved | None = None
) -> Response[Any]:
    """One item, or the single record, as a form; read-only where the place is locked."""
    section = place.section
    full = row if row["id"] else {**section.table(**{section.holder: place.holder}).to_dict(), **row}
    files = await evidence.files_of(section.key, row["id"]) if row["id"] else {}
    place = place.of_row(row["id"]) if row["id"] else place
    kept = {} if saved else await _kept(request, "")
    if kept:
        saved = rows.Saved(full, {}, {}, kept)
    standing = saved or rows.seen(full, await rows.problems(section, [full], {}) if row["id"] else [])
    boxes = await rows.boxes(section, full, saved=standing, url="" if place.locked else place.url)
    boxes = _readable(place, row["id"], boxes) if row["id"] else boxes
    context = {
        "place": place, "row": full, "boxes": boxes, "files": files, "once": secrets.token_urlsafe(9),
        "wrong": [box for box in boxes if saved and (box.complaint or box.stored is not None)],
        "values": await rows.shown(section, full) if place.locked else [],
        "photo": await evidence.photo_of(place.owner) if section.layout == "one" else None,
        "status": _said(request),
    }  # fmt: skip
    return show(request, "section/item.html", context, status=_status({0: saved} if saved else None))


async def save_one(request: Request, place: Place, row_id: int, posted: form.Form) -> Response[Any]:
    """Save one item; row 0 is a new one, made only when something was typed."""
    section, holder = place.section, place.holder
    if not place.allows(row_id, whole=not row_id):
        raise Locked(replace(place, locked=NOT_NAMED), posted)
    if row_id == 0 and not any(posted.text(name).strip() for name, _ in section.columns):
        blank = {"id": 0, "version": 0}
        _, complaints = await rows.read(section, section.table(**{section.holder: holder}).to_dict(), posted)
        return await item_page(request, place, blank, rows.Saved(blank, complaints))
    new = row_id == 0
    try:
        row = await rows.add(section, holder, posted.text("once")) if new else await _row(place, row_id)
    except OverflowError as full:
        return show(
            request,
            "section/full.html",
            {"place": place, "sentence": str(full), "posted": posted},
            status=422,
        )
    version = row["version"] if new else posted.whole("version")
    saved = await rows.save(section, holder, row, _named_only(place, row_id, posted), version)
    refresh = "refresh" in posted
    if saved.conflicts or saved.complaints or refresh:
        return await item_page(request, place, saved.row, rows.Saved(saved.row) if refresh else saved)
    if new and section.uploads:
        return go(f"{place.url}/{row['id']}?said=first#files")
    if section.layout == "one":
        return go(f"{place.url}?said=saved")
    return go(f"{place.url}?said=saved#row-{row['id']}")


async def keep_text(place: Place, row_id: int, posted: form.Form) -> Response[Any]:
    """The script saves a long text by itself; the answer carries the version that the next save starts from."""
    saved = await rows.save(
        place.section,
        place.holder,
        await _row(place, row_id),
        _named_only(place, row_id, posted),
        posted.whole("version"),
    )
    if saved.conflicts:
        return Response({"said": "另一窗口已保存过这段文字，没有自动覆盖。"}, status_code=409)
    said = f"已自动保存 {clock.now().astimezone(clock.ZONE):%H:%M}"
    return Response(
        {"version": str(saved.row["version"]), "said": said}, headers={"cache-control": "no-store"}
    )


async def save_all(request: Request, place: Place, posted: form.Form) -> Response[Any]:
    """Save the single record, or every row of the page that was posted."""
    if place.section.layout == "one":
        row = await rows.only_row(place.section, place.holder)
        return await save_one(request, place, row["id"], posted)
    saved = await _save_rows(place, posted)
    if _status(saved) != 200 or any(name.endswith(".refresh") for name in posted):
        return await section_page(request, place, saved)
    return go(f"{place.url}?said=saved")


async def _save_rows(place: Place, posted: form.Form) -> dict[int, rows.Saved]:
    saved = {}
    for row in await rows.rows_of(place.section, place.holder):
        mine = posted.under(f"{row['id']}.")
        if mine and place.allows(row["id"]):
            version = mine.pop("version", "")
            number = form.whole(version) or row["version"]
            saved[row["id"]] = await rows.save(
                place.section, place.holder, row, _named_only(place, row["id"], mine), number
            )
    return saved


async def add_row(request: Request, place: Place, posted: form.Form) -> Response[Any]:
    """A new empty row on a page of rows. htmx gets the row alone; a plain browser's other rows are saved first."""
    if place.section.layout != "rows":
        return go(f"{place.url}/new")
    if not is_fragment(request):
        await _save_rows(place, posted)
    try:
        row = await rows.add(place.section, place.holder, posted.text("once"))
    except OverflowError as full:
        return show(
            request, "section/full.html", {"place": place, "sentence": str(full), "posted": posted},
            fragment="section/_full.html", status=422,
        )  # fmt: skip
    if not is_fragment(request):
        return go(f"{place.url}?said=added#row-{row['id']}")
    entry = {
        "row": row, "files": {}, "problems": [],
        "boxes": await rows.boxes(place.section, row, prefix=f"{row['id']}.", url=place.url),
    }  # fmt: skip
    number = len(await rows.rows_of(place.section, place.holder))
    context = {
        "place": place,
        "entry": entry,
        "number": number,
        "once": secrets.token_urlsafe(9),
        "status": SAID["added"],
    }
    return show(request, "section/rows.html", context, fragment="section/_added.html")


async def remove_row(request: Request, place: Place, row: int, posted: form.Form) -> Response[Any]:
    """Take a row away and offer to bring it back."""
    if place.section.layout == "rows" and not is_fragment(request):
        await _save_rows(place, posted)
    await rows.remove(place.section, place.holder, row)
    if is_fragment(request):
        context = {"place": place, "row": row, "status": SAID["removed"]}
        return show(request, "section/rows.html", context, fragment="section/_removed.html")
    return go(f"{place.url}?said=removed&removed={row}#status")


def _split(section_names: set[str], posted: form.Form) -> tuple[str, str, dict[str, str]]:
    """(prefix, field name, values) of the one field that a check or a dependent list is about."""
    for name in posted:
        prefix, _, bare = name.rpartition(".")
        if bare in section_names:
            prefix = f"{prefix}." if prefix.isdigit() else ""
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
    if name not in dict(section.columns) or not (prefix == "" or prefix.isdigit()):
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
