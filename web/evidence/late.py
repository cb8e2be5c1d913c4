"""Files that came after their sender's session had ended: kept within bounds until the same person has signed in."""

import asyncio
import hashlib
import hmac
import os
import secrets
from datetime import timedelta
from pathlib import Path

from web import clock
from web.database import transaction
from web.evidence import limits, refusal, uploads
from web.evidence.refusal import Refused
from web.evidence.tables import Upload
from web.settings import settings


def known_as(network: str) -> str:
    """The keyed hash under which a network's files are counted: the address itself is not kept."""
    return hmac.new(settings.secret, f"late:{network}".encode(), hashlib.sha256).hexdigest()


async def room(owner: int, network: str) -> int:
    """How many more bytes may be kept of this person and from this network, 0 when there is no room."""
    waiting = await Upload.select(Upload.owner, Upload.network, Upload.length).where(Upload.kept != "")
    hers = [row["length"] for row in waiting if row["owner"] == owner]
    if len(hers) >= limits.KEPT_FILES.amount:
        return 0
    theirs = sum(row["length"] for row in waiting if row["network"] == known_as(network))
    return max(0, min(
        limits.KEPT_PERSON_BYTES.amount - sum(hers),
        limits.KEPT_NETWORK_BYTES.amount - theirs,
        limits.KEPT_BYTES.amount - sum(row["length"] for row in waiting),
    ))  # fmt: skip


async def keep(owner: int, network: str, secret: str, target: str, name: str, path: Path, size: int) -> None:
    """Keeps the file at `path`, which moves, for `target` under the hash of a secret; Refused when there is no room.

    Once it returns, bytes and row survive a power cut.
    """
    key = secrets.token_urlsafe(32)
    name = "".join(letter for letter in name if letter.isprintable())
    await asyncio.to_thread(_moved, path, uploads.folder() / key)
    try:
        async with transaction():
            if size > await room(owner, network):
                raise Refused(refusal.KEPT_FULL)
            await Upload(
                key=key, owner=owner, name=name[:200], target=target[:400], length=size, offset=size, kept=secret,
                network=known_as(network), expires=clock.now() + timedelta(days=limits.UPLOAD_DAYS.amount),
            ).save()  # fmt: skip
    except BaseException:
        (uploads.folder() / key).unlink(missing_ok=True)
        raise


def _moved(source: Path, final: Path) -> None:
    with source.open("rb") as file:
        os.fsync(file.fileno())
    source.rename(final)
    handle = os.open(final.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


async def claim(owner: int, target: str, secret: str = "") -> None:
    """The person is back: her files for `target`, or only those under `secret`, go on as any upload that has arrived."""
    which = (Upload.owner == owner) & (Upload.target == target) & (Upload.kept != "")
    await Upload.update({Upload.kept: ""}).where(which & (Upload.kept == secret) if secret else which)


async def waiting(owner: int, target: str) -> list[uploads.Row]:
    """The person's files for `target` that wait to be claimed, oldest first."""
    rows: list[uploads.Row] = await Upload.select().where(
        (Upload.owner == owner) & (Upload.target == target) & (Upload.kept != "") & (Upload.expires > clock.now())
    ).order_by(Upload.id)  # fmt: skip
    return rows


async def tidy() -> None:
    """Removes those whose term is over: nobody came back for them."""
    for row in await Upload.select().where((Upload.kept != "") & (Upload.expires < clock.now())):
        await uploads.end(row)
