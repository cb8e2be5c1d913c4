"""Static files from memory: hashed names, immutable, compressed once, answered 304 when known."""

import gzip
import hashlib
import mimetypes
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


@cache
def _assets() -> tuple[dict[str, str], dict[str, Asset]]:
    names, files = {}, {}
    for path in sorted(FOLDER.iterdir()):
        if path.is_file() and path.suffix in TYPES:
            body = path.read_bytes()
            hashed = f"{path.stem}-{hashlib.sha256(body).hexdigest()[:8]}{path.suffix}"
            kind = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            names[path.name] = hashed
            files[hashed] = Asset(kind, body, brotli.compress(body), gzip.compress(body, 9, mtime=0))
    return names, files


def asset(name: str) -> str:
    """The address of static file `name`, changed whenever its content is; KeyError when there is none."""
    return f"/static/{_assets()[0][name]}"


@get("/static/{name:str}", opt={"act": "public"}, include_in_schema=False)
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
