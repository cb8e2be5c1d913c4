"""The person's ID photo: taken in, cut anew from its original by one press of a button, the older one put away."""

import asyncio
from pathlib import Path
from typing import Any

from web import clock
from web.database import transaction
from web.evidence import places
from web.evidence import rules as evidence
from web.evidence.portrait import MOVES, Crop, height_of, kept_inside, moved
from web.evidence.tables import File
from web.profile import rules

NONE = "请先上传照片。"
LOCKED = "退回通知没有要求更换照片，照片现在不能更换或调整。"
UNKNOWN = "没有看懂要怎样调整，照片没有变。"


async def locked(person: int) -> str:
    """Why the photo cannot be changed now, "" when it can: a return is open and names neither it nor 基本信息 whole."""
    named = await rules.named(person, "basic")
    return LOCKED if named is not None and not any(field in ("", "photo") for _, field in named) else ""


async def current(person: int) -> File | None:
    """The photo in use, None when there is none."""
    return await (
        File.objects()
        .where((File.owner == person) & (File.purpose == "portrait") & File.removed_at.is_null())
        .order_by(File.id, ascending=False)
        .first()
    )


async def take(person: int, name: str, source: bytes | Path, crop: Crop | None = None) -> File:
    """The photo cut from `source`, in use from now on. Refused, Busy or Unreachable carry a sentence."""
    file, used, upright, said = await evidence.portrait(person, name, source, crop)
    cut = {"crop": [used.x, used.y, used.width], "upright": list(upright), "said": said}
    async with transaction():
        await File.update({File.cut: cut}).where(File.id == file.id)
        file.cut = cut
        await File.update({File.removed_at: clock.now()}).where(
            (File.owner == person)
            & (File.purpose == "portrait")
            & File.removed_at.is_null()
            & (File.id < file.id)
        )
    return file


async def adjust(person: int, move: str, across: float = 0.0, down: float = 0.0) -> File:
    """Cut anew: `move` is a key of MOVES, or "drag" by `across` and `down`, fractions of the frame's width and height."""
    file = await current(person)
    if file is None:
        raise evidence.Refused(NONE)
    cut: Any = file.cut
    crop, size = Crop(*cut["crop"]), (int(cut["upright"][0]), int(cut["upright"][1]))
    if move == "drag":
        wanted = Crop(crop.x - across * crop.width, crop.y - down * height_of(crop, size), crop.width)
        crop = kept_inside(wanted, size)
    elif move in MOVES:
        crop = moved(crop, move, size)
    else:
        raise evidence.Refused(UNKNOWN)
    with places.workroom() as folder:
        path = await asyncio.to_thread(places.store().local, str(file.original), folder)
        return await take(person, str(file.name), path, crop)
