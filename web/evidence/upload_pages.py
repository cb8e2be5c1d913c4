"""Resumable uploads over HTTP: tus 1.0.0 with creation, expiration, checksum and termination."""

import base64
import binascii
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from litestar import HttpMethod, Request, Response, delete, get, head, patch, post, route
from litestar.exceptions import HTTPException

from web.evidence import limits, rules, uploads
from web.evidence.refusal import Refused
from web.shell import incoming, targets, token, visit
from web.shell.place import Locked

VERSION = visit.TUS
ALGORITHMS = ("sha1", "sha256", "md5")
CAN = {
    "tus-version": VERSION, "tus-max-size": str(limits.UPLOAD_BYTES.amount),
    "tus-extension": "creation,expiration,checksum,termination", "tus-checksum-algorithm": ",".join(ALGORITHMS),
}  # fmt: skip
OFFSET_TYPE = "application/offset+octet-stream"
KNOWN = {"tus-resumable": VERSION, "cache-control": "no-store", "x-content-type-options": "nosniff"}
SAID = {"filename": "name", "target": "target"}
"""What a client says of an upload, and the column that keeps it."""
UNTIL = "正在处理，请稍候。"


def answer(status: int, sentence: str = "", **headers: str) -> Response[bytes]:
    """An answer of the protocol; a sentence in its body where one helps the person."""
    said = {name.replace("_", "-"): text for name, text in headers.items()}
    return Response(
        sentence.encode(), status_code=status, media_type="text/plain; charset=utf-8",
        headers=KNOWN | said,
    )  # fmt: skip


def refused(request: Request) -> Response[bytes] | None:
    """What is wrong with the request before anything is looked at: another version, no token of this person's."""
    incoming.same_site(request)
    if request.headers.get("tus-resumable") != VERSION:
        return answer(412, tus_version=VERSION)
    if not token.valid(request.headers.get("x-form-token", ""), request.state["person"], ""):
        return answer(403, "页面打开得太久，请刷新后再传。")
    return None


async def row_of(request: Request) -> uploads.Row | None:
    """The person's upload that the path names."""
    return await uploads.find(request.state["person"].id, str(request.path_params["upload"]))


def expires(row: uploads.Row) -> str:
    moment: datetime = row["expires"]
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def metadata(text: str) -> dict[str, str]:
    """Upload-Metadata: pairs of a key and its value in base64; ValueError for anything else."""
    found = {}
    for pair in filter(None, (part.strip() for part in text.split(","))):
        key, _, value = pair.partition(" ")
        found[key] = base64.b64decode(value, validate=True).decode("utf-8", "replace")
    return found


def whole(text: str | None) -> int | None:
    """A number of bytes, None for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 16 else None


@route("/uploads", http_method=[HttpMethod.OPTIONS], opt={"act": "public"}, status_code=200)
async def options(request: Request) -> Response[bytes]:
    """What this server can do."""
    return answer(204, **CAN)


@post("/uploads", opt={"act": "own", "files": True}, status_code=201)
async def create(request: Request) -> Response[bytes]:
    """A new upload: Upload-Length, and in Upload-Metadata `filename` and `target`, the page that the file is for."""
    if wrong := refused(request):
        return wrong
    length = whole(request.headers.get("upload-length"))
    try:
        about = metadata(request.headers.get("upload-metadata", ""))
    except (ValueError, binascii.Error):
        return answer(400)
    if length is None:
        return answer(400)
    target, there = targets.find(request, about.get("target", ""))
    try:
        await target.check(there)
        row = await uploads.begin(
            request.state["person"].id, about.get("filename", ""), about["target"], length
        )
    except Locked as locked:
        return answer(409, locked.place.locked)
    except Refused as refusal:
        return answer(413 if length else 400, refusal.sentence)
    return answer(201, location=f"/uploads/{row['key']}", upload_expires=expires(row))


@head("/uploads/{upload:str}", opt={"act": "own"})
async def offset_of(request: Request) -> Response[None]:
    """How many bytes have arrived for good."""
    row = await row_of(request)
    if row is None or uploads.expired(row):
        return Response(None, status_code=404 if row is None else 410, headers=KNOWN)
    about = ((name, base64.b64encode(row[column].encode()).decode()) for name, column in SAID.items())
    told = {
        "upload-offset": str(row["offset"]),
        "upload-length": str(row["length"]),
        "upload-metadata": ",".join(f"{name} {value}" for name, value in about),
        "upload-expires": expires(row),
    }
    return Response(None, headers=KNOWN | told)


@patch(
    "/uploads/{upload:str}", opt={"act": "own", "files": True}, status_code=200,
    request_max_body_size=limits.UPLOAD_BYTES.amount,
)  # fmt: skip
async def patched(request: Request) -> Response[bytes]:
    """See append()."""
    return await append(request)


@post(
    "/uploads/{upload:str}", opt={"act": "own", "files": True}, status_code=200,
    request_max_body_size=limits.UPLOAD_BYTES.amount,
)  # fmt: skip
async def overridden(request: Request) -> Response[bytes]:
    """PATCH or DELETE by X-HTTP-Method-Override, as the protocol has it for lines that let only GET and POST through."""
    if wrong := refused(request):
        return wrong
    asked = {"PATCH": append, "DELETE": end}.get(request.headers.get("x-http-method-override", "").upper())
    return await asked(request) if asked else answer(405, allow="HEAD, GET, PATCH, DELETE")


async def append(request: Request) -> Response[bytes]:
    """Adds bytes at Upload-Offset. The request that brings the last one also takes the file to its target."""
    if wrong := refused(request):
        return wrong
    if request.headers.get("content-type") != OFFSET_TYPE:
        return answer(415)
    offset, row = whole(request.headers.get("upload-offset")), await row_of(request)
    if row is None or offset is None:
        return answer(404 if row is None else 400)
    if uploads.expired(row):
        return answer(410)
    try:
        arrived = await uploads.append(row, offset, _pieces(request), checksum(request))
    except uploads.Elsewhere:
        return answer(409)
    except uploads.Mismatch:
        return answer(460)
    except Refused as refusal:
        return answer(413, refusal.sentence)
    if arrived == row["length"]:
        await targets.finish(request, row)
    return answer(204, upload_offset=str(arrived), upload_expires=expires(row))


async def _pieces(request: Request) -> AsyncIterator[bytes]:
    async for piece in request.stream():
        if piece:
            yield piece


def checksum(request: Request) -> tuple[str, bytes] | None:
    """Upload-Checksum as (algorithm, digest), None when none was sent; 400 for what cannot be checked."""
    text = request.headers.get("upload-checksum")
    if text is None:
        return None
    name, _, value = text.partition(" ")
    try:
        digest = base64.b64decode(value, validate=True)
    except binascii.Error:
        digest = b""
    if name not in ALGORITHMS or not digest:
        raise HTTPException("checksum", status_code=400)
    return name, digest


@delete("/uploads/{upload:str}", opt={"act": "own"}, status_code=200)
async def terminated(request: Request) -> Response[bytes]:
    """See end()."""
    return await end(request)


async def end(request: Request) -> Response[bytes]:
    """Throws an upload away."""
    if wrong := refused(request):
        return wrong
    row = await row_of(request)
    if row is None:
        return answer(404)
    await uploads.end(row)
    return answer(204)


@get("/uploads/{upload:str}", opt={"act": "own"})
async def outcome(request: Request) -> Response[Any]:
    """What became of it, for the script: {"state": arriving | waiting | taken | refused, "sentence", "look"}.

    Asking is also what finishes an upload that a full pool or a stopped server left behind.
    """
    row = await row_of(request)
    if row is None:
        return answer(404)
    looking = bool(request.state["person"].viewer)
    if row["offset"] == row["length"] and row["file"] is None and not row["complaint"] and not looking:
        await targets.finish(request, row)
        row = await row_of(request) or row
    state = "refused" if row["complaint"] else "taken" if row["file"] is not None else "waiting"
    if row["offset"] < row["length"]:
        state = "arriving"
    look = await _to_look_at(row) if state == "taken" else 0
    taken = f"“{row['name']}”已收下" + ("，压缩后有几页变成了图片，请看清楚再使用。" if look else "。")
    sentence = row["complaint"] or (taken if state == "taken" else UNTIL)
    said = {"state": state, "sentence": sentence, "look": look}
    return Response(said, headers={"tus-resumable": VERSION, "cache-control": "no-store"})


async def _to_look_at(row: uploads.Row) -> int:
    try:
        file = await rules.file_of(row["owner"], row["file"])
    except rules.Refused:
        return 0
    return int(file.id) if file.rendered and file.agreed_at is None else 0


HANDLERS = [options, create, offset_of, patched, overridden, terminated, outcome]
