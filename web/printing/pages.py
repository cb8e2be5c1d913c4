"""打印: the papers of one declaration, for whoever may see it; what a paper's QR code leads to."""

from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from web.declaration.loading import in_hand
from web.enquiry import rules as enquiry
from web.printing import answers, check, of_declaration
from web.shell.show import show


@get("/declarations/{declaration:int}/documents", opt={"act": "view"})
async def documents(request: Request, declaration: FromPath[int]) -> Response[Any]:
    """What can be printed of this declaration."""
    case = await in_hand(request, "view")
    papers, draft = await of_declaration.of(case, request.state["person"])
    own = case.row["person"] == request.state["person"].id
    return show(
        request, "printing/list.html", {"row": case.row, "papers": papers, "draft": draft, "own": own}
    )


@get("/declarations/{declaration:int}/documents/{name:str}", opt={"act": "view"})
async def document(request: Request, declaration: FromPath[int], name: FromPath[str]) -> Response[Any]:
    """One paper as PDF: of a draft with a watermark, of what was submitted with number and hash."""
    case = await in_hand(request, "view")
    person = request.state["person"]
    papers, _ = await of_declaration.of(case, person)
    await enquiry.looked(case.row["person"], person, f"{case.row['year']} 年度申报材料")
    return await answers.printed(request, papers, name, case.row["number"] or "草稿")


@get("/papers/{number:str}", opt={"act": "public"})
async def checked(request: Request, number: FromPath[str]) -> Response[Any]:
    """文件查验: whether this service made a paper with that number and hash."""
    return show(request, "printing/check.html", await check.of(number, request.query_params.get("p", "")))


HANDLERS = [documents, document, checked]
