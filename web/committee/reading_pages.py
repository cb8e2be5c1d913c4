"""材料评阅: the reading list, one dossier after another, notes that save themselves, the opinion, others' afterwards."""

import hashlib
import hmac
from dataclasses import asdict
from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from web import clock
from web.box import Box
from web.codelists import Option
from web.columns import Field
from web.committee import reading, sittings
from web.committee.at_sitting import said
from web.committee.reading import Reading
from web.rows import Row
from web.settings import settings
from web.shell import file_views, form
from web.shell.errors import Refused
from web.shell.file_views import Document
from web.shell.show import go, show

FIELDS = {
    "notes": Field("long_text", "我的笔记", limit=reading.NOTES, rows=8, hint="只有您自己看得到，随时可以改。"),
    "advice": Field("choice", "评议结论", options=tuple(Option(*each) for each in reading.ADVICE.items())),
    "words": Field(
        "long_text", "评议意见", limit=reading.WORDS, rows=8,
        hint="提交以后，评议这份材料的其他专家（不显示您的姓名）和评委会办公室会看到；申报人看不到。",
    ),
}  # fmt: skip


@get("/readings", opt={"act": "sittings"})
async def listed(request: Request) -> Response[Any]:
    """Every dossier to be read, by sitting, and which comes next."""
    person = request.state["person"]
    if not person.places("expert") and not await sittings.of_person(person.id):
        raise NotFoundException
    groups = []
    for row in await sittings.of_person(person.id):
        held = await reading.given(row["id"], person.id)
        if held:
            opinions = await reading.opinions_of(held)
            todo = [each for each in held if not opinions[each.item["id"]]["submitted_at"]]
            groups.append({
                "row": row, "readings": held, "opinions": opinions, "next": todo[0] if todo else None,
                "done": len(held) - len(todo), "ready": len(reading.ready(held, opinions)),
            })  # fmt: skip
    context = {"groups": groups, "advice": reading.ADVICE, "status": said(request)}
    return show(request, "committee/readings.html", context)


async def in_hand(request: Request, sitting: int, number: int) -> tuple[Reading, list[Reading]]:
    """(the reading that the address names, all of the sitting's); 404 where it is not this person's."""
    held = await reading.given(sitting, request.state["person"].id)
    found = next((each for each in held if each.item["number"] == number), None)
    if found is None:
        raise NotFoundException
    return found, held


@get("/readings/{sitting:int}/{number:int}", opt={"act": "sittings"})
async def page(request: Request, sitting: FromPath[int], number: FromPath[int]) -> Response[Any]:
    """One dossier with its page images, the notes and the opinion."""
    about, held = await in_hand(request, sitting, number)
    return await _page(request, about, held, {}, {}, 200)


async def _page(
    request: Request, about: Reading, held: list[Reading], typed: dict[str, str], wrong: dict[str, str], status: int,
    stored: Row | None = None,
) -> Response[Any]:  # fmt: skip
    opinion = (await reading.opinions_of([about]))[about.item["id"]]
    wrong = wrong or reading.complaints(opinion)
    boxes = {
        name: Box(
            field, name, name, str(typed.get(name, opinion[name])), wrong.get(name, ""),
            field.options if isinstance(field.options, tuple) else (),
            stored=stored[name] if stored and name in typed and stored[name] != typed[name] else None,
        )
        for name, field in FIELDS.items()
    }  # fmt: skip
    at = [each.item["number"] for each in held].index(about.item["number"])
    context = {
        "about": about, "pack": await reading.packed(about), "opinion": opinion, "boxes": boxes, "wrong": wrong,
        "before": held[at - 1] if at else None, "after": held[at + 1] if at + 1 < len(held) else None,
        "where": f"{at + 1} / {len(held)}", "others": await reading.others(about), "advice": reading.ADVICE,
        "status": said(request), "url": about.url,
    }  # fmt: skip
    return show(request, "committee/reading.html", context, status=status)


@post("/readings/{sitting:int}/{number:int}", opt={"act": "sittings"}, status_code=200)
async def save(request: Request, sitting: FromPath[int], number: FromPath[int]) -> Response[Any]:
    """Keep the notes and the draft; 提交意见 goes on to the question."""
    posted = await form.read(request)
    about, held = await in_hand(request, sitting, number)
    typed = {name: posted.text(name) for name in FIELDS if name in posted}
    try:
        stored = await reading.keep(about, posted.whole("version"), typed)
    except reading.Conflict as conflict:
        return await _page(request, about, held, typed, {"notes": str(conflict)}, 409, conflict.stored)
    except reading.Refusal as refused:
        raise Refused(str(refused)) from refused
    lacking = reading.missing(stored) if "submit" in posted else ""
    if lacking or reading.complaints(stored):
        wrong = reading.complaints(stored) or {"words" if stored["advice"] else "advice": lacking}
        return await _page(request, about, held, typed, wrong, 422)
    return go(f"{about.url}/submit" if "submit" in posted else f"{about.url}?said=kept#said")


@post("/readings/{sitting:int}/{number:int}/keep", opt={"act": "sittings"}, status_code=200)
async def keep(request: Request, sitting: FromPath[int], number: FromPath[int]) -> Response[Any]:
    """The script saves the long texts by itself; the answer carries the version that the next save starts from."""
    posted = await form.read(request)
    about, _ = await in_hand(request, sitting, number)
    typed = {name: posted.text(name) for name in ("notes", "words") if name in posted}
    try:
        stored = await reading.keep(about, posted.whole("version"), typed)
    except (reading.Conflict, reading.Refusal) as refused:
        return Response({"said": str(refused)}, status_code=409)
    if "text/html" in request.headers.get("accept", ""):
        return go(f"{about.url}?said=kept#said")
    told = f"已自动保存 {clock.now().astimezone(clock.ZONE):%H:%M}"
    answer = {"version": str(stored["version"]), "said": told}
    return Response(answer, headers={"cache-control": "no-store"})


@get("/readings/{sitting:int}/{number:int}/submit", opt={"act": "sittings"})
async def submit_page(request: Request, sitting: FromPath[int], number: FromPath[int]) -> Response[Any]:
    """What is about to be handed in, and that it cannot be changed afterwards."""
    about, _ = await in_hand(request, sitting, number)
    return await _submit_page(request, [about], about.url)


@get("/readings/{sitting:int}/submit", opt={"act": "sittings"})
async def submit_all_page(request: Request, sitting: FromPath[int]) -> Response[Any]:
    """The same for every opinion that is complete."""
    held = await reading.given(sitting, request.state["person"].id)
    if not held:
        raise NotFoundException
    return await _submit_page(request, held, "/readings")


async def _submit_page(request: Request, held: list[Reading], back: str) -> Response[Any]:
    opinions = await reading.opinions_of(held)
    ready = reading.ready(held, opinions)
    if not ready:
        return go(back)
    context = {"ready": ready, "opinions": opinions, "advice": reading.ADVICE, "back": back, "path": request.url.path}  # fmt: skip
    return show(request, "committee/reading_submit.html", context)


@post("/readings/{sitting:int}/{number:int}/submit", opt={"act": "sittings"}, status_code=200)
async def submit(request: Request, sitting: FromPath[int], number: FromPath[int]) -> Response[Any]:
    """Hand the opinion in; the others' can be read from now on."""
    await form.read(request)
    about, _ = await in_hand(request, sitting, number)
    try:
        await reading.submit([about])
    except reading.Refusal as refused:
        raise Refused(str(refused)) from refused
    return go(f"{about.url}?said=submitted#said")


@post("/readings/{sitting:int}/submit", opt={"act": "sittings"}, status_code=200)
async def submit_all(request: Request, sitting: FromPath[int]) -> Response[Any]:
    """Hand in every opinion that is complete."""
    await form.read(request)
    try:
        await reading.submit(await reading.given(sitting, request.state["person"].id))
    except reading.Refusal as refused:
        raise Refused(str(refused)) from refused
    return go("/readings?said=submitted#said")


async def _document(request: Request, sitting: int, number: int, place: int) -> tuple[Document, str]:
    """(the file at that place of the dossier, what its ETag is made of); 404 where this reader may not look at it."""
    about, _ = await in_hand(request, sitting, number)
    file = (await reading.packed(about)).files.get(place)
    if file is None or not file.shown:
        raise NotFoundException
    url, back = f"{about.url}/files/{place}", (about.url, f"第 {number} 号材料")
    found = Document(url, file.name, file.sha256, file.kind, file.pages, file.size, back, pictures_only=about.blind)  # fmt: skip
    bound = f"{sitting}\n{number}\n{asdict(file)}".encode()
    return found, hmac.new(settings.secret, bound, hashlib.sha256).hexdigest()


FILE = "/readings/{sitting:int}/{number:int}/files/{place:int}"


@get(FILE, opt={"act": "sittings"})
async def viewer(
    request: Request, sitting: FromPath[int], number: FromPath[int], place: FromPath[int]
) -> Response[Any]:
    """A file of the dossier, page by page."""
    found, _ = await _document(request, sitting, number, place)
    return file_views.viewer(request, found)


@get(f"{FILE}/pages/{{page:int}}", opt={"act": "sittings"})
async def picture(
    request: Request, sitting: FromPath[int], number: FromPath[int], place: FromPath[int]
) -> Response[Any]:
    """One page as a picture, drawn anew: nothing of the file itself comes with it."""
    found, known_as = await _document(request, sitting, number, place)
    page = int(request.path_params["page"])
    return await file_views.picture(request, found.sha256, found.kind, page, known_as)


@get(f"{FILE}/original", opt={"act": "sittings"})
async def original(
    request: Request, sitting: FromPath[int], number: FromPath[int], place: FromPath[int]
) -> Response[Any]:
    """The file itself, never in a blind sitting: its name and its inside may tell whose it is."""
    found, _ = await _document(request, sitting, number, place)
    if found.pictures_only:
        raise NotFoundException
    return await file_views.original(request, found)


HANDLERS = [
    listed, page, save, keep, submit_page, submit_all_page, submit, submit_all, viewer, picture, original,
]  # fmt: skip
