"""Several at once: the effect on each before, each on its own, one undo until the next office acts."""

import pytest

from tests import cast
from tests.cast import QIAN, SUN, ZHOU
from tests.support import run
from tests.web.review.people import CHEN, CHU, FENG, HAN, climbed, does, later, row_of
from web import clock
from web.review import batch
from web.review.decisions import Given, NotDone


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


def test_what_needs_a_reason_is_no_batch(province):
    with pytest.raises(KeyError):
        run(batch.run("refuse", seen(ZHOU), run(cast.person(FENG)), clock.now(), "a", Given()))
