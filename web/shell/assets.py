"""Static files from memory: hashed names, immutable, compressed once, answered 304 when known."""

import gzip
import hashlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import brotli
from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

FOLDER = Path(__file__).resolve().parents[2] / "static"
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".txt": "text/plain"}


class Asset(NamedTuple):
    """One static file in the encodings that browsers ask for."""

    kind: str
    plain: bytes
    brotli: bytes
    gzip: bytes


VARIANTS = {
    "door.css": ("zhicheng.css", "inside|lists"),
    "rows.css": ("zhicheng.css", "lists"),
    "rows.js": ("zhicheng.js", "writing"),
}
"""Lighter files for pages that need less: (source, the marked parts that are left out)."""


def packed(text: str) -> str:
    """Our own style or script without comments and indents; nothing in them is written so that this could hurt."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    return re.sub(r"\s*\n\s*", "\n", text).strip()


def _tight(css: str) -> str:
    return re.sub(r"\s*([{};,])\s*", r"\1", packed(css)).replace(": ", ":")


def _sources() -> Iterator[tuple[str, bytes]]:
    """Every static file and variant as it is served."""
    for path in sorted(FOLDER.iterdir()):
        if path.is_file() and path.suffix in TYPES:
            own = path.suffix in (".css", ".js") and ".min." not in path.name
            yield (
                path.name,
                _served(path.name, path.read_text(encoding="utf-8")) if own else path.read_bytes(),
            )
    for name, (source, left_out) in VARIANTS.items():
        text = (FOLDER / source).read_text(encoding="utf-8")
        yield (
            name,
            _served(name, re.sub(rf"/\* only: (?:{left_out}) \*/.*?/\* all \*/", "", text, flags=re.S)),
        )


def _served(name: str, text: str) -> bytes:
    return (_tight(text) if name.endswith(".css") else packed(text)).encode()


@cache
def _assets() -> tuple[dict[str, str], dict[str, Asset]]:
    names, files = {}, {}
    for name, body in _sources():
        stem, _, suffix = name.rpartition(".")
        hashed = f"{stem}-{hashlib.sha256(body).hexdigest()[:8]}.{suffix}"
        names[name] = hashed
        files[hashed] = Asset(
            TYPES[f".{suffix}"], body, brotli.compress(body), gzip.compress(body, 9, mtime=0)
        )
    return names, files


def asset(name: str) -> str:
    """The address of static file `name`, changed whenever its content is; KeyError when there is none."""
    return f"/static/{_assets()[0][name]}"


def served(name: str) -> Asset:
    """The static file `name` as it is sent."""
    names, files = _assets()
    return files[names[name]]


@get("/static/{name:str}", opt={"act": "public", "bare": True}, include_in_schema=False)
async def static(request: Request, name: FromPath[str]) -> Response[bytes]:
    """One static file."""
    found = _assets()[1].get(name)
    if found is None:
        raise NotFoundException
    headers = {
        "cache-control": "public, max-age=31536000, immutable",
        "etag": f'"{name}"',
        "vary": "accept-encoding",
    }
    if request.headers.get("if-none-match") == headers["etag"]:
        return Response(b"", status_code=304, headers=headers, media_type=found.kind)
    accepted = request.headers.get("accept-encoding", "")
    body = found.plain
    for encoding, packed in (("br", found.brotli), ("gzip", found.gzip)):
        if encoding in accepted:
            headers["content-encoding"], body = encoding, packed
            break
    media = found.kind if found.kind.startswith("image/") else f"{found.kind}; charset=utf-8"
    return Response(body, headers=headers, media_type=media)
