"""The person's own files: 我的文件, and how each is looked at. Reviewers see files through the declaration only."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from web.evidence import limits, rules
from web.evidence.tables import File
from web.shell import file_views, form
from web.shell.file_views import Document
from web.shell.show import go, show

LIBRARY = ("/files", "我的文件")
SAID = {"removed": "已删除。"}


async def library_page(request: Request, complaint: str = "") -> Response[Any]:
    """Everything in the library, how much room is left, and what can be removed."""
    owner = request.state["person"].id
    used, most = await rules.quota(owner)
    context = {
        "files": await rules.library(owner), "used": limits.in_words(used), "in_words": limits.in_words,
        "most": limits.in_words(most), "complaint": complaint, "wrong": complaint,
        "status": SAID.get(request.query_params.get("said", ""), ""),
    }  # fmt: skip
    return show(request, "evidence/library.html", context, status=422 if complaint else 200)


async def attachment_of(request: Request) -> Document:
    """The attachment that the path names, if its file is the person's own; 404 otherwise."""
    row = await rules.attached(request.path_params["attachment"])
    if row is None or row["file.owner"] != request.state["person"].id:
        raise NotFoundException
    return Document(
        f"/files/{row['id']}", row["file.name"], row["file.sha256"], row["file.kind"], row["file.pages"],
        row["file.size"], LIBRARY,
    )  # fmt: skip


async def mine(request: Request) -> File:
    """The file of the person's library that the path names, a portrait too; 404 otherwise."""
    try:
        return await rules.file_of(request.state["person"].id, request.path_params["file"])
    except rules.Refused as refusal:
        raise NotFoundException from refusal


def document(file: File) -> Document:
    return Document(
        f"/files/mine/{file.id}", str(file.name), str(file.sha256), str(file.kind), int(file.pages), int(file.size), LIBRARY
    )  # fmt: skip


@get("/files", opt={"act": "own"})
async def library(request: Request) -> Response[Any]:
    """我的文件."""
    return await library_page(request)


@post("/files/mine/{file:int}/remove", opt={"act": "own"}, status_code=200)
async def remove(request: Request, file: FromPath[int]) -> Response[Any]:
    """Takes a file that hangs nowhere out of the library."""
    await form.read(request)
    await mine(request)
    try:
        await rules.remove(request.state["person"].id, file)
    except rules.Refused as refusal:
        return await library_page(request, refusal.sentence)
    return go("/files?said=removed#said")


@get("/files/{attachment:int}", opt={"act": "own"})
async def attachment_viewer(request: Request) -> Response[Any]:
    """A file on a row, page by page."""
    return file_views.viewer(request, await attachment_of(request))


@get("/files/{attachment:int}/pages/{page:int}", opt={"act": "own"})
async def attachment_picture(request: Request, page: FromPath[int]) -> Response[Any]:
    """One page as a picture."""
    found = await attachment_of(request)
    return await file_views.picture(request, found.sha256, found.kind, page)


@get("/files/{attachment:int}/original", opt={"act": "own"})
async def attachment_original(request: Request) -> Response[Any]:
    """The file itself."""
    return await file_views.original(request, await attachment_of(request))


@get("/files/mine/{file:int}", opt={"act": "own"})
async def mine_viewer(request: Request) -> Response[Any]:
    """A file of the library, page by page."""
    return file_views.viewer(request, document(await mine(request)))


@get("/files/mine/{file:int}/pages/{page:int}", opt={"act": "own"})
async def mine_picture(request: Request, page: FromPath[int]) -> Response[Any]:
    """One page as a picture."""
    file = await mine(request)
    return await file_views.picture(request, str(file.sha256), str(file.kind), page)


@get("/files/mine/{file:int}/sent/{page:int}", opt={"act": "own"})
async def mine_sent(request: Request, page: FromPath[int]) -> Response[Any]:
    """One page of what was sent, before it was made compliant."""
    file = await mine(request)
    return await file_views.picture(request, str(file.original), str(file.original_kind), page)


@get("/files/mine/{file:int}/original", opt={"act": "own"})
async def mine_original(request: Request) -> Response[Any]:
    """The file itself."""
    return await file_views.original(request, document(await mine(request)))


HANDLERS = [
    library, remove, attachment_viewer, attachment_picture, attachment_original, mine_viewer, mine_picture, mine_sent,
    mine_original,
]  # fmt: skip
