"""Department, county, city and committee office: pass, refuse, take back, and the messages that follow."""

from datetime import timedelta

import pytest

from tests import cast, conftest
from tests.cast import QIAN
from tests.support import run
from tests.web.review import people
from tests.web.review.people import (
    CHEN,
    CHU,
    FENG,
    HAN,
    JIANG,
    REVIEWERS,
    WEI,
    climbed,
    does,
    later,
    mark,
    refused,
    row_of,
    submit,
)  # fmt: skip
from web.declaration import rules as declarations
from web.declaration.tables import Declaration
from web.notice import rules as notice
from web.permissions import may
from web.review import path, progress, queue
from web.review.rules import Moved, advance


def titles_of(someone) -> list[str]:
    return [each["title"] for each in run(notice.messages(run(cast.person(someone)).id))]


def test_up_to_the_committee_office(provinces):
    climbed("report")
    with later(13):
        states = [run(does(officer, "pass"))["state"] for officer in (CHEN, CHU, WEI)]
        assert states == ["county_review", "city_review", "committee_review"]
        row = run(does(JIANG, "accept"))
    assert (row["state"], row["due_on"]) == ("accepted", None)
    assert titles_of(HAN)[:5] == [
        "评委会已受理",
        "审核通过一级",
        "审核通过一级",
        "审核通过一级",
        "申报已上报",
    ]


def test_only_the_office_that_holds_it_decides(province):
    climbed("report")
    with later(13):
        assert run(refused(FENG, "pass")) == "申报的状态已经变了，这一步现在不能做。"
        for early in (CHU, WEI, JIANG, QIAN):
            assert run(refused(early, "pass")) == "没有找到这份申报。"
        assert run(refused(CHEN, "pass")) == ""


def test_a_refusal_says_why_and_ends_it(province):
    climbed("report")
    with later(13):
        assert run(refused(CHEN, "refuse")) == "请写明理由，申报人会看到这段话。"
        row = run(does(CHEN, "refuse", comment="任教年限不足。"))
    assert (row["state"], row["holder"], row["slot"]) == ("refused", None, None)
    body = run(notice.messages(run(cast.person(HAN)).id))[0]["body"]
    assert body == "您申报的“中小学二级教师”：主管部门审核不通过。理由：任教年限不足。"
    assert titles_of(FENG)[0] == "本单位申报未通过审核"


def test_taken_back_until_the_next_office_acts(provinces):
    climbed("report")
    with later(13):
        run(does(CHEN, "pass"))
        assert run(refused(FENG, "undo")) == "只有作出上一步的单位可以撤回。"
        assert run(does(CHEN, "undo"))["state"] == "department_review"
        assert run(refused(CHEN, "undo")) == "下一级已经办理，不能撤回。"
        run(does(CHEN, "pass"))
        run(does(CHU, "pass"))
        assert run(refused(CHEN, "undo")) == "只有作出上一步的单位可以撤回。"
        assert run(does(CHU, "undo"))["state"] == "county_review"


def test_acceptance_can_be_taken_back(province):
    climbed("report")
    with later(13):
        for officer in (CHEN, CHU, WEI):
            run(does(officer, "pass"))
        run(does(JIANG, "accept"))
        row = run(does(JIANG, "undo"))
    assert row["state"] == "committee_review" and row["due_on"] is not None


def test_a_stale_tab_moves_nothing(province):
    climbed("report")
    row = run(row_of(HAN))
    with later(13):
        run(does(CHEN, "pass"))
        run(does(CHEN, "undo"))
        with pytest.raises(Moved):
            run(advance(row["id"], "pass", 1, at=row["updated_at"], seen=row["version"]))
    assert run(row_of(HAN))["state"] == "department_review"


def test_lists_show_what_the_loader_gives(provinces):
    """visible_to and refusal("review") agree for every reviewer at every station."""

    def agree() -> None:
        numbers = [row["id"] for row in run(Declaration.select(Declaration.id))]
        for someone in (*REVIEWERS, QIAN, cast.ZHAO):
            who = run(cast.person(someone))
            listed = {
                row["id"] for row in run(Declaration.select(Declaration.id).where(queue.visible_to(who)))
            }
            assert listed == {
                n for n in numbers if may("review", who, run(declarations.load(n, cast.MOMENT)))
            }

    agree()
    climbed("report")
    with later(13):
        agree()
        run(does(CHEN, "pass"))
        agree()
        run(mark(CHU))
        run(does(CHU, "return"))
        agree()
        run(submit(HAN))
        agree()


def test_the_queue_has_the_next_due_first_and_counts(province):
    climbed("report")
    chen = run(cast.person(CHEN))
    rows, count = run(queue.page(chen, queue.Filter(), 1))
    assert (count, [row["name"] for row in rows]) == (1, ["韩十一"])
    assert run(queue.counts(chen, queue.Filter(show="all"))) == {"department_review": 1}
    feng = run(cast.person(FENG))
    assert run(queue.page(feng, queue.Filter(), 1)) == ([], 0)
    assert run(queue.page(feng, queue.Filter(show="passed"), 1))[1] == 1
    with later(60):
        assert run(queue.page(chen, queue.Filter(due="late"), 1))[1] == 1
        assert run(queue.loads(chen))[0].late == 1
    assert run(queue.page(chen, queue.Filter(q="韩"), 1))[1] == 1
    assert run(queue.page(chen, queue.Filter(q="%"), 1))[1] == 1
    assert run(queue.page(chen, queue.Filter(q="李"), 1))[1] == 0


@pytest.mark.parametrize("which", ["sqlite", "postgres"])
def test_what_has_no_term_comes_last_on_either_database(which, request):
    if which not in conftest._wanted(request.config):
        pytest.skip(f"{which} is left out")
    for _ in people.occupied(which):
        late = cast.MOMENT.date() - timedelta(days=9)
        without = run(people.copies(2, due_on=None))
        (first,) = run(people.copies(1, due_on=late))
        feng = run(cast.person(FENG))
        order = run(queue.order(feng, queue.Filter(show="all")))
        assert order == [first, run(row_of(HAN))["id"], *without]
        assert [row["id"] for row in run(queue.page(feng, queue.Filter(show="all"), 1))[0]] == order


def test_the_line_of_stations_says_who_has_it(province):
    climbed("report")
    with later(13):
        line = run(progress.line(run(row_of(HAN))))
    assert [(each["label"], each["state"]) for each in line] == [
        ("填写申报", "done"), ("单位审核、公示、推荐", "done"), ("主管部门审核", "current"), ("县级人社部门审核", "todo"),
        ("市级人社部门审核", "todo"), ("评委会办公室受理", "todo"), ("评审会议", "todo"), ("公示", "todo"),
            ("确认、备案", "todo"), ("发证", "todo"),
    ]  # fmt: skip
    assert (line[2]["who"], line[2]["since"], line[2]["until"]) == (
        "中牟县教育局", "2026年10月20日 09:12 收到", "2026年11月3日 以前办理",
    )  # fmt: skip
    assert path.LABELS["city"] == "市级人社部门审核"
