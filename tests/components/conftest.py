"""One Chromium for each module of browser tests."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests import machine


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with machine.chromium() as found:
        yield found
