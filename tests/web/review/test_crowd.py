"""Two reviewers at once, double clicks, a return while another passes: exactly one effect. tests/bench/review.py runs
50 × 200."""

from tests.support import run
from tests.web.review.crowd import back_again, round_of
from tests.web.review.people import HAN, climbed, later, row_of, submit
from web.declaration.tables import Receipt
from web.review.rules import log_of


def test_ten_at_once_ten_times_have_one_effect_each(provinces):
    climbed("report")
    with later(13):
        before = len(run(log_of(run(row_of(HAN))["id"])))
        rounds = 0
        for _ in range(10):
            round_of(10)
            rounds += 1
            if not back_again():
                break
        assert len(run(log_of(run(row_of(HAN))["id"]))) >= before + rounds


def test_a_second_submission_finds_the_first(province):
    row = run(row_of(HAN))
    first = run(Receipt.select().where(Receipt.declaration == row["id"]))
    again = run(submit(HAN))
    assert again["number"] == first[0]["number"]
    assert run(Receipt.count().where(Receipt.declaration == row["id"])) == 1
