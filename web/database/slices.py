"""Reads on the event loop, a slice of time per round, in the order in which they were asked."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from typing import Any

SLICE = 0.001  # seconds of reading, after which whatever else waits for the event loop comes first


class Slices:
    """Runs short blocking calls on one event loop without starving the other tasks on it."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self._until = 0.0  # when this round's slice ends; 0 before its first read
        self._waiting: deque[tuple[asyncio.Future[Any], Callable[[], Any]]] = deque()

    async def run(self, call: Callable[[], Any]) -> Any:
        """The result of `call`, at once when this round's slice is not used up, else in one of the next rounds."""
        if not self._waiting and self._in_time():
            return call()
        future = self.loop.create_future()
        self._waiting.append((future, call))
        return await future

    def _in_time(self) -> bool:
        now = time.perf_counter()
        if not self._until:
            self._until = now + SLICE
            self.loop.call_soon(self._next_round)
        return now < self._until

    def _next_round(self) -> None:
        self._until = 0.0
        while self._waiting and self._in_time():
            future, call = self._waiting.popleft()
            if future.done():
                continue  # its task was cancelled
            try:
                future.set_result(call())
            except Exception as error:
                future.set_exception(error)
