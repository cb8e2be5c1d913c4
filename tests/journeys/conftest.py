"""The cast, a served installation, and Chromium where there is one."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests import corpus, machine
from tests.cast import shared_town, town, towns  # noqa: F401
from tests.journeys.server import served


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for name, found in (("Chromium", machine.CHROMIUM), ("w3m", shutil.which("w3m"))):
        if not found:
            terminalreporter.write_line(f"{name}: not installed here; the journeys in it were left out")


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """A server of its own with everybody in it."""
    with served() as where:
        yield where


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One Chromium for a file: render pages before."""
    with machine.chromium() as found:
        yield found


@pytest.fixture(scope="session")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A photograph and a PDF, as from a telephone and an office."""
    folder = tmp_path_factory.mktemp("papers")
    (folder / "证件照.jpg").write_bytes(corpus.jpeg(corpus.page(4, size=(826, 1252)).convert("RGB")))
    corpus.page(3, size=(1240, 1754)).save(folder / "学历证书.pdf", "PDF", resolution=150)
    return {"photo": folder / "证件照.jpg", "pdf": folder / "学历证书.pdf"}
