"""遮盖 by the committee's office: a page of a file of a blind dossier, its marks as numbers, how it looks, the file."""

from typing import Any, NamedTuple

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from web.box import Box
from web.committee import pack, redactions, sittings
from web.committee.at_sitting import in_hand
from web.committee.pack import Page
from web.committee.tables import Item
from web.declaration import snapshot
from web.evidence import redaction
from web.evidence.pool import Busy
from web.evidence.refusal import Refused
from web.evidence.store import Missing
from web.rows import Row
from web.shell import file_views, form
from web.shell.show import go, show

SAID = {"marked": "已保存，下面是遮盖后的样子。", "made": "已生成，专家现在看到的是遮盖后的文件。"}
WIDTH = 720
PATH = "/sittings/{sitting:int}/items/{number:int}/blind/{place:int}"


class Open(NamedTuple):
    """A file of a blind dossier in the office's hands, at one of its pages."""

    sitting: Row
    item: Row
    file: Page
    page: int

    @property
    def url(self) -> str:
        return f"/sittings/{self.sitting['id']}/items/{self.item['number']}/blind/{self.file.place}"


async def _opened(request: Request, page: int) -> Open:
    """The file that the path names, for the office of a blind sitting; 404 otherwise, also past its last page."""
    params = request.path_params
    row, _, _ = await in_hand(request, params["sitting"], office=True)
    item = await Item.select().where((Item.sitting == row["id"]) & (Item.number == params["number"])).first()
    frozen = await snapshot.newest(item["declaration"]) if item else None
    if not sittings.is_blind(row) or item is None or frozen is None:
        raise NotFoundException
    file = pack.blind(frozen["snapshot"], ()).files.get(params["place"])
    if file is None or not 1 <= page <= file.pages:
        raise NotFoundException
    return Open(row, item, file, page)


async def _page(
    request: Request, about: Open, typed: list[dict[str, str]] | None = None,
    wrong: dict[int, dict[str, str]] | None = None, complaint: str = "",
) -> Response[Any]:  # fmt: skip
    rows = await redactions.of_item(about.item["id"])
    row = rows.get(about.file.sha256)
    marks = row["marks"] if row else []
    if typed is None:
        here = [mark[1:] for mark in marks if mark[0] == about.page]
        typed = [
            dict(zip(redactions.SIDES, (f"{each / 100:g}" for each in mark), strict=True)) for mark in here
        ]
        typed.append(dict.fromkeys(redactions.SIDES, ""))
    said = wrong or {}
    places = [
        [
            Box(field, f"{side}.{at}", f"{side}-{at}", texts.get(side, ""), said.get(at, {}).get(side, ""))
            for side, field in redactions.SIDES.items()
        ]
        for at, texts in enumerate(typed)
    ]
    context = {
        "about": about, "file": about.file, "item": about.item, "row": about.sitting, "page": about.page, "places": places,
        "boxes": [box for boxes in places for box in boxes], "count": len(marks), "complaint": complaint,
        "on": sorted({mark[0] for mark in marks}), "made": bool(row and row["replacement"]),
        "stamp": "-".join(str(each) for mark in marks if mark[0] == about.page for each in mark[1:]) or "0",
        "status": SAID.get(request.query_params.get("said", ""), ""), "wrong": bool(said or complaint),
    }  # fmt: skip
    return show(request, "committee/redaction.html", context, status=422 if said or complaint else 200)


@get(PATH, opt={"act": "sittings"})
async def page(
    request: Request, sitting: FromPath[int], number: FromPath[int], place: FromPath[int]
) -> Response[Any]:
    """One page (?page=2), its marks, and how it looks with them."""
    return await _page(request, await _opened(request, file_views.page_of(request)))


@get(f"{PATH}/pages/{{page:int}}", opt={"act": "sittings"})
async def picture(
    request: Request, sitting: FromPath[int], number: FromPath[int], place: FromPath[int]
) -> Response[Any]:
    """The page as a picture with its marks in black, drawn anew for every look."""
    about = await _opened(request, request.path_params["page"])
    marks = await redactions.marks_of(about.item["id"], about.file.sha256)
    try:
        body = await redaction.preview(about.file.sha256, about.file.kind, about.page, WIDTH, marks)
    except (Refused, Missing) as refusal:
        raise NotFoundException from refusal
    except Busy:
        return Response(b"", status_code=503, headers={"retry-after": "5", "cache-control": "no-store"})
    about_it = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
    about_it["content-security-policy"] = file_views.SANDBOX
    return Response(body, headers=about_it, media_type="image/jpeg")


@post(PATH, opt={"act": "sittings"}, status_code=200)
async def mark(
    request: Request, sitting: FromPath[int], number: FromPath[int], place: FromPath[int]
) -> Response[Any]:
    """Keep the marks of one page. What was made of the file before is withdrawn with them."""
    posted = await form.read(request)
    about = await _opened(request, form.number(posted.text("page")) or 1)
    typed: list[dict[str, str]] = []
    while len(typed) <= redactions.MOST and f"left.{len(typed)}" in posted:
        at = len(typed)
        gone = posted.text("drop") == str(at)
        typed.append({side: "" if gone else posted.text(f"{side}.{at}") for side in redactions.SIDES})
    marks, wrong = redactions.read(about.page, typed)
    if wrong:
        return await _page(request, about, typed, wrong)
    await redactions.mark(about.item["id"], about.file.sha256, about.page, marks, request.state["person"].id)
    return go(f"{about.url}?page={about.page}&said=marked#said")


@post(f"{PATH}/make", opt={"act": "sittings"}, status_code=200)
async def make(
    request: Request, sitting: FromPath[int], number: FromPath[int], place: FromPath[int]
) -> Response[Any]:
    """Make the file that the experts see."""
    await form.read(request)
    about = await _opened(request, 1)
    try:
        sentence = await redactions.make(about.item["id"], about.file, request.state["person"].id)
    except (Refused, Busy) as refusal:
        sentence = refusal.sentence
    if sentence:
        return await _page(request, about, complaint=sentence)
    return go(f"{about.url}?said=made#said")


HANDLERS = [page, picture, mark, make]
