"""How often somebody may try. A try is counted before anybody knows whether it was right: many at once count each other."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from web import clock
from web.database import transaction
from web.people.tables import Attempt

WINDOW = timedelta(minutes=15)
LONGEST = 15
"""Minutes that somebody waits at most."""
KEPT = timedelta(days=1)


class Limit(NamedTuple):
    """What is counted (`kind`: account, network, …; `text`: which one), and how many tries are free within WINDOW."""

    kind: str
    text: str
    free: int

    @property
    def subject(self) -> str:
        """The hash under which its tries stand: nobody reads from the table who tried."""
        return hashlib.sha256(f"{self.kind}:{self.text}".encode()).hexdigest()


class Try(NamedTuple):
    """One try: the numbers under which it was counted, and the minutes to wait, 0 when it may go on."""

    ids: tuple[int, ...]
    wait: int

    @property
    def sentence(self) -> str:
        return f"尝试次数太多，请在 {self.wait} 分钟后再试。" if self.wait else ""


async def begin(*limits: Limit) -> Try:
    """Count a try; whoever must wait is not counted. The pause doubles with every try past the free ones."""
    async with transaction():
        await Attempt.delete().where(Attempt.at < clock.now() - KEPT)
        written = await Attempt.insert(*(Attempt(subject=each.subject) for each in limits))
    ids = tuple(int(row["id"]) for row in written)
    wait = max([await _wait(each, ids) for each in limits])
    if wait:
        await forget(ids)
    return Try(ids, wait)


async def _wait(limit: Limit, mine: Sequence[int]) -> int:
    now = clock.now()
    rows = await Attempt.select(Attempt.at).where(
        (Attempt.subject == limit.subject) & (Attempt.at > now - WINDOW) & Attempt.id.not_in(list(mine))
    )
    if len(rows) < limit.free:
        return 0
    pause = timedelta(minutes=min(2 ** min(len(rows) - limit.free, 10), LONGEST))
    left = max(row["at"] for row in rows) + pause - now
    return max(1, round(left.total_seconds() / 60)) if left > timedelta(0) else 0


async def forget(ids: Sequence[int]) -> None:
    """The try was right, or was none."""
    async with transaction():
        await Attempt.delete().where(Attempt.id.is_in(list(ids)))


async def clear(limit: Limit) -> None:
    """Forget every try of the subject."""
    async with transaction():
        await Attempt.delete().where(Attempt.subject == limit.subject)
