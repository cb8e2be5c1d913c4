"""When a request arrived: by the proxy's clock where there is one, so that several machines judge a deadline by one."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import Any

from litestar import Request

from web import clock
from web.settings import Network, settings

MOST = timedelta(minutes=10)
"""A request that has waited longer would have been given up by its proxy."""


def arrival(request: Request[Any, Any, Any]) -> datetime:
    """The moment that counts for windows and terms: also what waited in a queue for a free process came when it came."""
    host = request.client.host if request.client else ""
    return arrived_at(host, request.headers.get("x-request-start", ""), clock.now(), settings.proxies)


def arrived_at(host: str, told: str, now: datetime, proxies: Sequence[Network]) -> datetime:
    """What a connection from `host` tells ("t=1790000000.123", seconds since 1970), believed of one of `proxies` only,
    and not of a moment to come or long ago; else `now`."""
    seconds = re.fullmatch(r"t=(\d{10}(?:\.\d{1,6})?)", told, re.ASCII)
    if not seconds or not host or not any(ip_address(host) in each for each in proxies):
        return now
    moment = datetime.fromtimestamp(float(seconds[1]), UTC)
    return moment if now - MOST <= moment <= now else now
