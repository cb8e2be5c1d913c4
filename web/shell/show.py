"""Rendering: the same context gives the whole page, or just the fragment when htmx asks."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from litestar import Request, Response
from litestar.response import Redirect
from litestar.types import Message, Scope
from markupsafe import Markup

from web import clock
from web.settings import settings
from web.shell import token, words
from web.shell.assets import asset

ROOT = Path(__file__).resolve().parents[2]
CONTENT_POLICY = (
    "default-src 'none';script-src 'self';style-src 'self';img-src 'self' data: blob:;connect-src 'self';"
    "form-action 'self';base-uri 'none';frame-ancestors 'none'"
)
APART = Markup('<span class="away">&nbsp;</span> ')
"""Between two links or buttons of one line: w3m writes Chinese without spaces, and two of them as one word."""
PAGE_HEADERS = {
    "content-security-policy": CONTENT_POLICY,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
}

NOSNIFF = (b"x-content-type-options", b"nosniff")

FRAGMENT_HEADERS = {"cache-control": "no-store"}
"""Of a fragment that was got; what answers a POST is never stored anyway."""


@cache
def htmx() -> Markup:
    """The line that loads htmx; `show` takes it off a page on which nothing is swapped."""
    return Markup(f'<script src="{asset("htmx.min.js")}" defer></script>\n')


def environment() -> Environment:
    """The Jinja environment of pages and components. Synchronous: an asynchronous one doubles the cost."""
    env = Environment(
        loader=ChoiceLoader(
            [FileSystemLoader(ROOT / "templates"), PrefixLoader({"components": FileSystemLoader(ROOT / "components")})]
        ),
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined,
    )  # fmt: skip
    env.globals.update(asset=asset, htmx=htmx, demo=settings.demo, today=clock.today, apart=APART)
    env.filters.update(words.FILTERS)
    return env


JINJA = environment()
ONWARD = "上一步已保存。"
"""Said by any page that a save leads on to (`said=onward` in its address)."""


def is_fragment(request: Request) -> bool:
    """Whether htmx made this request and swaps a part of the page."""
    return request.headers.get("hx-request") == "true" and request.headers.get("hx-request-type") != "full"


def show(
    request: Request,
    name: str,
    context: Mapping[str, Any] | None = None,
    *,
    fragment: str = "",
    status: int = 200,
) -> Response[bytes]:
    """Answer with the page `name`, or with its part `fragment` when htmx asked and the handler names one."""
    person = request.state.get("person")
    partial = bool(fragment) and is_fragment(request)
    values = {
        "person": person,
        "path": request.url.path,
        "token": token.issue(person, request.state.get("visitor", "")),
        "status": ONWARD if request.query_params.get("said") == "onward" else "",
        "tree": [],
        "expires_in": int((person.expires_at - clock.now()).total_seconds()) if person else 0,
        **request.state.get("page", {}),
        **(context or {}),
    }
    body = JINJA.get_template(fragment if partial else name).render(values)
    if " hx-" not in body:  # htmx is half of the first view's weight
        body = body.replace(htmx(), "", 1)
    headers = (FRAGMENT_HEADERS if request.method == "GET" else {}) if partial else PAGE_HEADERS
    return Response(body.encode(), status_code=status, media_type="text/html", headers=headers)


async def lighten(message: Message, scope: Scope) -> None:
    """Takes off an answer what says nothing: `vary` where nobody may store it (the compression writes it on every one),
    the type of a redirect's empty body. What is no page is not taken for one, whatever its bytes look like."""
    if message["type"] != "http.response.start":
        return
    headers = message["headers"]
    kind = next((text for name, text in headers if name == b"content-type"), b"")
    if 300 <= message["status"] < 400:
        headers = _without(b"content-type", headers)
    if (b"cache-control", b"no-store") in headers:
        headers = _without(b"vary", headers)
        if not kind.startswith(b"text/html") and not any(name == NOSNIFF[0] for name, _ in headers):
            headers = [*headers, NOSNIFF]
    message["headers"] = headers


def _without(name: bytes, headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    return [each for each in headers if each[0] != name]


def go(path: str) -> Redirect:
    """303 to `path` after a write, so that reloading does not post again."""
    return Redirect(path, status_code=303)
