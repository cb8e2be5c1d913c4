"""Tallies: what each declaration counts for, taken up from the log decision by decision, never counted from scratch."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from web.database import dialect, transaction
from web.declaration.failing_tables import FailedCheck
from web.declaration.path_tables import Decision, Station
from web.declaration.return_tables import Mark
from web.declaration.tables import Declaration
from web.office.indexing import mark, set_mark
from web.office.search_tables import Tallied, Tally

Row = dict[str, Any]
Counts = tuple[int, ...]
"""n, accepted, passed, refused, seconds."""

NAME = "tallies"
AGAIN = 1000
"""Decisions looked at once more at each refresh: one that was numbered earlier may have been committed later."""

AT_ONCE = 1000
EVERYTHING = 0
"""The office of the figures over all declarations."""

PASSED = frozenset({"passed", "publicised", "confirmed", "filed", "issued"})
REFUSED = frozenset({"refused", "failed", "struck", "revoked"})
ACCEPTED = (
    frozenset({"accepted", "grouped", "interviewing", "balloting", "failed", "struck", "revoked"}) | PASSED
)
"""States in which the committee's office has accepted it, whatever came afterwards."""

MEASURES = ("n", "accepted", "passed", "refused", "seconds")


async def refresh(most: int = AT_ONCE) -> bool:
    """Take up what was decided since; False when there is more than `most` to take up."""
    since = await mark(NAME)
    newest = (await Decision.raw("SELECT max(id) AS id FROM decision"))[0]["id"] or 0
    rows = await Decision.raw(
        "SELECT c.id, c.declaration FROM decision c JOIN declaration d ON d.id = c.declaration "
        "LEFT JOIN tallied t ON t.declaration = d.id WHERE c.id > {} AND d.number IS NOT NULL "
        "AND (t.version IS NULL OR t.version <> d.version) ORDER BY c.id LIMIT {}",
        max(0, since - AGAIN), most,
    )  # fmt: skip
    if rows:
        await take_up(sorted({row["declaration"] for row in rows}))
    done = len(rows) < most
    reached = newest if done else rows[-1]["id"]
    if reached > since:
        await set_mark(NAME, reached)
    return done


async def take_up(declarations: list[int]) -> None:
    """Count these declarations as they are now, in place of what they counted for before."""
    async with transaction():
        if (
            dialect() == "postgres"
        ):  # one at a time, as on SQLite by itself: what was counted must not change between
            await Tally.raw("SELECT pg_advisory_xact_lock(hashtext('tallies'))")
        now = await _bodies(declarations)
        before = {
            row["declaration"]: row["body"]
            for row in await Tallied.select().where(Tallied.declaration.is_in(declarations))
        }
        changes: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0] * len(MEASURES))
        for number, (_, body) in now.items():
            for body_of, sign in ((before.get(number), -1), (body, 1)):
                for key, counts in figures_of(body_of or {}):
                    changes[key] = [old + sign * new for old, new in zip(changes[key], counts, strict=True)]
        await _add({key: counts for key, counts in changes.items() if any(counts)})
        await _put([(number, *each) for number, each in now.items()])


def figures_of(body: Row) -> Iterator[tuple[tuple[str, str, str], Counts]]:
    """What one declaration adds: ((scope, way, code), counts) for everything and for each office it came to."""
    if not body:
        return
    for office in (EVERYTHING, *body["offices"]):
        yield (str(office), "year", str(body["year"])), (1, 0, 0, 0, 0)
        for way, code, *counts in body["cells"]:
            yield (f"{office}/{body['year']}", way, code), tuple(counts)


async def _bodies(declarations: list[int]) -> dict[int, tuple[int, Row]]:
    """(version, body) of each; an empty body for what the applicant has taken back to change."""
    stations = await _by(Station, declarations, Station.entered_at.is_not_null())
    marks = await _by(Mark, declarations, Mark.notice.is_not_null())
    failed = await _by(FailedCheck, declarations, FailedCheck.id > 0)
    found = {}
    for row in await Declaration.select().where(Declaration.id.is_in(declarations)):
        if row["number"] is None:
            continue
        number = row["id"]
        body = {
            "offices": sorted({station["organisation"] for station in stations[number]}), "year": row["year"],
            "cells": [*_of_row(row), *_of_path(stations[number]), *_fields("reason", marks[number]),
                      *_fields("failed", failed[number])],
        }  # fmt: skip
        found[number] = (row["version"], {} if row["state"] == "draft" else body)
    return found


async def _by(table: Any, declarations: list[int], where: Any) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in await table.select().where(table.declaration.is_in(declarations) & where):
        found[row["declaration"]].append(row)
    return found


def _of_row(row: Row) -> Iterator[list[Any]]:
    state = row["state"]
    counts = [1, int(state in ACCEPTED), int(state in PASSED), int(state in REFUSED), 0]
    ways = (
        ("series", row["series"]), ("level", row["level"]), ("region", row["unit_region"]),
        ("unit", str(row["unit"])), ("state", state),
    )  # fmt: skip
    return ([way, code or "", *counts] for way, code in ways)


def _of_path(stations: Iterable[Row]) -> Iterator[list[Any]]:
    for station in stations:
        if station["left_at"]:
            took = int((station["left_at"] - station["entered_at"]).total_seconds())
            yield ["time", station["kind"], 1, 0, 0, 0, took]


def _fields(way: str, rows: Iterable[Row]) -> list[list[Any]]:
    counted: dict[str, int] = defaultdict(int)
    for row in rows:
        counted[f"{row['section']}/{row['field']}"] += 1
    return [[way, code, n, 0, 0, 0, 0] for code, n in sorted(counted.items())]


async def _add(changes: dict[tuple[str, str, str], list[int]]) -> None:
    names = ("key", "scope", "way", "code", *MEASURES)
    sums = ", ".join(f"{name} = tally.{name} + excluded.{name}" for name in MEASURES)
    await _upsert(
        "tally", names, [["/".join(key), *key, *counts] for key, counts in changes.items()], "key", sums
    )


async def _put(rows: list[tuple[int, int, Row]]) -> None:
    values = [[number, version, orjson.dumps(body).decode()] for number, version, body in rows]
    kept = "version = excluded.version, body = excluded.body"
    await _upsert("tallied", ("declaration", "version", "body"), values, "declaration", kept)


async def _upsert(table: str, names: tuple[str, ...], rows: list[list[Any]], key: str, kept: str) -> None:
    for start in range(0, len(rows), 400):
        some = rows[start : start + 400]
        marks = ", ".join(f"({', '.join('{}' for _ in names)})" for _ in some)
        await Tally.raw(
            f"INSERT INTO {table} ({', '.join(names)}) VALUES {marks} ON CONFLICT ({key}) DO UPDATE SET {kept}",
            *(value for row in some for value in row),
        )


async def faults() -> list[str]:
    """Every figure that is not the sum of its declarations, and every declaration not counted as it is; for verify."""
    sums: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0] * len(MEASURES))
    found = []
    held = {row["declaration"]: row for row in await Tallied.select()}
    numbers = sorted(held)
    for start in range(0, len(numbers), AT_ONCE):
        now = await _bodies(numbers[start : start + AT_ONCE])
        for number, (version, body) in now.items():
            if held[number]["version"] == version and held[number]["body"] != body:
                found.append(f"declaration {number} is not counted as it is")
            for key, counts in figures_of(held[number]["body"]):
                sums[key] = [old + new for old, new in zip(sums[key], counts, strict=True)]
    for row in await Tally.select():
        if sums.pop((row["scope"], row["way"], row["code"]), [0] * len(MEASURES)) != [
            row[name] for name in MEASURES
        ]:
            found.append(f"figure {row['key']} is not the sum of its declarations")
    return found + [f"figure {'/'.join(key)} is missing" for key in sums]
