"""Attacks on the ballot from inside: voting twice, looking early, changing the count afterwards, a form sent too late."""

import asyncio
import re
from datetime import timedelta

import pytest

from tests.browser import Browser, signed_in
from tests.support import run
from tests.web.committee import hall
from tests.web.committee.test_ballot import dump
from tests.web.committee.test_sitting_pages import _doors
from web import clock
from web.committee import ballot, recusals, sealing, sittings
from web.committee.ballot_tables import Ballot, Sealed, Voted
from web.committee.tables import Item, Member
from web.people.tables import Kept

LATER = timedelta(days=2)


@pytest.fixture
def place(catalogue: str) -> hall.Hall:
    """Five members before an open ballot on two items, everybody with a password."""
    found = run(hall.open_ballot(5, 2, recusal_counted=False))
    run(_doors(found))
    return found


def members(place: hall.Hall) -> list[Browser]:
    rows = run(Member.select(Member.expert.person.login.as_alias("login")).order_by(Member.id))
    return [signed_in(row["login"]) for row in rows]


def test_a_second_click_at_the_same_moment_is_no_second_ballot(place: hall.Hall) -> None:
    async def both() -> list[object]:
        votes = [ballot.cast(place.sitting, place.members[0], dict.fromkeys(place.items, choice)) for choice in ("yes", "no")]  # fmt: skip
        return list(await asyncio.gather(*votes, return_exceptions=True))

    refused = [each for each in run(both()) if isinstance(each, Exception)]
    assert [str(each) for each in refused] == ["其中有已经投过票或应当回避的评审对象，请刷新后再投。"]
    assert (run(Voted.count()), run(Sealed.count())) == (2, 2)


@pytest.mark.parametrize(
    ("page", "button", "typed"),
    [
        ("ballot", "投票", {"item.1": "反对", "item.2": "弃权"}),
        ("close", "结束投票并开票", {"code1": "first", "code2": "second", "without": "1"}),
    ],
)
def test_what_comes_after_the_session_ended_is_written_nowhere(
    place: hall.Hall, page: str, button: str, typed: dict[str, str]
) -> None:
    """Other forms are kept for their owner; a kept ballot would tie a name to a vote, kept codes would open them all."""
    browser = members(place)[0]
    browser.open(f"/sittings/{place.sitting}/{page}")
    typed = {name: {"first": place.codes[0], "second": place.codes[1]}.get(value, value) for name, value in typed.items()}  # fmt: skip
    with clock.frozen(clock.now() + LATER):
        told = browser.press(button, **typed)
        everything = str(run(dump()))
    assert "没有收下选票、回执或开票码，也没有留下任何记录。" in told.text
    assert run(Kept.count()) == 0 and run(Voted.count()) == 0
    for secret in (*typed.values(), *map(re.escape, place.codes)):
        assert secret == "1" or secret not in everything, secret


def test_nobody_recuses_after_the_count_to_change_it(place: hall.Hall) -> None:
    """Three of five say yes: with one fewer attending it would pass."""
    for member in place.members[:4]:
        run(ballot.cast(place.sitting, member, dict.fromkeys(place.items, "yes" if member != place.members[0] else "no")))  # fmt: skip
    run(ballot.close(place.sitting, place.codes[:2]))
    before = run(ballot.recount(place.sitting))
    assert not before[place.items[0]].passed
    browser = members(place)[4]
    browser.open(f"/sittings/{place.sitting}/items/1/recuse")
    page = browser.press("确认回避", reason="忽然想起是亲戚")
    assert (page.status, page.complaints) == (422, ["会议已经结束，不能再申请回避。"])
    with pytest.raises(ballot.Refusal, match="^会议已经结束，不能再申请回避。$"):
        run(recusals.recuse(place.items[1], place.members[4], "忽然想起是亲戚"))
    assert run(ballot.recount(place.sitting)) == before
    assert run(sittings.outcomes(place.sitting)) == {
        row["declaration"]: row["passed"] for row in run(Item.select())
    }


def test_the_ballot_is_not_closed_over_the_head_of_who_is_present(place: hall.Hall) -> None:
    """A count of one would tell its voter; the office has to say that it waits for nobody."""
    run(ballot.cast(place.sitting, place.members[0], dict.fromkeys(place.items, "yes")))
    office = signed_in("office")
    page = office.open(f"/sittings/{place.sitting}/close")
    assert "出席的专家中还有 4 位没有投完" in page.text
    page = office.press("结束投票并开票", code1=place.codes[0], code2=place.codes[1])
    assert page.status == 422
    assert "还有出席的专家没有投完票。确实不再等的，请勾选后再开票。" in page.text
    assert page.value("code1") == ""
    assert run(Ballot.count()) == 0
    page = office.press("结束投票并开票", code1=place.codes[0], code2=place.codes[1], without="1")
    assert page.heading == "评审结果"


def test_a_voter_finds_the_own_ballot_and_the_office_cannot_ask(place: hall.Hall) -> None:
    choices = [("yes", "no"), ("no", "abstain"), ("yes", "yes"), ("abstain", "no"), ("no", "no")]
    receipts = [
        run(ballot.cast(place.sitting, member, dict(zip(place.items, chosen, strict=True))))
        for member, chosen in zip(place.members, choices, strict=True)
    ]
    run(ballot.close(place.sitting, place.codes[:2]))
    browsers = members(place)
    before = {name: rows for name, rows in run(dump()).items() if name != "session"}
    browser = browsers[1]
    browser.open(f"/sittings/{place.sitting}/result")
    page = browser.press("核对", receipt=receipts[1].lower())
    own = page.tree.xpath("//table[caption[contains(., '回执')]]/tbody/tr/td")
    assert [cell.text_content() for cell in own] == ["反对", "弃权"]
    assert receipts[1] not in page.answer.text and page.path == f"/sittings/{place.sitting}/result"
    page = browser.press("核对", receipt=sealing.new_code())
    assert (page.status, page.complaints) == (
        422,
        ["没有找到这个回执的选票，请对照投票后记下的回执再输一次。"],
    )
    after = {name: rows for name, rows in run(dump()).items() if name != "session"}
    assert after == before
    office = signed_in("office")
    page = office.open(f"/sittings/{place.sitting}/result")
    assert "核对本人的选票" not in page.text
    asked = office.post(f"/sittings/{place.sitting}/result", {"token": office.token, "receipt": receipts[1]})
    assert asked.status == 404
