"""A PostgreSQL server for the tests: the system's binaries, an unprivileged user, a socket, no fsync."""

import atexit
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from functools import cache
from pathlib import Path

from tests import scratch

ARGUMENTS = ["-c", "listen_addresses=", "-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off",
             "-c", "shared_buffers=32MB", "-c", "max_connections=60", "-c", "autovacuum=off"]  # fmt: skip


def binaries() -> Path | None:
    """The folder of initdb and postgres, the newest when there are several; None when there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    path = str(found[-1]) if found else shutil.which("initdb")
    return Path(path).parent if path else None


@cache
def server() -> Path:
    """Start the server, once a process; the folder of its socket. It ends with the process."""
    folder = Path(tempfile.mkdtemp(prefix="zhicheng-postgres-", dir=scratch.folder()))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    user = _unprivileged()
    if user:
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    where = binaries()
    assert where is not None, "PostgreSQL is not installed"
    data = folder / "data"
    subprocess.run(
        [where / "initdb", "-D", data, "-U", "tests", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
        user=user, cwd=folder, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [where / "postgres", "-D", data, "-k", folder, *ARGUMENTS],
            user=user,
            cwd=folder,
            stdout=log,
            stderr=log,
        )
    atexit.register(_stop, process)
    deadline = time.monotonic() + 30
    while subprocess.run([where / "pg_isready", "-q", "-h", folder], check=False).returncode:
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError((folder / "log").read_text())
        time.sleep(0.05)
    return folder


def address(database: str) -> str:
    """The URL of `database` on the server."""
    return f"postgresql://tests@/{database}?host={server()}"


def _unprivileged() -> str | None:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(2)  # fast shutdown
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
