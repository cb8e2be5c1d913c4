"""Resumable uploads: bytes appended to a file of their own, on the disk before anybody is told that they arrived.

Each position of a file is written with the same bytes whoever writes it, and `offset` in the table only grows, by
compare and set: two server processes, or a connection that is still half open, cannot spoil one another.
"""

import asyncio
import fcntl
import hashlib
import os
import secrets
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from web import clock
from web.database import transaction
from web.evidence import limits, refusal
from web.evidence.refusal import Refused
from web.evidence.tables import Upload
from web.evidence.taking import one_at_a_time, quota
from web.settings import settings

Row = dict[str, Any]
SYNC_BYTES = 256 * 1024
SYNC_SECONDS = 2.0
MOST = 200
TOO_MANY = "没有传完的文件太多。请先把它们传完，或删除不要的。"


class Elsewhere(Exception):
    """The bytes sent do not begin where the upload stands: another connection was faster."""


class Mismatch(Exception):
    """The bytes do not have the checksum that was announced; nothing of them was kept."""


def folder() -> Path:
    """Where unfinished uploads lie."""
    path = settings.data / "uploads"
    path.mkdir(parents=True, exist_ok=True)
    return path


def path_of(row: Row) -> Path:
    """The file with the bytes of `row`."""
    return folder() / str(row["key"])


async def begin(owner: int, name: str, target: str, length: int) -> Row:
    """A new upload of `length` bytes; Refused with a sentence when it is too big or there is no room."""
    if length == 0:
        raise Refused(refusal.EMPTY)
    if length > limits.UPLOAD_BYTES.amount:
        raise Refused(refusal.TOO_BIG)
    key = secrets.token_urlsafe(32)
    name = "".join(letter for letter in name if letter.isprintable())
    await asyncio.to_thread(_made, folder() / key)
    try:
        async with transaction():
            await one_at_a_time(owner)
            await _room(owner, length)
            row = Upload(
                key=key, owner=owner, name=name[:200], target=target[:400], length=length,
                expires=clock.now() + timedelta(days=limits.UPLOAD_DAYS.amount),
            )  # fmt: skip
            await row.save()
    except BaseException:
        (folder() / key).unlink(missing_ok=True)
        raise
    return dict(row.to_dict())


async def _room(owner: int, length: int) -> None:
    """Refused when too many uploads are under way, or when all that is announced would not fit into the library."""
    used, most = await quota(owner)
    waiting = await Upload.select(Upload.length).where(
        (Upload.owner == owner) & Upload.file.is_null() & (Upload.complaint == "")
    )
    if len(waiting) >= MOST:
        raise Refused(TOO_MANY)
    if used + length + sum(int(row["length"]) for row in waiting) > most:
        raise Refused(refusal.NO_ROOM)


def _made(path: Path) -> None:
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


async def find(owner: int, key: str) -> Row | None:
    """The person's upload, an expired one too; None when there is none."""
    if not 0 < len(key) <= 43:
        return None
    row: Row | None = await Upload.select().where((Upload.key == key) & (Upload.owner == owner)).first()
    return row


def expired(row: Row) -> bool:
    """Whether an unfinished upload has run out of time, or its bytes are gone."""
    if row["file"] is not None or row["complaint"]:
        return False
    return bool(row["expires"] < clock.now()) or not path_of(row).exists()


async def append(
    row: Row, offset: int, pieces: AsyncIterator[bytes], checksum: tuple[str, bytes] | None = None
) -> int:
    """Adds what arrives at `offset` and returns the new offset, which survives a power cut.

    What arrived before the line broke is kept, except under a `checksum` (algorithm, digest): then all or nothing.
    Elsewhere when the upload stands at another offset; Mismatch; Refused past the announced length.
    """
    if offset != row["offset"]:
        raise Elsewhere
    file = await asyncio.to_thread(os.open, path_of(row), os.O_WRONLY)
    try:
        return await _appended(row, offset, pieces, checksum, file)
    finally:
        os.close(file)


async def _appended(
    row: Row, offset: int, pieces: AsyncIterator[bytes], checksum: tuple[str, bytes] | None, file: int
) -> int:
    known, at, buffer, last = offset, offset, bytearray(), time.monotonic()
    summed = hashlib.new(checksum[0]) if checksum else None
    try:
        async for piece in pieces:
            if at + len(buffer) + len(piece) > row["length"]:
                raise Refused(refusal.TOO_BIG)
            buffer += piece
            if summed:
                summed.update(piece)
            due = len(buffer) >= SYNC_BYTES or (buffer and time.monotonic() - last > SYNC_SECONDS)
            if due and summed:
                await asyncio.to_thread(_whole, file, bytes(buffer), at)
                at += len(buffer)
                buffer.clear()
            elif due:
                known = await _known(row, file, bytes(buffer), known)
                at, last = known, time.monotonic()
                buffer.clear()
    finally:
        if summed is None and buffer:
            known = await _known(row, file, bytes(buffer), known)
    if checksum and summed:
        if summed.digest() != checksum[1]:
            raise Mismatch
        await asyncio.to_thread(_whole, file, bytes(buffer), at)
        known = await _moved(row, known, at + len(buffer))
    return known


async def _known(row: Row, file: int, data: bytes, at: int) -> int:
    """`data` on the disk at `at`, then told to everybody."""
    await asyncio.to_thread(_whole, file, data, at)
    return await _moved(row, at, at + len(data))


def _whole(file: int, data: bytes, at: int) -> None:
    view = memoryview(data)
    while view:
        written = os.pwrite(file, view, at)
        at, view = at + written, view[written:]
    os.fsync(file)


async def _moved(row: Row, before: int, after: int) -> int:
    async with transaction():
        moved = (
            await Upload.update({Upload.offset: after})
            .where((Upload.id == row["id"]) & (Upload.offset == before))
            .returning(Upload.id)
        )
    if not moved:
        raise Elsewhere
    return after


@contextmanager
def alone(row: Row) -> Iterator[bool]:
    """Whether this is the only one that finishes `row`, in any process; a process that dies gives way."""
    try:
        file = os.open(path_of(row), os.O_RDONLY)
    except FileNotFoundError:
        yield False
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(file)
        yield False
        return
    try:
        yield True
    finally:
        os.close(file)


async def finished(row: Row, file: int | None, complaint: str) -> None:
    """Keeps what became of the upload, then lets its bytes go."""
    await Upload.update({Upload.file: file, Upload.complaint: complaint}).where(Upload.id == row["id"])
    await asyncio.to_thread(path_of(row).unlink, True)


async def unfinished(owner: int, target: str) -> list[Row]:
    """The person's uploads to `target` that nobody has taken yet, whole ones too, oldest first."""
    rows: list[Row] = await Upload.select().where(
        (Upload.owner == owner) & (Upload.target == target) & Upload.file.is_null() & (Upload.complaint == "")
        & (Upload.expires > clock.now()) & (Upload.kept == "")
    ).order_by(Upload.id)  # fmt: skip
    return rows


async def end(row: Row) -> None:
    """Throws the upload and its bytes away; a file that was taken stays in the library."""
    await Upload.delete().where(Upload.id == row["id"])
    await asyncio.to_thread(path_of(row).unlink, True)


async def tidy() -> int:
    """Removes what has expired, rows and bytes, and bytes without a row; the number of files deleted."""
    for row in await Upload.select().where(Upload.expires < clock.now()):
        await end(row)
    known = {row["key"] for row in await Upload.select(Upload.key)}
    old = time.time() - 3600  # an upload that begins just now has its file before its row
    stray = [path for path in folder().iterdir() if path.name not in known and path.stat().st_mtime < old]
    for path in stray:
        path.unlink(missing_ok=True)
    return len(stray)
