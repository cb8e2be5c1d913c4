"""The same two ways as w3m shows them: every label, button and link is looked for in what w3m draws of the page.

w3m reads and lays out each page; the forms are sent by the test's own browser without script.
"""

import re
import shutil
import subprocess

import pytest

from tests.cast import LI, NEW
from tests.journeys import route
from tests.journeys.drivers import Plain
from tests.matter import ENGINEER, TEACHER

pytestmark = pytest.mark.skipif(not shutil.which("w3m"), reason="w3m is not installed")


class AsW3mShows(Plain):
    """Fills, presses and follows only what w3m shows, each label on a line of its own."""

    drawn = ("", "")

    @property
    def lines(self) -> list[str]:
        html = self.browser.page.answer.text
        if self.drawn[0] != html:
            command = ["w3m", "-dump", "-T", "text/html", "-I", "UTF-8", "-O", "UTF-8", "-cols", "100"]
            shown = subprocess.run(
                command, input=html.encode(), capture_output=True, check=True
            ).stdout.decode()
            self.drawn = (html, shown)
        return [line.strip() for line in self.drawn[1].splitlines() if line.strip()]

    def _fill(self, label: str, value: str) -> None:
        words = re.compile(rf"^(\[[ *]\] )?{re.escape(label)}(（[^）]*）)?(（必填）)?$")
        assert any(words.match(line) for line in self.lines), (label, self.lines[-60:])
        super()._fill(label, value)

    def press(self, words: str) -> None:
        assert any(words in line for line in self.lines), (words, self.lines[-40:])
        super().press(words)

    def follow(self, words: str) -> None:
        shown = "".join(self.lines).replace(" ", "")
        assert words.replace(" ", "") in shown, words
        super().follow(words)


@pytest.mark.parametrize("who,matter", [(NEW, TEACHER), (LI, ENGINEER)], ids=["teacher", "engineer"])
def test_a_newcomer_reaches_the_receipt(town, who, matter, papers):
    assert route.to_the_receipt(AsW3mShows(), who, matter, papers).startswith("2026")
