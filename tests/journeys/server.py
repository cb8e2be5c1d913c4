"""The real server on a free port with a data folder of its own, and everybody in it."""

import asyncio
import atexit
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parents[2]
HERE = [sys.executable, "-m", "tests.journeys.server"]
START = 60
"""Most seconds until the first answer."""


CLOCK = "JOURNEY_CLOCK"
"""The file in which a journey of many days writes what time it is, for the server that it uses."""


async def settle_the_province() -> None:
    """The cast, and everybody who decides, on the cast's day."""
    from web import clock, database
    from web.catalogue.load import load

    from tests.cast import MOMENT, move_in  # isort: skip
    from tests.journeys import province  # isort: skip

    with clock.frozen(MOMENT):
        await database.open_database()
        await database.migrate()
        await load()
        await move_in()
        await province.move_in()
        await database.close_database()


async def dated(scope: Any, receive: Any, send: Any) -> None:
    """The application on the day that the file names, the cast's day before it is written."""
    from web import clock
    from web.app import app

    clock._frozen = _present()
    await app(scope, receive, send)


def _present() -> datetime:
    from tests.cast import MOMENT

    file = Path(os.environ[CLOCK])
    return datetime.fromisoformat(file.read_text()) if file.exists() else MOMENT


def serve_dated() -> None:
    """Serve it until stopped."""
    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        "tests.journeys.server:dated", address="127.0.0.1", port=int(os.environ["PORT"]), interface=Interfaces.ASGI,
        workers=1, log_access=False, websockets=False,
    ).serve()  # fmt: skip


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


@cache
def _province() -> Path:
    """A data folder with the province settled in it, made once; each server gets a copy."""
    folder = Path(tempfile.mkdtemp(prefix="zhicheng-province-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    subprocess.run([*HERE, "province"], cwd=ROOT, env=_environment(folder, {}), check=True)
    return folder


@contextmanager
def served(dates: Path | None = None, **environment: str) -> Iterator[str]:
    """The address of a server of its own, until the block ends; with the file `dates`, one that lives by it."""
    with tempfile.TemporaryDirectory(prefix="zhicheng-served-") as name:
        folder = Path(name)
        if dates:
            shutil.copytree(_province(), folder, dirs_exist_ok=True)
        else:
            subprocess.run(HERE, cwd=ROOT, env=_environment(folder, environment), check=True)
        with running(folder, dates, **environment) as address:
            yield address


@contextmanager
def running(folder: Path, dates: Path | None = None, **environment: str) -> Iterator[str]:
    """The address of a server on what is in `folder`, until the block ends; with the file `dates`, it lives by it."""
    port = free_port()
    env = _environment(folder, environment) | {"PORT": str(port)} | ({CLOCK: str(dates)} if dates else {})
    command = [*HERE, "serve"] if dates else [sys.executable, "-m", "web", "serve", "--told"]
    with open(folder / "log", "wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log)
        try:
            _wait(f"http://127.0.0.1:{port}", process, folder / "log")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(20)


def _environment(folder: Path, more: dict[str, str]) -> dict[str, str]:
    env = {
        **os.environ, "ZHICHENG_DATA": str(folder), "ZHICHENG_SECURE_COOKIES": "0", "ZHICHENG_ACTIVATION_CODE": "0",
        "PYTHONPATH": f"{ROOT}:{os.environ.get('PYTHONPATH', '')}",
    }  # fmt: skip
    env.pop("DATABASE_URL", None)
    return env | more


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
    match sys.argv[1:]:
        case ["serve"]:
            serve_dated()
        case ["province"]:
            asyncio.run(settle_the_province())
        case _:
            asyncio.run(settle())
