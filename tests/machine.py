"""What of the tests' tools this machine has: a browser, a database server, a text browser, a reader of letters."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests import postgres

if TYPE_CHECKING:
    from playwright.sync_api import Browser

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first draws the same pages with half the work: it has no window that nobody sees."""
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), "")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def chromium() -> Iterator["Browser"]:
    """Chromium; where there is none, the test is left out. Nothing can be awaited in this process while it is there."""
    from playwright.sync_api import sync_playwright

    if not CHROMIUM:
        pytest.skip("Chromium is not installed here")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def missing() -> list[str]:
    """The tools that are not here, by the names of their Debian packages."""
    here = {
        "chromium-headless-shell": bool(CHROMIUM),
        "postgresql": bool(postgres.binaries()),
        "w3m": bool(shutil.which("w3m")),
        "tesseract-ocr": bool(shutil.which("tesseract")),
        "poppler-utils": bool(shutil.which("pdfsig")),
        "nginx-light": bool(shutil.which("nginx")),
    }
    return [name for name, found in here.items() if not found]
