"""The only way to get a declaration in a handler: loaded and permitted in one call."""

from litestar import Request
from litestar.exceptions import NotFoundException

from web.declaration import rules
from web.permissions import Case, refusal
from web.shell.errors import Refused


async def in_hand(request: Request, act: str) -> Case:
    """The declaration that the path names, if the person may do `act` with it.

    404 when there is none or it is not for this person's eyes; Refused with the sentence otherwise.
    """
    case = await rules.load(request.path_params["declaration"], request.state["arrived"])
    if case is None or refusal("view", request.state["person"], case):
        raise NotFoundException
    if sentence := refusal(act, request.state["person"], case):
        raise Refused(sentence)
    return case
