"""From the submission to the certificate without script, in this process, on both databases."""

import subprocess

import pytest

from tests.conftest import _wanted
from tests.journeys import concluding
from tests.journeys.concluding import ENGINEER, TEACHER, Driver, Way
from tests.journeys.drivers import Plain
from tests.support import run
from tests.web.review import people
from web import clock
from web.review import invariants, ledger
from web.review.rules import log_of
from web.shell.visit import SESSION


@pytest.fixture(params=["sqlite", "postgres"])
def there(request):
    if request.param not in _wanted(request.config):
        pytest.skip(f"{request.param} is left out")
    yield from people.occupied(request.param)


@pytest.mark.parametrize("way", [TEACHER, ENGINEER], ids=["teacher", "engineer"])
def test_to_the_certificate(there: str, way: Way) -> None:
    run(concluding.gather(way))
    tokens, days = concluding.tokens(way), []

    def opened(login: str, day: int) -> Driver:
        if days:
            days.pop().__exit__(None, None, None)
        frozen = people.later(day)
        frozen.__enter__()
        days.append(frozen)
        browser = Plain()
        browser.browser.client.cookies.set(SESSION, tokens[login, day])
        return browser

    try:
        number = concluding.to_the_certificate(way, opened)
        browser = opened(way.applicant.login, 34)
        answer = browser.browser.send("GET", f"/certificates/{number}/certificate.pdf")
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
        words = subprocess.run(["pdftotext", "-", "-"], input=answer.content, capture_output=True, check=True)
        assert number in words.stdout.decode() and way.applicant.name in words.stdout.decode()
        row = run(people.row_of(way.applicant))
        log = run(log_of(row["id"]))
        assert ledger.replayed(log) == row["state"] == "issued"
        assert [each["act"] for each in log][-8:] == [
            "group", "interview", "ballot", "approve", "publicise", "confirm", "file", "issue",
        ]  # fmt: skip
        assert run(invariants.broken()) == []
        assert clock.today().day == 11
    finally:
        days.pop().__exit__(None, None, None)
