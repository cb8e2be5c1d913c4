"""The log as a whole: daily roots that are published, and the replay that must come to the same states."""

import hashlib
from datetime import date, datetime, timedelta
from typing import Any

from web import clock
from web.database import is_duplicate, transaction
from web.declaration.tables import Declaration
from web.review.rules import digest
from web.review.tables import DayRoot, Decision
from web.rows import Row
from web.workflow import steps

FINISHED = timedelta(hours=1)


async def of_day(day: date) -> list[Row]:
    """The decisions of a calendar day in Asia/Shanghai, in the order they were written."""
    start = datetime(day.year, day.month, day.day, tzinfo=clock.ZONE)
    found: list[Row] = await (
        Decision.select(Decision.id, Decision.sha256)
        .where((Decision.at >= start) & (Decision.at < start + timedelta(days=1)))
        .order_by(Decision.id)
    )
    return found


def root_of(hashes: list[str], day: date, previous: str) -> str:
    """SHA-256 of "DAY\\nPREVIOUS\\nHASH\\nHASH…": anyone who kept a decision's hash can compute it again."""
    return hashlib.sha256("\n".join([day.isoformat(), previous, *hashes]).encode()).hexdigest()


async def seal(until: date | None = None) -> list[Row]:
    """Publish the root of every finished day (before `until`) that has none; those just made. A day is finished an
    hour after its end: what was begun in it has been written by then."""
    until = until or (clock.now() - FINISHED).astimezone(clock.ZONE).date()
    made = []
    last = await DayRoot.select().order_by(DayRoot.day, ascending=False).first()
    first = await Decision.select(Decision.at).order_by(Decision.at).first()
    if first is None:
        return []
    day = last["day"] + timedelta(days=1) if last else first["at"].astimezone(clock.ZONE).date()
    previous = last["sha256"] if last else ""
    while day < until:
        hashes = [each["sha256"] for each in await of_day(day)]
        if hashes:
            root = root_of(hashes, day, previous)
            try:
                async with transaction():
                    await DayRoot(
                        day=day, decisions=len(hashes), previous=previous, sha256=root, at=clock.now()
                    ).save()
            except Exception as error:
                if not is_duplicate(error):
                    raise
            row = await DayRoot.select().where(DayRoot.day == day).first()
            assert row is not None
            made.append(row)
            previous = row["sha256"]
        day += timedelta(days=1)
    return made


async def roots(limit: int = 366) -> list[Row]:
    """The published roots, the newest first."""
    found: list[Row] = await DayRoot.select().order_by(DayRoot.day, ascending=False).limit(limit)
    return found


def replayed(log: list[Row]) -> str:
    """The state to which a declaration's log leads, "draft" for an empty one; ValueError where it does not hold."""
    state, previous = "draft", ""
    for number, decision in enumerate(log, 1):
        if decision["number"] != number:
            raise ValueError(f"decision {number} is missing")
        if decision["start"] != state or decision["end"] not in {
            each.end for each in steps(decision["act"], state)
        }:
            raise ValueError(
                f"decision {number}: {decision['act']} from {decision['start']} to {decision['end']}"
            )
        if decision["previous"] != previous or digest(decision) != decision["sha256"]:
            raise ValueError(f"decision {number}: the chain is broken")
        state, previous = decision["end"], decision["sha256"]
    return state


async def replay() -> list[str]:
    """Every declaration whose log does not lead to its state, in words; empty when all do."""
    logs: dict[int, list[Row]] = {}
    for decision in await Decision.select().order_by(Decision.declaration).order_by(Decision.number):
        logs.setdefault(decision["declaration"], []).append(decision)
    found = []
    for row in await Declaration.select(Declaration.id, Declaration.state):
        try:
            state = replayed(logs.get(row["id"], []))
        except ValueError as broken:
            found.append(f"declaration {row['id']}: {broken}")
            continue
        if state != row["state"]:
            found.append(f"declaration {row['id']} is {row['state']}, its log leads to {state}")
    return found


async def proof(sha256: str) -> dict[str, Any] | None:
    """Where a decision's hash stands in the published log: its day, its place, the day's root; None when unknown."""
    decision = await Decision.select(Decision.at).where(Decision.sha256 == sha256).first()
    if decision is None:
        return None
    day = decision["at"].astimezone(clock.ZONE).date()
    root = await DayRoot.select().where(DayRoot.day == day).first()
    hashes = [each["sha256"] for each in await of_day(day)]
    return {"day": day, "place": hashes.index(sha256) + 1, "count": len(hashes), "root": root}
