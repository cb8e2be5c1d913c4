"""Quorum and two thirds for every size from 1 to 60, against a table written by hand from 人社部令第40号."""

import pytest

from web.committee import ballot, terms

TWO_THIRDS = {
    1: 1, 2: 2, 3: 2, 4: 3, 5: 4, 6: 4, 7: 5, 8: 6, 9: 6, 10: 7,
    11: 8, 12: 8, 13: 9, 14: 10, 15: 10, 16: 11, 17: 12, 18: 12, 19: 13, 20: 14,
    21: 14, 22: 15, 23: 16, 24: 16, 25: 17, 26: 18, 27: 18, 28: 19, 29: 20, 30: 20,
    31: 21, 32: 22, 33: 22, 34: 23, 35: 24, 36: 24, 37: 25, 38: 26, 39: 26, 40: 27,
    41: 28, 42: 28, 43: 29, 44: 30, 45: 30, 46: 31, 47: 32, 48: 32, 49: 33, 50: 34,
    51: 34, 52: 35, 53: 36, 54: 36, 55: 37, 56: 38, 57: 38, 58: 39, 59: 40, 60: 40,
}  # fmt: skip
"""Size → the least number that is two thirds of it or more."""


@pytest.mark.parametrize(("size", "least"), TWO_THIRDS.items())
def test_two_thirds(size: int, least: int) -> None:
    assert terms.quorum(size) == least
    assert terms.majority(size) == least
    passes = ballot.counted(["yes"] * least + ["no"] * (size - least), size)
    fails = ballot.counted(["yes"] * (least - 1) + ["abstain"] * (size - least + 1), size)
    assert (passes.passed, fails.passed) == (True, False)


def test_a_committee_of_25_sits_with_17_and_passes_with_12_of_17() -> None:
    assert (terms.quorum(25), terms.majority(17), terms.majority(25)) == (17, 12, 17)


def test_a_committee_of_11_sits_with_8_and_passes_with_6_of_8() -> None:
    assert (terms.quorum(11), terms.majority(8)) == (8, 6)


def test_who_attends_and_does_not_vote_counts_against() -> None:
    assert not ballot.counted(["yes"] * 7, 11).passed
    assert ballot.counted(["yes"] * 8, 11).passed


def test_nobody_passes_where_nobody_attends() -> None:
    assert not ballot.counted([], 0).passed
