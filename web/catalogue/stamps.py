"""Which edition each year has now, asked once while a request is answered: one page, one catalogue."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from web.catalogue.tables import Edition
from web.database.kept import Kept

_seen: ContextVar[list[dict[str, Any]] | None] = ContextVar("stamps", default=None)


@contextmanager
def still() -> Iterator[None]:
    """Within, the editions are those of the first question, or of what is loaded here."""
    token = _seen.set([])
    try:
        yield
    finally:
        _seen.reset(token)


_EVERY = Kept(
    lambda: Edition.select(Edition.year, Edition.source_hash, Edition.published_at).order_by(
        Edition.year, ascending=False
    )
)


async def stamps() -> list[dict[str, Any]]:
    """year, source_hash and published_at of every edition, the newest year first."""
    seen = _seen.get()
    if seen:
        return seen
    found: list[dict[str, Any]] = await _EVERY()
    if seen is not None:
        seen += found
    return found


def moved() -> None:
    """An edition has been written: whoever holds still here asks again."""
    if seen := _seen.get():
        seen.clear()
