"""A machine that does anything: legal and illegal acts by anybody on one declaration. The invariants hold after every
step, what the model allows is done and nothing else is, and the log replays to the same state."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests import cast
from tests.cast import QIAN
from tests.support import run
from tests.web.review import people, sitting
from tests.web.review.people import ASSESSED, FENG, HAN, JIANG, OPINED, REVIEWERS
from tests.web.review.sitting import TITLES
from web import clock
from web.certificate import rules as certificates
from web.committee import ballot
from web.committee.ballot import Refusal
from web.committee.tables import Sitting
from web.committee.terms import majority
from web.database import transaction
from web.declaration import rules as declarations
from web.permissions import may
from web.publicity import rules as publicity
from web.review import decisions, duties, invariants, ledger, submission, unit
from web.review.conclusion import follow
from web.review.decisions import Given
from web.review.rules import Moved, log_of
from web.section import Closed
from web.workflow import STEPS

ACTS = sorted({step.act for step in STEPS if step.by not in ("applicant", "service")})
SOMEBODY = st.sampled_from([*REVIEWERS, TITLES, QIAN, HAN])


RELEASED = {each.start for each in STEPS if each.act == "release"}
SEEN: Counter[str] = Counter()
"""The states that some example has come to, and how often."""


class Workflow(RuleBasedStateMachine):
    """One declaration, everybody who may touch it, and a clock that only goes forward."""

    def __init__(self) -> None:
        super().__init__()
        self.at = cast.MOMENT
        self.frozen = clock.frozen(self.at)
        self.frozen.__enter__()
        self.declaration = run(people.row_of(HAN))["id"]
        self.sitting: sitting.Sitting | None = None
        run(sitting.office_for_titles())
        self.states = ["unit_review"]

    def teardown(self) -> None:
        self.frozen.__exit__(None, None, None)

    def row(self) -> dict[str, Any]:
        case = run(declarations.load(self.declaration, clock.now()))
        assert case is not None
        return case.row

    def note(self) -> None:
        self.states.append(self.row()["state"])
        SEEN[self.states[-1]] += 1

    @rule(days=st.integers(1, 8))
    def time_passes(self, days: int) -> None:
        self.time_goes(days)

    def time_goes(self, days: int) -> None:
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

    @rule(outcome=st.sampled_from(["", "dismissed", "dismissed", "upheld"]))
    def somebody_objects(self, outcome: str) -> None:
        """The unit records what was said, and answers it or what has waited for an answer."""
        feng, case = run(cast.person(FENG)), run(declarations.load(self.declaration, clock.now()))
        if not may("record", feng, case):
            return
        assert run(unit.object_to(case.row, feng, str(len(self.states)), "匿名", "不实。", clock.today()))
        for each in run(unit.objections(self.declaration)) if outcome else []:
            waiting = not each["outcome"]
            assert run(unit.answer(each["id"], self.declaration, feng, "查明。", outcome)) is waiting

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

    @rule(
        yes=st.sampled_from([4, 5, 7]),
        asks=st.sampled_from([True, False]),
        patient=st.booleans(),
        times=st.integers(1, 9),
    )
    def the_committee_goes_on(self, yes: int, asks: bool, patient: bool, times: int) -> None:
        """What a sitting, its 公示 and the office for titles do next, some steps of it; `asks`: for an interview;
        `patient`: the office for titles waits for the term."""
        for _ in range(times):
            if patient and self.row()["state"] == "publicised":
                self.time_goes(9)
            self._goes_on(yes, asks)

    def _goes_on(self, yes: int, asks: bool) -> None:
        if self.row()["state"] == "accepted" and self.sitting is None:
            self.sitting = run(sitting.planned())
            run(sitting.grouped(self.sitting))
        elif self.row()["state"] == "grouped" and asks:
            run(sitting.interviewed(self.held))
        elif self.row()["state"] in ("grouped", "interviewing"):
            run(sitting.opened(self.held))
        elif self.row()["state"] == "balloting":
            run(sitting.voted(self.held, yes))
            run(ballot.close(self.held.number, self.held.codes[:2]))
            assert self.row()["state"] == ("passed" if yes >= majority(sitting.SIZE) else "failed")
        elif self.row()["state"] == "passed":
            run(sitting.publicised(self.held))
        elif self.row()["state"] in ("publicised", "confirmed", "filed", "issued"):
            self._the_office_for_titles_goes_on()
        self.note()

    @property
    def held(self) -> sitting.Sitting:
        assert self.sitting is not None
        return self.sitting

    def _the_office_for_titles_goes_on(self) -> None:
        shown = run(publicity.of_declaration(self.declaration))
        assert shown is not None
        by, state = run(sitting.account_of(TITLES)), self.row()["state"]
        if state == "publicised":
            early = clock.today() <= shown["to_day"]
            try:
                run(publicity.confirm(shown["id"], "豫人社职〔2026〕1号", by))
            except publicity.Refusal:
                assert early
            else:
                assert not early
        elif state == "confirmed":
            run(publicity.file(shown["id"], "豫职备〔2026〕9号", clock.today(), by))
        elif state == "filed":
            run(certificates.issue(self.declaration, by, obtained_on=clock.today()))
        else:
            row = run(certificates.of_declaration(self.declaration))
            assert row is not None
            run(certificates.revoke(row["number"], by, "弄虚作假。", dishonest=True))

    @precondition(lambda self: self.sitting is not None and self.row()["state"] in RELEASED)
    @rule()
    def the_sitting_is_voided(self) -> None:
        async def void() -> None:
            async with transaction():
                await Sitting.update({Sitting.state: "void"}).where(Sitting.id == self.held.number)
                await follow("release", [self.declaration], await sitting.account_of(JIANG), "计票有误。")

        run(void())
        self.sitting = None
        self.note()
        assert self.row()["state"] == "accepted"

    @precondition(lambda self: self.sitting is not None)
    @rule(act=st.sampled_from(["close", "publicise"]))
    def somebody_clicks_twice(self, act: str) -> None:
        """Closing and publicising once more: refused, and nothing moves."""
        before = self.row()
        if before["state"] in ("grouped", "interviewing", "balloting", "passed") or self.sitting is None:
            return
        with pytest.raises(Refusal):
            run(
                ballot.close(self.held.number, self.held.codes[:2])
                if act == "close"
                else sitting.publicised(self.held)
            )
        assert self.row() == before

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


def fresh(which: str) -> type[Workflow]:
    """The machine from the submission on, each example on a database of its own."""

    class Fresh(Workflow):
        def __init__(self) -> None:
            self.database = people.occupied(which)
            next(self.database)
            super().__init__()

        def teardown(self) -> None:
            super().teardown()
            self.database.close()

    return Fresh


def accepted(which: str) -> type[Workflow]:
    """The same from the acceptance on, where a sitting, its 公示 and the certificate act."""

    class Accepted(Workflow):
        def __init__(self) -> None:
            self.database = people.occupied(which)
            next(self.database)
            sitting.accepted()
            super().__init__()
            self.time_goes(14)
            self.states = ["accepted"]

        @initialize(yes=st.sampled_from([4, 7]), asks=st.booleans(), times=st.integers(0, 8))
        def the_committee_has_begun(self, yes: int, asks: bool, times: int) -> None:
            """Examples begin anywhere between the acceptance and the certificate."""
            for _ in range(times):
                self._goes_on(yes, asks)

        def teardown(self) -> None:
            super().teardown()
            self.database.close()

    return Accepted
