"""An answer that is ready before the body has arrived still reaches whoever sends it, and the connection lives on."""

import http.client
import socket
from collections.abc import Iterator

import pytest

from tests.bench.fuzz_uploads import session
from tests.cast import ZHANG
from tests.live import Server, serving
from web.shell import drain


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("drain") / "live") as running:
        yield running


def asked(server: Server, *bodies: tuple[str, bytes]) -> list[int]:
    """The answers to these (content type, body), all on one connection, which is never made anew."""
    url, cookies, _ = session(server, ZHANG)
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.auto_open = 1
    connection.connect()
    connection.auto_open = 0  # a second connection would hide that the first was closed
    cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
    answers = []
    for kind, body in bodies:
        connection.request(
            "POST", url.removeprefix(server.address), body, {"content-type": kind, "cookie": cookie}
        )
        answer = connection.getresponse()
        assert "</html>" in answer.read().decode()
        answers.append(answer.status)
    connection.close()
    return answers


def test_a_form_refused_at_its_first_bytes_is_answered_after_its_last(server: Server) -> None:
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n'
    large = head + bytes(9_000_000)  # no token stands before the file
    broken = b"no boundary at all\r\n" * 400_000
    kind = "multipart/form-data; boundary=b"
    assert asked(server, (kind, large), (kind, broken), (kind, large), (kind, b"")) == [403, 400, 403, 400]


def test_a_body_over_every_limit_is_answered_and_the_connection_closed(server: Server) -> None:
    url, cookies, _ = session(server, ZHANG)
    cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
    head = (
        f"POST {url.removeprefix(server.address)} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n"
        f"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: {drain.MOST + 1_000_000}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
        connection.sendall(head.encode())
        piece = bytes(1_000_000)
        for _ in range(drain.MOST // len(piece)):
            connection.sendall(piece)
        connection.sendall(piece)
        answer = connection.recv(4096)
    assert answer.startswith(b"HTTP/1.1 413")
    assert b"\r\nconnection: close\r\n" in answer.lower()
