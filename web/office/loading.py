"""The only way to a desk in a handler: the person, if she may sit there."""

from litestar import Request
from litestar.exceptions import NotFoundException

from web.office import desks
from web.people.sessions import Person
from web.shell import form
from web.shell.errors import Refused

LAST = 99_999
"""The last page that an address can ask for."""


def seated(request: Request) -> Person:
    """Who sits at the desk that the route names as its act; Refused with the sentence for everyone else."""
    person: Person = request.state["person"]
    if sentence := desks.refusal(request.route_handler.opt["act"], person):
        raise Refused(sentence)
    return person


def office_of(request: Request) -> int:
    """The organisation for which the person sits at this desk: the one the address asks for (?at=), else her first."""
    mine = desks.places(request.route_handler.opt["act"], request.state["person"])
    asked = request.query_params.get("at", "")
    if asked:
        if form.whole(asked) not in mine:
            raise NotFoundException
        return form.whole(asked)
    return mine[0]


def over_committees(request: Request) -> bool:
    """Whether the person gives the offices of committees their accounts, which stand under no other office."""
    return bool(request.state["person"].holds("titles_office"))


def page_of(request: Request) -> int:
    """The number of the page that the address asks for, from 1."""
    return min(max(1, form.whole(request.query_params.get("page", ""))), LAST)
