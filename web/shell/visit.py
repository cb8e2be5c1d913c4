"""Who makes this request: before every handler the session's person, or the door to sign in."""

import secrets
from collections.abc import Sequence
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

from litestar import Request, Response
from litestar.datastructures import Cookie
from litestar.exceptions import NotFoundException

from web.people import sessions
from web.settings import Network, settings
from web.shell import keeping
from web.shell.arrival import arrival
from web.shell.show import go, show

SESSION = "__Host-session" if settings.secure_cookies else "session"
VISITOR = "__Host-visitor" if settings.secure_cookies else "visitor"
OPEN_TO_ALL = "public"
FIRST_ONLY = "set_password"
SUPPORT = "support"
TUS = "1.0.0"
EXPIRED = "登录已超时，已传的部分留着。请重新登录，会接着传。"
LARGEST = 2**31 - 1
"""The largest number that a row can have: PostgreSQL's integer."""


def cookie(name: str, value: str, age: int | None = None) -> Cookie:
    """A cookie that only this host's own pages send and no script reads."""
    return Cookie(
        key=name,
        value=value,
        path="/",
        max_age=age,
        httponly=True,
        samesite="lax",
        secure=settings.secure_cookies,
    )


def sent(request: Request, name: str) -> str:
    """What the browser sent of a cookie, "" when nothing. w3m sends a deleted one for another second, as `""`."""
    return request.cookies.get(name, "").strip('"')


async def before_request(request: Request) -> Response[Any] | None:
    """Load the person; send those who are not signed in to the door and keep what they posted."""
    request.state["arrived"] = arrival(request)
    act = request.route_handler.opt.get("act")
    if not all(_storable(value) for value in (*request.path_params.values(), *request.query_params.values())):
        raise NotFoundException
    session = sent(request, SESSION)
    person = await sessions.person_of(session) if session else None
    request.state["person"] = person
    request.state["visitor"] = sent(request, VISITOR)
    if act == OPEN_TO_ALL:
        return None
    if person is None:
        return await _to_the_door(request, session)
    if person.first and act != FIRST_ONLY:
        return go("/password/first")
    if person.viewer and request.method not in ("GET", "HEAD") and act != SUPPORT:
        sentence = "这是只读查看，不能修改任何内容。要自己办理，请先结束查看。"
        context = {"title": "只读查看", "sentence": sentence, "wrong": "", "posted": {}}
        return show(request, "error.html", context, status=403)
    return None


def _storable(value: object) -> bool:
    """Whether a column could hold `value`: no number past its largest, no text with NUL, which PostgreSQL refuses."""
    return 0 <= value <= LARGEST if isinstance(value, int) else "\0" not in str(value)


async def _to_the_door(request: Request, session: str) -> Response[Any]:
    kept, files = "", bool(request.route_handler.opt.get("files"))
    if request.headers.get("tus-resumable"):
        return Response(
            EXPIRED.encode(), status_code=401, media_type="text/plain; charset=utf-8",
            headers={"tus-resumable": TUS, "cache-control": "no-store"},
        )  # fmt: skip
    if request.method == "POST" and session and files:
        kept = await keeping.keep_files(request, session, network(request))
        answer: Response[Any] = go(f"/sign-in?kept={kept}&said=files" if kept else "/sign-in?said=lost")
        answer.set_cookie(cookie(SESSION, "", 0))
        return answer
    if request.method == "POST" and session and request.route_handler.opt.get("secret"):
        return _nothing_kept(request)
    if request.method == "POST" and session:
        kept = await keeping.keep(request, await sessions.owner_of(session))
    if request.headers.get("hx-request") == "true":
        answer = Response(b"", status_code=204, headers={"hx-redirect": f"/sign-in?kept={kept}"})
    else:
        answer = go(f"/sign-in?kept={kept}" if kept else "/sign-in")
    if session:
        answer.set_cookie(cookie(SESSION, "", 0))
    return answer


def _nothing_kept(request: Request) -> Response[Any]:
    """The door for a form whose words nobody may ever find written down, such as a ballot: it has to be filled again."""
    answer: Response[Any] = go("/sign-in?said=secret")
    if request.headers.get("hx-request") == "true":
        answer = Response(b"", status_code=204, headers={"hx-redirect": "/sign-in?said=secret"})
    answer.set_cookie(cookie(SESSION, "", 0))
    return answer


def new_visitor(answer: Response[Any]) -> str:
    """Give a browser that has not signed in a random name, to which its forms' tokens are bound."""
    name = secrets.token_urlsafe(16)
    answer.set_cookie(cookie(VISITOR, name))
    return name


def network(request: Request) -> str:
    """The caller's network: the address for IPv4, the /64 for IPv6."""
    host = request.client.host if request.client else "local"
    return network_of(host, request.headers.get("x-forwarded-for", ""), settings.proxies)


def network_of(host: str, forwarded: str, proxies: Sequence[Network]) -> str:
    """The same for a connection from `host`; `forwarded` is believed of one of `proxies` only, its last address."""
    if forwarded and (here := _address(host)) and any(here in each for each in proxies):
        host = forwarded.rpartition(",")[2].strip() or host
    address = _address(host)
    if address is None:
        return "unknown"
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return str(ip_network((address, 64), strict=False)) if address.version == 6 else str(address)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    """The address that `text` is, with or without a port or brackets; None for anything else."""
    text = text[:60].partition("%")[0]
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    with suppress(ValueError):
        return ip_address(text)
    return None
