"""The papers of one declaration, as PDF: drafts with a watermark, submitted ones with number and hash."""

import asyncio
from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from web.catalogue import rules as catalogue
from web.declaration import snapshot
from web.declaration.loading import in_hand
from web.documents import rules
from web.documents.papers import PAPERS, SNAPSHOT, Paper
from web.evidence.places import store
from web.permissions import Case
from web.shell.file_views import disposition
from web.shell.show import show

OFFERED = ("review_form", "summary_sheet", "commitment", "submission_receipt")
"""The papers that an applicant and whoever reviews her may print."""


async def _content(request: Request, case: Case) -> tuple[dict[str, Any], bool]:
    """(the snapshot, whether it is a draft): the newest frozen one, or what would be frozen now."""
    frozen = await snapshot.newest(case.row["id"])
    own = case.row["person"] == request.state["person"].id
    if frozen is None or (own and case.row["state"] in ("draft", "returned")):
        commitment = await catalogue.commitment(case.row["year"])
        unsigned = {"version": commitment.version, "text": commitment.body, "name": "", "signed_at": ""}
        return await snapshot.compose(case.row, unsigned), True
    return frozen["snapshot"], False


@get("/declarations/{declaration:int}/documents", opt={"act": "view"})
async def documents(request: Request, declaration: FromPath[int]) -> Response[Any]:
    """打印: what can be printed of this declaration."""
    case = await in_hand(request, "view")
    _, draft = await _content(request, case)
    papers = [paper for key in OFFERED if (paper := PAPERS[key]).of_draft or not draft]
    return show(request, "documents/list.html", {"row": case.row, "papers": papers, "draft": draft})


@get("/declarations/{declaration:int}/documents/{name:str}", opt={"act": "view"})
async def document(request: Request, declaration: FromPath[int], name: FromPath[str]) -> Response[Any]:
    """One paper as PDF; a page that says why when it cannot be made."""
    case = await in_hand(request, "view")
    paper = PAPERS.get(name.removesuffix(".pdf"))
    if paper is None or paper.made_of != SNAPSHOT or paper.key not in OFFERED:
        raise NotFoundException
    content, draft = await _content(request, case)
    try:
        made = await rules.declaration_paper(paper.key, content, photo=await _photo(content), draft=draft)
    except rules.CannotTypeset as why:
        context = {"title": f"现在不能打印{paper.title}", "sentence": str(why), "wrong": "", "posted": {}}
        return show(request, "error.html", context, status=503)
    return Response(made, media_type="application/pdf", headers=_headers(paper, content))


async def _photo(content: dict[str, Any]) -> bytes | None:
    sha256 = content["applicant"]["photo"]
    return await asyncio.to_thread(store().get, sha256) if sha256 else None


def _headers(paper: Paper, content: dict[str, Any]) -> dict[str, str]:
    number = content["number"] or "草稿"
    return {
        "content-disposition": disposition(
            f"{paper.title}-{content['applicant']['name']}-{number}.pdf", "inline"
        ),
        "cache-control": "private, no-store",
        "x-content-type-options": "nosniff",
    }


HANDLERS = [documents, document]
