"""The cast, for the files that people hang on what they fill in, on each database in turn."""

from collections.abc import Iterator

import pytest

from tests.cast import occupied, shared_town  # noqa: F401
from tests.conftest import _wanted


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "town" in metafunc.fixturenames:
        metafunc.parametrize("town", _wanted(metafunc.config), indirect=True)


@pytest.fixture
def town(request: pytest.FixtureRequest) -> Iterator[str]:
    """Everybody, on SQLite or on PostgreSQL."""
    yield from occupied(request.param)
