"""What of the tests' tools this machine has: a browser, a database server, a text browser, a reader of letters."""

import shutil

from tests import postgres

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome") or ""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def missing() -> list[str]:
    """The tools that are not here, by the names of their Debian packages."""
    here = {
        "chromium": bool(CHROMIUM),
        "postgresql": bool(postgres.binaries()),
        "w3m": bool(shutil.which("w3m")),
        "tesseract-ocr": bool(shutil.which("tesseract")),
        "poppler-utils": bool(shutil.which("pdfsig")),
        "nginx-light": bool(shutil.which("nginx")),
    }
    return [name for name, found in here.items() if not found]
