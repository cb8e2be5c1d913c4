"""The holder's own certificates, and the desk that issues, corrects and revokes; with the public check."""

from collections.abc import Mapping
from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from web import checks, clock
from web.box import Box
from web.certificate import check_pages, desk, rules
from web.columns import Field
from web.documents.rules import CannotTypeset
from web.kinds import KINDS, too_long
from web.rows import Row
from web.shell import form
from web.shell.errors import Refused
from web.shell.show import go, show

NUMBER = Field("text", "证书编号", required=True, limit=40, hint="证书上的编号。")
WRONG = Field("long_text", "哪里不对，应该是什么", required=True, limit=500, rows=4)
REASON = Field(
    "text",
    "撤销的理由",
    required=True,
    limit=200,
    hint="本人收到的消息和查验证书的页面都会显示，任何人都能看到。",
)
ANSWER = Field("text", "答复", limit=200)
ANEW = {
    "name": Field("text", "更正后的姓名", limit=40),
    "id_number": Field("text", "更正后的证件号码", limit=40, check=checks.id_number),
    "unit": Field("text", "更正后的工作单位", limit=100),
}
"""What can be corrected, by what rules.correct takes."""
SAID = {"issued": "已发证。", "revoked": "已撤销。", "asked": "已提交更正申请。", "done": "已办理。"}


@get("/certificates", opt={"act": "own"})
async def mine(request: Request) -> Response[Any]:
    """The person's own certificates."""
    person = request.state["person"].id
    context = {
        "rows": await rules.of_person(person), "corrections": await rules.corrections_of(person),
        "states": rules.STATES, "status": SAID.get(request.query_params.get("said", ""), ""),
    }  # fmt: skip
    return show(request, "certificate/mine.html", context)


async def _own(request: Request, number: str) -> Row:
    row = await rules.of_number(number)
    if row is None or row["person"] != request.state["person"].id:
        raise NotFoundException
    return row


@get("/certificates/{number:str}/certificate.pdf", opt={"act": "own"})
async def pdf(request: Request, number: FromPath[str]) -> Response[bytes]:
    """The electronic certificate; a revoked or replaced one is not given out any more."""
    row = await _own(request, number)
    if row["state"] != "valid":
        raise Refused(f"这张证书{rules.STATES[row['state']]}，不能再下载。")
    try:
        made = await rules.pdf(row, await desk.photo_of(row))
    except CannotTypeset as cannot:
        raise Refused(str(cannot)) from cannot
    headers = {
        "content-disposition": f'inline; filename="{number}.pdf"',
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
    }
    return Response(made, media_type="application/pdf", headers=headers)


@get("/certificates/{number:str}/correction", opt={"act": "own"})
async def correction_page(request: Request, number: FromPath[str]) -> Response[Any]:
    """更正申请."""
    return _correction(request, await _own(request, number), "", "")


def _correction(request: Request, row: Row, typed: str, wrong: str) -> Response[Any]:
    context = {"row": row, "box": Box(WRONG, "text", "text", typed, wrong), "wrong": wrong}
    return show(request, "certificate/correction.html", context, status=422 if wrong else 200)


@post("/certificates/{number:str}/correction", opt={"act": "own"}, status_code=200)
async def ask_correction(request: Request, number: FromPath[str]) -> Response[Any]:
    """Ask for a correction."""
    posted = await form.read(request)
    row = await _own(request, number)
    if wrong := too_long(WRONG, posted.text("text")):
        return _correction(request, row, posted.text("text"), wrong)
    try:
        await rules.ask_correction(row["id"], row["person"], posted.text("text"))
    except rules.Refusal as refused:
        return _correction(request, row, posted.text("text"), str(refused))
    return go("/certificates?said=asked")


def _office(request: Request) -> None:
    if not request.state["person"].places("titles_office"):
        raise NotFoundException


async def _not_own(request: Request, **which: Any) -> None:
    if await desk.holder(**which) == request.state["person"].id:
        raise Refused("不能办理本人的证书，请由职称处其他人员办理。")


@get("/certificates-desk", opt={"act": "certificates"})
async def desk_page(request: Request) -> Response[Any]:
    """Who is confirmed and has no certificate yet, corrections that wait, and revocation."""
    _office(request)
    return await _desk(request, "")


async def _desk(
    request: Request, wrong: str, number: str = "", unknown: str = "", typed: Mapping[str, str] | None = None
) -> Response[Any]:
    """`wrong`: about the page; `unknown`: about the `number` typed for a revocation; `typed`: by the boxes' ids."""
    typed = typed or {}
    corrections = [
        {
            **each,
            "boxes": [
                Box(field, name, f"{name}-{each['id']}", typed.get(f"{name}-{each['id']}", ""))
                for name, field in (*ANEW.items(), ("answer", ANSWER))
            ],
        }
        for each in await rules.corrections()
    ]
    said, count = request.query_params.get("said", ""), request.query_params.get("count", "")
    to_how_many = (
        f"发给 {count} 人，每个人都已收到消息。"
        if said == "issued" and count.isdecimal() and len(count) < 6
        else ""
    )
    context = {
        "waiting": await desk.waiting(), "corrections": corrections, "wrong": wrong,
        "number": Box(NUMBER, "number", "number", number, unknown), "status": SAID.get(said, "") + to_how_many,
    }  # fmt: skip
    return show(request, "certificate/desk.html", context, status=422 if wrong or unknown else 200)


@post("/certificates-desk/issue", opt={"act": "certificates"}, status_code=200)
async def issue(request: Request) -> Response[Any]:
    """Issue to everybody who is ticked; a second click finds nobody waiting."""
    posted = await form.read(request)
    _office(request)
    chosen = [form.whole(name) for name in posted.under("d") if form.whole(name)]
    if not chosen:
        return await _desk(request, "请勾选要发证的人员。")
    done, refused = await desk.issue_all(chosen, request.state["person"].id)
    if refused:
        return await _desk(request, "".join([f"已发证 {done} 人。", "没有发证的：", "；".join(refused)]))
    return go(f"/certificates-desk?said=issued&count={done}")


@post("/certificates-desk/corrections/{correction:int}", opt={"act": "certificates"}, status_code=200)
async def correct(request: Request, correction: FromPath[int]) -> Response[Any]:
    """Correct (a new name is given) or decline."""
    posted = await form.read(request)
    _office(request)
    await _not_own(request, correction=correction)
    typed = {f"{name}-{correction}": posted.text(name) for name in (*ANEW, "answer")}
    changes = {name: KINDS["text"].read(field, posted.text(name), ()) for name, field in ANEW.items()}
    wrong = next((each.complaint for each in changes.values() if each.complaint), "")
    if wrong := wrong or too_long(ANSWER, posted.text("answer")):
        return await _desk(request, wrong, typed=typed)
    said = {name: each.value or "" for name, each in changes.items()}
    try:
        await rules.correct(correction, request.state["person"].id, posted.text("answer"), said)
    except rules.Refusal as refused:
        return await _desk(request, str(refused), typed=typed)
    return go("/certificates-desk?said=done")


async def _to_revoke(request: Request, number: str) -> tuple[Row | None, str]:
    """The valid certificate with that number, or None and why there is none to revoke; 403 for one's own."""
    if not number.strip():
        return None, "请填写证书编号。"
    row = await rules.of_number(number)
    if row is None:
        return None, "没有找到这张证书。"
    await _not_own(request, number=number)
    return (
        (row, "")
        if row["state"] == "valid"
        else (None, f"这张证书{rules.STATES[row['state']]}，不能再撤销。")
    )


def _revoke_page(request: Request, row: Row, reason: str, wrong: str, *, dishonest: bool) -> Response[Any]:
    context = {
        "row": row, "box": Box(REASON, "reason", "reason", reason, wrong), "dishonest": dishonest,
        "years": rules.pattern()["dishonest_years"], "until": rules.record_end(clock.today()), "wrong": wrong,
    }  # fmt: skip
    return show(request, "certificate/revoke.html", context, status=422 if wrong else 200)


@get("/certificates-desk/revoke", opt={"act": "certificates"})
async def revoke_page(request: Request) -> Response[Any]:
    """The question before a certificate is revoked (?number=): whose it is and what will happen."""
    _office(request)
    number = request.query_params.get("number", "")
    row, unknown = await _to_revoke(request, number)
    if row is None:
        return await _desk(request, "", number, unknown)
    return _revoke_page(request, row, "", "", dishonest=False)


@post("/certificates-desk/revoke", opt={"act": "certificates"}, status_code=200)
async def revoke(request: Request) -> Response[Any]:
    """撤销."""
    posted = await form.read(request)
    _office(request)
    number, reason, dishonest = posted.text("number"), posted.text("reason"), posted.text("dishonest") == "1"
    row, unknown = await _to_revoke(request, number)
    if row is None:
        return await _desk(request, "", number, unknown)
    if wrong := too_long(REASON, reason):
        return _revoke_page(request, row, reason, wrong, dishonest=dishonest)
    try:
        await rules.revoke(number, request.state["person"].id, reason, dishonest=dishonest)
    except rules.Refusal as refused:
        return _revoke_page(request, row, reason, str(refused), dishonest=dishonest)
    return go("/certificates-desk?said=revoked")


HANDLERS = [
    *check_pages.HANDLERS, mine, pdf, correction_page, ask_correction, desk_page, issue, correct,
    revoke_page, revoke,
]  # fmt: skip
