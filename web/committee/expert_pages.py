"""申报专家候选人: the candidate's pages, and those of the offices that decide level by level."""

from datetime import date
from typing import Any

import orjson
from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from web import clock
from web.box import Box
from web.columns import Field
from web.committee import expert_permitted, experts, pool
from web.committee.expert_steps import DECIDES, STATES
from web.committee.sections import SECTIONS
from web.committee.terms import rule
from web.kinds import KINDS, too_long
from web.rows import Row
from web.shell import form, section_pages
from web.shell.errors import Refused
from web.shell.place import Place
from web.shell.show import go, show

SAID = {"submitted": "已提交审核。", "withdrawn": "已撤回，可以修改。", "decided": "已办理。"}
PRIVATE = {"others": ("bank", "bank_card")}
COMMENT = Field(
    "long_text", "意见", limit=500, rows=4, hint="候选人会看到。同意推荐、退回修改和不同意时必须填写。"
)
SINCE = Field("day", "任期（起）", future=True, hint="不填从今天起，如 2026-12-01")
UNTIL = Field("day", "任期（止）", future=True)


def _status(request: Request) -> str:
    return SAID.get(request.query_params.get("said", ""), "")


@get("/experts", opt={"act": "own"})
async def overview(request: Request) -> Response[Any]:
    """The whole application on one page, what is missing, and 提交审核."""
    person = request.state["person"]
    row = await experts.current(person.id)
    entry = await pool.of_person(person.id)
    context: dict[str, Any] = {
        "row": row,
        "entry": entry,
        "term": rule("expert_term"),
        "status": _status(request),
        "wrong": "",
    }
    if row is None:
        return show(request, "committee/experts_begin.html", context)
    return await _overview(request, row, context, 200)


async def _overview(request: Request, row: Row, context: dict[str, Any], status: int) -> Response[Any]:
    person = request.state["person"]
    standings = await experts.standings(row["id"])
    context |= {
        "standings": standings, "stage": STATES[row["state"]], "holder": await experts.holder_name(row),
        "locked": expert_permitted.refusal("edit", person, row), "decisions": await experts.decisions(row["id"]),
        "obstacles": await experts.obstacles(row) if row["state"] in ("draft", "returned") else [],
        "may_withdraw": row["state"] == "review" and row["path"] and row["holder"] == row["path"][0],
        "representative": next(each.rows for each in standings if each.section.key == "representative"),
    }  # fmt: skip
    return show(request, "committee/experts.html", context, status=status)


@post("/experts/begin", opt={"act": "own"}, status_code=200)
async def begin(request: Request) -> Response[Any]:
    """Begin an application, or go on with the open one."""
    await form.read(request)
    await experts.begin(request.state["person"])
    return go("/experts")


async def load_section(request: Request, act: str) -> Place:
    """A section of the person's own application, locked once submitted."""
    person = request.state["person"]
    row = await experts.current(person.id)
    section = SECTIONS.get(request.path_params["key"])
    if row is None or section is None:
        raise NotFoundException
    keys = list(SECTIONS)
    at = keys.index(section.key)
    before = (
        (f"/experts/{keys[at - 1]}", SECTIONS[keys[at - 1]].title) if at else ("/experts", "申报专家候选人")
    )
    after = (
        (f"/experts/{keys[at + 1]}", SECTIONS[keys[at + 1]].title)
        if at + 1 < len(keys)
        else ("/experts", "申报专家候选人")
    )
    locked = expert_permitted.refusal("edit", person, row)
    return Place(
        section, row["id"], person.id, f"/experts/{section.key}", locked=locked, back=before, onward=after
    )


async def _own(request: Request, act: str) -> Row:
    row = await experts.current(request.state["person"].id)
    if row is None:
        raise NotFoundException
    if sentence := expert_permitted.refusal(act, request.state["person"], row):
        raise Refused(sentence)
    return row


@post("/experts/submit", opt={"act": "own"}, status_code=200)
async def submit(request: Request) -> Response[Any]:
    """提交审核: once; what is missing comes back as links."""
    await form.read(request)
    row = await experts.current(request.state["person"].id)
    if row is not None and row["state"] not in ("draft", "returned"):
        return go("/experts")
    row = await _own(request, "submit")
    try:
        await experts.submit(row, request.state["person"], request.state["arrived"])
    except experts.Refusal as refused:
        entry = await pool.of_person(row["person"])
        context = {"row": row, "entry": entry, "term": rule("expert_term"), "wrong": str(refused)}
        return await _overview(request, row, context, 422)
    return go("/experts?said=submitted")


@post("/experts/withdraw", opt={"act": "own"}, status_code=200)
async def withdraw(request: Request) -> Response[Any]:
    """撤回修改, before the unit has decided."""
    await form.read(request)
    row = await _own(request, "withdraw")
    try:
        await experts.withdraw(row, request.state["person"], request.state["arrived"])
    except experts.Refusal as refused:
        raise Refused(str(refused)) from refused
    return go("/experts?said=withdrawn")


@get("/expert-reviews", opt={"act": "review_experts"})
async def reviews(request: Request) -> Response[Any]:
    """The applications that wait for the person's offices."""
    roles = sorted({role for held in DECIDES.values() for role in held})
    places = request.state["person"].places(*roles)
    if not places:
        raise NotFoundException
    found = [{**row, "wants": await experts.recommended(row["id"])} for row in await experts.waiting(places)]
    return show(request, "committee/expert_reviews.html", {"rows": found, "status": _status(request)})


async def _in_hand(request: Request, application: int, act: str) -> Row:
    row = await experts.load(application)
    if row is None or expert_permitted.refusal("view", request.state["person"], row):
        raise NotFoundException
    if sentence := expert_permitted.refusal(act, request.state["person"], row):
        raise Refused(sentence)
    return row


@get("/expert-reviews/{application:int}", opt={"act": "review_experts"})
async def review_page(request: Request, application: FromPath[int]) -> Response[Any]:
    """One application as it was submitted, the decisions so far, and what this office can do."""
    row = await _in_hand(request, application, "view")
    return await _review(request, row, {}, {}, 200)


async def _review(
    request: Request, row: Row, typed: dict[str, str], wrong: dict[str, str], status: int
) -> Response[Any]:
    person = request.state["person"]
    last = bool(row["path"]) and row["holder"] == row["path"][-1]
    snapshot = orjson.loads(row["body"]) if row["body"] else None
    if snapshot and not (last or row["person"] == person.id):
        snapshot["sections"] = [
            _without_private(each) for each in snapshot["sections"] if each["key"] != "ties"
        ]
    fields = {"comment": COMMENT, **({"since": SINCE, "until": UNTIL} if last else {})}
    begins = clock.today()
    defaults = {"since": begins.isoformat(), "until": pool.longest_term(begins).isoformat()}
    boxes = [
        Box(field, name, name, typed.get(name, defaults.get(name, "")), wrong.get(name, ""))
        for name, field in fields.items()
    ]
    context = {
        "row": row, "snapshot": snapshot, "stage": STATES[row["state"]], "decisions": await experts.decisions(row["id"]),
        "may_decide": not expert_permitted.refusal("decide", person, row), "last": last, "boxes": boxes,
        "wrong": wrong, "term": rule("expert_term"), "status": _status(request), "holder": await experts.holder_name(row),
    }  # fmt: skip
    return show(request, "committee/expert_review.html", context, status=status)


def _without_private(section: dict[str, Any]) -> dict[str, Any]:
    """The section without what only the pool's office may see, at the unit and the levels between."""
    hidden = PRIVATE.get(section["key"], ())
    return {
        **section,
        "rows": [
            {**row, "values": [v for v in row["values"] if v["name"] not in hidden]}
            for row in section["rows"]
        ],
    }


@post("/expert-reviews/{application:int}", opt={"act": "review_experts"}, status_code=200)
async def decide(request: Request, application: FromPath[int]) -> Response[Any]:
    """`act`, the button: recommend, return, refuse or admit."""
    posted = await form.read(request)
    act = posted.text("act")
    if act not in ("recommend", "return", "refuse", "admit"):
        raise NotFoundException
    row = await _in_hand(request, application, "decide")
    since, until, wrong = _term(posted)
    if complaint := too_long(COMMENT, posted.text("comment")):
        wrong["comment"] = complaint
    if not wrong:
        try:
            await experts.decide(
                row,
                act,
                request.state["person"],
                posted.text("comment"),
                request.state["arrived"],
                since=since,
                until=until,
            )
        except experts.Refusal as refused:
            name = "until" if "任期" in str(refused) else "comment"
            wrong = {name: str(refused)}
    if wrong:
        return await _review(request, row, dict(posted), wrong, 422)
    return go("/expert-reviews?said=decided")


def _term(posted: form.Form) -> tuple[date | None, date | None, dict[str, str]]:
    readings = {
        name: KINDS["day"].read(about, posted.text(name), ())
        for name, about in (("since", SINCE), ("until", UNTIL))
    }
    wrong = {name: reading.complaint for name, reading in readings.items() if reading.complaint}
    return readings["since"].value, readings["until"].value, wrong


HANDLERS = [
    overview, begin, submit, withdraw, reviews, review_page, decide,
    *section_pages.handlers("/experts", "own", "own", load_section),
]  # fmt: skip
