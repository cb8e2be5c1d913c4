"""What arrives at the last moment: a deadline is kept by the moment of arrival, a sealed day stays as it was sealed."""

from datetime import date, datetime, timedelta

from tests import cast
from tests.support import run
from tests.web.review.people import CHEN, CHU, FENG, HAN, climbed, does, later, mark, row_of
from web import clock
from web.clock import ZONE
from web.declaration import rules as declarations
from web.permissions import refusal
from web.review import decisions, ledger, submission
from web.review.decisions import Given
from web.review.rules import log_of

LAST = datetime(2026, 10, 14, 23, 59, 50, tzinfo=ZONE)
"""Ten seconds before the term of what Feng sends back on the cast's day is over."""
OVER = "修改期限（2026年10月14日 24:00）已过，视为放弃本次申报。"


def arriving(moment: datetime) -> declarations.Case:
    return run(declarations.case_of(run(row_of(HAN)), moment))


def sent(moment: datetime) -> str:
    """She submits again on a request that arrived at `moment`; the sentence of the receipt."""
    han, commitment = run(cast.person(HAN)), run(declarations.catalogue.commitment(cast.YEAR))
    signed = submission.Commitment(commitment.version, commitment.body, han.name)
    return str(run(submission.submit(arriving(moment), han, signed, moment))["sentence"])


def test_what_was_sent_before_midnight_counts_although_it_is_read_after(provinces):
    run(mark(FENG))
    run(does(FENG, "return"))
    with clock.frozen(LAST + timedelta(minutes=2)):
        assert run(decisions.expire()) == []
        han = run(cast.person(HAN))
        for act in ("edit", "submit"):
            assert refusal(act, han, arriving(LAST)) == ""
            assert refusal(act, han, arriving(clock.now())) == OVER
        assert sent(clock.now()) == OVER
        assert sent(LAST) == ""
    assert run(row_of(HAN))["state"] == "unit_review"


def test_an_hour_after_midnight_it_is_given_up(province):
    run(mark(FENG))
    run(does(FENG, "return"))
    with clock.frozen(LAST + timedelta(hours=1, minutes=1)):
        assert run(row_of(HAN))["id"] in run(decisions.expire())


def test_who_sends_it_at_that_moment_stops_nothing(province, monkeypatch):
    """One that was sent again between the list and its turn: the others are given up all the same."""
    run(mark(FENG))
    run(does(FENG, "return"))
    number, taken = run(row_of(HAN))["id"], decisions.advance

    async def first_she_sends(declaration, *given, **more):
        if declaration == number:
            await decisions.Declaration.update({decisions.Declaration.version: 99}).where(
                decisions.Declaration.id == number
            )
        return await taken(declaration, *given, **more)

    monkeypatch.setattr(decisions, "advance", first_she_sends)
    with clock.frozen(LAST + timedelta(days=1)):
        given_up = run(decisions.expire())
    assert number not in given_up and len(given_up) == 1  # 周八, whom the cast had returned
    assert run(row_of(HAN))["state"] == "returned"


def test_a_day_is_sealed_an_hour_after_its_end(province):
    day = date(2026, 10, 8)
    midnight = datetime(2026, 10, 9, tzinfo=ZONE)
    with clock.frozen(midnight + timedelta(minutes=59)):
        assert run(ledger.seal()) == []
    with clock.frozen(midnight + timedelta(minutes=61)):
        assert [root["day"] for root in run(ledger.seal())] == [day]


def test_a_slow_request_is_logged_when_it_is_done_and_not_when_it_began(provinces):
    """It began on a day that is sealed by now, before a decision that was made meanwhile."""
    climbed("report")
    with later(13):
        run(does(CHEN, "pass"))
        run(ledger.seal())
        chu, began = run(cast.person(CHU)), clock.now() - timedelta(days=1)
        run(decisions.decide(run(row_of(HAN))["id"], "pass", chu, began, given=Given()))
        assert run(log_of(run(row_of(HAN))["id"]))[-1]["at"] == clock.now()
