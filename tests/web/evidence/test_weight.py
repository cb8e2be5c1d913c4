"""What the pages of files weigh."""

import pytest

from tests.cast import ZHANG
from tests.web.evidence.test_pages import award_of, photo, send
from tests.weight import all_of, weigh
from web.evidence.store import Store

pytestmark = pytest.mark.usefixtures("store")


def test_the_pages_weigh_as_little_as_any(town: str, store: Store) -> None:
    """budgets.md has no line for pages of files: they keep to that of a section, first view 8,000 B with style, 22,000 B
    in all, without the pictures, each of which is 60,000 B at most and is asked for when it is seen."""
    zhang, url = ZHANG.browser(), award_of(ZHANG)
    send(zhang, url, *((f"{number}.jpg", photo(number)) for number in (1, 2, 3)))
    link = str(zhang.page.tree.xpath("//ol[@class='files']//div[@class='about']/a/@href")[0])
    for address in (url, "/files", link, "/profile/photo"):
        page = weigh(zhang, "GET", address)
        style, script = all_of(zhang, page, "css"), all_of(zhang, page, "js")
        told = f"{address}: page {page.body} + headers {page.headers}, style {style}, script {script}"
        assert page.status == 200
        assert page.whole + style <= 8_000, told
        assert page.whole + style + script <= 22_000, told
