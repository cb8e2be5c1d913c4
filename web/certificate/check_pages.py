"""证书查验 for anyone: by number and name, by the QR code, or without a network by the public key."""

from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from web.box import Box
from web.certificate import desk, proof, rules
from web.columns import Field
from web.people import attempts
from web.shell import visit
from web.shell.show import show

NUMBER = Field("text", "证书编号", required=True, limit=40, hint="证书上“证书编号”后面的一行数字。")
NAME = Field("text", "姓名", required=True, limit=40, hint="证书上的姓名。")
GUESSES = 30
"""Pairs of number and name that nobody has, which one network may try in a quarter of an hour."""
NOT_FOUND = "没有查到这个编号和姓名的证书，请核对后再查。"


def _check(
    request: Request, typed: dict[str, str], wrong: str, context: dict[str, Any], status: int = 422
) -> Response[Any]:
    boxes = [
        Box(NUMBER, "number", "number", typed.get("number", ""), wrong),
        Box(NAME, "name", "name", typed.get("name", "")),
    ]
    about = {
        "boxes": boxes,
        "wrong": wrong,
        "states": rules.STATES,
        "proven": None,
        "row": None,
        "asked": False,
        **context,
    }
    return show(request, "certificate/check.html", about, status=status if wrong else 200)


@get("/check", opt={"act": "public"})
async def check(request: Request) -> Response[Any]:
    """By number and name, or by what the QR code holds (?q=)."""
    query = request.query_params
    if token := query.get("q", ""):
        proven, row = await rules.checked_by_token(token)
        return _check(request, {}, "", {"proven": proven, "row": row, "asked": True})
    number, name = query.get("number", ""), query.get("name", "")
    if not name:
        return _check(request, {"number": number}, "请填写证书编号和姓名。" if "name" in query else "", {})
    typed = {"number": number, "name": name}
    attempt = await attempts.begin(attempts.Limit("check", visit.network(request), GUESSES))
    if attempt.wait:
        return _check(request, typed, attempt.sentence, {}, 429)
    row = await rules.checked(number, name)
    if row:
        await attempts.forget(attempt.ids)
    return _check(request, typed, "" if row else NOT_FOUND, {"row": row, "asked": bool(row)})


@get("/check/key.pem", opt={"act": "public"})
async def key(request: Request) -> Response[bytes]:
    """The public key that proves certificates without a network (docs/verify_certificate.py)."""
    return Response(
        proof.public_pem(),
        media_type="application/x-pem-file",
        headers={"cache-control": "public, max-age=3600"},
    )


@get("/check/photo", opt={"act": "public"})
async def photo(request: Request) -> Response[bytes]:
    """The photo of a valid certificate whose holder agreed to its use in checks, for whoever has the QR code (?q=)."""
    _, row = await rules.checked_by_token(request.query_params.get("q", ""))
    found = await desk.photo_of(row) if row and row["state"] == "valid" else None
    if found is None:
        raise NotFoundException
    headers = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
    return Response(found, media_type="image/jpeg", headers=headers)


@get("/check/{number:str}", opt={"act": "public"})
async def check_number(request: Request, number: FromPath[str]) -> Response[Any]:
    """The check page with the number filled in, as a paper's QR code leads to."""
    return _check(request, {"number": number[:40]}, "", {})


HANDLERS = [check, key, photo, check_number]
