"""缴费: the applicant's notices and receipts; the treasury's messages."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from web.declaration.tables import Declaration
from web.payment import fees, rules, treasury
from web.people import sessions
from web.settings import settings
from web.shell.show import go, show

HOW = (
    "缴款方式：持缴款通知号，在财政非税收入收缴渠道（银行柜面、网上银行或自助终端）缴款。"
    "本系统不直接收款；到账后由国库通知本系统，一般在 1 个工作日内显示。"
)


@get("/payments", opt={"act": "own"})
async def payments(request: Request) -> Response[Any]:
    """The person's payment notices, what is due first."""
    rows = await rules.of_person(request.state["person"].id)
    context = {
        "due": [row for row in rows if row["state"] == "due"], "rows": rows, "states": rules.STATES, "how": HOW,
        "yuan": fees.yuan,
    }  # fmt: skip
    return show(request, "payment/payments.html", context)


async def in_hand(request: Request) -> dict[str, Any]:
    """The payment that the path names, with the names around it; 404 when it is not for this person's eyes."""
    row = await rules.payment_of(request.path_params["number"])
    if row is None:
        raise NotFoundException
    declaration = await Declaration.select().where(Declaration.id == row["declaration"]).first()
    if not await rules.may_see(request.state["person"], row):
        raise NotFoundException
    payer = await sessions.account_of(row["person"])
    return {**row, "declaration_row": declaration, "name": payer["name"]}


@get("/payments/{number:str}", opt={"act": "own"})
async def payment(request: Request, number: FromPath[str]) -> Response[Any]:
    """One payment notice: number, amount, what to do, what happened; the receipt once settled."""
    row = await in_hand(request)
    context = {
        "row": row, "events": await rules.events_of(row["id"]), "states": rules.STATES, "how": HOW, "yuan": fees.yuan,
        "mine": row["person"] == request.state["person"].id,
    }  # fmt: skip
    return show(request, "payment/payment.html", context)


@get("/payments/{number:str}/receipt", opt={"act": "own"})
async def receipt(request: Request, number: FromPath[str]) -> Response[Any]:
    """The receipt of a payment that has arrived, to be printed."""
    row = await in_hand(request)
    if row["state"] not in ("paid", "refunded"):
        return go(f"/payments/{number}")
    return show(request, "payment/receipt.html", {"row": row, "yuan": fees.yuan, "states": rules.STATES})


@post("/payments/callback", opt={"act": "public"}, status_code=200, request_max_body_size=16 * 1024)
async def callback(request: Request) -> Response[Any]:
    """A signed message of the treasury; header X-Signature: HMAC-SHA256 of the body in hex."""
    body = await request.body()
    try:
        outcome = await treasury.called_back(
            body, request.headers.get("x-signature", ""), settings.payment_secret
        )
    except treasury.Refusal as refusal:
        return Response({"refused": str(refusal)}, status_code=refusal.status, media_type="application/json")
    return Response({"outcome": outcome}, media_type="application/json")


HANDLERS = [payments, payment, receipt, callback]
