"""The whole cast of the demonstration, made once on each database for the module that asks."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from tests import conftest
from tests.support import run
from web import clock
from web.catalogue.load import load
from web.demo import cast

MOMENT = datetime.fromisoformat("2026-11-23T10:00:00+08:00")


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def demonstration(request: pytest.FixtureRequest) -> Iterator[int]:
    """A database with the catalogue and everybody in it, on MOMENT; how many accounts were made."""
    if request.param not in conftest._wanted(request.config):
        pytest.skip(f"{request.param} is left out")
    made = {"sqlite": conftest._sqlite, "postgres": conftest._postgres}[request.param]()
    next(made)
    try:
        with clock.frozen(MOMENT):
            run(load())
            yield run(cast.make())
    finally:
        made.close()
