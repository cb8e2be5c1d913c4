"""What every test may use: one event loop for the whole process."""

import asyncio
import atexit
from collections.abc import Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")

_runner = asyncio.Runner()
atexit.register(_runner.close)


def run(coroutine: Coroutine[Any, Any, Result]) -> Result:
    """The coroutine's result. Piccolo's queries are wrapped for you: `run(Person.count())` works too."""
    return _runner.run(coroutine if asyncio.iscoroutine(coroutine) else _awaited(coroutine))


async def _awaited(query: Any) -> Any:
    return await query
