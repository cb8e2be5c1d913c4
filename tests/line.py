"""A bad telephone line on the loopback: slow, far away, and cut when the test says so."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Line:
    """Forwards a port of its own to `port`. `rate` in bits a second and `delay` in seconds, each way; 0 for none.

    `cuts`: counts of bytes sent upward by the browser after arm(); at each the line breaks for `gap` seconds.
    """

    def __init__(self, port: int, rate: int = 0, delay: float = 0.0) -> None:
        self.to, self.rate, self.delay = port, rate, delay
        self.cuts: list[int] = []
        self.gap, self.broken_until, self.up, self.cut = 1.0, 0.0, 0, 0
        self.armed = False
        self.open: set[socket.socket] = set()
        self.guard = threading.Lock()
        self.free = {True: 0.0, False: 0.0}
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        threading.Thread(target=self._answer, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def arm(self, *cuts: int) -> None:
        """From now on upward bytes count, and the line breaks at each of `cuts`."""
        self.up, self.cuts, self.armed = 0, list(cuts), True

    def _answer(self) -> None:
        while True:
            try:
                near, _ = self.door.accept()
            except OSError:
                return
            if time.monotonic() < self.broken_until:
                _reset(near)
                continue
            far = socket.create_connection(("127.0.0.1", self.to))
            with self.guard:
                self.open |= {near, far}
            threading.Thread(target=self._carry, args=(near, far, True), daemon=True).start()
            threading.Thread(target=self._carry, args=(far, near, False), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket, up: bool) -> None:
        with suppress(OSError):
            while data := source.recv(1400):
                self._wait(len(data), up)
                target.sendall(data)
                if up and self.armed:
                    self._counted(len(data))
            target.shutdown(socket.SHUT_WR)

    def _wait(self, size: int, up: bool) -> None:
        """All connections share the line's rate; the delay is felt where nothing has been sent for a while."""
        now = time.monotonic()
        with self.guard:
            idle = now - self.free[up] > self.delay
            start = max(now, self.free[up])
            self.free[up] = start + (size * 8 / self.rate if self.rate else 0.0)
        time.sleep(max(0.0, self.free[up] - now) + (self.delay / 2 if idle else 0.0))

    def _counted(self, size: int) -> None:
        with self.guard:
            self.up += size
            if not self.cuts or self.up < self.cuts[0]:
                return
            self.cuts.pop(0)
            self.cut += 1
            self.broken_until = time.monotonic() + self.gap
            broken, self.open = self.open, set()
        for each in broken:
            _reset(each)

    def close(self) -> None:
        self.door.close()
        for each in list(self.open):
            _reset(each)


def _reset(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()


@contextmanager
def line(port: int, rate: int = 0, delay: float = 0.0) -> Iterator[Line]:
    """A line to `port` within the block."""
    made = Line(port, rate, delay)
    try:
        yield made
    finally:
        made.close()
