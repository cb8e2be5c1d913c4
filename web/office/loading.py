"""The only way to a desk in a handler: the person, if she may sit there."""

from litestar import Request
from litestar.exceptions import NotFoundException

from web.office import desks
from web.people.sessions import Person
from web.shell.errors import Refused


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
        if not asked.isdecimal() or int(asked) not in mine:
            raise NotFoundException
        return int(asked)
    return mine[0]


def page_of(request: Request) -> int:
    """The number of the page that the address asks for, from 1."""
    text = request.query_params.get("page", "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 6 else 1
