"""专家库 in a browser without script: found, paused with a reason, restored, kept away from a unit, removed."""

from datetime import date

import pytest

from tests.browser import signed_in
from tests.cast import PASSWORD
from tests.support import run
from tests.web.committee import hall
from tests.web.committee.test_sitting_pages import _doors
from web.committee import ballot, pool, sittings
from web.committee.expert_tables import Expert
from web.committee.tables import Member, Recusal
from web.people import accounts
from web.people.tables import Role


@pytest.fixture
def place(catalogue: str) -> hall.Hall:
    """Five members before two items, and a clerk of the office for titles."""
    found = run(hall.gather(5, 2))
    run(_doors(found))
    province = run(hall.organisation("province", "河南省人力资源和社会保障厅", "province"))
    clerk = run(hall.account("职称处", "titles", province))
    run(accounts.set_password(clerk, PASSWORD))
    run(Role(account=clerk, role="titles_office", organisation=province).save())
    return found


def test_paused_restored_and_removed_with_a_reason(place: hall.Hall) -> None:
    office = signed_in("titles")
    page = office.open("/experts-pool")
    assert "共 5 位专家" in page.text
    page = office.open("/experts-pool?name=委员3&state=active")
    assert "共 1 位专家" in page.text
    office.follow("委员3")
    page = office.press("停用", reason=" ")
    assert (page.status, page.complaints) == (422, ["请写明理由，专家本人会看到。"])
    page = office.press("停用", reason="长" * 201)
    assert page.status == 422 and page.value("reason") == "长" * 201
    page = office.press("停用", reason="出国半年")
    assert "停用：出国半年" in page.text
    number = place.experts[3]
    assert number not in [row["id"] for row in run(pool.on(hall.DAY))]
    for member in place.members[:3]:
        run(ballot.take_key(place.sitting, member))
    with pytest.raises(
        ballot.Refusal, match="委员3已停用、离开专家库或任期已满，不能参加评审，请取消签到。$"
    ):
        run(sittings.start(place.sitting))
    office.press("恢复", reason="回国")
    assert number in [row["id"] for row in run(pool.on(hall.DAY))]
    page = office.press("取消资格", reason="泄露评审情况")
    assert "不在库：泄露评审情况" in page.text and "变更状态" not in page.text
    row = run(Expert.select().where(Expert.id == number).first())
    assert (row["state"], row["slot"]) == ("removed", None)
    stale = office.post(f"/experts-pool/{number}", {"token": office.token, "act": "pause", "reason": "再停"})
    assert stale.status == 422 and "专家的状态已经变了，这一步没有做。" in stale.text
    assert signed_in("office").open("/experts-pool").status == 404


def test_who_is_past_the_term_opens_no_ballot(place: hall.Hall) -> None:
    run(Expert.update({Expert.until: date(2026, 11, 22)}).where(Expert.id == place.experts[0]))
    with pytest.raises(ballot.Refusal, match="任期已满"):
        run(sittings.start(place.sitting))
    run(Member.update({Member.present: False}).where(Member.expert == place.experts[0]))
    with pytest.raises(ballot.Refusal, match="^评审会议由主任委员或者副主任委员主持"):
        run(sittings.start(place.sitting))


def test_a_relation_that_the_office_adds_keeps_the_expert_away(place: hall.Hall) -> None:
    office = signed_in("titles")
    office.open(f"/experts-pool/{place.experts[0]}")
    page = office.press("增加回避关系", kind="unit", name="某人")
    assert (page.status, page.complaints) == (422, ["单位回避的，请填写单位。"])
    page = office.press("增加回避关系", kind="unit", name="", unit="中州建工集团有限公司")
    assert "中州建工集团有限公司" in page.text
    for member in place.members[:3]:
        run(ballot.take_key(place.sitting, member))
    run(sittings.start(place.sitting))
    gone = run(Recusal.select(Recusal.member, Recusal.reason).where(Recusal.found.eq(True)))
    assert [(row["member"], row["reason"]) for row in gone] == [
        (place.members[0], "专家申明回避单位：中州建工集团有限公司")
    ] * 2
    assert sorted({each["id"] for each in run(sittings.items_for(place.sitting, place.members[0]))}) == []
