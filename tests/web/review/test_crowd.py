"""Two reviewers at once, double clicks, stale tabs, a return while another passes: exactly one effect, the others told.
tests/bench/review.py runs 50 × 200."""

import asyncio

import pytest

from tests.cast import case_of, person
from tests.support import run
from tests.web.review.crowd import SITUATIONS, arrive, back_again, round_of
from tests.web.review.people import FENG, HAN, climbed, later, refused, row_of, submit
from web import clock
from web.declaration.tables import Receipt
from web.review.rules import log_of
from web.review.submission import take_back


@pytest.mark.parametrize("situation", SITUATIONS)
def test_ten_clicks_at_once_have_one_effect_and_nine_are_told(provinces, situation):
    climbed("report")
    with later(13):
        desk = arrive()
        for _ in range(3):
            round_of(desk, 10, situation)
            back_again()
        assert sum(desk.told.values()) == 27


def test_a_second_submission_finds_the_first(province):
    row = run(row_of(HAN))
    first = run(Receipt.select().where(Receipt.declaration == row["id"]))
    again = run(submit(HAN))
    assert again["number"] == first[0]["number"]
    assert run(Receipt.count().where(Receipt.declaration == row["id"])) == 1


def together(count, work):
    """What `count` runs of the coroutine function `work` at once came to."""

    async def all_of_them():
        return await asyncio.gather(*(work() for _ in range(count)))

    return run(all_of_them())


def test_ten_submissions_at_once_are_one_and_show_the_same_receipt(provinces):
    assert run(take_back(run(case_of(HAN)), run(person(HAN)), "withdraw", clock.now()))["accepted"]
    receipts = together(10, lambda: submit(HAN))
    assert len({each["number"] for each in receipts}) == 1
    assert [each["act"] for each in run(log_of(run(row_of(HAN))["id"]))] == ["submit", "withdraw", "submit"]


def test_the_applicant_withdraws_while_the_unit_takes_it_up(provinces):
    case, han = run(case_of(HAN)), run(person(HAN))

    async def one(number):
        if number % 2:
            return (await take_back(case, han, "withdraw", clock.now()))["sentence"]
        return await refused(FENG, "take", place="公示栏")

    numbers = iter(range(10))
    told = together(10, lambda: one(next(numbers)))
    assert len([sentence for sentence in told if not sentence]) == 1
    assert {sentence[-1] for sentence in told if sentence} == {"。"}
    assert len(run(log_of(case.row["id"]))) == 2
