"""What a person sends becomes files in the library: checked, scanned, made compliant, kept, and only then recorded."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from web import clock
from web.database import transaction
from web.evidence import intake, limits, places, refusal, scan
from web.evidence.portrait import Crop
from web.evidence.refusal import Refused
from web.evidence.tables import File
from web.people.tables import Account
from web.settings import settings

NAMELESS = "未命名文件"
GONE = "没有找到要合并的照片。"
ONLY_PHOTOS = "只能合并照片。PDF 请单独上传。"


async def take(
    owner: int, name: str, source: bytes | Path, grey: bool = False, straighten: bool = True
) -> list[File]:
    """A photograph or PDF into the person's library: one file, or the parts of a PDF over 8 MB in order.

    Refused, Busy or scan.Unreachable carry a `sentence`. When it returns, bytes and rows survive a power cut.
    """
    return (await _taken(owner, name, source, "document", "convert", grey=grey, straighten=straighten))[0]


async def portrait(
    owner: int, name: str, source: bytes | Path, crop: Crop | None = None
) -> tuple[File, Crop, tuple[int, int], list[str]]:
    """The person's new ID photo, the crop used, the upright picture's size in pixels, and its faults in words.

    To adjust: fetch the original by the file's `original` hash and call again with portrait.moved(crop, …).
    """
    box = [crop.x, crop.y, crop.width] if crop else None
    files, answer = await _taken(owner, name, source, "portrait", "face", crop=box)
    return files[0], Crop(*answer["crop"]), (answer["upright"][0], answer["upright"][1]), answer["said"]


async def join(owner: int, files: Sequence[int], name: str) -> list[File]:
    """Photographs of the library, in this order, as one PDF (or several at 8 MB); each page exactly once."""
    if not files:
        raise Refused(GONE)
    rows = {row.id: row for row in await File.objects().where(
        File.id.is_in(list(files)) & (File.owner == owner) & File.removed_at.is_null())}  # fmt: skip
    if any(file not in rows for file in files):
        raise Refused(GONE)
    if any(rows[file].kind != "jpeg" or rows[file].purpose != "document" for file in files):
        raise Refused(ONLY_PHOTOS)
    with places.workroom() as folder:
        paths = [
            str(await asyncio.to_thread(places.store().local, rows[file].sha256, folder)) for file in files
        ]
        answer = await places.pool().ask("join", sources=paths, folder=str(folder))
        first = rows[files[0]]
        origin = (first.original, first.original_kind, 0)
        return await recorded(owner, name, "document", answer, origin)


async def agree(owner: int, file: int) -> None:
    """The person looked at the rendered pages and can read them: the file may be used."""
    await File.update({File.agreed_at: clock.now()}).where(
        (File.id == file) & (File.owner == owner) & File.agreed_at.is_null()
    )


async def quota(owner: int, without: int = 0) -> tuple[int, int]:
    """Bytes the person's library uses (but for the file `without`), and how many it may use."""
    rows = await File.select(File.size, File.original_size).where(
        (File.owner == owner) & File.removed_at.is_null() & (File.id != without)
    )
    return sum(row["size"] + row["original_size"] for row in rows), limits.QUOTA_BYTES.amount


async def _taken(
    owner: int, name: str, source: bytes | Path, purpose: str, job: str, **arguments: Any
) -> tuple[list[File], dict[str, Any]]:
    size = len(source) if isinstance(source, bytes) else (await asyncio.to_thread(source.stat)).st_size
    if size > limits.UPLOAD_BYTES.amount:
        raise Refused(refusal.TOO_BIG)
    used, most = await quota(owner)
    if used + size > most:
        raise Refused(refusal.NO_ROOM)
    with places.workroom() as folder:
        path = source if isinstance(source, Path) else folder / "original"
        if isinstance(source, bytes):
            await asyncio.to_thread(path.write_bytes, source)
        intake.identify(await asyncio.to_thread(_head, path))
        await scan.check(path, settings.clamd)
        answer = await places.pool().ask(job, source=str(path), folder=str(folder), **arguments)
        original = await asyncio.to_thread(places.store().put, path)
        return await recorded(owner, name, purpose, answer, (original, answer["kind"], size)), answer


async def recorded(
    owner: int,
    name: str,
    purpose: str,
    answer: dict[str, Any],
    origin: tuple[str, str, int],
    cut: dict[str, Any] | None = None,
    instead_of: int = 0,
) -> list[File]:
    """The parts first into the store, synced, then their rows, all or none; Refused when there is no room for them.

    `cut`: how they were made of the original. `instead_of`: the file whose place they take, which needs no room.
    """
    parts = answer["parts"]
    hashes = [await asyncio.to_thread(places.store().put, Path(part["path"])) for part in parts]
    files = []
    async with transaction():
        await one_at_a_time(owner)
        used, most = await quota(owner, instead_of)
        if used + origin[2] + sum(part["size"] for part in parts) > most:
            raise Refused(refusal.NO_ROOM)
        for number, (part, sha256) in enumerate(zip(parts, hashes, strict=True), 1):
            file = File(
                owner=owner, purpose=purpose, name=_named(name, part["kind"], number, len(parts)), sha256=sha256,
                kind=part["kind"], size=part["size"], pages=part["pages"], original=origin[0], original_kind=origin[1],
                original_size=origin[2] if number == 1 else 0, part=number, parts=len(parts),
                rendered=answer.get("rendered", []), cut=cut or {},
            )  # fmt: skip
            await file.save()
            files.append(file)
    return files


async def one_at_a_time(owner: int) -> None:
    """Within a transaction: what counts this person's bytes next waits until it is over, so that the sum stays true."""
    await Account.update({Account.name: Account.name}).where(Account.id == owner)


async def put_away(file: int) -> None:
    """The file goes out of the library; snapshots keep its bytes."""
    await File.update({File.removed_at: clock.now()}).where(File.id == file)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(intake.HEAD)


def _named(name: str, kind: str, number: int, parts: int) -> str:
    """The person's own name for it without folders and control characters, with the ending of what it now is."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(letter for letter in last if letter.isprintable()).strip(" .")
    stem = clean.rsplit(".", 1)[0] if "." in clean[-6:] else clean
    of = f"（{number}，共{parts}份）" if parts > 1 else ""
    return f"{stem[:80] or NAMELESS}{of}.{'jpg' if kind == 'jpeg' else 'pdf'}"
