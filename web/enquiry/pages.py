"""信息查询: one page of everything, one page a list."""

from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from web.enquiry import rules
from web.payment import fees
from web.payment.rules import STATES as PAYMENT_STATES
from web.shell import form
from web.shell.show import show
from web.workflow import STATES

FEW, MANY = 5, 50
TAKEN = {"submit": "提交审核", "withdraw": "撤回修改", "give_up": "撤销申报"}


@get("/enquiry", opt={"act": "own"})
async def enquiry(request: Request) -> Response[Any]:
    """Each list with its newest lines."""
    person = request.state["person"].id
    lists = {key: await listing(person) for key, (_, listing) in rules.LISTS.items()}
    context = {**_names(), "lists": {key: rows[:FEW] for key, rows in lists.items()},
               "counts": {key: len(rows) for key, rows in lists.items()}, "few": True}  # fmt: skip
    return show(request, "enquiry/enquiry.html", context)


@get("/enquiry/{key:str}", opt={"act": "own"})
async def listing(request: Request, key: FromPath[str]) -> Response[Any]:
    """One list, whole, by pages."""
    if key not in rules.LISTS:
        raise NotFoundException
    rows = await rules.LISTS[key][1](request.state["person"].id)
    page = max(1, form.whole(request.query_params.get("page", "")))
    context = {**_names(), "lists": {key: rows[(page - 1) * MANY : page * MANY]}, "counts": {key: len(rows)},
               "few": False, "key": key, "page": page, "pages": max(1, -(-len(rows) // MANY))}  # fmt: skip
    return show(request, "enquiry/list.html", context)


def _names() -> dict[str, Any]:
    titles = {key: title for key, (title, _) in rules.LISTS.items()}
    return {
        "titles": titles,
        "states": STATES,
        "payment_states": PAYMENT_STATES,
        "yuan": fees.yuan,
        "taken": TAKEN,
    }


HANDLERS = [enquiry, listing]
