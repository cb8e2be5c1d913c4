"""Any sequence of legal and illegal acts by anybody, on both databases: the invariants hold after every step, what the
model allows is done and nothing else is, and the log replays to the same state."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests import cast, conftest
from tests.cast import QIAN
from tests.support import run
from tests.web.review import people
from tests.web.review.people import ASSESSED, HAN, OPINED, REVIEWERS
from web import clock
from web.declaration import rules as declarations
from web.permissions import may
from web.review import decisions, duties, invariants, ledger, submission
from web.review.decisions import Given
from web.review.rules import Moved, log_of
from web.section import Closed
from web.workflow import STEPS

ACTS = sorted({step.act for step in STEPS if step.by not in ("applicant", "service")})
SOMEBODY = st.sampled_from([*REVIEWERS, QIAN, HAN])


class Workflow(RuleBasedStateMachine):
    """One declaration, everybody who may touch it, and a clock that only goes forward."""

    def __init__(self) -> None:
        super().__init__()
        self.at = cast.MOMENT
        self.frozen = clock.frozen(self.at)
        self.frozen.__enter__()
        self.declaration = run(people.row_of(HAN))["id"]
        self.states = ["unit_review"]

    def teardown(self) -> None:
        self.frozen.__exit__(None, None, None)

    def row(self) -> dict[str, Any]:
        case = run(declarations.load(self.declaration, clock.now()))
        assert case is not None
        return case.row

    def note(self) -> None:
        self.states.append(self.row()["state"])

    @rule(days=st.integers(1, 8))
    def time_passes(self, days: int) -> None:
        self.frozen.__exit__(None, None, None)
        self.at += timedelta(days=days)
        self.frozen = clock.frozen(self.at)
        self.frozen.__enter__()

    @rule(who=SOMEBODY, act=st.sampled_from(ACTS), place=st.sampled_from(["公示栏", ""]), stale=st.booleans())
    def anyone_does_anything(self, who: Any, act: str, place: str, stale: bool) -> None:
        before = self.row()
        seen = before["version"] - 1 if stale else before["version"]
        given = Given(comment="不符合条件。", place=place)
        try:
            run(decisions.decide(self.declaration, act, run(cast.person(who)), clock.now(), seen, given))
        except (decisions.NotDone, Moved):
            assert self.row() == before
        else:
            assert not stale
            self.note()

    @rule()
    def the_holder_does_what_comes_next(self) -> None:
        onward = (*people.UNIT_WAY, "pass", "accept")
        mine = sorted(
            {step.act for step in STEPS if step.start == self.row()["state"] and step.act in onward}
        )
        for who in REVIEWERS:
            for act in mine:
                given = Given(place="公示栏")
                try:
                    run(
                        decisions.decide(
                            self.declaration, act, run(cast.person(who)), clock.now(), None, given
                        )
                    )
                except (decisions.NotDone, Moved):
                    continue
                self.note()
                return

    @rule(which=st.sampled_from(["assessment", "opinion"]), right=st.booleans())
    def the_unit_records(self, which: str, right: bool) -> None:
        values = ASSESSED if which == "assessment" else OPINED
        try:
            run(people.record(which, values if right else {**values, next(iter(values)): ""}))
        except Closed:
            states = {
                "assessment": ("displaying", "assessing"),
                "opinion": ("assessing", "publicity", "recommending"),
            }
            assert self.row()["state"] not in states[which]

    @precondition(lambda self: self.row()["holder"] is not None)
    @rule(who=st.sampled_from(REVIEWERS))
    def a_holder_marks(self, who: Any) -> None:
        case = run(declarations.load(self.declaration, clock.now()))
        if may("mark", run(cast.person(who)), case):
            assert run(people.mark(who)) == ""

    @rule(act=st.sampled_from(["submit", "submit", "withdraw", "give_up"]))
    def the_applicant_acts(self, act: str) -> None:
        who = run(cast.person(HAN))
        case = run(declarations.load(self.declaration, clock.now()))
        if act == "submit":
            run(people.submit(HAN))
        elif may(act, who, case) and (act != "give_up" or len(self.states) > 6):
            run(submission.take_back(case, who, act, clock.now()))
        self.note()

    @rule()
    def the_day_ends(self) -> None:
        run(duties.sweep())
        self.note()

    @invariant()
    def everything_holds(self) -> None:
        assert run(invariants.broken()) == []

    @invariant()
    def the_log_replays(self) -> None:
        assert ledger.replayed(run(log_of(self.declaration))) == self.row()["state"]


@pytest.mark.parametrize("which", ["sqlite", "postgres"])
def test_any_sequence_of_acts(which: str, request: pytest.FixtureRequest) -> None:
    if which not in conftest._wanted(request.config):
        pytest.skip(f"{which} is left out")

    class Fresh(Workflow):
        def __init__(self) -> None:
            self.database = people.occupied(which)
            next(self.database)
            super().__init__()

        def teardown(self) -> None:
            super().teardown()
            self.database.close()

    run_state_machine_as_test(
        Fresh,
        settings=settings(
            max_examples=6,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        ),
    )
