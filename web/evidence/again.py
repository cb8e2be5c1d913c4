"""A photograph of the library made once more from what was sent, in another way: turned, in grey, left whole."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

from web.database import transaction
from web.evidence import intake, places, taking
from web.evidence.refusal import Refused
from web.evidence.tables import Attachment, File

ONLY_PHOTOS = "只有单张照片可以调整。"
GONE = "没有找到要调整的照片。"


@dataclass(frozen=True)
class Way:
    """How a photograph becomes a page. `turn`: degrees to the right; `whole`: neither trimmed nor straightened nor lit."""

    turn: int = 0
    grey: bool = False
    whole: bool = False


CHANGES = {
    "left": "向左转", "right": "向右转", "grey": "变成灰色", "colour": "恢复颜色", "whole": "不裁边", "trim": "裁边拉直",
}  # fmt: skip


def way_of(file: File) -> Way:
    """The way in which the file was made."""
    kept: Any = file.cut or {}
    return Way(**{name: kept[name] for name in ("turn", "grey", "whole") if name in kept})


def changed(way: Way, change: str) -> Way:
    """After one press of a button, a key of CHANGES; KeyError for anything else."""
    return {
        "left": replace(way, turn=(way.turn - 90) % 360), "right": replace(way, turn=(way.turn + 90) % 360),
        "grey": replace(way, grey=True), "colour": replace(way, grey=False),
        "whole": replace(way, whole=True), "trim": replace(way, whole=False),
    }[change]  # fmt: skip


def offered(file: File) -> list[str]:
    """The keys of CHANGES that make a difference to the file; none when it is no single photograph."""
    if file.kind != "jpeg" or file.purpose != "document" or file.original_kind not in intake.PHOTOS:
        return []
    way = way_of(file)
    return ["left", "right", "trim" if way.whole else "whole", "colour" if way.grey else "grey"]


async def again(
    owner: int, attachment: int, file: File, change: str, guard: Callable[[], Awaitable[None]]
) -> None:
    """Makes the photograph anew and hangs it where it hung; the older one goes unless another row uses it.

    Refused, Busy or KeyError. `guard` is called in the transaction that hangs it, and raises when the row is closed.
    """
    if not offered(file):
        raise Refused(ONLY_PHOTOS)
    way = changed(way_of(file), change)
    with places.workroom() as folder:
        source = await asyncio.to_thread(places.store().local, str(file.original), folder)
        answer = await places.pool().ask(
            "convert", source=str(source), folder=str(folder), grey=way.grey, straighten=not way.whole, turn=way.turn
        )  # fmt: skip
        if answer["parts"][0]["kind"] != "jpeg":
            raise Refused(ONLY_PHOTOS)
        origin = (str(file.original), str(file.original_kind), int(file.original_size))
        (made,) = await taking.recorded(
            owner, str(file.name), "document", answer, origin, asdict(way), int(file.id)
        )
    async with transaction():
        await guard()
        hung = (
            await Attachment.update({Attachment.file: made.id})
            .where((Attachment.id == attachment) & (Attachment.file == file.id) & Attachment.removed_at.is_null())
            .returning(Attachment.id)
        )  # fmt: skip
        # whichever of the two is used nowhere now was made for nothing
        idle = int(file.id) if hung else int(made.id)
        if not await Attachment.exists().where((Attachment.file == idle) & Attachment.removed_at.is_null()):
            await taking.put_away(idle)
    if not hung:
        raise Refused(GONE)
