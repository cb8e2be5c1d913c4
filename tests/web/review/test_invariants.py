"""Every invariant is seen to fail when what it guards is broken: in the facts as they were read, so that nothing else is."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date, timedelta

import pytest

from tests.support import run
from tests.web.review import sitting
from tests.web.review.people import HAN, climbed, later, occupied, row_of
from tests.web.review.sitting import TITLES, account_of
from tests.web.review.test_log import BREAKS
from web import clock
from web.certificate import rules as certificates
from web.publicity import rules as publicity
from web.review import invariants, ledger
from web.review.facts import Facts
from web.rows import Row


class Known:
    """The facts with Han's declaration at hand."""

    def __init__(self, facts: Facts, declaration: int) -> None:
        self.facts, self.number = facts, declaration
        self.row = next(each for each in facts.declarations if each["id"] == declaration)

    def of(self, name: str) -> list[Row]:
        """Han's rows of one kind."""
        found: list[Row] = getattr(self.facts, f"{name}_of")[self.number]
        return found

    def put(self, name: str, rows: list[Row]) -> None:
        getattr(self.facts, f"{name}_of")[self.number] = rows


def notice(known: Known, **columns: object) -> Row:
    """A notice of return that is as it must be, but for `columns`."""
    station = known.of("stations")[0]
    sent = known.of("decisions")[0]["at"]
    return {
        "id": 1, "closed_at": sent, "open_key": None, "outcome": "answered", "station": station["id"], "kind": "return",
        "office": station["organisation"], "at": sent, "due_on": sent.date() + timedelta(days=7), **columns,
    }  # fmt: skip


OPEN = {"id": 1, "outcome": "", "answer": "", "answered_at": None}
Break = Callable[[Known], object]
AT_AN_OFFICE: dict[str, Break] = {
    "at_one_place": lambda it: it.of("stations")[2].update(entered_at=clock.now()),
    "turn_fits_the_state": lambda it: it.row.update(state="unit_review"),
    "path_begins_at_home": lambda it: it.row.update(unit=1),
    "log_runs_forward": lambda it: it.of("decisions")[0].update(at=clock.now() + timedelta(days=9)),
    "refusals_say_why": lambda it: it.of("decisions")[-1].update(act="refuse", start="unit_review", comment=""),
    "snapshots_are_counted": lambda it: it.row.update(snapshot=2),
    "snapshots_are_of_their_declaration": lambda it: it.of("snapshots")[0].update(version=7),
    "days_before_a_root_are_sealed": lambda it: it.facts.roots.pop(1),
    "batches_did_what_they_say": lambda it: (
        it.facts.batches.update({1: {"act": "pass", "person": 1}}),
        it.facts.batch_rows.append({"batch": 1, "declaration": it.number, "decision": 1, "sentence": ""}),
    ),
    "sent_back_with_a_list": lambda it: it.row.update(state="returned"),
    "open_notices_hold_their_key": lambda it: it.put("returns", [notice(it, outcome="")]),
    "notices_name_something": lambda it: it.put("returns", [notice(it)]),
    "notices_come_from_the_path": lambda it: it.put("returns", [notice(it, office=0)]),
    "terms_of_returns": lambda it: it.put("returns", [notice(it, due_on=date(2026, 10, 8))]),
    "one_supplement": lambda it: it.put("returns", [notice(it, kind="supplement"), notice(it, kind="supplement")]),
    "objections_are_answered": lambda it: it.put("objections", [OPEN]),
    "posts_are_enough": lambda it: it.row.update(type="normal"),
}  # fmt: skip
"""Where Han's declaration stands with the bureau; what test_log.py breaks in the tables is not broken once more here."""

WITH_A_CERTIFICATE: dict[str, Break] = {
    "before_one_sitting": lambda it: it.put("items", []),
    "results_are_the_ballots": lambda it: it.of("items")[0].update(passed=False),
    "counts_were_enough": lambda it: it.of("items")[0].update(yes=0),
    "counted_once": lambda it: it.of("items")[0].update(passed=None),
    "interviews_have_a_slot": lambda it: it.row.update(state="interviewing"),
    "publicity_says_the_state": lambda it: it.of("entries")[0].update(outcome="struck"),
    "publicity_lasts": lambda it: it.of("entries")[0].update(to_day=it.of("entries")[0]["from_day"]),
    "nothing_is_confirmed_early": lambda it: it.of("entries")[0].update(document=""),
    "filed_by_number": lambda it: it.of("entries")[0].update(filing=""),
    "one_valid_certificate": lambda it: it.of("certificates")[0].update(state="revoked"),
    "only_what_was_counted_concludes": lambda it: it.put(
        "decisions", [each for each in it.of("decisions") if each["act"] != "accept"]
    ),
}


@pytest.fixture(scope="module")
def at_an_office() -> Iterator[Facts]:
    for _ in occupied("sqlite"):
        climbed("report")
        with later(13):
            run(ledger.seal())
            yield run(invariants.facts())


@pytest.fixture(scope="module")
def with_a_certificate() -> Iterator[Facts]:
    for _ in occupied("sqlite"):
        run(sitting.office_for_titles())
        sitting.accepted()
        with later(sitting.DAY):
            shown = run(sitting.publicised(run(sitting.closed())))
        with later(sitting.DAY + 10):
            by = run(account_of(TITLES))
            run(publicity.confirm(shown["id"], "豫人社职〔2026〕1号", by))
            run(publicity.file(shown["id"], "豫职备〔2026〕9号", clock.today(), by))
            run(certificates.issue(run(row_of(HAN))["id"], by, obtained_on=date(2026, 11, 1)))
            yield run(invariants.facts())


def sees(facts: Facts, name: str, broken: Break) -> None:
    """The invariant holds before, and not once `broken` has been at the facts."""
    check = invariants.INVARIANTS[name]
    han = next(
        number for number, log in facts.decisions_of.items() if any(each["act"] == "report" for each in log)
    )
    assert list(check(facts)) == []
    known = Known(deepcopy(facts), han)
    broken(known)
    assert list(check(known.facts)) != []


@pytest.mark.parametrize("name", AT_AN_OFFICE)
def test_it_sees_what_is_broken_at_an_office(at_an_office: Facts, name: str) -> None:
    sees(at_an_office, name, AT_AN_OFFICE[name])


@pytest.mark.parametrize("name", WITH_A_CERTIFICATE)
def test_it_sees_what_is_broken_after_the_acceptance(with_a_certificate: Facts, name: str) -> None:
    sees(with_a_certificate, name, WITH_A_CERTIFICATE[name])


def test_none_is_left_out() -> None:
    assert {*BREAKS, *AT_AN_OFFICE, *WITH_A_CERTIFICATE} == set(invariants.INVARIANTS)
