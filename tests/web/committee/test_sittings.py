"""A sitting: its members, the conflicts enforced in every list, panels, the interview."""

from datetime import datetime, timedelta

import pytest

from tests.support import run
from tests.web.committee import hall
from web import clock
from web.committee import ballot, icalendar, interviews, panels, recusals, sittings
from web.committee.expert_tables import Expert, Tie
from web.committee.interviews import Room
from web.committee.tables import Assignment, Item, Member, Recusal
from web.declaration.tables import Declaration

NINE = datetime.fromisoformat("2026-11-30T09:00:00+08:00")


@pytest.fixture
def place(catalogue: str) -> hall.Hall:
    """Eleven members and six declarations that are not yet before them."""
    found = run(hall.gather(11, 6))
    found.items = [row["declaration"] for row in run(Item.select().order_by(Item.number))]
    run(Item.delete(force=True))
    return found


def test_a_conflict_is_found_and_holds_in_every_list(place: hall.Hall) -> None:
    declared, handler = place.experts[0], place.experts[1]
    run(Tie(expert=declared, kind="unit", unit="中州建工集团有限公司").save())
    account = run(Expert.select().where(Expert.id == handler).first())["person"]
    run(sittings.add_items(place.sitting, place.items, {place.items[2]: [account]}))
    assert [row["number"] for row in run(sittings.items_for(place.sitting, place.members[0]))] == []
    assert [row["number"] for row in run(sittings.items_for(place.sitting, place.members[1]))] == [
        1,
        2,
        4,
        5,
        6,
    ]
    assert len(run(sittings.items_for(place.sitting, place.members[2]))) == 6
    run(panels.add_panel(place.sitting, "第一组", place.members[:5]))
    run(panels.assign(place.sitting))
    read = run(Assignment.select(Assignment.item.number.as_alias("number"), Assignment.member))
    assert len(read) == 18
    assert {row["number"] for row in read if row["member"] == place.members[0]} == set()
    assert 3 not in {row["number"] for row in read if row["member"] == place.members[1]}
    assert run(sittings.readings_of(account)) != []
    assert not run(sittings.may_read(account, place.items[2]))
    run(sittings.set_present(place.sitting, place.members))
    codes = [run(ballot.take_key(place.sitting, member)) for member in place.members[:3]]
    run(ballot.start(place.sitting))
    assert run(ballot.paper_of(place.sitting, place.members[0])) == []
    assert len(run(ballot.paper_of(place.sitting, place.members[1]))) == 5
    assert run(ballot.close(place.sitting, codes[:2]))
    assert run(sittings.outcomes(place.sitting)) == dict.fromkeys(place.items, False)


def test_recusal_by_one_button_needs_a_reason_and_takes_the_dossier_away(place: hall.Hall) -> None:
    run(sittings.add_items(place.sitting, place.items))
    run(panels.add_panel(place.sitting, "第一组", place.members[:4]))
    run(panels.assign(place.sitting))
    reading = run(Assignment.select().first())
    with pytest.raises(sittings.Refusal, match="^请写明回避的理由。$"):
        run(recusals.recuse(reading["item"], reading["member"], " "))
    run(recusals.recuse(reading["item"], reading["member"], "曾经共事"))
    run(recusals.recuse(reading["item"], reading["member"], "曾经共事"))
    assert run(Recusal.count()) == 1
    assert run(Assignment.count().where(Assignment.key == reading["key"])) == 0


def test_a_panel_has_three_and_nobody_sits_in_two(place: hall.Hall) -> None:
    with pytest.raises(sittings.Refusal, match="^评议组每组不少于 3 人（人社部令第40号第二十一条）。$"):
        run(panels.add_panel(place.sitting, "第一组", place.members[:2]))
    run(panels.add_panel(place.sitting, "第一组", place.members[:3]))
    with pytest.raises(sittings.Refusal, match="^其中有专家已经在别的评议组。$"):
        run(panels.add_panel(place.sitting, "第二组", place.members[2:6]))


def test_someone_in_the_chair(place: hall.Hall) -> None:
    run(sittings.add_items(place.sitting, place.items))
    run(sittings.set_present(place.sitting, place.members[1:]))
    with pytest.raises(ballot.Refusal, match="^评审会议由主任委员或者副主任委员主持"):
        run(ballot.start(place.sitting))
    run(sittings.set_duty(place.sitting, place.members[4], "chair"))
    duties = {row["id"]: row["duty"] for row in run(Member.select())}
    assert (duties[place.members[0]], duties[place.members[4]]) == ("deputy", "chair")


def _two_panels(place: hall.Hall) -> tuple[int, int]:
    run(sittings.add_items(place.sitting, place.items))
    first = run(panels.add_panel(place.sitting, "第一组", place.members[:3]))
    second = run(panels.add_panel(place.sitting, "第二组", place.members[3:6]))
    return first, second


def test_slots_without_clashes_moved_by_hand(place: hall.Hall) -> None:
    first, second = _two_panels(place)
    items = [row["id"] for row in run(Item.select().order_by(Item.number))]
    until = NINE + timedelta(hours=1)
    made = run(
        interviews.arrange(items, [Room("一号室", first, NINE, until), Room("二号室", second, NINE, until)])
    )
    assert [(row["place"], f"{row['starts_at'].astimezone(clock.ZONE):%H:%M}") for row in made] == [
        ("一号室", "09:00"), ("二号室", "09:00"), ("一号室", "09:20"), ("二号室", "09:20"), ("一号室", "09:40"), ("二号室", "09:40"),
    ]  # fmt: skip
    with pytest.raises(interviews.Refusal, match="^一号室在 09:20 已经安排了第 3 号。$"):
        run(interviews.move(made[0]["id"], "一号室", NINE + timedelta(minutes=25)))
    with pytest.raises(interviews.Refusal, match="^评议组的专家在 09:20 还在面试第 3 号。$"):
        run(interviews.move(made[0]["id"], "三号室", NINE + timedelta(minutes=25)))
    moved = run(interviews.move(made[0]["id"], "三号室", NINE + timedelta(minutes=60)))
    person = run(Declaration.select().where(Declaration.id == place.items[0]).first())["person"]
    mine = run(interviews.interviews_of(person))
    assert [(row["number"], row["place"], row["starts_at"]) for row in mine] == [
        (1, "三号室", NINE + timedelta(hours=1))
    ]
    text = icalendar.calendar(moved, "https://zc.example")
    assert "DTSTART:20261130T020000Z\r\n" in text
    assert "SEQUENCE:1\r\n" in text
    assert "LOCATION:三号室\r\n" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_too_little_time_is_said(place: hall.Hall) -> None:
    first, _ = _two_panels(place)
    items = [row["id"] for row in run(Item.select().order_by(Item.number))]
    with pytest.raises(interviews.Refusal, match="^时间或场地不够，还有 3 人没有排上，请增加时间或场地。$"):
        run(interviews.arrange(items, [Room("一号室", first, NINE, NINE + timedelta(hours=1))]))


def test_scores_and_absence(place: hall.Hall) -> None:
    first, _ = _two_panels(place)
    item = run(Item.select().order_by(Item.number).first())["id"]
    made = run(interviews.arrange([item], [Room("一号室", first, NINE, NINE + timedelta(hours=1))]))
    number = made[0]["id"]
    assert (
        run(interviews.score(number, place.members[0], {"statement": 2500, "answers": 4550, "overall": 1800}))
        == 8850
    )
    run(interviews.score(number, place.members[1], {"statement": 2000, "answers": 4000, "overall": 1501}))
    assert run(interviews.average(number)) == 8176
    with pytest.raises(interviews.Refusal, match="^自述应在 0 到 30 分之间。$"):
        run(interviews.score(number, place.members[2], {"statement": 3001, "answers": 0, "overall": 0}))
    with pytest.raises(interviews.Refusal, match="^您不是这个评议组的专家，不能打分。$"):
        run(interviews.score(number, place.members[7], {"statement": 0, "answers": 0, "overall": 0}))
    with pytest.raises(interviews.Refusal, match="^请写明缺席的情况。$"):
        run(interviews.set_attended(number, False))
    run(interviews.set_attended(number, False, "本人电话告知放弃"))
    with pytest.raises(interviews.Refusal, match="^申报人没有参加面试，不能打分。$"):
        run(interviews.score(number, place.members[2], {"statement": 0, "answers": 0, "overall": 0}))
