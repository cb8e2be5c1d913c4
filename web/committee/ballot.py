"""The secret ballot: keys, casting, closing, recount. What it promises and what not: docs/ballot.md."""

import base64
import hashlib
import os
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from web import clock
from web.committee import sealing
from web.committee.ballot_tables import Ballot, KeyHolder, Sealed, Voted
from web.committee.tables import Item, Member, Recusal, Sitting
from web.committee.terms import majority, quorum, rule
from web.committee.writing import insert_all
from web.database import is_duplicate, transaction
from web.following import Refusal as Refusal
from web.following import happened
from web.rows import Row

CHOICES = {"yes": "同意", "no": "反对", "abstain": "弃权"}
NOT_OPEN = "现在不在投票时间内：投票还没有开始，或者已经结束。不能补投。"


class Result(NamedTuple):
    """The count of one item."""

    yes: int
    no: int
    abstain: int
    attending: int
    needed: int
    passed: bool


async def sitting_of(number: int) -> Row:
    """One sitting; Refusal when there is none."""
    row: Row | None = await Sitting.select().where(Sitting.id == number).first()
    if row is None:
        raise Refusal("没有找到这次评审会议。")
    return row


async def holders(sitting: int) -> list[Row]:
    """The key holders: member, public key, name."""
    found: list[Row] = await (
        KeyHolder.select(KeyHolder.member, KeyHolder.public, KeyHolder.member.expert.name.as_alias("name"))  # type: ignore[union-attr]
        .where(KeyHolder.member.sitting == sitting)
        .order_by(KeyHolder.member)
    )
    return found


async def take_key(sitting: int, member: int) -> str:
    """Make a member a key holder: the code, shown this once and stored nowhere. Refusal when it is too late."""
    if (await sitting_of(sitting))["state"] != "planned":
        raise Refusal("投票开始后不能再领取开票码。")
    code = sealing.new_code()
    try:
        async with transaction():
            if len(await holders(sitting)) >= rule("key_holders")["all"]:
                raise Refusal(f"{rule('key_holders')['all']} 份开票码都已领取。")
            await KeyHolder(member=member, public=sealing.public_of(code, _about(sitting))).save()
    except Exception as error:
        if is_duplicate(error):
            raise Refusal("您已经领取过开票码。遗失的，请会议重新发放。") from error
        raise
    return code


def _about(sitting: int, item: int | None = None) -> str:
    return f"sitting {sitting}" if item is None else f"sitting {sitting} item {item}"


async def start(sitting: int, by: int | None = None) -> Row:
    """Open the ballot: quorum of members present (第十九条), every key taken, at least one item. `by`: the account of the
    office. Refusal says why not."""
    async with transaction():
        row = await sitting_of(sitting)
        if row["state"] != "planned":
            raise Refusal("投票已经开始过。")
        members = await Member.select().where(Member.sitting == sitting)
        present = sum(bool(member["present"]) for member in members)
        if present < quorum(len(members)):
            raise Refusal(
                f"出席 {present} 人，不足评审委员会 {len(members)} 人的三分之二（{quorum(len(members))} 人，"
                f"人社部令第40号{rule('quorum')['article']}），不能投票。"
            )
        if not any(member["present"] and member["duty"] in ("chair", "deputy") for member in members):
            raise Refusal("评审会议由主任委员或者副主任委员主持（人社部令第40号第十九条），现在都没有出席。")
        held, wanted = len(await holders(sitting)), rule("key_holders")["all"]
        if held < wanted:
            raise Refusal(f"还有 {wanted - held} 份开票码没有领取。")
        if not await Item.exists().where(Item.sitting == sitting):
            raise Refusal("会议还没有评审对象。")
        await _set(
            row, "planned", {Sitting.state: "voting", Sitting.members: len(members), Sitting.present: present}
        )
        before = await Item.select(Item.declaration).where(
            (Item.sitting == sitting) & (Item.declaration.state != "balloting")
        )
        await happened("ballot", [item["declaration"] for item in before], by, row["name"])
    return await sitting_of(sitting)


async def _set(row: Row, state: str, changes: Mapping[object, object]) -> None:
    """A guarded write that also holds the sitting's row, so that a ballot and the closing cannot cross."""
    written = (
        await Sitting.update({**changes, Sitting.version: Sitting.version + 1})  # type: ignore[dict-item]
        .where((Sitting.id == row["id"]) & (Sitting.state == state))
        .returning(Sitting.id)
    )
    if not written:
        raise Refusal(NOT_OPEN)


async def paper_of(sitting: int, member: int) -> list[Row]:
    """The items on which the member may still vote: not recused, not voted, in order."""
    gone = {row["item"] for row in await Recusal.select(Recusal.item).where(Recusal.member == member)}
    gone |= {row["item"] for row in await Voted.select(Voted.item).where(Voted.member == member)}
    items = await Item.select().where(Item.sitting == sitting).order_by(Item.number)
    return [item for item in items if item["id"] not in gone]


async def cast(sitting: int, member: int, choices: Mapping[int, str]) -> str:
    """Vote on items (id → yes, no or abstain), each once; the receipt, known to nobody else and stored nowhere.

    Refusal: not present, not open, recused, or voted already; then nothing at all is stored.
    """
    if not choices or any(choice not in CHOICES for choice in choices.values()):
        raise Refusal("请对每一位评审对象选择同意、反对或弃权。")
    receipt = new_receipt()
    async with transaction():
        row = await sitting_of(sitting)
        await _set(row, "voting", {})
        who = await Member.select().where((Member.id == member) & (Member.sitting == sitting)).first()
        if who is None or not who["present"]:
            raise Refusal("没有出席会议的不能投票，也不能委托他人投票（人社部令第40号第二十条）。")
        if set(choices) - {item["id"] for item in await paper_of(sitting, member)}:
            raise Refusal("其中有已经投过票或应当回避的评审对象，请刷新后再投。")
        publics = [holder["public"] for holder in await holders(sitting)]
        sealed = {
            item: sealing.seal(choice, ballot_key(receipt, item), publics, _about(sitting, item))
            for item, choice in choices.items()
        }
        await _store(member, sealed)
    return "-".join(receipt[at : at + 4] for at in range(0, len(receipt), 4))


def new_receipt() -> str:
    """160 random bits as 32 letters."""
    return base64.b32encode(os.urandom(20)).decode()


async def _store(member: int, new: Mapping[int, str]) -> None:
    """Both tables are written anew for these items, in the order of their keys: no serial number, place in the file or
    moment of writing then tells which ballot came with which voter."""
    items = list(new)
    voted = [
        (row["key"], row["item"], row["member"])
        for row in await Voted.select().where(Voted.item.is_in(items))
    ]
    box = [
        (row["key"], row["item"], row["sealed"])
        for row in await Sealed.select().where(Sealed.item.is_in(items))
    ]
    voted += [(f"{item}-{member}", item, member) for item in items]
    box += [(os.urandom(16).hex(), item, sealed) for item, sealed in new.items()]
    await Voted.delete().where(Voted.item.is_in(items))
    await Sealed.delete().where(Sealed.item.is_in(items))
    await insert_all(Voted, [Voted(key=key, item=item, member=each) for key, item, each in sorted(voted)])
    await insert_all(Sealed, [Sealed(key=key, item=item, sealed=each) for key, item, each in sorted(box)])


def ballot_key(receipt: str, item: int) -> str:
    """The key under which the ballot for `item` stands after the closing; only who has the receipt can tell it."""
    plain = "".join(receipt.upper().split()).replace("-", "")
    return hashlib.sha256(f"zhicheng ballot\n{plain}\n{item}".encode()).hexdigest()


async def close(sitting: int, codes: Iterable[str]) -> str:
    """Close the ballot with the codes of two holders: open, count, and publish the hash over the sorted ballots.

    All at once or not at all, with what follows for every declaration; the sealed ballots are gone afterwards.
    Refusal, or sealing.WrongCode.
    """
    async with transaction():
        row = await sitting_of(sitting)
        await _set(row, "voting", {})
        publics = [holder["public"] for holder in await holders(sitting)]
        opener = sealing.Opener(list(codes), publics, _about(sitting))
        items = await Item.select().where(Item.sitting == sitting).order_by(Item.number)
        opened: list[tuple[str, int, str]] = []
        for item in items:
            sealed = await Sealed.select(Sealed.sealed).where(Sealed.item == item["id"])
            if len(sealed) != await Voted.count().where(Voted.item == item["id"]):
                raise Refusal(f"第 {item['number']} 号的选票数与投票人数不符，不能开票。")
            for each in sealed:
                choice, key = opener.open(each["sealed"], _about(sitting, item["id"]))
                opened.append((key, item["id"], choice))
            await Sealed.delete().where(Sealed.item == item["id"])
        await insert_all(
            Ballot, [Ballot(key=key, item=item, choice=choice) for key, item, choice in sorted(opened)]
        )
        choices: dict[int, list[str]] = {item["id"]: [] for item in items}
        for _, of, choice in opened:
            choices[of].append(choice)
        for of, held in choices.items():
            await _write_result(row, of, held)
        sha256 = hashlib.sha256(
            published_bytes([(key, item, choice) for key, item, choice in opened])
        ).hexdigest()
        await _set(
            row, "voting", {Sitting.state: "closed", Sitting.sha256: sha256, Sitting.closed_at: clock.now()}
        )
        for act, passed in (("approve", True), ("reject", False)):
            out = await Item.select(Item.declaration).where(
                (Item.sitting == sitting) & (Item.passed == passed)
            )
            await happened(act, [item["declaration"] for item in out], None, row["name"])
    return sha256


def published_bytes(ballots: Iterable[tuple[str, int, str]]) -> bytes:
    """The published list: one line "key item choice" for each ballot, sorted, each ended by a line break."""
    return "".join(f"{key} {item} {choice}\n" for key, item, choice in sorted(ballots)).encode()


async def attending(sitting: Row, item: int) -> int:
    """How many count as attending for an item: those present, less the recused where the sitting decided so."""
    if sitting["recusal_counted"]:
        return int(sitting["present"])
    recused = await Recusal.count().where((Recusal.item == item) & Recusal.member.present.eq(True))  # type: ignore[union-attr]
    return int(sitting["present"]) - recused


async def _write_result(sitting: Row, item: int, choices: list[str]) -> None:
    result = counted(choices, await attending(sitting, item))
    await Item.update(
        {
            Item.yes: result.yes, Item.no: result.no, Item.abstain: result.abstain, Item.attending: result.attending,
            Item.needed: result.needed, Item.passed: result.passed,
        }
    ).where(Item.id == item)  # fmt: skip


def counted(choices: Iterable[str], attending: int) -> Result:
    """The count: passed when 同意 reaches two thirds of those attending (第二十条)."""
    held = list(choices)
    yes, no, abstain = (held.count(each) for each in CHOICES)
    needed = majority(attending)
    return Result(yes, no, abstain, attending, needed, attending > 0 and yes >= needed)


async def recount(sitting: int) -> dict[int, Result]:
    """Count the opened ballots again; Refusal when they are not those whose hash was published."""
    row = await sitting_of(sitting)
    ballots = [
        (b["key"], b["item"], b["choice"])
        for b in await Ballot.select().where(Ballot.item.sitting == sitting)
    ]
    if row["state"] != "closed" or hashlib.sha256(published_bytes(ballots)).hexdigest() != row["sha256"]:
        raise Refusal("选票与公布的校验码不符。")
    choices: dict[int, list[str]] = {
        item["id"]: [] for item in await Item.select(Item.id).where(Item.sitting == sitting)
    }
    for _, of, choice in ballots:
        choices[of].append(choice)
    return {of: counted(held, await attending(row, of)) for of, held in choices.items()}


async def published(sitting: int) -> bytes:
    """The list of ballots as it is published after the closing."""
    found = await Ballot.select().where(Ballot.item.sitting == sitting)
    return published_bytes((b["key"], b["item"], b["choice"]) for b in found)


async def found_by(receipt: str, sitting: int) -> dict[int, str]:
    """What the ballots of `receipt` say, item → choice: for the voter who holds it."""
    items = [item["id"] for item in await Item.select(Item.id).where(Item.sitting == sitting)]
    keys = {ballot_key(receipt, item): item for item in items}
    rows = await Ballot.select().where(Ballot.key.is_in(list(keys))) if keys else []
    return {keys[row["key"]]: row["choice"] for row in rows}
