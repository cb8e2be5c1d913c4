"""The assignment: even, near in specialty, never against a conflict."""

import hashlib
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tests.support import run
from tests.web.committee import hall
from web.committee import draw, panels, recusals
from web.committee.assignment import NEAR, SAME, Reading, TooFew, balanced, loads


def test_the_own_specialty_first_and_the_reason_with_it() -> None:
    costs = {(0, 0): SAME, (0, 1): NEAR, (1, 2): SAME, (1, 1): NEAR}
    assert sorted(balanced(2, 3, costs, set(), each=1)) == [
        Reading(0, 0, "同一专业"),
        Reading(1, 2, "同一专业"),
    ]


def test_even_loads_come_before_near_specialties() -> None:
    costs = {(at, 0): SAME for at in range(6)}
    assert sorted(loads(balanced(6, 3, costs, set(), each=1), 3)) == [2, 2, 2]


def test_a_dossier_that_nobody_may_read_is_named() -> None:
    with pytest.raises(
        TooFew, match="^没有回避关系的评议专家只有 2 人，不够 3 人，请为评议组增加专家。$"
    ) as found:
        balanced(2, 4, {}, {(1, 0), (1, 3)})
    assert found.value.dossier == 1


@settings(max_examples=40, deadline=None)
@given(some.integers(1, 60), some.integers(4, 15), some.integers(0, 2**32))
def test_every_dossier_has_three_readers_without_conflict(dossiers: int, readers: int, seed: int) -> None:
    dice = random.Random(seed)
    forbidden = {(at, dice.randrange(readers)) for at in range(dossiers)}
    readings = balanced(dossiers, readers, {}, forbidden)
    for at in range(dossiers):
        held = [reading.reader for reading in readings if reading.dossier == at]
        assert len(set(held)) == len(held) == 3
        assert not {(at, reader) for reader in held} & forbidden


def test_loads_are_apart_by_at_most_one() -> None:
    dice = random.Random(7)
    forbidden = {(at, reader) for at in range(500) for reader in range(30) if dice.random() < 0.05}
    counted = loads(balanced(500, 30, {}, forbidden), 30)
    assert (min(counted), max(counted)) == (50, 50)


VERIFY = Path(__file__).parents[3] / "docs" / "verify_assignment.py"


def _checked(path: Path, published: list[dict[str, Any]]) -> tuple[int, str]:
    """What the independent script says: its exit code and its words."""
    path.write_bytes(orjson.dumps(published))
    told = subprocess.run([sys.executable, VERIFY, path], capture_output=True, text=True, check=False)
    return told.returncode, told.stdout + told.stderr


def test_the_published_record_is_checked_by_an_independent_script(catalogue: str, tmp_path: Path) -> None:
    place = run(hall.gather(9, 12))
    run(recusals.note(place.items[0], place.members[0], "曾经共事", found=True))
    for members in (place.members[:5], place.members[5:]):
        run(panels.add_panel(place.sitting, "评议组", members))
    run(panels.assign(place.sitting))
    published = run(panels.published(place.sitting))
    path = tmp_path / "assignment.json"
    assert _checked(path, published[:1]) == (0, "right: 评议组, 12 dossiers, 7 to 8 for each reader\n")
    record = published[0]["record"]
    assert record["costs"][0][0] is None
    busy, idle = _most_and_least(record)
    for _ in range(2):
        free = [
            d
            for d, cost in enumerate(record["costs"])
            if cost[idle] is not None and [d, idle] not in record["result"]
        ]
        moved = next(d for d in free if [d, busy] in record["result"])
        record["result"][record["result"].index([moved, busy])] = [moved, idle]
    assert _checked(path, published[:1]) == (1, "the record is not the one that was published\n")
    published[0]["sha256"] = hashlib.sha256(draw.canonical(record)).hexdigest()
    assert _checked(path, published[:1]) == (1, "a chain of changes would be more even or nearer\n")
    record["result"] = record["result"][1:]
    published[0]["sha256"] = hashlib.sha256(draw.canonical(record)).hexdigest()
    assert _checked(path, published[:1]) == (1, "a dossier has too few readers, or one with a conflict\n")


def _most_and_least(record: dict[str, Any]) -> tuple[int, int]:
    """The readers with the most and with the fewest readings."""
    counted = [sum(r == each for _, r in record["result"]) for each in range(len(record["readers"]))]
    return counted.index(max(counted)), counted.index(min(counted))


@pytest.mark.parametrize("name", ["assignment", "ballot", "certificate", "draw"])
def test_the_scripts_that_anyone_may_run_are_short(name: str) -> None:
    assert len((VERIFY.parent / f"verify_{name}.py").read_text().splitlines()) <= 30
