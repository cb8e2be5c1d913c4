"""When a request arrived: by the clock of a trusted proxy, and of nobody else."""

from datetime import datetime, timedelta
from ipaddress import ip_network

import pytest

from web.shell import arrival

NOW = datetime.fromisoformat("2026-10-08T09:12:33+08:00")
PROXIES = (ip_network("127.0.0.0/8"),)


def told(before: timedelta) -> str:
    return f"t={(NOW - before).timestamp():.3f}"


@pytest.mark.parametrize(
    ("host", "said", "before"),
    [
        ("127.0.0.1", told(timedelta(seconds=7.25)), 7.25),
        ("127.0.0.1", told(timedelta(minutes=10)), 600),
        ("127.0.0.1", told(timedelta(minutes=10, seconds=1)), 0),
        ("127.0.0.1", told(timedelta(seconds=-1)), 0),
        ("127.0.0.1", "", 0),
        ("127.0.0.1", "t=yesterday", 0),
        ("127.0.0.1", "t=１７９１４２１９４６.5", 0),
        ("10.0.0.9", told(timedelta(seconds=7.25)), 0),
        ("", told(timedelta(seconds=7.25)), 0),
    ],
)
def test_a_trusted_proxy_tells_when_it_came(host: str, said: str, before: float) -> None:
    assert arrival.arrived_at(host, said, NOW, PROXIES) == NOW - timedelta(seconds=before)
