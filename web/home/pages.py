"""The public home page and the signed-in 首页."""

from typing import Any

from litestar import Request, Response, get

from web.catalogue.windows import windows
from web.certificate import rules as certificates
from web.committee.interviews import interviews_of
from web.home import rules
from web.home.waiting import waiting
from web.office import texts
from web.review import queue
from web.shell.show import go, show
from web.workflow import STATES

SAID = {"password": "密码已修改。"}
LATEST = 5
"""Announcements on the public home page."""


@get("/", opt={"act": "public"})
async def front(request: Request) -> Response[Any]:
    """Sign in, this year's windows in plain words, can I apply, the latest announcements, what anybody may look up."""
    if request.state["person"] and not request.query_params.get("front"):
        return go("/home")
    at = request.state["arrived"]
    context = {
        "windows": await windows(at), "at": at, "announcements": (await texts.announcements())[:LATEST],
    }  # fmt: skip
    return show(request, "home/front.html", context)


@get("/home", opt={"act": "own"})
async def home(request: Request) -> Response[Any]:
    """What to do next, what waits for whom, what was returned."""
    person, at = request.state["person"], request.state["arrived"]
    todo = await rules.todo(person, at)
    context = {
        "todo": todo, "next": rules.next_of(todo), "mine": await rules.mine(person), "states": STATES,
        "loads": await queue.loads(person), "waiting": await waiting(person), "interviews": await interviews_of(person.id),
        "certificates": [each for each in await certificates.of_person(person.id) if each["state"] == "valid"],
        "windows": await rules.own_windows(person, at) if todo else [],
        "status": SAID.get(request.query_params.get("said", ""), ""),
    }  # fmt: skip
    return show(request, "home/home.html", context)


HANDLERS = [front, home]
