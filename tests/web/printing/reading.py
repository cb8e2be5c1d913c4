"""Reading what was printed."""

import io
import subprocess
import unicodedata

import openpyxl

from tests.browser import Browser


def words(pdf: bytes) -> str:
    """All text of the file without white space."""
    assert pdf.startswith(b"%PDF-"), pdf[:200]
    made = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return bare(made.stdout.decode())


def bare(text: str) -> str:
    """`text` without white space, full-width signs as narrow ones."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if not c.isspace())


def paper(browser: Browser, path: str) -> str:
    """The words of the paper at `path`, as the browser gets it."""
    answer = browser.send("GET", path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf"), answer.text[:500]
    return words(answer.content)


def status(browser: Browser, path: str) -> int:
    return int(browser.send("GET", path).status_code)


def workbook(browser: Browser, path: str) -> list[list[str]]:
    """The cells of the workbook at `path`; every cell of the table is text."""
    answer = browser.send("GET", path)
    assert answer.status_code == 200, answer.text[:500]
    (sheet,) = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets
    return [["" if cell is None else cell for cell in row] for row in sheet.iter_rows(values_only=True)]
