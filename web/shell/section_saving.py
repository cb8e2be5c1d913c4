"""What is saved, added and taken away in a section, and the page that answers it."""

import secrets
from dataclasses import replace
from typing import Any

from litestar import Request, Response

from web import clock, rows
from web.shell import form
from web.shell.place import NOT_NAMED, Place
from web.shell.place import Locked as Locked
from web.shell.section_views import SAID, item_page, row_of, section_page, status_of
from web.shell.show import go, is_fragment, show


def _named_only(place: Place, row: int, posted: dict[str, str]) -> dict[str, str]:
    """What was posted for `row`, without the fields that an open return does not name."""
    columns = {name for name, _ in place.section.columns}
    return {name: text for name, text in posted.items() if name not in columns or place.allows(row, name)}


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
        row = await rows.add(section, holder, posted.text("once")) if new else await row_of(place, row_id)
    except OverflowError as full:
        return _full(request, place, str(full), posted)
    version = row["version"] if new else posted.whole("version")
    saved = await rows.save(section, holder, row, _named_only(place, row_id, posted), version)
    refresh = "refresh" in posted
    if saved.conflicts or saved.complaints or refresh:
        return await item_page(request, place, saved.row, rows.Saved(saved.row) if refresh else saved)
    if new and section.uploads:
        return go(f"{place.url}/{row['id']}?said=first#files")
    if section.layout == "one":
        return _saved(place, posted)
    return go(f"{place.url}?said=saved#row-{row['id']}")


def _saved(place: Place, posted: form.Form) -> Response[Any]:
    """To the page again, or to the one that follows where the person asked for it."""
    if place.onward and "onward" in posted:
        return go(f"{place.onward[0]}?said=onward")
    return go(f"{place.url}?said=saved")


async def keep_text(place: Place, row_id: int, posted: form.Form) -> Response[Any]:
    """The script saves a long text by itself; the answer carries the version that the next save starts from."""
    saved = await rows.save(
        place.section,
        place.holder,
        await row_of(place, row_id),
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
    try:
        saved = await _save_rows(place, posted)
    except OverflowError as full:
        return _full(request, place, str(full), posted)
    if status_of(saved) != 200 or any(name.endswith(".refresh") for name in posted):
        return await section_page(request, place, saved)
    return _saved(place, posted)


def _full(request: Request, place: Place, sentence: str, posted: form.Form) -> Response[Any]:
    """The section holds no more; what was typed is given back."""
    return show(
        request, "section/full.html", {"place": place, "sentence": sentence, "posted": posted},
        fragment="section/_full.html", status=422,
    )  # fmt: skip


async def _save_first(place: Place, posted: form.Form) -> dict[int, rows.Saved]:
    """The row that an empty page offers (number 0) is made when something was typed into it."""
    mine = posted.under("0.")
    if not any(mine.get(name, "").strip() for name, _ in place.section.columns):
        return {}
    row = await rows.add(place.section, place.holder, mine.get("once", ""))
    return {row["id"]: await rows.save(place.section, place.holder, row, mine, row["version"])}


async def _save_rows(place: Place, posted: form.Form) -> dict[int, rows.Saved]:
    saved = await _save_first(place, posted) if place.allows(0, whole=True) else {}
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
    try:
        if not is_fragment(request):
            await _save_rows(place, posted)
        row = await rows.add(place.section, place.holder, posted.text("once"))
    except OverflowError as full:
        return _full(request, place, str(full), posted)
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
        "first": False,
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
    return go(f"{place.url}?said=removed&removed={row}#said")
