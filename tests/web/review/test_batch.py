"""Several at once: the effect on each before, each on its own, one undo until the next office acts."""

import asyncio

import pytest

from tests import cast
from tests.cast import QIAN, SUN, ZHOU
from tests.support import run
from tests.web.review.people import CHEN, CHU, FENG, HAN, browser_of, climbed, does, later, row_of
from web import clock
from web.review import batch
from web.review.decisions import Given, NotDone
from web.review.queue_tables import Batch, BatchRow
from web.review.rules import log_of


def seen(*whose) -> dict[int, int]:
    return {row["id"]: row["version"] for row in (run(row_of(each)) for each in whose)}


def test_the_preview_says_what_would_happen_and_does_nothing(province):
    climbed("report")
    with later(13):
        chen = run(cast.person(CHEN))
        numbers = list(seen(HAN, SUN))
        effects = run(batch.preview("pass", numbers, chen, clock.now()))
        assert [(each.name, each.to, each.sentence) for each in effects] == [
            ("韩十一", "中牟县人力资源和社会保障局", "")
        ]  # not Sun's, which she may not see
        assert run(row_of(HAN))["state"] == "department_review"
        feng = run(cast.person(FENG))
        (mine,) = run(batch.preview("report", list(seen(HAN)), feng, clock.now()))
        assert mine.sentence == "申报的状态已经变了，这一步现在不能做。"


def test_each_is_done_on_its_own_and_once(provinces):
    climbed("report")
    with later(13):
        chen, versions = run(cast.person(CHEN)), seen(HAN, SUN)
        number = run(batch.run("pass", versions, chen, clock.now(), "a", Given()))
        assert run(batch.run("pass", versions, chen, clock.now(), "a", Given())) == number
        found = run(batch.batch_of(chen, number))
        assert found is not None and [(row["name"], row["sentence"]) for row in found[1]] == [("韩十一", "")]
        assert run(row_of(HAN))["state"] == "county_review"
        assert run(batch.batch_of(run(cast.person(CHU)), number)) is None


def test_one_undo(province):
    climbed("report")
    with later(13):
        chen = run(cast.person(CHEN))
        number = run(batch.run("pass", seen(HAN), chen, clock.now(), "a", Given()))
        run(batch.undo(chen, number, clock.now()))
        assert run(row_of(HAN))["state"] == "department_review"
        with pytest.raises(NotDone, match="这一批已经撤回过。"):
            run(batch.undo(chen, number, clock.now()))


def test_no_undo_once_the_next_office_has_acted(province):
    climbed("report")
    with later(13):
        chen = run(cast.person(CHEN))
        number = run(batch.run("pass", seen(HAN), chen, clock.now(), "a", Given()))
        run(does(CHU, "pass"))
        run(batch.undo(chen, number, clock.now()))
        found = run(batch.batch_of(chen, number))
        assert found is not None and found[1][0]["undone"] == "下一级已经办理，不能撤回。"
        assert run(row_of(HAN))["state"] == "city_review"


def test_a_batch_of_the_unit_gives_the_place(province):
    qian = run(cast.person(QIAN))
    number = run(batch.run("take", seen(SUN), qian, clock.now(), "a", Given(place="公示栏")))
    assert run(row_of(SUN))["state"] == "displaying"
    with pytest.raises(NotDone, match="这一批不能撤回。"):
        run(batch.undo(qian, number, clock.now()))


def test_a_double_click_on_a_batch_is_one_batch(provinces):
    climbed("report")
    with later(13):
        chen, versions = run(cast.person(CHEN)), seen(HAN)

        async def click():
            return await batch.run("pass", versions, chen, clock.now(), "a", Given())

        async def ten():
            return await asyncio.gather(*(click() for _ in range(10)))

        (number,) = set(run(ten()))
        found = run(batch.batch_of(chen, number))
        assert found is not None and [bool(row["decision"]) for row in found[1]] == [True]
        assert [each["act"] for each in run(log_of(run(row_of(HAN))["id"]))][-2:] == ["report", "pass"]


def test_what_a_batch_has_not_come_to_is_said_and_can_be_stopped(province):
    """The server stops in the middle: what was asked stands written, and whoever looks sees what was not done."""
    climbed("report")
    with later(13):
        chen, row = run(cast.person(CHEN)), run(row_of(HAN))
        made = Batch(person=chen.id, act="pass", once="torn", at=clock.now())
        run(made.save())
        run(BatchRow(batch=made.id, declaration=row["id"]).save())
        page = browser_of(CHEN).open(f"/reviews/batches/{made.id}")
        assert page.heading == "批量审核通过：办成 0 份" and "还有 1 份没有办" in page.text
        run(batch.undo(chen, made.id, clock.now()))
        found = run(batch.batch_of(chen, made.id))
        assert found is not None and (found[1][0]["undone"], found[1][0]["state"]) == (
            "没有办",
            "department_review",
        )


def test_the_filters_stay_in_the_address_through_a_batch(province):
    climbed("report")
    with later(13):
        browser, number = browser_of(CHEN), run(row_of(HAN))["id"]
        browser.open(f"/reviews/batch?act=pass&d{number}=1&q=韩")
        page = browser.press("确认审核通过 1 份")
        assert page.path.endswith("?q=%E9%9F%A9")
        page = browser.press("撤回这一批")
        assert browser.follow("返回审核").value("q") == "韩"


def test_what_needs_a_reason_is_no_batch(province):
    with pytest.raises(KeyError):
        run(batch.run("refuse", seen(ZHOU), run(cast.person(FENG)), clock.now(), "a", Given()))
