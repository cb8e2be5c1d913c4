"""Numbers that strangers write: huge, negative, in other digits, of another's record; in addresses and in forms."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser import Browser
from tests.cast import ZHANG, occupied

ODD = ("9" * 5000, "9" * 30, "99999999999", "-1", "0", "１", "²", "1e9", "0x1", "1_0", " 1", "")
WEB = Path(__file__).parents[3] / "web"


@pytest.fixture(scope="module")
def zhang() -> Iterator[Browser]:
    for _ in occupied("sqlite"):
        yield ZHANG.browser()


@pytest.mark.parametrize("address", [
    "/statistics/public?year=", "/messages?page=", "/enquiry/declarations?page=", "/files?removed=", "/profile/education?removed=",
    "/check?number=", "/log?hash=", "/publicity?page=",
])  # fmt: skip
def test_no_number_in_a_query_breaks_a_page(zhang, address):
    statuses = {odd[:12]: zhang.send("GET", address + odd).status_code for odd in ODD}
    assert {odd: status for odd, status in statuses.items() if status not in (200, 404, 422)} == {}


def test_a_page_reads_numbers_by_the_one_function_that_knows_their_bounds():
    """int() of more than 4,300 digits is a ValueError, and of fewer a number that no column holds."""
    found = []
    for path in [*sorted(WEB.rglob("*pages.py")), WEB / "office" / "loading.py"]:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if (
                re.search(r"int\((text|asked|name|number|value|request|posted)\b(?!.*path_params)", line)
                and "len(" not in line
            ):
                found.append(f"{path.name}:{number} {line.strip()}")
    assert found == []
