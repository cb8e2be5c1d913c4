"""Health, readiness and metrics, for machines."""

import ipaddress
from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException

from web.database import migrations_pending
from web.operating import metrics
from web.people.tables import Account

CONTENT = "text/plain; version=0.0.4; charset=utf-8"


@get("/healthz", opt={"act": "public", "bare": True})
async def healthz(request: Request) -> Response[str]:
    """The process answers."""
    return Response("ok\n", media_type="text/plain", headers={"cache-control": "no-store"})


@get("/readyz", opt={"act": "public", "bare": True})
async def readyz(request: Request) -> Response[str]:
    """The database answers and has every table: requests may come. 503 with a word otherwise."""
    try:
        await Account.select(Account.id).limit(1)
        pending = await migrations_pending()
    except Exception as error:
        return Response(f"database: {type(error).__name__}\n", status_code=503, media_type="text/plain")
    if pending:
        return Response("migrations pending\n", status_code=503, media_type="text/plain")
    return Response("ready\n", media_type="text/plain", headers={"cache-control": "no-store"})


@get("/metrics", opt={"act": "public", "bare": True})
async def metrics_page(request: Request) -> Response[bytes]:
    """Prometheus metrics, for this machine only: what came through a proxy is not answered."""
    if not _from_here(request):
        raise NotFoundException
    return Response(metrics.exposition(), headers={"content-type": CONTENT, "cache-control": "no-store"})


def _from_here(request: Request[Any, Any, Any]) -> bool:
    if (
        any(name in request.headers for name in ("x-forwarded-for", "forwarded", "x-real-ip"))
        or request.client is None
    ):
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False


HANDLERS = [healthz, readyz, metrics_page]
