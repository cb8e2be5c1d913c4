"""Any sequence of legal and illegal acts by anybody, on both databases; tests/bench/workflow.py runs many more."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests import conftest
from tests.web.review.workflow_machine import SEEN, accepted, fresh
from web.workflow import CONCLUDING


@pytest.fixture(params=["sqlite", "postgres"])
def which(request: pytest.FixtureRequest) -> str:
    if request.param not in conftest._wanted(request.config):
        pytest.skip(f"{request.param} is left out")
    return str(request.param)


def few(examples: int) -> settings:
    """The same examples every time."""
    return settings(
        max_examples=examples,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )


def test_any_sequence_of_acts(which: str) -> None:
    run_state_machine_as_test(fresh(which), settings=few(6))


def test_any_sequence_after_the_acceptance(which: str) -> None:
    run_state_machine_as_test(accepted(which), settings=few(12))
    assert set(SEEN) >= {*CONCLUDING, "issued", "failed", "revoked"}, SEEN
