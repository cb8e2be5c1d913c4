"""The store, the pool and the folders of this installation, made at first use."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from web.evidence.pool import Pool
from web.evidence.store import Store
from web.settings import settings

_store: Store | None = None
_pools: dict[asyncio.AbstractEventLoop, Pool] = {}


def store() -> Store:
    """Where evidence is kept."""
    global _store
    if _store is None:
        _store = Store(settings.store or settings.data / "files")
    return _store


def pool() -> Pool:
    """The children of this process's event loop."""
    loop = asyncio.get_running_loop()
    if loop not in _pools:
        _pools[loop] = Pool()
    return _pools[loop]


async def close() -> None:
    """At the end: the children go."""
    found = _pools.pop(asyncio.get_running_loop(), None)
    if found is not None:
        await found.close()


def previews() -> Path:
    """Drawn pages; may be emptied at any time."""
    return settings.data / "previews"


@contextmanager
def workroom() -> Iterator[Path]:
    """An empty folder of our own, gone afterwards. On the data's disk, so that the system's /tmp cannot fill."""
    above = settings.data / "work"
    above.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=above) as folder:
        yield Path(folder)
