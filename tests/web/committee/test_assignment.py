"""The assignment: even, near in specialty, never against a conflict."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

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
