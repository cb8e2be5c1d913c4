"""专家库: the office for titles sees who is in it, pauses, restores or removes, and adds whom an expert may not judge."""

from collections.abc import Mapping
from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from web.box import Box
from web.catalogue import rules as catalogue
from web.codelists import Option
from web.columns import Field
from web.committee import experts, lists, pool, pool_changes
from web.committee.ballot import Refusal
from web.kinds import too_long
from web.rows import Row
from web.shell import form
from web.shell.show import go, show

STATE = tuple(Option(code, word) for code, word in pool.STATES.items())
REASON = Field("text", "理由", required=True, limit=200, hint="专家本人会看到，记入办理经过。")
TIE = {
    "kind": Field("choice", "关系", required=True, options=lists.TIES),
    "name": Field("text", "姓名", limit=40, hint="单位回避的不填。"),
    "unit": Field("text", "单位", limit=100, hint="照单位公章写全称。"),
    "about": Field("text", "说明", limit=100),
}
SAID = {"changed": "已办理。", "tie": "已增加，从下一次查找回避关系起生效，投票开始前会再查一遍。"}


def _office(request: Request) -> None:
    if not request.state["person"].places("titles_office"):
        raise NotFoundException


@get("/experts-pool", opt={"act": "review_experts"})
async def listed(request: Request) -> Response[Any]:
    """Who is in the pool (?name=, ?state=, ?page=)."""
    _office(request)
    query = request.query_params
    name, state = query.get("name", "")[:40], query.get("state", "")
    state = state if state in pool.STATES else ""
    page = max(1, form.whole(query.get("page", "")))
    count, rows = await pool_changes.listed(name, state, page)
    newest = await catalogue.latest()
    fields = {"name": Field("text", "姓名"), "state": Field("choice", "状态", options=STATE)}
    context = {
        "rows": [{**row, "series_name": newest.name_of("series", row["series"]) if newest else ""} for row in rows],
        "count": count, "page": page, "pages": max(1, -(-count // pool_changes.SIZE)), "states": pool.STATES,
        "name": name, "state": state,
        "boxes": [Box(fields["name"], "name", "name", name), Box(fields["state"], "state", "state", state, options=STATE)],
    }  # fmt: skip
    return show(request, "committee/pool.html", context)


async def _in_hand(request: Request, number: int) -> Row:
    _office(request)
    row = await pool_changes.load(number)
    if row is None:
        raise NotFoundException
    return row


@get("/experts-pool/{number:int}", opt={"act": "review_experts"})
async def page(request: Request, number: FromPath[int]) -> Response[Any]:
    """One expert."""
    return await _page(request, await _in_hand(request, number), {}, "", "")


async def _page(
    request: Request, row: Row, typed: Mapping[str, str], wrong: str, untied: str
) -> Response[Any]:
    """`wrong`: about the change of state; `untied`: about the relation."""
    newest = await catalogue.latest()
    boxes = [
        Box(
            field, name, name, typed.get(name, ""), untied if name == _of(untied) else "",
            field.options if isinstance(field.options, tuple) else (),
        )
        for name, field in TIE.items()
    ]  # fmt: skip
    context = {
        "row": row, "states": pool.STATES, "ties": await pool_changes.ties(row["id"]), "boxes": boxes,
        "names": newest.name_of if newest else lambda kind, code: code, "wrong": wrong or untied,
        "reason": Box(REASON, "reason", "reason", typed.get("reason", ""), wrong),
        "changes": {act: each for act, each in pool_changes.CHANGES.items() if row["state"] in each.start},
        "decisions": await experts.decisions(row["application"]) if row["application"] else [],
        "status": SAID.get(request.query_params.get("said", ""), ""),
    }  # fmt: skip
    return show(request, "committee/pool_expert.html", context, status=422 if wrong or untied else 200)


def _of(sentence: str) -> str:
    """The field that a sentence about a relation is about."""
    return next((name for name in ("unit", "name", "about") if TIE[name].label in sentence), "kind")


@post("/experts-pool/{number:int}", opt={"act": "review_experts"}, status_code=200)
async def change(request: Request, number: FromPath[int]) -> Response[Any]:
    """`act`, the button: pause, restore or remove; tie for a relation."""
    posted = await form.read(request)
    row, act = await _in_hand(request, number), posted.text("act")
    if act not in pool_changes.TOLD:
        raise NotFoundException
    about = TIE if act == "tie" else {"reason": REASON}
    sentence = next(
        (said for name, field in about.items() if (said := too_long(field, posted.text(name)))), ""
    )
    try:
        if sentence:
            raise Refusal(sentence)
        if act == "tie":
            await pool_changes.add_tie(row, dict(posted), request.state["person"].id)
        else:
            await pool_changes.change(row, act, posted.text("reason"), request.state["person"].id)
    except Refusal as refused:
        wrong, untied = ("", str(refused)) if act == "tie" else (str(refused), "")
        return await _page(request, row, posted, wrong, untied)
    return go(f"/experts-pool/{number}?said={'tie' if act == 'tie' else 'changed'}#said")


HANDLERS = [listed, page, change]
