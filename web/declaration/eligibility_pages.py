"""申报条件: for anyone without an account, and for a declaration with the applicant's own dates."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from web import rows
from web.catalogue import rules as catalogue
from web.declaration import eligibility
from web.declaration.loading import in_hand
from web.kinds import KINDS
from web.shell import form, visit
from web.shell.show import show


async def _year(request: Request) -> int:
    editions = await catalogue.open_editions(request.state["arrived"]) or await catalogue.editions()
    return int(editions[0].year)


async def _page(
    request: Request, typed: dict[str, str], complaints: dict[str, str], answer: Any = None, status: int = 200
) -> Response[Any]:
    year = await _year(request)
    blank = {name: KINDS[about.kind].empty for name, about in eligibility.QUESTION.columns}
    saved = rows.Saved({**blank, "year": year}, complaints, {}, typed)
    boxes = await rows.boxes(eligibility.QUESTION, saved.row, saved=saved, url="/eligibility")
    context = {
        "year": year, "boxes": boxes, "wrong": [box for box in boxes if box.complaint], "answer": answer,
        "names": await _names(year, typed) if answer else {},
    }  # fmt: skip
    cookies: Response[Any] = Response(b"")
    if not request.state["person"] and not request.state["visitor"]:
        request.state["visitor"] = visit.new_visitor(cookies)
    page = show(request, "declaration/eligibility_question.html", context, status=status)
    page.cookies.extend(cookies.cookies)
    return page


async def _names(year: int, typed: dict[str, str]) -> dict[str, str]:
    return {kind: await catalogue.name_of(year, kind, typed[kind]) for kind in ("series", "level")}


@get("/eligibility", opt={"act": "public"})
async def question(request: Request) -> Response[Any]:
    """我能申报吗？ What is asked; nothing is kept."""
    return await _page(request, {}, {})


@post("/eligibility", opt={"act": "public"}, status_code=200)
async def answer(request: Request) -> Response[Any]:
    """The answer, rule by rule, under the question."""
    posted = await form.read(request)
    typed = {name: posted.text(name) for name, _ in eligibility.QUESTION.columns}
    year = await _year(request)
    blank = {name: KINDS[about.kind].empty for name, about in eligibility.QUESTION.columns}
    columns, complaints = await rows.read(eligibility.QUESTION, {**blank, "year": year}, typed)
    if "refresh" in posted:
        return await _page(request, typed, {})
    if complaints:
        return await _page(request, typed, complaints, status=422)
    return await _page(request, typed, {}, await eligibility.of_visitor(year, columns))


@post("/eligibility/options", opt={"act": "public"}, status_code=200)
async def options(request: Request) -> Response[Any]:
    """The lists that follow from the series and level."""
    posted = await form.read(request)
    row = {name: KINDS[about.kind].empty for name, about in eligibility.QUESTION.columns}
    row["year"] = await _year(request)
    saved = rows.Saved(row, {}, {}, {name: posted.text(name) for name, _ in eligibility.QUESTION.columns})
    names = rows.downstream(eligibility.QUESTION, request.query_params.get("of", ""))
    drawn = await rows.boxes(eligibility.QUESTION, row, url="/eligibility", saved=saved)
    context = {"boxes": [box.renewed() for box in drawn if box.name in names], "status": "已更新选项。"}
    return show(request, "section/_options.html", context, fragment="section/_options.html")


@post("/eligibility/check", opt={"act": "public"}, status_code=200)
async def check(request: Request) -> Response[Any]:
    """The complaint about one date."""
    posted = await form.read(request)
    name = next((name for name, _ in eligibility.QUESTION.columns if name in posted), "born")
    box = await rows.one_box(
        eligibility.QUESTION, name, posted, "", "/eligibility", {"year": await _year(request)}
    )
    return show(request, "section/_word.html", {"box": box}, fragment="section/_word.html")


@get("/declarations/{declaration:int}/eligibility", opt={"act": "own_declaration"})
async def of_declaration(request: Request, declaration: FromPath[int]) -> Response[Any]:
    """The conditions of this declaration, with the applicant's own dates."""
    case = await in_hand(request, "own_declaration")
    found = await eligibility.of_declaration(case.row)
    names = {
        kind: await catalogue.name_of(case.row["year"], kind, case.row[kind])
        for kind in ("series", "level", "type", "title")
    }
    return show(request, "declaration/eligibility.html", {"row": case.row, "answer": found, "names": names})


HANDLERS = [question, answer, options, check, of_declaration]
