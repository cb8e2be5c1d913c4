"""The papers of a declaration over HTTP."""

from tests import cast
from tests.cast import town  # noqa: F401


def test_a_draft_is_printed_with_its_watermark(town: str) -> None:  # noqa: F811
    browser = cast.ZHANG.browser()
    browser.open(f"/declarations/{cast.ZHANG.declaration()}/documents")
    assert "草稿" in browser.page.text
    assert "提交回执" not in browser.page.text
    for paper in ("review_form", "summary_sheet", "commitment"):
        answer = browser.send("GET", f"/declarations/{cast.ZHANG.declaration()}/documents/{paper}.pdf")
        assert answer.status_code == 200
        assert answer.content.startswith(b"%PDF-")


def test_a_submitted_one_has_a_receipt(town: str) -> None:  # noqa: F811
    browser = cast.SUN.browser()
    answer = browser.send("GET", f"/declarations/{cast.SUN.declaration()}/documents/submission_receipt.pdf")
    assert answer.content.startswith(b"%PDF-")
    assert "filename*=UTF-8''" in answer.headers["content-disposition"]


def test_nobody_else_gets_it(town: str) -> None:  # noqa: F811
    browser = cast.WANG.browser()
    address = f"/declarations/{cast.ZHANG.declaration()}/documents/review_form.pdf"
    assert browser.send("GET", address).status_code == 404
