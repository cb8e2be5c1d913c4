"""The desk of the review fees: who has not paid, waivers, refunds, the treasury's statement."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from web.box import Box
from web.columns import Field
from web.database import transaction
from web.declaration.tables import Declaration
from web.office import desks, sending
from web.office.loading import office_of, page_of, seated
from web.payment import fees, rules, treasury
from web.sheet import reading
from web.sheet import rules as sheets
from web.shell import form
from web.shell.show import go, show

SIZE = 50
REASON = Field("long_text", "理由", required=True, limit=200, rows=3, hint="申报人会看到这段话。")


@get("/payments/desk", opt={"act": "payments"})
async def desk(request: Request) -> Response[Any]:
    """Payments by state, the unpaid ones first."""
    person = seated(request)
    state = request.query_params.get("state", "due")
    if state not in rules.STATES:
        raise NotFoundException
    await rules.issue_missing()
    page = page_of(request)
    rows, count = await rules.listed(state, desks.scope("payments", person), page, SIZE)
    context = {
        "rows": rows, "count": count, "chosen": state, "states": rules.STATES, "page": page, "yuan": fees.yuan,
        "pages": max(1, -(-count // SIZE)), "treasury": not desks.refusal("treasury", person),
    }  # fmt: skip
    return show(request, "office/payments.html", context)


async def _in_scope(request: Request, number: str) -> dict[str, Any]:
    person = seated(request)
    row = await rules.payment_of(number)
    if row is None:
        raise NotFoundException
    declaration = await Declaration.select().where(Declaration.id == row["declaration"]).first()
    if declaration is None or not await rules.may_see(person, row) or row["person"] == person.id:
        raise NotFoundException
    return {**row, "declared": declaration["number"]}


def _asked(act: str) -> rules.Move:
    found = next((each for each in rules.MOVES if each.act == act and each.reason), None)
    if found is None:
        raise NotFoundException
    return found


def _question(
    request: Request, row: dict[str, Any], way: rules.Move, typed: str, wrong: str, status: int
) -> Response[Any]:
    box = Box(REASON, "reason", "reason", typed, wrong)
    context = {"row": row, "way": way, "box": box, "wrong": wrong, "yuan": fees.yuan, "states": rules.STATES}
    return show(request, "office/payment_move.html", context, status=status)


@get("/payments/desk/{number:str}/{act:str}", opt={"act": "payments"})
async def move_page(request: Request, number: FromPath[str], act: FromPath[str]) -> Response[Any]:
    """The question before a waiver or a refund."""
    return _question(request, await _in_scope(request, number), _asked(act), "", "", 200)


@post("/payments/desk/{number:str}/{act:str}", opt={"act": "payments"}, status_code=200)
async def move(request: Request, number: FromPath[str], act: FromPath[str]) -> Response[Any]:
    """Waive, refund, or take a waiver back, with its reason."""
    row, way = await _in_scope(request, number), _asked(act)
    posted = await form.read(request)
    reason = posted.text("reason").strip()
    if not reason or len(reason) > 200:
        wrong = "理由最多 200 个字。" if reason else "请填写理由。"
        return _question(request, row, way, reason, wrong, 422)
    try:
        await rules.move(row["id"], act, by=request.state["person"].id, detail=reason)
    except rules.Unmoved as error:
        return _question(request, row, way, reason, str(error), 409)
    return go(f"/payments/{number}")


FILE = Field(
    "upload", "国库对账单", hint="XLSX 或 CSV，8 MB 以内。表头：缴款通知号、金额（元）、流水号、缴款时间。"
)


async def _statement(request: Request, wrong: str, status: int) -> Response[Any]:
    office = office_of(request)
    box = Box(FILE, "file", "file", complaint=wrong, upload_url="/payments/desk/statement")
    context = {
        "box": box,
        "wrong": wrong,
        "sheets": await sheets.recent("statement", office),
        "odd": await rules.odd(),
        "labels": OUTCOMES,
    }
    return show(request, "office/statement.html", context, status=status)


OUTCOMES = {
    "pay": "可以入账", "paid": "已入账", "known": "已经入过账", "again": "已缴清，不入账", "differs": "金额不符，不入账",
    "unknown": "没有对应通知", "wrong": "这一行有误",
}  # fmt: skip


@get("/payments/desk/statement", opt={"act": "treasury"})
async def statement_page(request: Request) -> Response[Any]:
    """Where the treasury's statement is sent."""
    seated(request)
    return await _statement(request, "", 200)


@post(
    "/payments/desk/statement",
    opt={"act": "treasury"},
    status_code=200,
    request_max_body_size=sending.LIMIT,
)
async def statement(request: Request) -> Response[Any]:
    """Read the statement and report on it; nothing is booked yet."""
    seated(request)
    try:
        sheet = await sending.keep(request, "statement", [*treasury.NEEDED], [], "请选择国库对账单文件。")
    except reading.Unreadable as error:
        return await _statement(request, str(error), 422)
    return go(f"/payments/desk/statement/{sheet}")


@get("/payments/desk/statement/{sheet:int}", opt={"act": "treasury"})
async def statement_report(request: Request, sheet: FromPath[int]) -> Response[Any]:
    """What every row of the statement would do, or has done."""
    seated(request)
    row = await sending.in_hand(request, "statement")
    judged = await treasury.report(sheets.lines_of(row)) if row["written_at"] is None else []
    context = {
        "sheet": row, "judged": sorted(judged, key=lambda each: each.outcome == "pay"), "labels": OUTCOMES,
        "counts": sending.counted(judged) or row["outcome"],
    }  # fmt: skip
    return show(request, "office/statement_report.html", context)


@post("/payments/desk/statement/{sheet:int}", opt={"act": "treasury"}, status_code=200)
async def book(request: Request, sheet: FromPath[int]) -> Response[Any]:
    """Book the rows whose amount agrees, once."""
    person = seated(request)
    await form.read(request)
    row = await sending.in_hand(request, "statement")
    async with transaction():
        if await sheets.claim(sheet):
            await sheets.close(sheet, await treasury.book(sheets.lines_of(row), person.id))
    return go(f"/payments/desk/statement/{sheet}")


HANDLERS = [desk, statement_page, statement, statement_report, book, move_page, move]
