"""A whole sitting that is void: asked first, with a reason; what was before it is accepted and waits again."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.browser import signed_in
from tests.support import run
from tests.web.committee import hall
from tests.web.committee.test_sitting_pages import _doors, place  # noqa: F401
from tests.web.review import people, sitting
from tests.web.review.people import HAN, JIANG, browser_of, later, row_of
from web import clock
from web.committee import annulment, ballot, gathering, interviews, rounds, sittings
from web.committee.interviews import Room
from web.committee.tables import Item, Member
from web.review import invariants

REASON = "计票有误，会议作废。"


@pytest.fixture
def province(request: pytest.FixtureRequest) -> Iterator[None]:
    """Everybody, with Han's declaration accepted."""
    for _ in people.occupied("sqlite"):
        sitting.accepted()
        yield
        with later(sitting.DAY):
            assert run(invariants.broken()) == []


def test_annulled_after_the_count_and_voted_on_again(province: None) -> None:
    with later(sitting.DAY):
        held = run(sitting.closed(yes=4))
        assert run(row_of(HAN))["state"] == "failed"
        office = browser_of(JIANG)
        office.open(f"/sittings/{held.number}")
        page = office.follow("作废会议")
        assert page.heading == "作废会议：2026年度评审会议"
        for said in (
            "列入会议的 1 份申报都回到“已受理”",
            "每位申报人收到消息，写明原因。",
            "评审结果作废，不再显示，也不能公示。",
        ):
            assert said in page.text, said
        office.follow("返回，不做改变")
        office.follow("作废会议")
        page = office.press("确认作废会议", reason="  ")
        assert (page.status, page.complaints) == (422, ["请写明作废的原因。"])
        assert run(row_of(HAN))["state"] == "failed"
        page = office.press("确认作废会议", reason=REASON)
        assert (
            "会议已作废。列入会议的申报已回到“已受理”。" in page.text
            and "计票有误，会议作废。蒋十六，" in page.text
        )
        assert run(row_of(HAN))["state"] == "accepted"
        assert office.open(f"/sittings/{held.number}/result").path == f"/sittings/{held.number}"
        applicant = browser_of(HAN)
        applicant.open("/messages")
        assert "原因：计票有误，会议作废。" in applicant.follow("已移出评审会议").text
        again = run(sitting.closed())
        assert run(row_of(HAN))["state"] == "passed" and again.number != held.number


def test_not_while_voting_nor_once_public(province: None) -> None:
    with later(sitting.DAY):
        held = run(sitting.planned())
        run(sitting.grouped(held))
        run(sitting.opened(held))
        office = browser_of(JIANG)
        page = office.open(f"/sittings/{held.number}/annul")
        assert "正在投票。请先结束投票，或者作废本轮投票，再作废会议。" in page.text
        run(sitting.voted(held, sitting.SIZE))
        run(ballot.close(held.number, held.codes[:2]))
        office.open(f"/sittings/{held.number}/annul")
        run(sitting.publicised(held))
        page = office.press("确认作废会议", reason=REASON)
        assert page.complaints == ["评审结果已经公示，不能作废会议。对结果有异议的，在公示里办理。"]
        assert "作废会议" not in office.open(f"/sittings/{held.number}").text
        assert (run(sittings.sitting_of(held.number))["state"], run(row_of(HAN))["state"]) == (
            "closed",
            "publicised",
        )


def test_what_members_and_applicants_see_of_it(place: hall.Hall) -> None:  # noqa: F811
    run(_doors(place))
    opens = clock.now() + timedelta(days=3)
    run(interviews.arrange(place.items, [Room("一号会议室", None, opens, opens + timedelta(hours=2))]))
    person = run(Item.select(Item.declaration.person.as_alias("person")).first())["person"]
    assert len(run(interviews.interviews_of(person))) == 1
    login = run(Member.select(Member.expert.person.login.as_alias("login")).first())["login"]
    member = signed_in(login)
    assert member.open(f"/sittings/{place.sitting}/annul").status == 404
    office = signed_in("office")
    held = run(interviews.interviews_of(person))[0]["id"]
    judge, seat = member, f"/sittings/{place.sitting}/interviews/{held}"
    judge.open(seat)
    office.open(seat)
    moving = signed_in("office")
    moving.open(f"/sittings/{place.sitting}/annul")
    page = moving.press("确认作废会议", reason="长" * 201)
    assert page.status == 422 and page.complaints == [
        "作废的原因最多 200 个字，现在是 201 个字，请删去 1 个字。"
    ]
    assert page.value("reason") == "长" * 201
    office.open(f"/sittings/{place.sitting}/annul")
    assert "签到、分组、评议分配、评议意见和面试安排都不再使用。" in office.page.text
    office.press("确认作废会议", reason="场地不能使用")
    page = member.open(f"/sittings/{place.sitting}")
    assert "会议已作废" in page.text
    for gone in ("领取开票码", "申请回避", "面试答辩评分"):
        assert gone not in page.text, gone
    marks = {"statement": "25", "answers": "45", "overall": "18"}
    refused = judge.post(f"{seat}/score", {"token": judge.token, **marks})
    assert refused.status == 422 and "会议已经作废，面试不再改动，也不再打分。" in refused.text
    assert refused.value("answers") == "45"
    assert run(interviews.average(held)) is None
    refused = office.post(f"{seat}/attended", {"token": office.token, "attended": "1"})
    assert refused.status == 422 and "会议已经作废，面试不再改动，也不再打分。" in refused.text
    assert run(interviews.interviews_of(person)) == [] == run(rounds.voided(place.sitting))
    assert run(gathering.candidates(run(sittings.sitting_of(place.sitting)))) == []
    with pytest.raises(annulment.Refusal, match="^会议已经作废。$"):
        run(annulment.annul(place.sitting, REASON, person))
