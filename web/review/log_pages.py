"""The public log: one root a day, and whether a decision's hash stands in it."""

from typing import Any

from litestar import Request, Response, get

from web.review import ledger
from web.shell.show import show


@get("/log", opt={"act": "public"})
async def log_page(request: Request) -> Response[Any]:
    """Every day's root; with a hash, the place of that decision."""
    asked = request.query_params.get("hash", "").strip().lower()[:64]
    context = {
        "roots": await ledger.roots(), "asked": asked, "wrong": "",
        "found": await ledger.proof(asked) if len(asked) == 64 else None,
    }  # fmt: skip
    return show(request, "review/log.html", context)


HANDLERS = [log_page]
