"""A round whose codes were lost: voided with a reason, on record, and voted on again."""

import re
import subprocess

import pytest

from tests.browser import signed_in
from tests.support import run
from tests.web.committee import hall
from tests.web.committee.test_sitting_pages import _doors
from web.committee import ballot, papers, rounds, sealing, sittings
from web.committee.ballot_tables import KeyHolder, Sealed, Voted
from web.committee.reading_tables import VoidedRound

REASON = "两名开票人的开票码遗失，无法开票"


@pytest.fixture
def place(catalogue: str) -> hall.Hall:
    """Five members, two of whom have voted."""
    found = run(hall.open_ballot(5, 2))
    for member in found.members[:2]:
        run(ballot.cast(found.sitting, member, dict.fromkeys(found.items, "no")))
    return found


def test_voided_with_a_reason_and_voted_on_again(place: hall.Hall) -> None:
    run(_doors(place))
    office = signed_in("office")
    office.open(f"/sittings/{place.sitting}")
    page = office.follow("开票码遗失，作废本轮")
    assert page.heading == "作废第 1 轮投票"
    page = office.press("确认作废")
    assert (page.status, page.complaints) == (422, ["请写明作废的原因。"])
    page = office.press("确认作废", reason=REASON)
    assert f"第 1 轮投票作废：{REASON}（出席 5 人，已有 2 人投票，没有开票）。" in page.text
    assert [run(table.count()) for table in (Sealed, Voted, KeyHolder)] == [0, 0, 0]
    assert (run(sittings.sitting_of(place.sitting))["state"], run(VoidedRound.count())) == ("planned", 1)
    codes = [run(ballot.take_key(place.sitting, member)) for member in place.members[1:4]]
    run(sittings.start(place.sitting))
    for member in place.members:
        run(ballot.cast(place.sitting, member, dict.fromkeys(place.items, "yes")))
    with pytest.raises(sealing.WrongCode):
        run(ballot.close(place.sitting, place.codes[:2]))
    run(ballot.close(place.sitting, codes[:2]))
    assert {each.yes for each in run(ballot.recount(place.sitting)).values()} == {5}
    row = run(sittings.sitting_of(place.sitting))
    text = subprocess.run(
        ["pdftotext", "-", "-"], input=run(papers.minutes(row)), capture_output=True, check=True
    ).stdout
    said = re.sub(r"\s", "", text.decode())
    assert f"第1轮投票作废：{REASON}（出席5人，已有2人投票，没有开票）。经办：经办人，" in said


def test_only_an_open_ballot_can_be_voided_and_only_by_the_office(place: hall.Hall) -> None:
    run(_doors(place))
    office = run(hall.account("另一人", "another", run(hall.organisation("other", "别处"))))
    run(rounds.void(place.sitting, REASON, office))
    with pytest.raises(ballot.Refusal, match="^没有正在进行的投票，不能作废。$"):
        run(rounds.void(place.sitting, REASON, office))
    run(
        [run(ballot.take_key(place.sitting, member)) for member in place.members[:3]]
        and sittings.start(place.sitting)
    )
    with pytest.raises(ballot.Refusal, match="^请写明作废的原因。$"):
        run(rounds.void(place.sitting, "  ", office))
    assert [each["round"] for each in run(rounds.voided(place.sitting))] == [1]
