"""The store kept clean and proved whole: what nobody refers to goes after a term, what a row names is there."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from web import clock
from web.database import transaction
from web.evidence import limits, places, uploads
from web.evidence.tables import Attachment, File, Held


@dataclass(frozen=True)
class Broken:
    """A file that is not there or not whole, and the rows of File (ids) that name it; none: only a snapshot does."""

    sha256: str
    why: str  # missing or changed
    files: tuple[int, ...]


async def check() -> list[Broken]:
    """Every file that a row or a snapshot names is read and hashed; what is not there or not whole is returned."""
    named: dict[str, list[int]] = {}
    for row in await File.select(File.id, File.sha256, File.original):
        for sha256 in {row["sha256"], row["original"]}:
            named.setdefault(sha256, []).append(row["id"])
    for row in await Held.select(Held.sha256):
        named.setdefault(row["sha256"], [])
    store = places.store()
    broken = []
    for sha256, files in sorted(named.items()):
        if not await asyncio.to_thread(store.verify, sha256):
            why = "changed" if await asyncio.to_thread(store.exists, sha256) else "missing"
            broken.append(Broken(sha256, why, tuple(files)))
    return broken


async def sweep(days: int = limits.SWEEP_DAYS.amount) -> int:
    """Removes what was taken away more than `days` days ago and what no row names; the number of files deleted.

    Bytes that a snapshot names stay for ever. A person's library refers to its files: unused ones in it stay too.
    """
    before = clock.now() - timedelta(days=days)
    await Attachment.delete().where(Attachment.removed_at < before)
    for row in await File.select(File.id).where(File.removed_at < before):
        async with transaction():
            if not await Attachment.exists().where(Attachment.file == row["id"]):
                await File.delete().where(File.id == row["id"])
    await uploads.tidy()
    store = places.store()
    old = await asyncio.to_thread(lambda: [sha256 for sha256, put in store.all() if put < before])
    count = 0
    for sha256 in old:
        async with transaction():
            named = await File.exists().where((File.sha256 == sha256) | (File.original == sha256))
            if not named and not await Held.exists().where(Held.sha256 == sha256):
                store.remove_older(sha256, before)
                count += 1
    await asyncio.to_thread(emptied_previews, before)
    return count


def emptied_previews(before: datetime) -> int:
    """Removes drawn pages older than `before`, and those of files that are kept no more; the number of pictures deleted.

    They are drawn again when somebody looks.
    """
    store, count = places.store(), 0
    for folder in places.previews().glob("??/*"):
        kept = len(folder.name) == 64 and store.exists(folder.name)
        for picture in folder.iterdir():
            if not kept or picture.stat().st_mtime < before.timestamp():
                picture.unlink(missing_ok=True)
                count += 1
        if not any(folder.iterdir()):
            with suppress(OSError):  # somebody looks just now
                folder.rmdir()
    return count
