"""人员账号: the unit's people, opened one by one or from a sheet, and what happens to them afterwards."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from web.box import Box
from web.columns import Field
from web.kinds import too_long
from web.office import opening, postings
from web.office.loading import office_of, page_of, seated
from web.office.slip_page import slips
from web.sheet.reading import Line
from web.shell import form
from web.shell.show import go, show

NAME = Field("text", "姓名", required=True, limit=opening.NAME_LIMIT, autocomplete="off")
NUMBER = Field("text", "证件号", required=True, limit=18, autocomplete="off", hint="居民身份证号，18 位。")
MOBILE = Field("text", "手机", limit=20, autocomplete="off", hint="可以不填。")
TARGET = Field(
    "text",
    "调往单位",
    required=True,
    limit=100,
    hint="单位全称，或统一社会信用代码。由该单位确认接收后生效。",
)
REASON = Field("text", "说明", limit=100, hint="可以不填。")
SIZE = 50
LEAVING = {"left": "离职", "retired": "退休"}


@get("/people", opt={"act": "accounts"})
async def people(request: Request) -> Response[Any]:
    """The unit's own people."""
    seated(request)
    unit, page = office_of(request), page_of(request)
    name, gone = request.query_params.get("name", "").strip()[:40], request.query_params.get("gone") == "1"
    rows, count = await postings.people(unit, name, gone, page, SIZE)
    coming, going = await postings.transfers(unit)
    context = {
        "rows": rows, "count": count, "name": name, "gone": gone, "page": page, "pages": max(1, -(-count // SIZE)),
        "coming": coming, "going": going, "status": SAID.get(request.query_params.get("said", ""), ""),
    }  # fmt: skip
    return show(request, "office/people.html", context)


SAID = {
    "asked": "已申请调出，等待接收单位确认。", "left": "已办理。", "take": "已接收到本单位。", "decline": "已退回原单位。",
    "cancel": "已取消调出。",
}  # fmt: skip


def _one(request: Request, typed: dict[str, str], wrong: dict[str, str], status: int) -> Response[Any]:
    fields = (("name", NAME), ("number", NUMBER), ("mobile", MOBILE))
    boxes = [Box(field, name, name, typed.get(name, ""), wrong.get(name, "")) for name, field in fields]
    return show(request, "office/person_new.html", {"boxes": boxes, "wrong": wrong}, status=status)


@get("/people/new", opt={"act": "accounts"})
async def new(request: Request) -> Response[Any]:
    """The form for one account."""
    seated(request)
    return _one(request, {}, {}, 200)


@post("/people/new", opt={"act": "accounts"}, status_code=200)
async def open_one(request: Request) -> Response[Any]:
    """Open one account; the answer is its slip."""
    person, unit = seated(request), office_of(request)
    posted = await form.read(request)
    typed = {name: posted.text(name) for name in ("name", "number", "mobile")}
    line = Line(1, {"姓名": typed["name"], "证件号": typed["number"], "手机": typed["mobile"]})
    judged = await opening.judge([line], unit)
    if sentence := judged[0].sentence:
        place = "name" if "姓名" in sentence else "mobile" if "手机" in sentence else "number"
        return _one(request, typed, {place: f"{sentence}。"}, 422)
    return slips(request, await opening.open_all(judged, unit, person.id), "/people")


async def _person(request: Request, account: int, *, here: bool = True) -> dict[str, Any]:
    seated(request)
    row = await postings.person(office_of(request), account)
    if row is None or (here and not row["here"]):
        raise NotFoundException
    return row


@get("/people/{account:int}", opt={"act": "accounts"})
async def person_page(request: Request, account: FromPath[int]) -> Response[Any]:
    """One person, her history with the unit, and what can be done."""
    row = await _person(request, account, here=False)
    return show(
        request,
        "office/person.html",
        {"row": row, "log": await postings.history(office_of(request), account)},
    )


@get("/people/{account:int}/reissue", opt={"act": "accounts"})
async def reissue_page(request: Request, account: FromPath[int]) -> Response[Any]:
    """The question before a first password is issued anew."""
    row = await _person(request, account)
    return show(request, "office/person_reissue.html", {"row": row})


@post("/people/{account:int}/reissue", opt={"act": "accounts"}, status_code=200)
async def reissue(request: Request, account: FromPath[int]) -> Response[Any]:
    """Issue the first password anew; the answer is the slip."""
    await _person(request, account)
    await form.read(request)
    slip = await postings.reissue(account, office_of(request), request.state["person"].id)
    return slips(request, [slip], f"/people/{account}")


def _move(request: Request, row: dict[str, Any], typed: str, wrong: str, status: int) -> Response[Any]:
    box = Box(TARGET, "target", "target", typed, wrong)
    return show(request, "office/person_move.html", {"row": row, "box": box, "wrong": wrong}, status=status)


@get("/people/{account:int}/move", opt={"act": "accounts"})
async def move_page(request: Request, account: FromPath[int]) -> Response[Any]:
    """To which unit the person moves."""
    return _move(request, await _person(request, account), "", "", 200)


@post("/people/{account:int}/move", opt={"act": "accounts"}, status_code=200)
async def move(request: Request, account: FromPath[int]) -> Response[Any]:
    """Send the person to another unit."""
    row = await _person(request, account)
    posted = await form.read(request)
    target = posted.text("target").strip()
    try:
        if not target:
            raise postings.Refusal("请填写调往单位。")
        await postings.ask(account, office_of(request), target, request.state["person"].id)
    except postings.Refusal as refusal:
        return _move(request, row, target, str(refusal), 422)
    return go("/people?said=asked")


@post("/people/transfers/{transfer:int}/{act:str}", opt={"act": "accounts"}, status_code=200)
async def decide(request: Request, transfer: FromPath[int], act: FromPath[str]) -> Response[Any]:
    """Take in, decline or cancel a move."""
    person = seated(request)
    await form.read(request)
    if act not in ("take", "decline", "cancel"):
        raise NotFoundException
    try:
        await postings.decide(transfer, office_of(request), act, person.id)
    except postings.Refusal:
        return go("/people")
    return go(f"/people?said={act}")


@get("/people/{account:int}/{act:str}", opt={"act": "accounts"})
async def leave_page(request: Request, account: FromPath[int], act: FromPath[str]) -> Response[Any]:
    """The question before somebody leaves or retires."""
    if act not in LEAVING:
        raise NotFoundException
    return _leaving(request, await _person(request, account), act, "", "")


def _leaving(request: Request, row: dict[str, Any], act: str, typed: str, wrong: str) -> Response[Any]:
    box = Box(REASON, "reason", "reason", typed, wrong)
    context = {"row": row, "act": act, "label": LEAVING[act], "box": box, "wrong": wrong}
    return show(request, "office/person_leave.html", context, status=422 if wrong else 200)


@post("/people/{account:int}/{act:str}", opt={"act": "accounts"}, status_code=200)
async def leave(request: Request, account: FromPath[int], act: FromPath[str]) -> Response[Any]:
    """Somebody leaves or retires."""
    if act not in LEAVING:
        raise NotFoundException
    row = await _person(request, account)
    posted = await form.read(request)
    reason = posted.text("reason")
    if wrong := too_long(REASON, reason):
        return _leaving(request, row, act, reason, wrong)
    await postings.leave(account, office_of(request), act, reason, request.state["person"].id)
    return go("/people?said=left")


HANDLERS = [
    people, new, open_one, person_page, reissue_page, reissue, move_page, move,
    decide, leave_page, leave,
]  # fmt: skip
