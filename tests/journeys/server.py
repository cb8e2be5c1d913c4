"""The real server on a free port with a data folder of its own, and everybody in it."""

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[2]
START = 60
"""Most seconds until the first answer."""


async def settle() -> None:
    """What an installation does at first start, with windows open today, and the cast."""
    from web import clock, database  # first: importing the tests' own installation changes the environment
    from web.catalogue.load import load
    from web.catalogue.tables import Window

    from tests.cast import move_in  # isort: skip

    await database.open_database()
    written = [
        path for path in (ROOT / "migrations" / "piccolo_migrations").glob("*.py") if path.stem != "__init__"
    ]
    await (database.migrate() if written else database.create_tables())
    await load()
    month = timedelta(days=30)
    await Window.update({Window.opens: clock.now() - month, Window.closes: clock.now() + month}, force=True)
    await move_in()
    await database.close_database()


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@contextmanager
def served(**environment: str) -> Iterator[str]:
    """The address of a server of its own, until the block ends."""
    with tempfile.TemporaryDirectory(prefix="zhicheng-served-") as folder:
        port = free_port()
        settings = {
            "ZHICHENG_DATA": folder, "PORT": str(port), "ZHICHENG_SECURE_COOKIES": "0", "ZHICHENG_ACTIVATION_CODE": "0",
            **environment,
        }  # fmt: skip
        env = {**os.environ, **settings, "PYTHONPATH": f"{ROOT}:{os.environ.get('PYTHONPATH', '')}"}
        env.pop("DATABASE_URL", None)
        env |= environment
        subprocess.run([sys.executable, "-m", "tests.journeys.server"], cwd=ROOT, env=env, check=True)
        with open(Path(folder) / "log", "wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "web", "serve"], cwd=ROOT, env=env, stdout=log, stderr=log
            )
            try:
                _wait(f"http://127.0.0.1:{port}", process, Path(folder) / "log")
                yield f"http://127.0.0.1:{port}"
            finally:
                process.terminate()
                process.wait(20)


def _wait(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + START
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.get(address).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    raise RuntimeError(log.read_text()[-2000:])


if __name__ == "__main__":
    asyncio.run(settle())
