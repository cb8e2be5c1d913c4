"""The list of the demonstration's accounts, open to everybody, only in a demonstration."""

from typing import Any

from litestar import Request, Response, get

from web.demo import cast
from web.demo.people import PASSWORD
from web.shell.show import show


@get("/demo", opt={"act": "public"})
async def accounts(request: Request) -> Response[Any]:
    """演示账号一览."""
    told = cast.told()
    applicants = [each for each in told if each.login[:1].isdigit()]
    context = {"applicants": applicants, "officers": told[len(applicants) :], "password": PASSWORD}
    return show(request, "demo/cast.html", context)


HANDLERS = [accounts]
