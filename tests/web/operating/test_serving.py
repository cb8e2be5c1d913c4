"""The server as a process: it gets ready, sits behind nginx, and stops without breaking a request off."""

import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[3]


def free() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    port = free()
    environment = {**os.environ, "ZHICHENG_DATA": str(tmp_path), "PORT": str(port), "ZHICHENG_DEMO": "1"}
    made = "import asyncio, web.app\nfrom web import database\nasyncio.run(database.create_tables())\ndatabase.engine().close()"
    subprocess.run([sys.executable, "-c", made], env=environment, cwd=ROOT, check=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "web", "serve"], env=environment, cwd=ROOT, stdout=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        for _ in range(120):
            try:
                if httpx.get(f"http://127.0.0.1:{port}/healthz").status_code == 200:
                    break
            except httpx.TransportError:
                time.sleep(0.25)
        yield process, port
    finally:
        with suppress(ProcessLookupError):
            os.killpg(
                process.pid, signal.SIGKILL
            )  # its worker too, which the main process would leave behind
        process.wait()


def test_a_request_in_hand_is_finished_when_the_server_stops(
    server: tuple[subprocess.Popen[bytes], int],
) -> None:
    process, port = server
    with socket.create_connection(("127.0.0.1", port)) as slow:
        body = b'{"event": 1}'
        head = f"POST /payments/callback HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode()
        slow.sendall(head + body[:5])
        time.sleep(0.5)
        process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        slow.sendall(body[5:])
        slow.settimeout(10)
        answer = slow.recv(65_536)
    assert answer.startswith(b"HTTP/1.1 404") and b"not configured" in answer
    assert process.wait(timeout=20) == 0


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed here")
def test_the_example_of_nginx_serves(server: tuple[subprocess.Popen[bytes], int], tmp_path: Path) -> None:
    _, port = server
    secure, plain = free(), free()
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "tls.key", "-out", "tls.crt", "-days", "2",
         "-subj", "/CN=x"],
        cwd=tmp_path, check=True, capture_output=True,
    )  # fmt: skip
    site = (ROOT / "docs/operating/nginx.conf").read_text()
    for there, here in (
        ("127.0.0.1:8000", f"127.0.0.1:{port}"), ("/etc/zhicheng/tls", f"{tmp_path}/tls"), ("listen 443", f"listen {secure}"),
        ("listen 80;", f"listen {plain};"), ("/var/log/nginx/zhicheng.log", f"{tmp_path}/access.log"),
    ):  # fmt: skip
        assert there in site
        site = site.replace(there, here)
    (tmp_path / "site.conf").write_text(site)
    folders = " ".join(
        f"{kind}_temp_path {tmp_path}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main = f"pid {tmp_path}/pid; error_log {tmp_path}/error.log; daemon off; events {{}} http {{ {folders} include {tmp_path}/site.conf; }}"
    (tmp_path / "nginx.conf").write_text(main)
    proxy = subprocess.Popen(["nginx", "-c", str(tmp_path / "nginx.conf")], stderr=subprocess.DEVNULL)
    try:
        trusting = ssl._create_unverified_context()
        with httpx.Client(verify=trusting, base_url=f"https://127.0.0.1:{secure}") as client:
            for _ in range(40):
                try:
                    client.get("/healthz")
                    break
                except httpx.TransportError:
                    time.sleep(0.1)
            assert client.get("/healthz").text == "ok\n"
            assert client.get("/metrics").status_code == 404
            answer = client.get("/help?name=secret")
            assert answer.status_code == 200 and re.fullmatch("[0-9a-f]{32}", answer.headers["x-request-id"])
            assert answer.headers["strict-transport-security"] == "max-age=31536000"
        assert httpx.get(f"http://127.0.0.1:{plain}/help").status_code == 301
        assert "secret" not in (tmp_path / "access.log").read_text()
    finally:
        proxy.terminate()
        proxy.wait()
