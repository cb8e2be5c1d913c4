"""The virus check: clamd asked over its socket (INSTREAM), when an installation has one."""

import asyncio
from pathlib import Path

from web.evidence.refusal import VIRUS, Refused

PIECE = 256 * 1024
WAIT = 30.0  # seconds for the whole check
UNREACHABLE = "病毒检查暂时不可用，请稍后再上传。"


class Unreachable(Exception):
    """clamd is configured but does not answer; nothing unchecked is taken in its stead."""

    sentence = UNREACHABLE


async def check(path: Path, address: str) -> None:
    """Refused when clamd finds something; Unreachable when it does not answer. `address`: unix path or host:port."""
    if not address:
        return
    try:
        async with asyncio.timeout(WAIT):
            answer = await _ask(path, address)
    except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
        raise Unreachable(str(error)) from error
    if answer.endswith(b"FOUND"):
        raise Refused(VIRUS)
    if not answer.endswith(b"OK"):
        raise Unreachable(answer.decode("ascii", "replace"))


async def _ask(path: Path, address: str) -> bytes:
    if address.startswith("/"):
        reader, writer = await asyncio.open_unix_connection(address)
    else:
        host, _, port = address.rpartition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
    try:
        writer.write(b"zINSTREAM\0")
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                writer.write(len(piece).to_bytes(4, "big") + piece)
                await writer.drain()
        writer.write(bytes(4))
        await writer.drain()
        return (await reader.readuntil(b"\0")).rstrip(b"\0").strip()
    finally:
        writer.close()
