"""The real server with a clock that the test sets: it reads the moment from a file before each request."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx

from tests.journeys.server import ROOT, START, free_port

CLOCK = "clock"
_held: list[AbstractContextManager[None]] = []


def set_clock(folder: Path, moment: datetime) -> None:
    """From the next request on it is `moment`."""
    (folder / CLOCK).write_text(moment.isoformat())


async def app(scope: Any, receive: Any, send: Any) -> None:
    """The application at the moment that the file says."""
    from web import clock
    from web.app import app as served

    while _held:
        _held.pop().__exit__(None, None, None)
    moment = clock.frozen(datetime.fromisoformat((Path(os.environ["ZHICHENG_DATA"]) / CLOCK).read_text()))
    moment.__enter__()
    _held.append(moment)
    await served(scope, receive, send)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a server on the database and the clock in `folder`, until the block ends."""
    port = free_port()
    env = {
        **os.environ, "ZHICHENG_DATA": str(folder), "PORT": str(port), "ZHICHENG_SECURE_COOKIES": "0", "ZHICHENG_DEMO": "0",
        "PYTHONPATH": f"{ROOT}:{os.environ.get('PYTHONPATH', '')}",
    }  # fmt: skip
    env.pop("DATABASE_URL", None)
    with open(folder / "log", "wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.moved"], cwd=ROOT, env=env, stdout=log, stderr=log
        )
        try:
            until = time.monotonic() + START
            while time.monotonic() < until and process.poll() is None:
                try:
                    if httpx.get(f"http://127.0.0.1:{port}/sign-in", timeout=10).status_code == 200:
                        break
                except httpx.TransportError:
                    time.sleep(0.2)
            else:
                raise RuntimeError((folder / "log").read_text()[-2000:])
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(20)


if __name__ == "__main__":
    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        "tests.journeys.moved:app",
        address="127.0.0.1",
        port=int(os.environ["PORT"]),
        interface=Interfaces.ASGI,
        workers=1,
        log_access=False,
        websockets=False,
    ).serve()
