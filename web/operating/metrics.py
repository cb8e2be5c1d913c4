"""What Prometheus reads: requests by route, method and status, and how long they took; the treasury's messages among them."""

import os

from prometheus_client import REGISTRY as ALONE
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, multiprocess

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

REQUESTS = Counter("zhicheng_requests", "Requests by route, method and status", ("route", "method", "status"))
TIMES = Histogram("zhicheng_request_seconds", "Time of requests by route", ("route",), buckets=SECONDS)


def seen(route: str, method: str, status: int, seconds: float) -> None:
    """Count one request. `route` is the pattern, never an address with its parts filled in."""
    REQUESTS.labels(route, method, str(status)).inc()
    TIMES.labels(route).observe(seconds)


def exposition() -> bytes:
    """Everything in the text format; of all workers where PROMETHEUS_MULTIPROC_DIR names their common folder."""
    if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        return generate_latest(ALONE)
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)
    return generate_latest(registry)
