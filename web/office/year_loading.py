"""The only way to a draft in a handler: loaded for who sits at the desk, 404 when published or not there."""

from typing import Any

from litestar import Request
from litestar.exceptions import NotFoundException

from web.office import years
from web.office.loading import seated
from web.office.shapes import SHAPES


async def draft_in_hand(request: Request) -> dict[str, Any]:
    """The draft that the path names, its table checked."""
    seated(request)
    row = await years.draft_of(request.path_params["draft"])
    if row is None:
        raise NotFoundException
    table = request.path_params.get("table")
    if table is not None and table not in SHAPES:
        raise NotFoundException
    return row
