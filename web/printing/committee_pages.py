"""A committee's papers, for its office: of a sitting, and of a 公示 of results; the latter's notice for anyone."""

from functools import partial
from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from web.committee import permitted, sittings
from web.printing import answers, of_publicity, of_sitting
from web.publicity import rules as publicity
from web.rows import Row
from web.shell.show import show

SHEETS = ("xlsx", "csv")


async def _sitting(request: Request, number: int) -> Row:
    """The sitting, for the office of its committee; 404 for anyone else."""
    try:
        row = await sittings.sitting_of(number)
    except sittings.Refusal as unknown:
        raise NotFoundException from unknown
    if not await permitted.is_office(request.state["person"], row):
        raise NotFoundException
    return row


@get("/sittings/{number:int}/print", opt={"act": "sittings"})
async def sitting_papers(request: Request, number: FromPath[int]) -> Response[Any]:
    """会议用表: what can be printed of the sitting now."""
    row = await _sitting(request, number)
    return show(request, "printing/sitting.html", {"row": row, "papers": await of_sitting.of(row)})


@get("/sittings/{number:int}/print/{name:str}", opt={"act": "sittings"})
async def sitting_paper(request: Request, number: FromPath[int], name: FromPath[str]) -> Response[Any]:
    """One of them as PDF; results.xlsx and results.csv of a closed sitting."""
    row = await _sitting(request, number)
    stem, _, kind = name.partition(".")
    if stem == "results" and kind in SHEETS and row["state"] == "closed":
        selection = f"会议：{row['name']}；选票校验码 {row['sha256']}"
        return await answers.sheet(
            kind, "评审结果汇总", of_sitting.RESULTS, await of_sitting.results(row), selection
        )
    return await answers.printed(request, await of_sitting.of(row), name, row["name"])


async def _published(number: int) -> Row:
    try:
        return await publicity.load(number)
    except publicity.Refusal as unknown:
        raise NotFoundException from unknown


async def _publicity(request: Request, number: int) -> Row:
    """The 公示, for the office of its committee or the titles office; 404 for anyone else."""
    row, person = await _published(number), request.state["person"]
    if not person.places("titles_office") and not await permitted.is_office(person, row):
        raise NotFoundException
    return row


@get("/publicity-desk/{number:int}/print/{name:str}", opt={"act": "publicity"})
async def publicity_paper(request: Request, number: FromPath[int], name: FromPath[str]) -> Response[Any]:
    """公示文, 公示证明 and 发文; list.xlsx and list.csv of those who were confirmed."""
    row = await _publicity(request, number)
    stem, _, kind = name.partition(".")
    if stem == "list" and kind in SHEETS and row["confirmed_at"]:
        lines = await of_publicity.conferred(row)
        return await answers.sheet(
            kind, "发文名单", of_publicity.CONFERRED, lines, f"文号：{row['document']}"
        )
    return await answers.printed(request, await of_publicity.of(row), name, row["title"])


@get("/publicity/{number:int}/notice.pdf", opt={"act": "public"})
async def public_notice(request: Request, number: FromPath[int]) -> Response[Any]:
    """公示文 for anyone; after the term with masked names, as on the page."""
    row = await _published(number)
    make = partial(of_publicity.notice, row, masked=publicity.stage(row) != "running")
    return await answers.pdf(request, "公示文", row["title"], make)


HANDLERS = [sitting_papers, sitting_paper, publicity_paper, public_notice]
