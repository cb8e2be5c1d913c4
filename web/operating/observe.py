"""Around every request: its id, its line in the log, its place in the metrics."""

import logging
import re
import secrets
import time

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from web.operating import metrics
from web.operating.logs import REQUEST

GIVEN = re.compile(rb"[A-Za-z0-9-]{8,64}")
QUIET = ("/healthz", "/readyz", "/metrics")
log = logging.getLogger("zhicheng.request")


def observed(app: ASGIApp) -> ASGIApp:
    """`app` with a request id (the proxy's X-Request-Id where it is one), logged and counted.

    The answer names the id where the proxy gave one or something went wrong: 33 bytes that others need not carry.
    """

    async def around(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await app(scope, receive, send)
            return
        given = next((value for name, value in scope["headers"] if name == b"x-request-id"), b"")
        number = given.decode() if GIVEN.fullmatch(given) else secrets.token_hex(8)
        token, began, status = REQUEST.set(number), time.perf_counter(), 500

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                if given or status >= 400:
                    message["headers"] = [*message["headers"], (b"x-request-id", number.encode())]
            await send(message)

        try:
            await app(scope, receive, sending)
        finally:
            _told(scope, status, time.perf_counter() - began)
            REQUEST.reset(token)

    return around


def _told(scope: HTTPScope, status: int, seconds: float) -> None:
    route = str(scope.get("path_template") or "unmatched")
    metrics.seen(route, scope["method"], status, seconds)
    if route not in QUIET:
        log.info(
            "request",
            extra={
                "method": scope["method"],
                "route": route,
                "status": status,
                "ms": round(seconds * 1000, 1),
            },
        )
