"""The pages of files in every state, for everyone: accessibility, width, targets, large text."""

from typing import Any

import pytest
from playwright.sync_api import Route

from tests.cast import occupied
from tests.conftest import kept_in
from tests.journeys.conftest import chromium  # noqa: F401
from tests.journeys.test_everyone import Gallery, amiss
from tests.web.evidence.states import every_state, picture


class Album(Gallery):
    """A gallery in which every page's picture is there."""

    def serve(self, route: Route) -> None:
        if "/files/" in route.request.url or "/evidence/" in route.request.url:
            return route.fulfill(body=picture(), content_type="image/jpeg")
        return super().serve(route)


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str]]:
    """Every state, before Chromium starts."""
    with kept_in(tmp_path_factory.mktemp("states")):
        return [(name, page.answer.text) for _ in occupied("sqlite") for name, page in every_state()]


def test_every_page_of_files_in_every_state(rendered: list[tuple[str, str]], chromium: Any) -> None:  # noqa: F811
    context = chromium.new_context(bypass_csp=False)
    album, found = Album(context.new_page()), []
    for name, html in rendered:
        album.show(html)
        found += amiss(album, name)
    context.close()
    assert "\n".join(str(each) for each in found) == ""
    assert album.said == []
    assert len(rendered) > 40
