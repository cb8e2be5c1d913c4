"""The review as data: every state reachable and left, named for every audience."""

import pytest

from web.permissions import PERMITTED
from web.workflow import (
    APPLICANT,
    CLOSED,
    CONCLUDED,
    CONCLUDING,
    EDITABLE,
    ROLE_OF,
    SENT_BACK,
    STATES,
    STEPS,
    TITLES_OFFICE,
    past_of,
    step,
    steps,
)


def _reach(start: str) -> set[str]:
    found, ahead = {start}, [start]
    while ahead:
        here = ahead.pop()
        for each in STEPS:
            if each.start == here and each.end not in found:
                found.add(each.end)
                ahead.append(each.end)
    return found


def test_every_state_can_be_reached():
    assert _reach("draft") == set(STATES)


@pytest.mark.parametrize("state", [code for code, state in STATES.items() if state.open])
def test_every_open_state_leads_to_an_end(state):
    ends = {code for code in STATES if STATES[code].station == CLOSED}
    assert _reach(state) & ends


@pytest.mark.parametrize("state", [code for code, state in STATES.items() if not state.open])
def test_nothing_leads_out_of_an_end(state):
    assert [each.act for each in STEPS if each.start == state] == []


@pytest.mark.parametrize("state", STATES.values(), ids=lambda state: state.code)
def test_a_state_has_a_name_for_every_audience(state):
    assert all((state.for_applicant, state.for_reviewer, state.for_public))
    assert state.station in (APPLICANT, CLOSED, *ROLE_OF)


def test_no_step_stands_twice():
    moves = [(each.act, each.start, each.end) for each in STEPS]
    assert len(moves) == len(set(moves))


@pytest.mark.parametrize("move", STEPS, ids=lambda move: f"{move.act}-{move.start}-{move.end}")
def test_a_step_is_of_known_states_and_permitted(move):
    assert {move.start, move.end} <= set(STATES)
    assert move.by in (APPLICANT, "service", TITLES_OFFICE, *ROLE_OF.values())
    assert move.label and past_of(move.act, move.start, move.end) == move.past
    assert move.act in PERMITTED or move.by == "service"


@pytest.mark.parametrize("move", STEPS, ids=lambda move: f"{move.act}-{move.start}-{move.end}")
def test_an_office_moves_only_what_it_holds(move):
    if move.by in ROLE_OF.values() and move.act not in ("undo", "release"):
        assert ROLE_OF[STATES[move.start].station] == move.by


def test_what_was_voted_on_counts_for_its_year_and_is_held_by_the_committees_office_until_it_ends():
    assert all(STATES[code].open for code in (*CONCLUDING, *CONCLUDED))
    assert {STATES[code].station for code in CONCLUDING} == {"committee_office"}
    assert {STATES[code].station for code in CONCLUDED} == {CLOSED}


def test_only_a_voided_sitting_leads_back_from_a_result():
    back = [each for each in STEPS if each.start in CONCLUDED or each.end == "accepted"]
    assert {(each.act, each.start) for each in back if each.start in CONCLUDED} == {
        ("release", "failed"), ("revoke", "issued"),
    }  # fmt: skip
    assert {each.act for each in back if each.end == "accepted"} == {"accept", "release"}


def test_nobody_decides_what_the_ballots_decide():
    assert {each.by for each in STEPS if each.act in ("approve", "reject")} == {"service"}


def test_what_is_sent_back_can_be_changed_submitted_and_given_up():
    assert {"returned", "supplement"} == SENT_BACK and SENT_BACK | {"draft"} == EDITABLE
    for state in SENT_BACK:
        assert steps("submit", state) and step("give_up", state) and step("expire", state)


def test_an_undo_leads_back_to_where_the_move_began():
    for undo in (each for each in STEPS if each.act == "undo"):
        forward = [
            each
            for each in STEPS
            if (each.start, each.end) == (undo.end, undo.start) and each.act in ("report", "pass", "accept")
        ]
        assert [each.by for each in forward] == [undo.by]
