"""The pages of a declaration: year and 填报须知, choices, sections."""

from dataclasses import replace
from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from markdown_it import MarkdownIt
from markupsafe import Markup

from web import clock, rows
from web.box import Box
from web.catalogue import rules as catalogue
from web.catalogue.windows import windows
from web.declaration import bars, check, rules
from web.declaration.loading import in_hand
from web.declaration.sections import SECTIONS
from web.declaration.unlocking import named
from web.permissions import Case, refusal
from web.shell import form, section_pages
from web.shell.errors import Refused
from web.shell.place import NOT_NAMED, Place
from web.shell.show import go, show
from web.workflow import STATES

MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
READER = "单位审核人员和评审专家会看到这里的内容。"


@get("/declarations", opt={"act": "own"})
async def years(request: Request) -> Response[Any]:
    """申报职称: the person's declarations, and the years that can be begun."""
    person = request.state["person"]
    mine = await rules.mine(person.id)
    begun = {row["year"] for row in mine if row["slot"]}
    offered = await catalogue.open_editions(request.state["arrived"])
    at_present = await windows(request.state["arrived"])
    context = {
        "rows": [await _line(row) for row in mine], "states": STATES, "begun": begun,
        "barred": await bars.sentence(person.id, clock.today()),
        "offered": [
            (int(edition.year), [each for each in at_present if each.year == edition.year]) for edition in offered
        ],
        "at": request.state["arrived"],
    }  # fmt: skip
    return show(request, "declaration/years.html", context)


async def _line(row: rows.Row) -> dict[str, Any]:
    names = {
        kind: await catalogue.name_of(row["year"], kind, row[kind]) if row[kind] else ""
        for kind in ("series", "level", "title", "specialty")
    }
    return {**row, "names": names}


@get("/declarations/begin/{year:int}", opt={"act": "own"})
async def begin_page(request: Request, year: FromPath[int]) -> Response[Any]:
    """The confirmation of the year, last year's open declaration, and 填报须知."""
    person = request.state["person"]
    await _edition(request, year)
    if known := await rules.of_year(person.id, year):
        return go(f"/declarations/{known['id']}")
    notice = await catalogue.notice(year)
    open_before = [await _line(row) for row in await rules.still_open(person.id, year)]
    context = {
        "year": year, "notice": notice, "body": Markup(MARKDOWN.render(notice.body)), "open_before": open_before,
        "states": STATES, "complaint": "", "wrong": "",
    }  # fmt: skip
    return show(request, "declaration/begin.html", context)


async def _edition(request: Request, year: int) -> None:
    if not request.state["person"].holds("applicant"):
        raise Refused("您现在没有申报单位（已办理离职或退休），不能申报。到新单位工作的，请由新单位接收。")
    if sentence := await bars.sentence(request.state["person"].id, clock.today()):
        raise Refused(sentence)
    if str(year) not in {edition.year for edition in await catalogue.open_editions(request.state["arrived"])}:
        raise Refused(f"{year} 年度现在不能申报：不在申报时间内。")


@post("/declarations/begin/{year:int}", opt={"act": "own"}, status_code=200)
async def begin(request: Request, year: FromPath[int]) -> Response[Any]:
    """同意并进入选择系列: the declaration begins, with the version of 填报须知 that was agreed to."""
    posted = await form.read(request)
    await _edition(request, year)
    notice = await catalogue.notice(year)
    if posted.text("agreed") != notice.version:
        complaint = "请先阅读填报须知，勾选“我已阅读并同意”。"
        open_before = [await _line(row) for row in await rules.still_open(request.state["person"].id, year)]
        context = {
            "year": year, "notice": notice, "body": Markup(MARKDOWN.render(notice.body)), "open_before": open_before,
            "states": STATES, "complaint": complaint, "wrong": complaint,
        }  # fmt: skip
        return show(request, "declaration/begin.html", context, status=422)
    row = await rules.begin(request.state["person"], year, notice.version)
    return go(f"/declarations/{row['id']}/choice")


@get("/declarations/{declaration:int}/choice", opt={"act": "own_declaration"})
async def choice_page(request: Request, declaration: FromPath[int]) -> Response[Any]:
    """The first page: type, series, level and what follows from them."""
    case = await in_hand(request, "view")
    return await _choice(request, case, None)


async def _choice(request: Request, case: Case, saved: rows.Saved | None, status: int = 200) -> Response[Any]:
    row = saved.row if saved else case.row
    locked = await _choice_locked(request, case)
    fields = await named(row, "choice")
    url = f"/declarations/{row['id']}/choice"
    boxes = [
        following(box) for box in await rows.boxes(rules.CHOICE, row, saved=saved, url="" if locked else url)
    ]
    boxes = [
        box if fields is None or (0, box.name) in fields else replace(box, readonly=True) for box in boxes
    ]
    context = {
        "row": row, "boxes": boxes, "locked": locked, "wrong": [box for box in boxes if box.complaint],
        "agreement": await rules.agreement(row), "window": await rules.window_of(row),
        "values": await rows.shown(rules.CHOICE, row), "chosen": rules.chosen(row),
    }  # fmt: skip
    return show(request, "declaration/choice.html", context, status=status)


async def _choice_locked(request: Request, case: Case) -> str:
    """Why the choices cannot be changed: not now, or the return does not name them."""
    fields = await named(case.row, "choice")
    return refusal("edit", request.state["person"], case) or (
        NOT_NAMED if fields is not None and not fields else ""
    )


def following(box: Box) -> Box:
    """Title and committee follow from the choice: where the list offers one, it is chosen."""
    only = box.name in ("title", "committee") and len(box.options) == 1 and not box.value
    return replace(box, value=box.options[0].value) if only else box


@post("/declarations/{declaration:int}/choice", opt={"act": "edit"}, status_code=200)
async def save_choice(request: Request, declaration: FromPath[int]) -> Response[Any]:
    """Save the choices. A change that takes sections away says first what it takes."""
    posted = await form.read(request)
    case = await in_hand(request, "view")
    if locked := await _choice_locked(request, case):
        raise section_pages.Locked(
            Place(
                rules.CHOICE,
                case.row["person"],
                case.row["person"],
                f"/declarations/{declaration}/choice",
                locked,
            ),
            posted,
        )
    fields = await named(case.row, "choice")
    if fields is not None:
        posted = form.Form(
            {k: v for k, v in posted.items() if k not in dict(rules.CHOICE.columns) or (0, k) in fields}, []
        )
    columns, _ = await rows.read(rules.CHOICE, case.row, posted)
    lost = await rules.lost_by(case.row, columns)
    if lost and posted.text("confirmed") != "1":
        kept = {name: posted[name] for name, _ in rules.CHOICE.columns if name in posted}
        return show(
            request,
            "declaration/reselect.html",
            {"row": case.row, "lost": lost, "kept": kept, "version": posted.text("version")},
        )
    saved = await rules.choose(case.row, dict(posted), posted.whole("version"))
    if "refresh" in posted:
        return await _choice(request, case, rows.Saved(saved.row, {}, saved.conflicts, saved.typed))
    if saved.conflicts:
        return await _choice(request, case, saved, 409)
    if saved.complaints:
        return await _choice(request, case, saved, 422)
    return go(f"/declarations/{declaration}")


@post("/declarations/{declaration:int}/choice/options", opt={"act": "edit"}, status_code=200)
async def choice_options(request: Request, declaration: FromPath[int]) -> Response[Any]:
    """The lists that follow from what was just chosen, without saving."""
    posted = await form.read(request)
    case = await in_hand(request, "own_declaration")
    chosen = {name: posted[name] for name, _ in rules.CHOICE.columns if name in posted}
    saved = rows.Saved(case.row, {}, {}, {**rows.typed(rules.CHOICE, case.row), **chosen})
    url = f"/declarations/{declaration}/choice"
    names = [*rows.downstream(rules.CHOICE, request.query_params.get("of", "")), "type"]
    drawn = await rows.boxes(rules.CHOICE, case.row, saved=saved, url=url)
    boxes = [following(box.renewed()) for box in drawn if box.name in names]
    counts = "，".join(f"{box.field.label} {len(box.options)} 个" for box in boxes if box.options)
    context = {"boxes": boxes, "status": f"已更新选项：{counts}。" if counts else "已更新选项。"}
    return show(request, "section/_options.html", context, fragment="section/_options.html")


@get("/declarations/{declaration:int}", opt={"act": "view"})
async def overview(request: Request, declaration: FromPath[int]) -> Response[Any]:
    """One declaration: its sections, their state, what can be done."""
    case = await in_hand(request, "view")
    if not rules.chosen(case.row):
        return go(f"/declarations/{declaration}/choice")
    context = {
        "row": case.row, "case": case, "line": await _line(case.row), "stage": STATES[case.row["state"]],
        "sections": await check.of_sections(case.row), "profile": await check.of_library(case.row),
        "choice": await check.of_choice(case.row), "window": await rules.window_of(case.row),
        "at": request.state["arrived"], "locked": refusal("edit", request.state["person"], case),
    }  # fmt: skip
    return show(request, "declaration/overview.html", context)


@get("/declarations/{declaration:int}/agreement", opt={"act": "own_declaration"})
async def agreement_page(request: Request, declaration: FromPath[int]) -> Response[Any]:
    """现从事专业 and 申报专业 side by side, and where each is changed."""
    case = await in_hand(request, "own_declaration")
    return show(
        request, "declaration/agreement.html", {"row": case.row, "agreement": await rules.agreement(case.row)}
    )


async def load_section(request: Request, act: str) -> Place:
    """A section of one declaration, locked when the person may look but not change."""
    case = await in_hand(request, "own_declaration")
    key = request.path_params["key"]
    asked = await rules.sections_of(case.row)
    keys = [each.section.key for each in asked]
    if key not in keys or key not in SECTIONS:
        raise NotFoundException
    url = f"/declarations/{case.row['id']}"
    at = keys.index(key)
    after = (
        (f"{url}/{keys[at + 1]}", asked[at + 1].section.title)
        if at + 1 < len(keys)
        else (f"{url}/check", "检查并提交")
    )
    before = (f"{url}/{keys[at - 1]}", asked[at - 1].section.title) if at else (url, "申报概览")
    return _unnamed(Place(
        SECTIONS[key], case.row["id"], case.row["person"], f"{url}/{key}",
        locked=refusal("edit", request.state["person"], case), back=before, onward=after, named=await named(case.row, key),
        earlier=await rules.earlier_with_rows(case.row, SECTIONS[key]),
    ))  # fmt: skip


def _unnamed(place: Place) -> Place:
    """Locked as a whole where an open return names nothing in it."""
    return place if place.locked or place.named is None or place.named else replace(place, locked=NOT_NAMED)


HANDLERS = [
    years, begin_page, begin, choice_page, save_choice, choice_options, overview, agreement_page,
    *section_pages.handlers("/declarations/{declaration:int}", "own_declaration", "edit", load_section),
]  # fmt: skip
