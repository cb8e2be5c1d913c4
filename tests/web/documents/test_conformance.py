"""PDF/UA-1 and PDF/A-2a by an independent checker (page-validation from PyPI), where it is installed."""

import pytest

from tests.web.documents.printed import COUNTS, made
from web.documents import fonts
from web.documents.papers import PAPERS

page = pytest.importorskip("page", reason="page-validation is not installed")
pytestmark = pytest.mark.skipif(bool(fonts.complaints()), reason="no Chinese fonts on this machine")

MISTAKEN = {
    "PDFUA1-FONT-GLYPH-WIDTH-001": "reads 0 for every width of a CID-keyed CFF font; fontTools reads what the file states",
    "PDFA2A-TRUETYPE-GLYPH-WIDTH-001": "the same",
    "PDFA2A-STREAM-LENGTH-001": "takes a carriage return that ends the data for a part of the line end after it",
}
"""What version 0.11.0 finds where nothing is wrong, and why."""


def broken(pdf: bytes, profile: str) -> set[str]:
    report = page.validate_pdf_bytes(pdf, profile=page.ValidationProfile(profile))
    return {each.rule_id for each in report.failures} - set(MISTAKEN)


@pytest.mark.parametrize("length", COUNTS)
@pytest.mark.parametrize("key", PAPERS)
def test_every_paper_keeps_the_standards(key: str, length: str) -> None:
    assert broken(made(key, length), "ua1") == set()
    assert not PAPERS[key].filed or broken(made(key, length), "2a") == set()


def test_the_checker_sees_a_file_without_its_marks() -> None:
    plain = made("commitment", "short").replace(b"pdfuaid:part", b"pdfuaid:prat")
    assert broken(plain, "ua1") != set()
