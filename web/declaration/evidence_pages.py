"""The files of a submitted declaration, for whoever may view it: only those that its snapshot names."""

import asyncio
from collections.abc import Iterator
from typing import Any

import orjson
from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from web.declaration.loading import in_hand
from web.declaration.tables import Snapshot
from web.evidence import places
from web.evidence.intake import TYPES
from web.evidence.tables import File
from web.permissions import Case
from web.shell import file_views, form
from web.shell.file_views import Document

PREFIX = "/declarations/{declaration:int}/evidence/{sha256:str}"
KINDS = {media: kind for kind, media in TYPES.items()}
PHOTO = "证件照片.jpg"


async def document_of(request: Request) -> Document:
    """The file that the path names, from the newest snapshot or the ?version asked for; 404 when it is not in there.

    The applicant may look at files of her own that no snapshot names yet: those of the preview.
    """
    case, sha256 = await in_hand(request, "view"), str(request.path_params["sha256"])
    version = form.number(request.query_params.get("version", "")) % 1_000_000
    found = await _frozen(case, sha256, version)
    if found is None and case.row["person"] == request.state["person"].id:
        found = await _own(case, sha256)
    if found is None:
        raise NotFoundException
    number = case.row["id"]
    return Document(
        f"/declarations/{number}/evidence/{sha256}", found["name"], sha256, found["kind"], found["pages"], found["size"],
        (f"/declarations/{number}/preview", "申报材料"), f"version={version}&" if version else "",
    )  # fmt: skip


async def _frozen(case: Case, sha256: str, version: int) -> dict[str, Any] | None:
    """Name, kind, pages and size of the file as the snapshot tells them, None when it names no such file."""
    wanted = version or case.row["snapshot"]
    row = await Snapshot.select(Snapshot.body).where(
        (Snapshot.declaration == case.row["id"]) & (Snapshot.version == wanted)
    ).first()  # fmt: skip
    if row is None:
        return None
    snapshot = orjson.loads(row["body"])
    if snapshot["applicant"]["photo"] == sha256:
        size = await asyncio.to_thread(places.store().size, sha256)
        return {"name": PHOTO, "kind": "jpeg", "pages": 1, "size": size or 0}
    for file in _files(snapshot):
        if file["sha256"] == sha256:
            return {**file, "kind": KINDS[file["kind"]]}
    return None


def _files(snapshot: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for section in snapshot["sections"]:
        for row in section["rows"]:
            for value in row["values"]:
                yield from value["files"]


async def _own(case: Case, sha256: str) -> dict[str, Any] | None:
    return await File.select(File.name, File.kind, File.pages, File.size).where(
        (File.owner == case.row["person"]) & (File.sha256 == sha256) & File.removed_at.is_null()
    ).first()  # fmt: skip


@get(PREFIX, opt={"act": "view"})
async def viewer(request: Request) -> Response[Any]:
    """A file, page by page."""
    return file_views.viewer(request, await document_of(request))


@get(f"{PREFIX}/pages/{{page:int}}", opt={"act": "view"})
async def picture(request: Request, page: FromPath[int]) -> Response[Any]:
    """One page as a picture."""
    found = await document_of(request)
    return await file_views.picture(request, found.sha256, found.kind, page)


@get(f"{PREFIX}/original", opt={"act": "view"})
async def original(request: Request) -> Response[Any]:
    """The file itself."""
    return await file_views.original(request, await document_of(request))


HANDLERS = [viewer, picture, original]
