"""A photograph on a field made otherwise: turned by hand, in grey, or without trimming; plain buttons, one change each."""

from typing import Any

from litestar import Request, Response
from litestar.exceptions import NotFoundException

from web.evidence import again, limits
from web.evidence import rules as evidence
from web.evidence.pool import Busy
from web.shell import form
from web.shell.file_target import Target, attached_here, refuse_locked
from web.shell.show import go, show

SAID = {
    "left": "已向左转。", "right": "已向右转。", "grey": "已变成灰色。", "colour": "已恢复颜色。",
    "whole": "已改成不裁边，整张照片都在。", "trim": "已裁边拉直。",
}  # fmt: skip


async def page(request: Request, target: Target, attachment: int, complaint: str = "") -> Response[Any]:
    """The photograph as it is now, and what can be changed."""
    refuse_locked(target.place, form.Form({}, []))
    row = await attached_here(target, attachment)
    if row["removed_at"] is not None or row["file.owner"] != target.place.owner:
        raise NotFoundException  # a colleague's photograph is hers to adjust
    file = await evidence.file_of(target.place.owner, int(row["file"]))
    if not (changes := again.offered(file)):
        raise NotFoundException
    context = {
        "target": target, "place": target.place, "attachment": attachment, "file": file, "complaint": complaint,
        "changes": [(key, again.CHANGES[key]) for key in changes], "size": limits.in_words(int(file.size)),
        "wrong": complaint, "status": SAID.get(request.query_params.get("said", ""), ""),
    }  # fmt: skip
    return show(request, "evidence/adjust.html", context, status=422 if complaint else 200)


async def adjust(request: Request, target: Target, attachment: int, change: str) -> Response[Any]:
    """One press: the photograph is made anew from what was sent and hangs where it hung."""
    row = await attached_here(target, attachment)
    place = target.place
    try:
        file = await evidence.file_of(place.owner, int(row["file"]))
        await again.again(
            place.owner, attachment, file, change, lambda: place.section.table.guard(place.holder)
        )
    except (evidence.Refused, Busy) as refusal:
        return await page(request, target, attachment, refusal.sentence)
    return go(f"{target.url}/{attachment}/adjust?said={change}#said")
