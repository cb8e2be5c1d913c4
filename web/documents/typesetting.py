"""Calling typst: template and data in, PDF out, off the event loop."""

import asyncio
import base64
import subprocess
import sys
import threading
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
REMEMBERED = 60_000
"""Bytes of content set before typst is made to forget: two ordinary declarations with their photos."""
APART = 80_000
"""Bytes of content, the photo apart, from which a paper is set in a process of its own: typst's tables never shrink again, and one very
full declaration would leave the service 100 MB larger for good."""
PATIENCE = 120
"""Most seconds for one paper in a process of its own."""
FORGETTING = 6
"""Empty compilations that make typst forget all but the last few papers."""
_kept = threading.local()
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
    inputs = {"main.typ": _source(template), "data": _data(contents, stamp, photo)}
    standards, moment = FILED if filed else ACCESSIBLE, int(stamp.made_at.timestamp())
    try:
        if len(inputs["data"]) - len(photo or b"") * 4 // 3 >= APART:
            return apart(inputs, standards, moment)
        _Memory.content += len(inputs["data"])
        return compiled(inputs, standards, moment)
    except typst.TypstError as error:
        raise CannotTypeset(f"模板 {template}.typ 有错误，文件没有生成：{error.message}") from error


def compiled(inputs: Mapping[str, bytes], standards: list[str], moment: int) -> bytes:
    """The PDF of main.typ among `inputs`, dated `moment` (seconds since 1970); typst.TypstError."""
    made: bytes = _compiler().compile(inputs, format="pdf", pdf_standards=standards, timestamp=moment)
    return made


def _compiler() -> Any:
    """This thread's own, kept: a new one describes typst's whole library to itself, 3 ms of work for nothing, and
    parses the house style again. It holds the data of the last paper until the next one's takes its place. Its
    stub knows no dict of files, so it is Any."""
    if not hasattr(_kept, "compiler"):
        _source("house")
        _kept.compiler = typst.Compiler(root=TEMPLATES, font_paths=fonts.loaded(), ignore_system_fonts=True)
    return _kept.compiler


def apart(inputs: Mapping[str, bytes], standards: list[str], moment: int) -> bytes:
    """The same from a process of its own, whose memory goes back with it."""
    asked = {"inputs": {name: body.decode() for name, body in inputs.items()}, "standards": standards}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "web.documents.apart"],
            input=orjson.dumps({**asked, "moment": moment}),
            capture_output=True,
            cwd=TEMPLATES.parents[1],
            timeout=PATIENCE,
        )
    except subprocess.TimeoutExpired as error:
        raise CannotTypeset("内容太多，文件没有在规定时间内生成，请稍后再试。") from error
    if done.returncode:
        raise CannotTypeset(f"文件没有生成：{done.stderr.decode(errors='replace').strip()[-300:]}")
    return done.stdout


def forget() -> None:
    """Let typst drop what it remembers of papers, once it is much; what every paper uses stays.

    It keeps every intermediate result for ten compilations.
    """
    if _Memory.content < REMEMBERED:
        return
    _Memory.content = 0
    for _ in range(FORGETTING):
        _compiler().compile({"main.typ": b"", "data": b""}, format="svg")


def _framed(photo: bytes) -> str:
    """The JPEG in an SVG frame of 413 × 626: data is text, and an SVG is a picture that is text."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 413 626"><image width="413" height="626" '
        f'href="data:image/jpeg;base64,{base64.b64encode(photo).decode()}"/></svg>'
    )


def _data(contents: Mapping[str, Any], stamp: Stamp, photo: bytes | None) -> bytes:
    """JSON behind two slashes: typst parses every file that it is given as if it were a template, and a comment is
    the fastest to parse."""
    whole = {
        "stamp": {
            "number": stamp.number,
            "version": stamp.version,
            "hash": stamp.hash,
            "draft": stamp.draft,
            "subject": stamp.subject,
            "author": stamp.author,
            "drawn": stamp.drawn,
            "qr": codes.qr(stamp.address).decode() if stamp.address and not stamp.draft else "",
        },
        "photo": _framed(photo) if photo is not None else "",
        "contents": contents,
    }
    return b"//" + fonts.showable(orjson.dumps(whole).decode()).encode()


@cache
def _source(name: str) -> bytes:
    path = TEMPLATES / f"{name}.typ"
    try:
        return path.read_bytes()
    except OSError as error:
        raise CannotTypeset(f"缺少模板 templates/documents/{name}.typ，文件没有生成。") from error
