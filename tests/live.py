"""The server as it is run, in processes of its own, on a port of the loopback: to be killed, cut off and slowed down."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

from tests import cast


class Server:
    """`python -m web serve` on the town's database, in the folder `data`."""

    def __init__(self, data: Path, workers: int = 1) -> None:
        self.data, self.workers, self.port = data, workers, free_port()
        cast.copied(data)
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Until it answers."""
        environment = {
            **os.environ, "ZHICHENG_DATA": str(self.data), "PORT": str(self.port), "WORKERS": str(self.workers),
            "ZHICHENG_DEMO": "0", "ZHICHENG_SECURE_COOKIES": "0",
        }  # fmt: skip
        self.process = subprocess.Popen(
            [sys.executable, "-m", "web", "serve", "--told"], env=environment, start_new_session=True,
            stdout=(self.data / "log").open("ab"), stderr=subprocess.STDOUT,
        )  # fmt: skip
        for _ in range(3000):
            if self.process.poll() is not None:
                break
            try:
                httpx.get(self.address + "/sign-in", timeout=5)
                return
            except httpx.HTTPError:
                time.sleep(0.05)
        raise RuntimeError((self.data / "log").read_text()[-2000:])

    def kill(self) -> None:
        """SIGKILL to every process of it, at once."""
        assert self.process is not None
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def serving(data: Path, workers: int = 1) -> Iterator[Server]:
    """A server that runs within the block."""
    server = Server(data, workers)
    server.start()
    try:
        yield server
    finally:
        if server.process is not None:
            server.kill()
