"""The unit: what it must do before a declaration goes on, each gate in its own words."""

import pytest

from tests import cast, conftest
from tests.cast import QIAN, SUN, ZHAO
from tests.support import run
from tests.web.review import people
from tests.web.review.people import (
    ASSESSED,
    CHEN,
    FENG,
    HAN,
    OPINED,
    climbed,
    does,
    later,
    mark,
    record,
    refused,
    row_of,
    submit,
)  # fmt: skip
from web import clock
from web.declaration.tables import Declaration
from web.people.tables import Organisation, Role
from web.review import path, unit
from web.review.path import named
from web.review.tables import Station
from web.section import Closed


def test_the_path_of_a_county_school(provinces):
    stations = run(named(run(row_of(HAN))["id"]))
    assert [each["office"] for each in stations][:4] == [
        "中牟县演示初级中学", "中牟县教育局", "中牟县人力资源和社会保障局", "郑州市人力资源和社会保障局",
    ]  # fmt: skip
    assert stations[-1]["office"].endswith("委员会办公室")
    assert [each["kind"] for each in stations] == ["unit", "department", "county", "city", "committee_office"]
    assert [bool(each["entered_at"]) for each in stations] == [True, False, False, False, False]


def test_the_whole_way_of_the_unit(provinces):
    climbed("report")
    row = run(row_of(HAN))
    assert (row["state"], row["holder"]) == (
        "department_review",
        run(path.stations(row["id"]))[1]["organisation"],
    )


def test_taking_asks_for_a_place(province):
    assert run(refused(FENG, "take")) == "请填写展示地点。"
    assert run(refused(FENG, "take", place="公示栏")) == ""


def test_what_was_not_displayed_long_enough_does_not_go_on(province):
    run(does(FENG, "take", place="公示栏"))
    sentence = "公开展示不少于 3 天，到 2026年10月11日 24:00 满，之后才能往下办。"
    for day in (0, 3):
        with later(day):
            assert run(refused(FENG, "end_display")) == sentence
    with later(4):
        assert run(refused(FENG, "end_display")) == ""


def test_publicity_needs_the_figures(province):
    climbed("end_display")
    with later(4):
        sentence = "还没有记录考核结果和民主测评票数，或有填错的，不能开始公示。"
        assert run(refused(FENG, "publish", place="公示栏")) == sentence
        wrong = run(record("assessment", {**ASSESSED, "in_favour": "36"}))
        assert wrong == {"in_favour": "同意、不同意、弃权票数之和应等于实到人数。"}
        assert run(refused(FENG, "publish", place="公示栏")) == sentence
        assert (
            run(record("assessment", {**ASSESSED, "present": "41"}))["present"]
            == "实到人数不能多于应到人数。"
        )
        run(record("assessment", {**ASSESSED, "grade": "failed"}))
        assert run(refused(FENG, "publish", place="公示栏")) == "考核结果为不合格，不能推荐。"
        run(record("assessment", ASSESSED))
        assert run(refused(FENG, "publish", place="公示栏")) == ""


def test_publicity_lasts_five_working_days(province):
    climbed("publish")  # on Monday 12 October: the fifth working day after it is the 19th
    for day in (5, 11):
        with later(day):
            assert (
                run(refused(FENG, "end_publicity"))
                == "公示不少于 5 个工作日，到 2026年10月19日 24:00 满，之后才能往下办。"
            )
    with later(12):
        assert run(refused(FENG, "end_publicity")) == ""


def test_an_objection_is_answered_first(province):
    climbed("publish")
    with later(12):
        feng, row = run(cast.person(FENG)), run(row_of(HAN))
        run(unit.object_to(row, feng, "one", "匿名", "课时数不实。", clock.today()))
        run(unit.object_to(row, feng, "one", "匿名", "课时数不实。", clock.today()))
        assert run(refused(FENG, "end_publicity")) == "还有 1 条异议没有答复，不能往下办。"
        (objection,) = run(unit.objections(row["id"]))
        assert run(unit.answer(objection["id"], row["id"], feng, "查阅课表，属实。", "dismissed")) is True
        assert run(unit.answer(objection["id"], row["id"], feng, "改了主意。", "upheld")) is False
        assert run(refused(FENG, "end_publicity")) == ""


def test_an_objection_that_comes_beside_the_end_of_the_publicity_is_not_lost(provinces):
    """A colleague ends the publicity between the page and its button: it is refused in words, not left unanswered above."""
    climbed("publish")
    with later(12):
        feng, row = run(cast.person(FENG)), run(row_of(HAN))
        run(does(FENG, "end_publicity"))
        assert run(unit.object_to(row, feng, "one", "匿名", "课时数不实。", clock.today())) is False
        assert run(unit.objections(row["id"])) == []
        assert (
            run(unit.object_to(run(row_of(HAN)), feng, "one", "匿名", "课时数不实。", clock.today())) is True
        )
        run(record("opinion", OPINED))
        assert run(refused(FENG, "recommend")) == "还有 1 条异议没有答复，不能往下办。"
        (objection,) = run(unit.objections(row["id"]))
        assert run(unit.answer(objection["id"], row["id"], feng, "属实。", "dismissed"))


def test_an_objection_that_is_upheld_stops_it(province):
    climbed("publish")
    with later(12):
        feng, row = run(cast.person(FENG)), run(row_of(HAN))
        run(unit.object_to(row, feng, "one", "匿名", "课时数不实。", clock.today()))
        (objection,) = run(unit.objections(row["id"]))
        run(unit.answer(objection["id"], row["id"], feng, "情况属实。", "upheld"))
        assert run(refused(FENG, "end_publicity")) == "有异议经核实成立，请退回修改或不予推荐。"


def test_recommending_needs_the_opinion(province):
    climbed("end_publicity")
    with later(12):
        assert run(refused(FENG, "recommend")) == "还没有填写推荐意见，或有填错的，不能推荐。"
        assert run(record("opinion", OPINED)) == {}
        assert run(refused(FENG, "recommend")) == ""


async def _normal(whose) -> None:
    row = await row_of(whose)
    await Declaration.update({Declaration.type: "normal"}).where(Declaration.id == row["id"])


def test_posts_are_counted(province):
    climbed("end_publicity")
    run(_normal(HAN))
    feng = run(cast.person(FENG))
    with later(12):
        run(record("opinion", OPINED))
        row = run(row_of(HAN))
        assert (
            run(refused(FENG, "recommend"))
            == "没有核定本系列本级别的评审职数，不能推荐。请先报人社部门核定。"
        )
        run(unit.approve_posts(row["unit"], 2026, row["series"], row["level"], 1, "牟人社〔2026〕8号", feng))
        assert run(refused(FENG, "recommend")) == ""


@pytest.mark.parametrize("which", ["sqlite", "postgres"])
def test_what_the_unit_itself_sent_back_takes_no_post(which, request):
    """It was never recommended; what a higher office sent back keeps its post and returns there."""
    if which not in conftest._wanted(request.config):
        pytest.skip(f"{which} is left out")
    for _ in people.occupied(which):
        run(_normal(HAN))
        row = run(row_of(HAN))
        (back,) = run(people.copies(1, state="returned", holder=None))
        assert run(unit.posts(row)).taken == 0
        above = (Station.declaration == back) & (Station.position == 2)
        run(Station.update({Station.entered_at: clock.now()}).where(above))
        assert run(unit.posts(row)).taken == 1


def test_no_fewer_posts_are_approved_than_are_taken(province):
    climbed("end_publicity")
    run(_normal(HAN))
    feng, row = run(cast.person(FENG)), run(row_of(HAN))
    about = (row["unit"], 2026, row["series"], row["level"])
    assert run(unit.approve_posts(*about, 1, "牟人社〔2026〕8号", feng)) == ""
    with later(12):
        run(record("opinion", OPINED))
        run(does(FENG, "recommend"))
    assert run(unit.approve_posts(*about, 0, "更正", feng)) == "已推荐 1 人，核定的个数不能少于 1。"
    assert run(unit.posts(row)).approved == 1


def test_a_firm_has_no_posts_to_count(province):
    run(Organisation.update({Organisation.nature: "41"}).where(Organisation.code == "builder"))
    assert run(unit.posts(run(row_of(SUN)))).approved is None


def test_entrusted_review_needs_a_letter(province):
    run(Station.update({Station.letter: True}).where(Station.position == 1))
    climbed("end_publicity")
    with later(12):
        run(record("opinion", OPINED))
        assert run(refused(FENG, "recommend")) == "委托评审须有委托函，请在推荐意见里填写委托函文号。"
        run(record("opinion", {**OPINED, "letter": "国研函〔2026〕12号"}))
        assert run(refused(FENG, "recommend")) == ""


def mark_and_resubmit() -> None:
    run(mark(FENG))
    run(does(FENG, "return"))
    assert run(submit(HAN))["accepted"]


def test_what_was_changed_after_a_return_is_displayed_anew(province):
    climbed("publish")
    with later(5):
        mark_and_resubmit()
        assert run(row_of(HAN))["state"] == "unit_review"
        run(does(FENG, "take", place="公示栏"))
        assert run(refused(FENG, "end_display")).startswith("公开展示不少于 3 天")
    kinds = [each["kind"] for each in run(unit.postings(run(row_of(HAN))["id"]))]
    assert kinds == ["display", "publicity", "display"]


def test_records_are_closed_once_the_unit_has_gone_on(province):
    climbed("report")
    with pytest.raises(Closed):
        run(record("assessment", ASSESSED))


@pytest.mark.parametrize("stranger", [QIAN, ZHAO, CHEN], ids=lambda someone: someone.name)
def test_nobody_else_does_the_units_work(province, stranger):
    assert run(refused(stranger, "take", place="公示栏")) == "没有找到这份申报。"


def test_a_reviewer_does_not_decide_her_own(province):
    async def also_unit() -> None:
        who = await cast.person(HAN)
        await Role(account=who.id, role="unit", organisation=who.organisation).save()

    run(also_unit())
    assert run(refused(HAN, "take", place="公示栏")) == "不能办理本人的申报，请由单位其他人员办理。"
