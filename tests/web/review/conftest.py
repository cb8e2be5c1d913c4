"""The province: the town with everybody who reviews, on SQLite or on each database in turn."""

from collections.abc import Iterator

import pytest

from tests import conftest
from tests.cast import town  # noqa: F401
from tests.support import run
from tests.web.review import people
from web.review import invariants


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "provinces" in metafunc.fixturenames:
        metafunc.parametrize("provinces", conftest._wanted(metafunc.config), indirect=True)


def _held(which: str) -> Iterator[str]:
    for name in people.occupied(which):
        yield name
        assert run(invariants.broken()) == []


@pytest.fixture
def province() -> Iterator[str]:
    """Everybody who reviews, on SQLite; the invariants hold afterwards."""
    yield from _held("sqlite")


@pytest.fixture
def provinces(request: pytest.FixtureRequest) -> Iterator[str]:
    """The same on each database in turn."""
    yield from _held(request.param)
