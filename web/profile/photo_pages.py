"""证件照片: upload, look, move the frame with plain buttons."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException

from web.box import Box
from web.columns import upload
from web.evidence import late, limits, places
from web.evidence import rules as evidence
from web.evidence.pool import Busy
from web.evidence.portrait import MOVES
from web.profile import photo
from web.shell import file_views, form, incoming, keeping, targets
from web.shell.show import go, show
from web.shell.targets import Outcome

LIMITS = (
    f"可以上传 JPEG、PNG、WebP、HEIC 照片，不超过 {limits.UPLOAD_BYTES.amount // limits.MEGA} MB；"
    f"系统会裁剪成宽 {limits.PORTRAIT_WIDTH.amount} × 高 {limits.PORTRAIT_HEIGHT.amount} 像素的 JPEG。"
)
SAID = {
    "taken": "照片已收下。",
    "late": "刚才登录已超时，照片已收到，登录后已换上。",
    "moved": "已重新裁剪。",
}
PATH = "/profile/photo"
FIELD = upload("证件照片", at_most=1)
NOTHING = "请先选择照片。"


async def photo_page(request: Request, complaint: str = "") -> Response[Any]:
    """The photo in use with its faults in words, the buttons that move the frame, and the form that sends another."""
    owner = request.state["person"].id
    lost = await keeping.claim(request)
    came = await targets.arrived(request, owner, PATH)
    complaint = complaint or next((each.sentence for each in (*lost, *came) if not each.taken), "")
    said = "late" if any(each.taken for each in came) else request.query_params.get("said", "")
    context = {
        "box": Box(FIELD, "file", "file", complaint=complaint, upload_url="/profile/photo"),
        "photo": await photo.current(request.state["person"].id), "moves": MOVES, "limits": LIMITS,
        "locked": await photo.locked(request.state["person"].id), "complaint": complaint, "wrong": complaint,
        "status": SAID.get(said, ""), "received": await late.waiting(owner, PATH),
    }  # fmt: skip
    return show(request, "profile/photo.html", context, status=422 if complaint else 200)


@get("/profile/photo", opt={"act": "own"})
async def page(request: Request) -> Response[Any]:
    """The page of the ID photo."""
    return await photo_page(request)


@post(
    "/profile/photo",
    opt={"act": "own", "files": True},
    status_code=200,
    request_max_body_size=incoming.TOGETHER,
)
async def send(request: Request) -> Response[Any]:
    """A new photo; the older one stays in use when this one is refused."""
    if sentence := await photo.locked(request.state["person"].id):
        return await photo_page(request, sentence)
    outcome = None
    with places.workroom() as folder:
        async for sent in incoming.files(request, folder, {}):
            outcome = outcome or await targets.outcome_of(targets.TARGETS[PATH], request, sent)
    if outcome and outcome.taken:
        return go(f"{PATH}?said=taken#said")
    return await photo_page(request, outcome.sentence if outcome else NOTHING)


async def check(request: Request) -> None:
    """Everybody may send a photo of her own, unless a return is open that does not name it."""
    if sentence := await photo.locked(request.state["person"].id):
        raise evidence.Refused(sentence)


async def take(request: Request, sent: incoming.Sent) -> Outcome:
    """The photo that was sent is in use; Refused, Busy or Unreachable when it cannot."""
    file = await targets.patient(lambda: photo.take(request.state["person"].id, sent.name, sent.path))
    return Outcome(sent.name, SAID["taken"], True, 0, [int(file.id)])


targets.register(PATH, check, take)


@post("/profile/photo/received", opt={"act": "own"}, status_code=200)
async def received(request: Request) -> Response[Any]:
    """A photo that came after the session had ended is put in use."""
    await form.read(request)
    if sentence := await photo.locked(request.state["person"].id):
        return await photo_page(request, sentence)
    await late.claim(request.state["person"].id, PATH)
    return go(f"{PATH}#photo")


@post("/profile/photo/move", opt={"act": "own"}, status_code=200)
async def move(request: Request) -> Response[Any]:
    """One press of a button, or the end of a drag."""
    posted = await form.read(request)
    across, down = fraction(posted.text("across")), fraction(posted.text("down"))
    if sentence := await photo.locked(request.state["person"].id):
        return await photo_page(request, sentence)
    try:
        await photo.adjust(request.state["person"].id, posted.text("move"), across, down)
    except (evidence.Refused, Busy) as refusal:
        return await photo_page(request, refusal.sentence)
    return go("/profile/photo?said=moved#photo")


def fraction(text: str) -> float:
    """A part of the frame between -1 and 1, posted in thousandths; 0 for anything else."""
    size = min(1.0, form.number(text.removeprefix("-")) / 1000)
    return -size if text.startswith("-") else size


@get("/profile/photo/image", opt={"act": "own"})
async def image(request: Request) -> Response[Any]:
    """The photo itself, for 基本信息."""
    file = await photo.current(request.state["person"].id)
    if file is None:
        raise NotFoundException
    return await file_views.picture(request, str(file.sha256), str(file.kind), 1)


HANDLERS = [page, send, received, move, image]
