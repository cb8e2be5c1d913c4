"""The transaction that is open in this task, for both engines."""

import asyncio
from contextvars import ContextVar, Token
from typing import Any

from piccolo.engine.exceptions import TransactionError


class CurrentTransaction:
    """Stands where Piccolo keeps a ContextVar, and closes its two traps.

    A task started inside a transaction inherits the variable. Were it to run its queries on the same
    connection, they would mix with the parent's; after the parent has ended, they would run on a connection
    that is somebody else's. So: another task's open transaction is an error, an ended one is none at all.
    """

    def __init__(self, name: str) -> None:
        self._variable: ContextVar[tuple[Any, Any] | None] = ContextVar(name, default=None)

    def get(self) -> Any:
        held = self._variable.get()
        if held is None or held[0].ended:
            return None
        if held[1] is not _task():
            raise TransactionError("a transaction belongs to the task that opened it: no gather inside")
        return held[0]

    def set(self, transaction: Any) -> "Token[tuple[Any, Any] | None]":
        return self._variable.set((transaction, _task()))

    def reset(self, token: "Token[tuple[Any, Any] | None]") -> None:
        self._variable.reset(token)


def _task() -> object:
    try:
        return asyncio.current_task()
    except RuntimeError:
        return None
