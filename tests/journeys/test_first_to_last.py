"""From the first sign-in to the receipt, without script, in this process, on both databases."""

import pytest

from tests.cast import LI, NEW, YEAR, occupied
from tests.conftest import _wanted
from tests.journeys import route
from tests.journeys.drivers import Plain
from tests.matter import ENGINEER, TEACHER


@pytest.fixture(params=["sqlite", "postgres"])
def there(request):
    if request.param not in _wanted(request.config):
        pytest.skip(f"{request.param} is left out")
    yield from occupied(request.param)


@pytest.mark.parametrize("who,matter", [(NEW, TEACHER), (LI, ENGINEER)], ids=["teacher", "engineer"])
def test_a_newcomer_reaches_the_receipt(there, who, matter, papers):
    browser = Plain()
    number = route.to_the_receipt(browser, who, matter, papers)
    assert number == f"{YEAR}{who.declaration():07d}-01"
    browser.open(f"/declarations/{who.declaration()}/autobiography")
    assert "申报已经提交" in browser.text
    with pytest.raises(LookupError):
        browser.press("保存")
