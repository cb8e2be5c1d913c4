"""What went wrong elsewhere between reviewers and applicants, as tests; the numbers are those of docs/lessons.md."""

from collections.abc import Iterator

import pytest

from tests.support import run
from tests.web.review import people
from tests.web.review.people import (
    CHEN,
    FENG,
    HAN,
    browser_of,
    climbed,
    does,
    later,
    mark,
    refused,
    row_of,
    submit,
)
from web import clock
from web.declaration.tables import Declaration
from web.review import returns


@pytest.fixture
def province() -> Iterator[str]:
    """Everybody who reviews."""
    yield from people.occupied("sqlite")


def test_15_a_reviewer_who_is_late_is_told_and_not_locked_out(province):
    climbed("report")
    with later(60):
        assert run(row_of(HAN))["due_on"] < clock.today()
        browser = browser_of(CHEN)
        page = browser.open(f"/reviews/{run(row_of(HAN))['id']}")
        assert "已逾期" in page.text
        assert "韩十一：审核通过，已办。" in browser.press("审核通过").text
        assert run(row_of(HAN))["state"] == "county_review"


def test_16_nothing_moves_while_a_correction_is_open_and_its_words_stay(province):
    climbed("report")
    with later(13):
        run(mark(CHEN, words="请补课时证明。"))
        run(does(CHEN, "return"))
        number = run(row_of(HAN))["id"]
        for someone, act in ((CHEN, "pass"), (CHEN, "refuse"), (FENG, "report"), (CHEN, "undo")):
            assert run(refused(someone, act)) != "", act
        assert run(row_of(HAN))["state"] == "returned"
        assert run(submit(HAN))["accepted"]
        ((_, marks),) = run(returns.history(number))
        assert [each["words"] for each in marks] == ["请补课时证明。"]
        assert "请补课时证明。" in browser_of(CHEN).open(f"/reviews/{number}").text


def test_24_it_stands_beside_the_box_that_the_applicant_reads_it(province):
    climbed("report")
    with later(13):
        browser, number = browser_of(CHEN), run(row_of(HAN))["id"]
        for page, name in (("refuse", "comment"), ("mark?at=achievements/0/", "words")):
            tree = browser.open(f"/reviews/{number}/{page}").tree
            (box,) = tree.xpath(f"//textarea[@name='{name}']")
            hints = [tree.xpath(f"string(//*[@id='{each}'])") for each in box.get("aria-describedby").split()]
            assert "申报人会看到这段话" in "".join(hints), page


def test_27_an_open_declaration_of_last_year_is_named_and_given_up_on_the_spot(province):
    account = run(row_of(HAN))["person"]
    run(
        Declaration.update({Declaration.year: 2025, Declaration.slot: f"{account}-2025"}).where(
            Declaration.person == account
        )
    )
    browser = browser_of(HAN)
    page = browser.open("/declarations/begin/2026")
    assert "2025 年度的申报还没有办结" in page.text and "不影响进入 2026 年度填写" in page.text
    browser.follow("撤销 2025 年度申报")
    page = browser.press("撤销申报")
    assert run(Declaration.select().where(Declaration.person == account))[0]["state"] == "withdrawn", (
        page.text
    )
    assert "还没有办结" not in browser.open("/declarations/begin/2026").text
