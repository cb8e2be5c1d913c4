"""From the first sign-in to the receipt, without script, in this process, on both databases."""

import pytest

from tests import corpus
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


@pytest.fixture(scope="session")
def papers(tmp_path_factory):
    """A photograph and a PDF, as from a telephone and an office."""
    folder = tmp_path_factory.mktemp("papers")
    page = corpus.page(3, size=(1240, 1754))
    (folder / "证件照.jpg").write_bytes(corpus.jpeg(corpus.page(4, size=(826, 1252)).convert("RGB")))
    page.save(folder / "学历证书.pdf", "PDF", resolution=150)
    return {"photo": folder / "证件照.jpg", "pdf": folder / "学历证书.pdf"}


@pytest.mark.parametrize("who,matter", [(NEW, TEACHER), (LI, ENGINEER)], ids=["teacher", "engineer"])
def test_a_newcomer_reaches_the_receipt(there, who, matter, papers):
    browser = Plain()
    number = route.to_the_receipt(browser, who, matter, papers)
    assert number == f"{YEAR}{who.declaration():07d}-01"
    browser.open(f"/declarations/{who.declaration()}/autobiography")
    assert "申报已经提交" in browser.text
    with pytest.raises(LookupError):
        browser.press("保存")
