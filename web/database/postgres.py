"""PostgreSQL: Piccolo's engine with a pool per event loop, connected on first use and not at import."""

import asyncio
from typing import Any

import asyncpg
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction
from piccolo.utils.encoding import load_json

from web.database.absent import Absent
from web.database.current import CurrentTransaction

SETTINGS = {
    "plan_cache_mode": "force_custom_plan",  # a generic plan is many times slower on skewed data
    "jit": "off",  # compiling costs more than our queries
    "timezone": "UTC",
    "application_name": "zhicheng",
}
CONNECTING = 10  # seconds; the driver's own minute is as long as a proxy waits


class Postgres(PostgresEngine):
    """Piccolo's engine; `url` is postgresql://…"""

    def __init__(self, url: str) -> None:
        self.url = url
        self._pool: Any = None
        self._loop: asyncio.AbstractEventLoop | None = None
        super().__init__(config={"dsn": url, "server_settings": SETTINGS, "timeout": CONNECTING})
        self.current_transaction = CurrentTransaction("postgres_transaction")  # type: ignore[assignment]

    async def check_version(self) -> None:
        """Not at import: the database need not be there yet."""

    async def prep_database(self) -> None:
        """No extensions are needed."""

    @property
    def pool(self) -> Any:
        """The pool of the running event loop, or None."""
        if self._pool is None:
            return None
        try:
            return self._pool if asyncio.get_running_loop() is self._loop else None
        except RuntimeError:
            return None

    @pool.setter
    def pool(self, pool: Any) -> None:
        self._pool = pool
        self._loop = asyncio.get_running_loop() if pool is not None else None

    async def get_new_connection(self) -> Any:
        connection = await _connected(**self.config)
        await _prepared(connection)
        return connection

    async def open(self, size: int = 10) -> None:
        """Start the pool of `size` connections."""
        if self.pool is None:
            await self.start_connection_pool(
                min_size=1, max_size=size, connect=_connected, init=_prepared, reset=_as_it_is
            )

    async def close(self) -> None:
        """Close the pool; one that belongs to an event loop that is gone is dropped."""
        if self.pool is not None:
            await self.close_connection_pool()
        elif self._pool is not None:
            self._pool = None

    def transaction(self, allow_nested: bool = True) -> "Transaction":
        return Transaction(engine=self, allow_nested=allow_nested)


async def _connected(*args: Any, **config: Any) -> Any:
    try:
        return await asyncpg.connect(*args, **config)
    except (OSError, TimeoutError) as error:
        raise Absent(str(error)) from error


async def _prepared(connection: Any) -> None:
    for kind in ("json", "jsonb"):
        await connection.set_type_codec(kind, schema="pg_catalog", encoder=str, decoder=load_json)


async def _as_it_is(connection: Any) -> None:
    """Nothing of ours outlives its transaction, so a connection goes back without another question: four statements
    after each statement took a third of the time."""


class Transaction(PostgresTransaction):
    """Piccolo's, which loses a connection when BEGIN, COMMIT or ROLLBACK fails or is cancelled."""

    ended = False

    async def __aenter__(self) -> Any:
        if self._parent is not None:
            return self._parent
        self.connection = await self.get_connection()
        try:
            self.transaction = self.connection.transaction()
            await self.begin()
        except BaseException:
            await self._give_back()
            raise
        self.context = self.engine.current_transaction.set(self)
        return self

    async def __aexit__(self, exception_type: object, exception: object, traceback: object) -> bool:
        if self._parent is not None:
            return False
        try:
            if not (self._committed or self._rolled_back):
                await (self.rollback() if exception_type else self.commit())
        finally:
            self.ended = True
            self.engine.current_transaction.reset(self.context)
            await self._give_back()
        return False

    async def _give_back(self) -> None:
        if self.engine.pool is not None:
            await self.engine.pool.release(self.connection)
        else:
            await self.connection.close()
