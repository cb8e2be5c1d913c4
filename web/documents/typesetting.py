"""Calling typst: template and data in, PDF out, off the event loop."""

import asyncio
import base64
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import typst

from web.documents import codes, fonts

TEMPLATES = Path(__file__).parents[2] / "templates" / "documents"
ACCESSIBLE = ["ua-1"]
FILED = ["ua-1", "a-2a"]
REMEMBERED = 100_000
"""Bytes of content set before typst is made to forget: four ordinary declarations, or one full one."""
FORGETTING = 6
"""Empty compilations that make typst forget all but the last few papers."""
_setters = ThreadPoolExecutor(max_workers=2, thread_name_prefix="typesetting")


class CannotTypeset(Exception):
    """A paper could not be made; the message is a Chinese sentence for whoever asked."""


@dataclass(frozen=True)
class Stamp:
    """What stands in the footer and in the file's properties.

    `number`, `version`, `hash` (SHA-256 in hex of what is printed); `made_at`: the moment the content became
    final, aware, so that the same content gives the same bytes; `draft`: a watermark, no number and no hash;
    `subject`: whose or what, for the file's title; `author`: the organisation; `address`: of the check page;
    `drawn`: which entry of the log of decisions the paper is of, in words.
    """

    made_at: datetime
    number: str = ""
    version: int = 1
    hash: str = ""
    draft: bool = False
    subject: str = ""
    author: str = ""
    address: str = ""
    drawn: str = ""


async def typeset(
    template: str,
    contents: Mapping[str, Any],
    stamp: Stamp,
    *,
    photo: bytes | None = None,
    filed: bool = True,
) -> bytes:
    """The PDF of `template` (file name in templates/documents without .typ); CannotTypeset says why not."""
    loop = asyncio.get_running_loop()
    try:
        return await loop.run_in_executor(
            _setters, lambda: set_now(template, contents, stamp, photo=photo, filed=filed)
        )
    finally:
        _setters.submit(forget)


class _Memory:
    """How many bytes of content were set since typst last forgot; a race miscounts by a paper, no more."""

    content = 0


def set_now(
    template: str,
    contents: Mapping[str, Any],
    stamp: Stamp,
    *,
    photo: bytes | None = None,
    filed: bool = True,
) -> bytes:
    """As `typeset`, in this thread. `photo`: JPEG. `filed`: PDF/A-2a besides PDF/UA-1."""
    if complaints := fonts.complaints():
        raise CannotTypeset("".join(complaints))
    if photo is not None and not photo.startswith(b"\xff\xd8"):
        raise CannotTypeset("照片不是 JPEG 图片，文件没有生成。")
    inputs = {
        "main.typ": _source(template),
        "house.typ": _source("house"),
        "data.json": _data(contents, stamp, photo is not None),
    }
    if photo is not None:
        inputs["photo.svg"] = _framed(photo)
    if stamp.address and not stamp.draft:
        inputs["qr.svg"] = codes.qr(stamp.address)
    _Memory.content += len(inputs["data.json"])
    try:
        return typst.compile(  # type: ignore[call-overload]  # its stub knows no dict of files
            inputs,
            font_paths=fonts.loaded(),
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=FILED if filed else ACCESSIBLE,
            timestamp=int(stamp.made_at.timestamp()),
        )
    except typst.TypstError as error:
        raise CannotTypeset(f"模板 {template}.typ 有错误，文件没有生成：{error.message}") from error


def forget() -> None:
    """Let typst drop what it remembers of papers, once it is much; what every paper uses stays.

    It keeps every intermediate result for ten compilations: after ten full declarations 740 MB, with this 300.
    """
    if _Memory.content < REMEMBERED:
        return
    _Memory.content = 0
    for _ in range(FORGETTING):
        typst.compile({"main.typ": b""}, font_paths=_no_fonts(), ignore_system_fonts=True, format="svg")  # type: ignore[call-overload]


@cache
def _no_fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[])


def _framed(photo: bytes) -> bytes:
    """The JPEG in an SVG frame of 413 × 626: typst takes files from memory only when they are text."""
    return (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 413 626"><image width="413" height="626" '
        b'href="data:image/jpeg;base64,' + base64.b64encode(photo) + b'"/></svg>'
    )


def _data(contents: Mapping[str, Any], stamp: Stamp, photo: bool) -> bytes:
    whole = {
        "stamp": {
            "number": stamp.number,
            "version": stamp.version,
            "hash": stamp.hash,
            "draft": stamp.draft,
            "subject": stamp.subject,
            "author": stamp.author,
            "drawn": stamp.drawn,
            "qr": bool(stamp.address) and not stamp.draft,
        },
        "photo": photo,
        "contents": contents,
    }
    return fonts.showable(orjson.dumps(whole).decode()).encode()


@cache
def _source(name: str) -> bytes:
    path = TEMPLATES / f"{name}.typ"
    try:
        return path.read_bytes()
    except OSError as error:
        raise CannotTypeset(f"缺少模板 templates/documents/{name}.typ，文件没有生成。") from error
