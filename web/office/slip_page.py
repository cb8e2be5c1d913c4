"""激活单: what is handed to a person on paper, as one page to be printed."""

from collections.abc import Sequence
from typing import Any

from litestar import Request, Response

from web.office.opening import Slip
from web.settings import settings
from web.shell.show import show


def slips(request: Request, made: Sequence[Slip], back: str) -> Response[Any]:
    """The page with the slips, of which there is no other copy; `back`: where to go when they are printed."""
    context = {
        "slips": made, "back": back, "activation": settings.activation_code, "address": settings.public_url,
    }  # fmt: skip
    return show(request, "office/slips.html", context)
