"""A section as it is shown: its list, one item, its rows on one page, its single record."""

import secrets
from dataclasses import replace
from typing import Any

from litestar import Request, Response
from litestar.exceptions import NotFoundException

from web import rows
from web.box import Box
from web.evidence import rules as evidence
from web.shell import form, keeping
from web.shell.place import Locked as Locked
from web.shell.place import Place
from web.shell.show import ONWARD, show


def _readable(place: Place, row: int, boxes: list[Box]) -> list[Box]:
    """The boxes, read-only where an open return does not name them."""
    if place.named is None:
        return boxes
    return [
        box if place.allows(row, box.name.rpartition(".")[2]) else replace(box, readonly=True)
        for box in boxes
    ]


async def row_of(place: Place, row: int) -> rows.Row:
    """The row of that number in the place; 404 when it has none."""
    found = await rows.row_of(place.section, place.holder, row)
    if found is None:
        raise NotFoundException
    return found


SAID = {
    "saved": "已保存。", "onward": ONWARD, "removed": "已删除，可以撤销。", "restored": "已恢复。", "added": "已增加一项，请填写。",
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
    held = await rows.rows_of(section, place.holder)
    first = not held and place.allows(0, whole=True) and not place.earlier and not _removed(request)
    if first and section.layout == "pages":
        return await item_page(request, place, {"id": 0, "version": 0})
    blank = {**section.table(**{section.holder: place.holder}).to_dict(), "id": 0, "version": 0}
    hanging = (
        await evidence.files_of_rows(section.key, [row["id"] for row in held]) if section.uploads else {}
    )
    for row in held or ([blank] if first else []):
        outcome = (saved or {}).get(row["id"])
        files = hanging.get(row["id"], {})
        entry: dict[str, Any] = {
            "row": row,
            "files": files,
            "problems": await rows.problems(section, [row], _counts(files, row)) if row["id"] else [],
        }
        if section.layout == "rows":
            typed = {} if saved else await _kept(request, f"{row['id']}.")
            outcome = outcome or rows.seen(row, [] if typed else entry["problems"])
            outcome.typed.update(typed)
            boxes = await rows.boxes(section, row, prefix=f"{row['id']}.", saved=outcome, url=place.url)
            entry["boxes"] = _readable(place, row["id"], boxes)
        else:
            listed = dict(section.list_fields)
            entry["values"] = in_list([v for v in await rows.shown(section, row) if v["name"] in listed])
        entries.append(entry)
    wrong = [
        box
        for entry in entries
        for box in entry.get("boxes", [])
        if saved and (box.complaint or box.stored is not None)
    ]
    context = {
        "place": place, "entries": entries, "once": secrets.token_urlsafe(9), "wrong": wrong,
        "status": _said(request), "first": first, "removed": _removed(request),
    }  # fmt: skip
    name = "section/rows.html" if section.layout == "rows" else "section/list.html"
    return show(request, name, context, status=status_of(saved))


def in_list(values: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The cells of a list, where both ends of a time are one cell: 起止时间."""
    ends = {value["name"]: value for value in values if value["name"] in ("began_on", "ended_on")}
    if len(ends) < 2:
        return values
    began, ended = ends["began_on"], ends["ended_on"]
    label = began["label"].removesuffix("（起）")
    times = [each["shown"] for each in (began, ended)]
    rest = [value for value in values if value["name"] not in ends]
    return [{"name": "began_on", "label": label, "kind": "times", "shown": times}, *rest]


def _removed(request: Request) -> int:
    return form.whole(request.query_params.get("removed", ""))


def status_of(saved: dict[int, rows.Saved] | None) -> int:
    """409 when another window saved first, 422 when something is wrong, else 200."""
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
    return show(request, "section/item.html", context, status=status_of({0: saved} if saved else None))
