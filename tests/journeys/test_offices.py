"""From the unit to the committee's office: without script in this process on both databases, and in Chromium."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.conftest import _wanted
from tests.journeys import office_route
from tests.journeys.days import OwnDays, ServedDays
from tests.journeys.drivers import Chromium, Plain
from tests.journeys.province import settled
from tests.journeys.server import served
from tests.journeys.w3m import W3m
from tests.support import run
from web.review import invariants


@pytest.fixture(params=["sqlite", "postgres"])
def there(request: pytest.FixtureRequest) -> Iterator[str]:
    if request.param not in _wanted(request.config):
        pytest.skip(f"{request.param} is left out")
    yield from settled(request.param)


def test_two_declarations_reach_the_committees_office(there: str) -> None:
    with ExitStack() as stack:
        office_route.to_acceptance(Plain(), OwnDays(stack))
        assert run(invariants.broken()) == []


@pytest.mark.skipif(not shutil.which("w3m"), reason="w3m is not installed")
def test_two_declarations_reach_it_in_w3m(tmp_path: Path) -> None:
    dates = tmp_path / "dates"
    with served(dates) as address, W3m(address) as browser:
        office_route.to_acceptance(browser, ServedDays(dates))


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_two_declarations_reach_it_in_chromium(chromium, tmp_path: Path, script: bool) -> None:
    dates = tmp_path / "dates"
    with served(dates) as address:
        context = chromium.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=script)
        context.set_default_timeout(15_000)
        driver = Chromium(context.new_page(), address, script)
        office_route.to_acceptance(driver, ServedDays(dates))
        assert [each for each in driver.said if "422" not in each] == []
        context.close()
