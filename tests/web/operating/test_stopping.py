"""SIGTERM while files travel and are converted: what is in hand is finished and answered, what is new is refused."""

import http.client
import signal
import socket
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from tests import corpus
from tests.bench.fuzz_uploads import session
from tests.cast import ZHANG
from tests.live import Server, serving

TERM = 40
"""Seconds that docs/operating/zhicheng.service gives."""
BOUNDARY = "stopping"


class Sending:
    """One photograph on its way, by hand: `part` of it has gone, the rest goes with `finish()`."""

    def __init__(self, server: Server, picture: bytes, part: float) -> None:
        url, cookies, token = session(server, ZHANG)
        body = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="token"\r\n\r\n{token}\r\n'
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n'
        ).encode() + picture + f"\r\n--{BOUNDARY}--\r\n".encode()  # fmt: skip
        cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
        self.line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        self.line.putrequest("POST", urlsplit(url).path)
        for name, value in (
            ("cookie", cookie), ("content-type", f"multipart/form-data; boundary={BOUNDARY}"),
            ("content-length", str(len(body))),
        ):  # fmt: skip
            self.line.putheader(name, value)
        cut = int(len(body) * part)
        self.line.endheaders(body[:cut])
        self.rest = body[cut:]

    def finish(self) -> tuple[int, str]:
        """The answer, after the rest has been sent in ten pieces."""
        step = len(self.rest) // 10 + 1
        for at in range(0, len(self.rest), step):
            self.line.send(self.rest[at : at + step])
            time.sleep(0.1)
        answer = self.line.getresponse()
        return answer.status, answer.read().decode()


def stopped(server: Server) -> None:
    """SIGTERM, as systemd sends it: to the main process."""
    assert server.process is not None
    server.process.send_signal(signal.SIGTERM)
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", server.port), timeout=1).close()
        except OSError:
            return
        time.sleep(0.05)
    raise AssertionError("new connections are still taken")


def ended(server: Server, within: float = TERM) -> int:
    assert server.process is not None
    code = server.process.wait(timeout=within)
    server.process = None
    return int(code)


def test_an_upload_and_a_conversion_are_finished_and_a_new_request_is_refused(tmp_path: Path) -> None:
    one, other = (corpus.jpeg(corpus.photograph(seed)) for seed in (3, 4))
    with serving(tmp_path) as server:
        uploading, converting = Sending(server, one, 0.3), Sending(server, other, 1.0)
        answers: list[tuple[int, str]] = []
        waiting = threading.Thread(target=lambda: answers.append(converting.finish()))
        waiting.start()
        stopped(server)
        with pytest.raises(httpx.TransportError):
            httpx.get(server.address + "/help")
        answers.append(uploading.finish())
        waiting.join()
        assert [status for status, _ in answers] == [200, 200]
        assert all("“a.jpg”已收下，1 页" in page for _, page in answers)
        assert ended(server) == 0
        server.start()
        url, cookies, _ = session(server, ZHANG)
        assert "a.jpg</a>" in httpx.get(url, cookies=cookies).text, "what was answered was also kept"
