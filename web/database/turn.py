"""Whose turn it is to write: first come, first served, across tasks and event loops."""

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor
from threading import Lock
from typing import TypeVar

Result = TypeVar("Result")


class Turn:
    """A lock for tasks that, unlike asyncio.Lock, outlives an event loop and survives cancellation anywhere."""

    def __init__(self) -> None:
        self._taken = False
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._guard = Lock()

    async def take(self) -> None:
        """Wait for the turn. A cancelled wait leaves the queue as if it had never been in it."""
        with self._guard:
            if not self._taken:
                self._taken = True
                return
            future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.append(future)
        try:
            await future
        except asyncio.CancelledError:
            with self._guard:
                handed_over = future not in self._waiting
                if not handed_over:
                    self._waiting.remove(future)
            if handed_over:
                self.give_up()
            raise

    def give_up(self) -> None:
        """Hand the turn to whoever has waited longest."""
        with self._guard:
            while self._waiting:
                future = self._waiting.popleft()
                try:
                    if future.get_loop() is _running():
                        _wake(future)
                    else:
                        future.get_loop().call_soon_threadsafe(_wake, future)
                    return
                except RuntimeError:
                    continue  # its event loop is closed: nobody waits there any more
            self._taken = False


def _running() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def _wake(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


async def settled(executor: Executor, work: Callable[[], Result]) -> Result:
    """The result of `work`, run in a thread and never abandoned: a cancellation waits for its end, then goes on."""
    loop = asyncio.get_running_loop()
    working = executor.submit(work)
    cancelled: asyncio.CancelledError | None = None
    while True:
        done: asyncio.Future[None] = loop.create_future()
        working.add_done_callback(lambda _, done=done: loop.call_soon_threadsafe(_wake, done))  # type: ignore[misc]
        try:
            await done
            break
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        working.exception()
        raise cancelled
    return working.result()
