"""What a committee's office settles around a sitting: the committee's own choices, the base, blind files, what is voided."""

from typing import Any

import orjson
from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from web.box import Box
from web.catalogue import rules as catalogue
from web.columns import Field
from web.committee import annulment, choices, gathering, pack, panels, permitted, redactions, rounds, sittings
from web.committee.at_sitting import in_hand
from web.committee.sitting_pages import COUNTED, done
from web.committee.tables import Item
from web.declaration import snapshot
from web.kinds import too_long
from web.rows import Row
from web.shell import form
from web.shell.errors import Refused
from web.shell.show import go, show

BLIND = Field("yes_no", "盲审", hint="专家看不到申报人的姓名、单位、证件号码、照片和文件名，直到计票结束。")
REASON = Field("text", "作废的原因", required=True, limit=200, hint="如：两名开票人的开票码遗失，无法开票。")

ANNUL_REASON = Field("text", "作废的原因", required=True, limit=200, hint="每位申报人收到的消息里都会写明。")


async def _committees(request: Request) -> dict[str, str]:
    """Code → name of the committees for whose office the person works, of the newest edition; 404 for anyone else."""
    codes = await permitted.committees_of(request.state["person"])
    editions = await catalogue.editions()
    held = await catalogue.contents(editions[0].year) if editions else None
    every = [each for group in (held.committees.values() if held else ()) for each in group]
    found = {each.code: each.name for each in every if each.code[: 40 - len(permitted.PREFIX)] in codes}
    if not found:
        raise NotFoundException
    return found


@get("/committee-choices", opt={"act": "sittings"})
async def choices_page(request: Request) -> Response[Any]:
    """评委会设置: what holds for the sittings that are planned from now on."""
    fields = {}
    names = await _committees(request)
    for place, code in enumerate(names):
        held = await choices.chosen(code)
        fields[code] = [
            Box(BLIND, f"{place}.blind", f"c{place}-blind", "1" if held["blind"] else "0"),
            Box(COUNTED, f"{place}.counted", f"c{place}-counted", "1" if held["recusal_counted"] else "0"),
        ]
    status = "已保存，从下一次会议开始执行。" if request.query_params.get("said") else ""
    return show(request, "committee/choices.html", {"names": names, "fields": fields, "status": status})


@post("/committee-choices", opt={"act": "sittings"}, status_code=200)
async def choose(request: Request) -> Response[Any]:
    """Keep them."""
    posted = await form.read(request)
    for place, code in enumerate(await _committees(request)):
        mine = posted.under(f"{place}.")
        if mine:
            await choices.choose(
                code, blind=mine.get("blind") == "1", recusal_counted=mine.get("counted") == "1",
                by=request.state["person"].id,
            )  # fmt: skip
    return go("/committee-choices?said=1#said")


@post("/sittings/{number:int}/base", opt={"act": "sittings"}, status_code=200)
async def set_base(request: Request, number: FromPath[int]) -> Response[Any]:
    """Whether recused members count among those attending."""
    posted = await form.read(request)
    row, _, _ = await in_hand(request, number, office=True)
    return await done(request, row, sittings.set_counted(number, posted.text("counted") == "1"), "saved")


@post("/sittings/{number:int}/items", opt={"act": "sittings"}, status_code=200)
async def add_items(request: Request, number: FromPath[int]) -> Response[Any]:
    """Bring what was accepted since before the sitting."""
    await form.read(request)
    row, _, _ = await in_hand(request, number, office=True)
    new = [each["id"] for each in await gathering.candidates(row)]
    return await done(request, row, sittings.add_items(number, new, by=request.state["person"].id), "saved")


@get("/sittings/{number:int}/assignment.json", opt={"act": "sittings"})
async def allocation(request: Request, number: FromPath[int]) -> Response[bytes]:
    """How the readings were given out, for docs/verify_assignment.py: no names, only numbers and codes."""
    await in_hand(request, number, office=True)
    body = orjson.dumps(await panels.published(number))
    headers = {
        "content-disposition": f'attachment; filename="assignment-{number}.json"',
        "cache-control": "no-store",
    }
    return Response(body, media_type="application/json", headers=headers)


@get("/sittings/{number:int}/void", opt={"act": "sittings"})
async def void_page(request: Request, number: FromPath[int]) -> Response[Any]:
    """The question before a round is voided."""
    row, _, _ = await in_hand(request, number, office=True)
    if row["state"] != "voting":
        return go(f"/sittings/{number}")
    return _void_page(request, row, "", "")


def _void_page(request: Request, row: Row, typed: str, wrong: str) -> Response[Any]:
    context = {"row": row, "box": Box(REASON, "reason", "reason", typed, wrong), "wrong": wrong}
    return show(request, "committee/void.html", context, status=422 if wrong else 200)


@post("/sittings/{number:int}/void", opt={"act": "sittings"}, status_code=200)
async def void(request: Request, number: FromPath[int]) -> Response[Any]:
    """Void the round: the next begins with new codes."""
    posted = await form.read(request)
    row, _, _ = await in_hand(request, number, office=True)
    if wrong := too_long(REASON, posted.text("reason")):
        return _void_page(request, row, posted.text("reason"), wrong)
    try:
        await rounds.void(number, posted.text("reason"), request.state["person"].id)
    except sittings.Refusal as refused:
        return _void_page(request, row, posted.text("reason"), str(refused))
    return go(f"/sittings/{number}?said=voided#said")


@get("/sittings/{number:int}/annul", opt={"act": "sittings"})
async def annul_page(request: Request, number: FromPath[int]) -> Response[Any]:
    """The question before a whole sitting is voided."""
    row, _, _ = await in_hand(request, number, office=True)
    if sentence := await annulment.obstacle(row):
        raise Refused(sentence)
    return await _annul_page(request, row, "", "")


async def _annul_page(request: Request, row: Row, typed: str, wrong: str) -> Response[Any]:
    context = {
        "row": row, "box": Box(ANNUL_REASON, "reason", "reason", typed, wrong), "wrong": wrong,
        "count": await Item.count().where(Item.sitting == row["id"]),
    }  # fmt: skip
    return show(request, "committee/annul.html", context, status=422 if wrong else 200)


@post("/sittings/{number:int}/annul", opt={"act": "sittings"}, status_code=200)
async def annul(request: Request, number: FromPath[int]) -> Response[Any]:
    """Void the sitting: what was before it is accepted and waits again."""
    posted = await form.read(request)
    row, _, _ = await in_hand(request, number, office=True)
    if row["state"] == "void":
        return go(f"/sittings/{number}")
    if wrong := too_long(ANNUL_REASON, posted.text("reason")):
        return await _annul_page(request, row, posted.text("reason"), wrong)
    try:
        await annulment.annul(number, posted.text("reason"), request.state["person"].id)
    except sittings.Refusal as refused:
        return await _annul_page(request, row, posted.text("reason"), str(refused))
    return go(f"/sittings/{number}?said=annulled#said")


async def _blind_item(request: Request, sitting: int, number: int) -> tuple[Row, Row, dict[str, Any]]:
    """(sitting, item, its frozen declaration) for the office of a blind sitting; 404 otherwise."""
    row, _, _ = await in_hand(request, sitting, office=True)
    item = await Item.select().where((Item.sitting == sitting) & (Item.number == number)).first()
    frozen = await snapshot.newest(item["declaration"]) if item else None
    if not sittings.is_blind(row) or item is None or frozen is None:
        raise NotFoundException
    return row, item, frozen["snapshot"]


@get("/sittings/{sitting:int}/items/{number:int}/blind", opt={"act": "sittings"})
async def blind_page(request: Request, sitting: FromPath[int], number: FromPath[int]) -> Response[Any]:
    """What the experts see of a dossier, and which files may be shown."""
    row, item, frozen = await _blind_item(request, sitting, number)
    marked = redactions.made(await redactions.of_item(item["id"]))
    about = pack.blind(frozen, item["released"], marked)
    files = [
        (each, each.sha256 in marked, marked.get(each.sha256))
        for each in pack.blind(frozen, item["released"]).files.values()
    ]
    status = "已保存。" if request.query_params.get("said") else ""
    context = {"row": row, "item": item, "pack": about, "files": files, "status": status}
    return show(request, "committee/blind.html", context)


@post("/sittings/{sitting:int}/items/{number:int}/blind", opt={"act": "sittings"}, status_code=200)
async def release(request: Request, sitting: FromPath[int], number: FromPath[int]) -> Response[Any]:
    """Show the files that were ticked, and no others."""
    posted = await form.read(request)
    _, item, frozen = await _blind_item(request, sitting, number)
    marked = await redactions.of_item(item["id"])
    chosen = [
        each.sha256
        for each in pack.blind(frozen, ()).files.values()
        if f"file.{each.place}" in posted and each.sha256 not in marked
    ]
    await Item.update({Item.released: sorted(set(chosen))}).where(Item.id == item["id"])
    return go(f"/sittings/{sitting}/items/{number}/blind?said=1#said")


HANDLERS = [
    choices_page, choose, set_base, add_items, allocation, void_page, void, annul_page, annul,
    blind_page, release,
]  # fmt: skip
