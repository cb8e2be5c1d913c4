"""The secret ballot: who may vote, what closes it, and what it gives away to whoever holds everything."""

import json
import random
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from piccolo.table import TABLE_REGISTRY

from tests.support import run
from tests.web.committee import hall
from web import database as databases
from web.committee import ballot, sealing
from web.committee.tables import Item, Member, Recusal, Sitting
from web.settings import settings

VERIFY = Path(__file__).parents[3] / "docs" / "verify_ballot.py"


async def dump() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table in the order in which the database keeps them."""
    found = {}
    for table in TABLE_REGISTRY:
        if table.__module__.startswith("web."):
            name = table._meta.tablename
            place = "rowid" if databases.dialect() == "sqlite" else "ctid"
            found[name] = [
                dict(row)
                for row in await table.raw(f'SELECT {place} AS place, * FROM "{name}" ORDER BY {place}')
            ]
    return found


def test_vote_close_recount_and_find_the_own_ballot(database: str, tmp_path: Path) -> None:
    place = run(hall.open_ballot(11, 2))
    first, second = place.items
    receipts = [
        run(
            ballot.cast(
                place.sitting,
                member,
                {first: "yes" if at < 8 else "no", second: "yes" if at < 7 else "abstain"},
            )
        )
        for at, member in enumerate(place.members)
    ]
    sha256 = run(ballot.close(place.sitting, place.codes[1:]))
    counts = run(ballot.recount(place.sitting))
    assert counts[first] == ballot.Result(8, 3, 0, 11, 8, True)
    assert counts[second] == ballot.Result(7, 0, 4, 11, 8, False)
    items = {row["id"]: row for row in run(Item.select())}
    assert (items[first]["yes"], items[first]["passed"], items[second]["passed"]) == (8, True, False)
    assert run(ballot.found_by(receipts[10], place.sitting)) == {first: "no", second: "abstain"}
    assert run(ballot.found_by(sealing.new_code(), place.sitting)) == {}
    path = tmp_path / "ballots.txt"
    path.write_bytes(run(ballot.published(place.sitting)))
    answer = subprocess.run(
        [sys.executable, VERIFY, path, sha256, receipts[0]], capture_output=True, text=True, check=True
    )
    assert answer.stdout.splitlines() == [
        f"item {first}: yes 8, no 3, abstain 0", f"item {second}: yes 7, no 0, abstain 4",
        *sorted([f"your ballot on item {first}: yes", f"your ballot on item {second}: yes"], key=lambda line: answer.stdout.index(line)),
    ]  # fmt: skip
    path.write_bytes(path.read_bytes().replace(b" no\n", b" yes\n", 1))
    assert (
        subprocess.run([sys.executable, VERIFY, path, sha256], capture_output=True, check=False).returncode
        == 1
    )


def test_a_changed_ballot_is_found(database: str) -> None:
    place = run(hall.open_ballot(3, 1))
    for member in place.members:
        run(ballot.cast(place.sitting, member, {place.items[0]: "no"}))
    run(ballot.close(place.sitting, place.codes[:2]))
    some = run(ballot.Ballot.select().first())
    run(ballot.Ballot.update({ballot.Ballot.choice: "yes"}).where(ballot.Ballot.key == some["key"]))
    with pytest.raises(ballot.Refusal, match="^选票与公布的校验码不符。$"):
        run(ballot.recount(place.sitting))


def test_no_quorum_no_ballot(database: str) -> None:
    place = run(hall.gather(25, 1, present=16))
    place.codes = [run(ballot.take_key(place.sitting, member)) for member in place.members[:3]]
    with pytest.raises(
        ballot.Refusal,
        match="^出席 16 人，不足评审委员会 25 人的三分之二（17 人，人社部令第40号第十九条），不能投票。$",
    ):
        run(ballot.start(place.sitting))
    run(Member.update({Member.present: True}).where(Member.id == place.members[16]))
    assert run(ballot.start(place.sitting))["present"] == 17


def test_only_present_members_vote_once_and_not_when_recused(database: str) -> None:
    place = run(hall.open_ballot(5, 2, present=4))
    member, item = place.members[0], place.items[0]
    run(Recusal(key=f"{item}-{member}", item=item, member=member, found=True, reason="同单位").save())
    with pytest.raises(ballot.Refusal, match="^其中有已经投过票或应当回避的评审对象，请刷新后再投。$"):
        run(ballot.cast(place.sitting, member, {item: "yes"}))
    run(ballot.cast(place.sitting, member, {place.items[1]: "yes"}))
    with pytest.raises(ballot.Refusal, match="^其中有已经投过票"):
        run(ballot.cast(place.sitting, member, {place.items[1]: "no"}))
    with pytest.raises(ballot.Refusal, match="^没有出席会议的不能投票，也不能委托他人投票"):
        run(ballot.cast(place.sitting, place.members[4], {item: "yes"}))
    run(ballot.close(place.sitting, place.codes[:2]))
    with pytest.raises(
        ballot.Refusal, match="^现在不在投票时间内：投票还没有开始，或者已经结束。不能补投。$"
    ):
        run(ballot.cast(place.sitting, place.members[1], {item: "yes"}))


@pytest.mark.parametrize(("counted", "attending"), [(True, 11), (False, 10)])
def test_the_base_when_a_member_recuses_is_a_setting(database: str, counted: bool, attending: int) -> None:
    place = run(hall.open_ballot(11, 1, recusal_counted=counted))
    item, member = place.items[0], place.members[0]
    run(Recusal(key=f"{item}-{member}", item=item, member=member, found=True, reason="同单位").save())
    for each in place.members[1:]:
        run(ballot.cast(place.sitting, each, {item: "yes"}))
    run(ballot.close(place.sitting, place.codes[:2]))
    assert run(ballot.recount(place.sitting))[item].attending == attending


def test_one_code_alone_opens_nothing(database: str) -> None:
    place = run(hall.open_ballot(3, 1))
    run(ballot.cast(place.sitting, place.members[0], {place.items[0]: "yes"}))
    for codes in ([place.codes[0]], [place.codes[0], place.codes[0]], [place.codes[0], sealing.new_code()]):
        with pytest.raises(sealing.WrongCode, match="^需要两名开票人各自的开票码"):
            run(ballot.close(place.sitting, codes))
    with pytest.raises(sealing.WrongCode, match="^开票码不对"):
        run(ballot.close(place.sitting, [place.codes[0], "AAAA-AAAA"]))
    assert run(Sitting.select().first())["state"] == "voting"
    assert run(ballot.close(place.sitting, [place.codes[2].lower(), f" {place.codes[0]} "]))


def test_the_closed_database_is_the_same_whoever_cast_which_ballot(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two runs with the same receipts and choices, handed to the members in another order and cast in another order:
    every table, every row, every place of a row is equal. So nothing in the database ties a ballot to a voter."""
    ballots = [("yes", 1), ("no", 2), ("abstain", 3), ("yes", 4), ("no", 5)]
    found = []
    place = run(hall.open_ballot(5, 2))
    before = run(dump())
    for order in ([0, 1, 2, 3, 4], [3, 1, 4, 0, 2]):
        for member, at in zip(random.Random(at_of(order)).sample(place.members, 5), order, strict=True):
            choice, serial = ballots[at]
            monkeypatch.setattr(ballot, "new_receipt", lambda serial=serial: "ABCDEFGH"[serial] * 32)
            run(ballot.cast(place.sitting, member, {place.items[0]: choice, place.items[1]: "yes"}))
        monkeypatch.undo()
        run(ballot.close(place.sitting, place.codes[:2]))
        found.append(without_moments(run(dump())))
        run(reopen(place.sitting))
    assert found[0] == found[1]
    assert json.dumps(before, default=str) != json.dumps(found[0], default=str)


def at_of(order: list[int]) -> int:
    return int("".join(map(str, order)))


def without_moments(rows: dict[str, list[dict[str, Any]]]) -> str:
    """The dump without the moment of the closing and PostgreSQL's places, which move with every rewrite."""
    for row in rows["sitting"]:
        row.pop("closed_at")
    for held in rows.values():
        for row in held:
            if not isinstance(row["place"], int):
                row.pop("place")
    return json.dumps(rows, default=str, sort_keys=True)


async def reopen(sitting: int) -> None:
    """Take the ballot back to its beginning, for a second run on the same rows."""
    await ballot.Ballot.delete(force=True)
    await ballot.Voted.delete(force=True)
    again = {Sitting.state: "voting", Sitting.sha256: "", Sitting.closed_at: None, Sitting.version: 2}
    await Sitting.update(again).where(Sitting.id == sitting)


def test_an_adversary_with_everything_before_and_after_each_ballot_guesses_no_better_than_chance(
    database: str,
) -> None:
    """He holds every table and file before and after every single ballot, and the published list after the closing,
    and tries all that we could think of: what appeared, its length, its first and last bytes, its place, decryption
    with everything stored, the order of the opened list. Choices are even, so chance is one in three."""
    dice = random.Random(40)
    guesses: dict[str, list[bool]] = {}
    for _ in range(3):
        place = run(hall.open_ballot(30, 1))
        item = place.items[0]
        choices = [*ballot.CHOICES] * 10
        dice.shuffle(choices)
        appeared: list[tuple[str, int]] = []
        lengths = set()
        for member, choice in zip(place.members, choices, strict=True):
            before = {row["key"]: row for row in run(dump())["sealed"]}
            run(ballot.cast(place.sitting, member, {item: choice}))
            after = run(dump())
            new = [(n, row) for n, row in enumerate(after["sealed"]) if row["key"] not in before]
            assert len(new) == 1
            appeared.append((new[0][1]["sealed"], new[0][0]))
            lengths.add(len(new[0][1]["sealed"]))
            assert {row["key"] for row in after["voted"]} >= {f"{item}-{member}"}
            assert not {
                name
                for name, row in ((k, v) for k, held in after.items() for v in held)
                if choice in row.values() and name in ("voted", "sealed")
            }
        assert len(lengths) == 1
        assert opened_by_everything_stored(run(dump()), [sealed for sealed, _ in appeared], place) == 0
        run(ballot.close(place.sitting, place.codes[:2]))
        opened = run(dump())["ballot"]
        names = list(ballot.CHOICES)
        for at, (member, choice) in enumerate(zip(place.members, choices, strict=True)):
            sealed, where = appeared[at]
            data = sealing.base64.b64decode(sealed)
            tries = {
                "position in the list": opened[-30:][at]["choice"],
                "place among the sealed": opened[-30:][where]["choice"],
                "first byte of the ballot": names[data[44] % 3],
                "last byte": names[data[-1] % 3],
                "sum of bytes": names[sum(data) % 3],
                "number of the member": names[member % 3],
            }
            for how, guess in tries.items():
                guesses.setdefault(how, []).append(guess == choice)
    for how, right in guesses.items():
        share = sum(right) / len(right)
        assert abs(share - 1 / 3) < 4.5 * (2 / 9 / len(right)) ** 0.5, (how, share)


def opened_by_everything_stored(
    rows: dict[str, list[dict[str, Any]]], sealed: list[str], place: hall.Hall
) -> int:
    """How many sealed ballots open with any two of all texts that stand in the database and the files as keys."""
    texts = {
        str(value)
        for held in rows.values()
        for row in held
        for value in row.values()
        if isinstance(value, str | int)
    }
    texts |= {path.read_bytes()[:64].hex() for path in settings.data.glob("secret*")}
    codes = [code for text in texts for code in re.findall(r"[A-Z2-7]{4}(?:-[A-Z2-7]{2,4}){6}", text)]
    assert not set(codes) & set(place.codes)
    publics = [row["public"] for row in rows["key_holder"]]
    about = f"sitting {place.sitting}"
    for one in codes:
        for other in codes:
            try:
                opener = sealing.Opener([one, other], publics, about)
                return sum(bool(opener.open(each, f"{about} item {place.items[0]}")) for each in sealed)
            except sealing.WrongCode:
                continue
    return 0
