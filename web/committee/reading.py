"""Reading: the dossiers that were given to a reader, her notes, her opinion, and others' once her own is in."""

import hashlib
from collections.abc import Iterable
from typing import Any, NamedTuple

from web import clock
from web.committee import pack, redactions, sittings
from web.committee.ballot import Refusal
from web.committee.reading_tables import ReadingOpinion
from web.committee.tables import Assignment, Item, Sitting
from web.database import is_duplicate, transaction
from web.declaration import snapshot
from web.rows import Row

ADVICE = {"pass": "建议通过", "fail": "建议不通过", "discuss": "提交会议讨论"}
NOTES, WORDS = 5000, 2000
"""Most characters of the notes and of an opinion."""
OPEN = ("planned", "voting")
"""The states of a sitting in which its dossiers can be read."""
FIXED = "评议意见已经提交，不能再改。"
ENDED = "会议已经结束，不能再提交评议意见。"
BLANK = {"version": 0, "notes": "", "advice": "", "words": "", "submitted_at": None}


class Conflict(Exception):
    """Another window saved in between; `stored`: what is there now."""

    def __init__(self, stored: Row) -> None:
        super().__init__("您在另一个窗口里保存过这份材料的笔记或意见，没有覆盖。")
        self.stored = stored


class Reading(NamedTuple):
    """One dossier in a reader's hands. `item`: its row as she may see it; `declaration`: never shown."""

    sitting: Row
    member: Row
    item: Row
    declaration: int
    released: tuple[str, ...]

    @property
    def blind(self) -> bool:
        return sittings.is_blind(self.sitting)

    @property
    def url(self) -> str:
        return f"/readings/{self.sitting['id']}/{self.item['number']}"


async def given(sitting: int, person: int) -> list[Reading]:
    """The dossiers of one sitting that were given to `person` and that she may read now, in order; [] for a stranger.
    Every list, count, page, file and export of a reader goes through here."""
    row = await Sitting.select().where(Sitting.id == sitting).first()
    member = await sittings.member_of(sitting, person) if row and row["state"] in OPEN else None
    if row is None or member is None:
        return []
    mine = {
        each["item"]
        for each in await Assignment.select(Assignment.item).where(Assignment.member == member["id"])
    }
    seen = [each for each in await sittings.items_for(sitting, member["id"]) if each["id"] in mine]
    behind = {
        each["id"]: each
        for each in await Item.select(Item.id, Item.declaration, Item.released).where(
            Item.id.is_in(list(mine) or [0])
        )
    }
    return [
        Reading(row, member, each, behind[each["id"]]["declaration"], tuple(behind[each["id"]]["released"])) for each in seen
    ]  # fmt: skip


async def one(sitting: int, person: int, number: int) -> Reading | None:
    """The reading of the dossier with that number, None when it is not `person`'s to read."""
    return next((each for each in await given(sitting, person) if each.item["number"] == number), None)


async def packed(reading: Reading) -> pack.Pack:
    """The dossier as this reader may see it."""
    frozen = await snapshot.newest(reading.declaration)
    if frozen is None:
        return pack.Pack("", "", (), ())
    if not reading.blind:
        return pack.plain(frozen["snapshot"])
    replaced = redactions.made(await redactions.of_item(reading.item["id"]))
    return pack.blind(frozen["snapshot"], reading.released, replaced)


async def opinions_of(readings: Iterable[Reading]) -> dict[int, Row]:
    """What the reader has written, by item; BLANK where nothing."""
    held = list(readings)
    keys = [f"{each.item['id']}-{each.member['id']}" for each in held]
    found = await ReadingOpinion.select().where(ReadingOpinion.key.is_in(keys or [""]))
    stored = {each["item"]: each for each in found}
    return {each.item["id"]: stored.get(each.item["id"], BLANK) for each in held}


async def keep(reading: Reading, version: int, typed: dict[str, str]) -> Row:
    """Save what is in `typed` (notes, advice, words); the row as it is then. Too long a text is kept
    too, see missing(). Conflict, or Refusal: the opinion is in already."""
    changes = _checked(typed)
    key = f"{reading.item['id']}-{reading.member['id']}"
    stored = (await opinions_of([reading]))[reading.item["id"]]
    changes = {name: text for name, text in changes.items() if text != stored[name]}
    if not changes:
        return stored
    if stored["submitted_at"] and set(changes) - {"notes"}:
        raise Refusal(FIXED)
    if stored["version"] != version:
        raise Conflict(stored)
    try:
        async with transaction():
            if not stored["version"]:
                about: dict[str, Any] = {
                    "key": key,
                    "item": reading.item["id"],
                    "member": reading.member["id"],
                }
                await ReadingOpinion(**{**about, **changes}, updated_at=clock.now()).save()
            else:
                await _update(key, version, changes)
    except Exception as error:
        if is_duplicate(error):
            raise Conflict((await opinions_of([reading]))[reading.item["id"]]) from error
        raise
    return (await opinions_of([reading]))[reading.item["id"]]


async def _update(key: str, version: int, changes: dict[str, Any]) -> None:
    written = (
        await ReadingOpinion.update({**changes, "version": version + 1, "updated_at": clock.now()})  # type: ignore[dict-item]
        .where((ReadingOpinion.key == key) & (ReadingOpinion.version == version))
        .returning(ReadingOpinion.id)
    )
    if not written:
        row = await ReadingOpinion.select().where(ReadingOpinion.key == key).first()
        raise Conflict(row or BLANK)


def _checked(typed: dict[str, str]) -> dict[str, str]:
    found: dict[str, str] = {
        name: typed[name].replace("\r\n", "\n").replace("\r", "\n").strip()
        for name in set(typed) & {"notes", "words"}
    }  # fmt: skip
    return {**found, "advice": typed["advice"]} if typed.get("advice") in ADVICE else found


def complaints(opinion: Row) -> dict[str, str]:
    """What is too long, by field, as sentences."""
    return {
        name: f"{label}最多 {limit} 个字，现在有 {len(opinion[name])} 个字。"
        for name, limit, label in (("notes", NOTES, "笔记"), ("words", WORDS, "评议意见"))
        if len(opinion[name]) > limit
    }


def missing(opinion: Row) -> str:
    """What an opinion lacks before it can be handed in, as a sentence; "" when nothing."""
    if not opinion["advice"]:
        return "请先选择建议通过、建议不通过或提交会议讨论。"
    return complaints(opinion).get("words", "") if opinion["words"] else "请先写评议意见。"


async def submit(readings: Iterable[Reading]) -> int:
    """Hand in the opinions that are complete and not yet in; how many. Refusal when a single one is not complete."""
    held = list(readings)
    opinions = await opinions_of(held)
    if len(held) == 1 and (sentence := missing(opinions[held[0].item["id"]])):
        raise Refusal(sentence)
    keys = [opinions[each.item["id"]]["key"] for each in ready(held, opinions)]
    async with transaction():
        done = (
            await ReadingOpinion.update({ReadingOpinion.submitted_at: clock.now()})
            .where(ReadingOpinion.key.is_in(keys or [""]) & ReadingOpinion.submitted_at.is_null())
            .returning(ReadingOpinion.id)
        )
    return len(done)


def ready(readings: Iterable[Reading], opinions: dict[int, Row]) -> list[Reading]:
    """Those whose opinion is complete and not yet handed in."""
    return [
        each for each in readings
        if not opinions[each.item["id"]]["submitted_at"] and not missing(opinions[each.item["id"]])
    ]  # fmt: skip


async def others(reading: Reading) -> list[Row]:
    """The other readers' opinions without their names, in an order that tells nothing; [] until the own one is in."""
    if not (await opinions_of([reading]))[reading.item["id"]]["submitted_at"]:
        return []
    found = await ReadingOpinion.select(ReadingOpinion.key, ReadingOpinion.advice, ReadingOpinion.words).where(
        (ReadingOpinion.item == reading.item["id"]) & (ReadingOpinion.member != reading.member["id"])
        & ReadingOpinion.submitted_at.is_not_null()
    )  # fmt: skip
    return sorted(found, key=lambda row: hashlib.sha256(f"{row['key']} {row['words']}".encode()).hexdigest())


async def progress(sitting: int) -> tuple[int, int]:
    """(opinions handed in, readings given) of a sitting, for its office."""
    given_out = await Assignment.count().where(Assignment.item.sitting == sitting)
    done = await ReadingOpinion.count().where(
        (ReadingOpinion.item.sitting == sitting) & ReadingOpinion.submitted_at.is_not_null()
    )
    return done, given_out
