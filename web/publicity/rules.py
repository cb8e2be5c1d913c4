"""公示: at least five working days, objections with receipt, and no result while one is open."""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from web import clock, working_days
from web.database import transaction
from web.following import Refusal as Refusal
from web.following import happened
from web.publicity.tables import Objection, Publicity, PublicityEntry
from web.rows import Row

FILE = Path(__file__).parent / "data" / "rules.json"
OBJECTION_LIMIT = 2000
STATES = {"received": "已收到", "inquiry": "正在调查核实", "answered": "已答复"}


@cache
def term() -> dict[str, Any]:
    """The term: working_days, source, year."""
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def earliest_end(from_day: date) -> date:
    """The first day that may be the last: five working days after `from_day`, which is not counted."""
    return working_days.after(from_day, term()["working_days"])


async def publish(
    by: int, *, committee: str, year: int, title: str, organisation: str, opening: str, contacts: list[list[str]],
    entries: Iterable[Mapping[str, Any]], from_day: date | None = None, to_day: date | None = None,
) -> Row:  # fmt: skip
    """Put results before the public. `entries`: declaration, name, unit_name, specialty, title, type. Refusal says why not."""
    begins = from_day or clock.today()
    ends = to_day or earliest_end(begins)
    held = list(entries)
    if not held:
        raise Refusal("没有可以公示的人员。")
    if ends < earliest_end(begins):
        raise Refusal(
            f"公示期不少于 {term()['working_days']} 个工作日（{term()['source']}），"
            f"从 {begins:%Y-%m-%d} 起最早到 {earliest_end(begins):%Y-%m-%d}。"
        )
    async with transaction():
        running = await PublicityEntry.select(PublicityEntry.declaration).where(
            PublicityEntry.declaration.is_in([entry["declaration"] for entry in held])
            & (PublicityEntry.outcome != "struck")
        )
        if running:
            raise Refusal("其中有人员已经在公示或者公示过。")
        publicity = Publicity(
            committee=committee, year=year, title=title.strip(), organisation=organisation, opening=opening.strip(),
            contacts=contacts, from_day=begins, to_day=ends, by=by, created_at=clock.now(),
        )  # fmt: skip
        await publicity.save()
        columns = ("declaration", "name", "unit_name", "specialty", "title", "type")
        for number, entry in enumerate(held, start=1):
            about = {name: entry.get(name, "") for name in columns}
            await PublicityEntry(publicity=publicity.id, number=number, **about).save()
        until = f"公示到 {clock.day_in_words(ends)}"
        await happened("publicise", [entry["declaration"] for entry in held], by, until)
    return await load(publicity.id)


async def load(publicity: int) -> Row:
    """One 公示; Refusal when there is none."""
    row: Row | None = await Publicity.select().where(Publicity.id == publicity).first()
    if row is None:
        raise Refusal("没有找到这个公示。")
    return row


async def listed() -> list[Row]:
    """Every 公示, the newest first, with its stage: running, over or confirmed."""
    found = await Publicity.select().order_by(Publicity.id, ascending=False)
    return [{**row, "stage": stage(row)} for row in found]


def stage(row: Row) -> str:
    """running until the last day is over, then over, then confirmed."""
    if row["confirmed_at"]:
        return "confirmed"
    return "running" if clock.today() <= row["to_day"] else "over"


async def entries(publicity: int) -> list[Row]:
    """The people as shown: full names while it runs, since objecting needs them; afterwards masked. Never an ID number."""
    row = await load(publicity)
    found = (
        await PublicityEntry.select()
        .where(PublicityEntry.publicity == publicity)
        .order_by(PublicityEntry.number)
    )
    return [
        {**each, "shown": each["name"] if stage(row) == "running" else masked(each["name"])} for each in found
    ]


def masked(name: str) -> str:
    """A name after the term: 陈静 → 陈*, 欧阳小华 → 欧**华."""
    if len(name) < 3:
        return name[:1] + "*" * (len(name) - 1)
    return name[0] + "*" * (len(name) - 2) + name[-1]


async def object(
    publicity: int, entry: int | None, text: str, name: str, contact: str, arrived: datetime
) -> tuple[str, str]:
    """Object, in time: (receipt, code to ask with). Real names are not required; without a contact nobody can ask back."""
    row = await load(publicity)
    if arrived.astimezone(clock.ZONE).date() > row["to_day"] or row["confirmed_at"]:
        raise Refusal(f"公示已于 {row['to_day']:%Y-%m-%d} 结束。有问题可以向 {row['organisation']} 反映。")
    text = text.strip()
    if not text:
        raise Refusal("请写明异议的内容和依据。")
    if len(text) > OBJECTION_LIMIT:
        raise Refusal(f"异议最多 {OBJECTION_LIMIT} 个字，现在是 {len(text)} 个字。")
    if entry is not None and not await PublicityEntry.exists().where(
        (PublicityEntry.id == entry) & (PublicityEntry.publicity == publicity)
    ):
        raise Refusal("没有找到您所指的人员。")
    receipt, code = f"YY{row['year']}{secrets.randbelow(10**8):08d}", secrets.token_hex(5).upper()
    await Objection(
        receipt=receipt, code=_digest(receipt, code), publicity=publicity, entry=entry, name=name.strip()[:40],
        contact=contact.strip()[:100], text=text, at=arrived,
    ).save()  # fmt: skip
    return receipt, code


def _digest(receipt: str, code: str) -> str:
    return hashlib.sha256(f"{receipt}:{code.strip().upper()}".encode()).hexdigest()


async def asked(receipt: str, code: str) -> Row | None:
    """The objection for whoever has receipt and code: state and answer; None when they do not fit."""
    receipt = receipt.strip().upper()
    row = await Objection.select(
        Objection.receipt, Objection.at, Objection.state, Objection.answer, Objection.answered_at, Objection.upheld
    ).where((Objection.receipt == receipt) & (Objection.code == _digest(receipt, code))).first()  # fmt: skip
    return {**row, "words": STATES[row["state"]]} if row else None


async def objections(publicity: int) -> list[Row]:
    """Every objection, for the office, the oldest first."""
    return await (
        Objection.select(
            *Objection.all_columns(exclude=[Objection.code]), Objection.entry.name.as_alias("about"),
            Objection.entry.declaration.person.as_alias("person"),  # type: ignore[union-attr]  # two joins
        )
        .where(Objection.publicity == publicity).order_by(Objection.id)
    )  # fmt: skip


async def inquire(objection: int, note: str) -> None:
    """Begin or continue the inquiry; `note` is for the office alone."""
    await Objection.update({Objection.state: "inquiry", Objection.inquiry: note.strip()}).where(
        (Objection.id == objection) & (Objection.state != "answered")
    )


async def answer(objection: int, by: int, text: str, *, upheld: bool) -> None:
    """Answer for good; an upheld objection strikes the person from the result. Refusal without words."""
    if not text.strip():
        raise Refusal("请写明调查结果和答复。")
    async with transaction():
        done = (
            await Objection.update(
                {
                    Objection.state: "answered", Objection.answer: text.strip(), Objection.upheld: int(upheld),
                    Objection.answered_at: clock.now(), Objection.answered_by: by,
                }
            )
            .where((Objection.id == objection) & (Objection.state != "answered"))
            .returning(Objection.entry)
        )  # fmt: skip
        if not done:
            raise Refusal("这条异议已经答复过。")
        if upheld and done[0]["entry"]:
            struck = (
                await PublicityEntry.update(
                    {PublicityEntry.outcome: "struck", PublicityEntry.reason: text.strip()}
                )
                .where((PublicityEntry.id == done[0]["entry"]) & (PublicityEntry.outcome == ""))
                .returning(PublicityEntry.declaration)
            )
            await happened("strike", [row["declaration"] for row in struck], by, text.strip())


async def waits(publicity: int) -> str:
    """Why the result cannot be confirmed yet, "" when it can."""
    row = await load(publicity)
    if row["confirmed_at"]:
        return "已经确认。"
    if clock.today() <= row["to_day"]:
        return f"公示到 {row['to_day']:%Y-%m-%d} 结束，结束后才能确认。"
    count = await Objection.count().where(
        (Objection.publicity == publicity) & (Objection.state != "answered")
    )
    return f"还有 {count} 条异议没有答复，答复后才能确认。" if count else ""


async def confirm(publicity: int, document: str, by: int | None = None) -> list[int]:
    """确认 by the document of that number: the declarations that stand. `by`: the account of the office. Refusal while
    it must wait."""
    async with transaction():
        if sentence := await waits(publicity):
            raise Refusal(sentence)
        if not document.strip():
            raise Refusal("请填写确认文件的文号。")
        written = (
            await Publicity.update(
                {Publicity.confirmed_at: clock.now(), Publicity.document: document.strip()}
            )
            .where((Publicity.id == publicity) & Publicity.confirmed_at.is_null())
            .returning(Publicity.id)
        )
        if not written:
            raise Refusal("已经确认。")
        await PublicityEntry.update({PublicityEntry.outcome: "confirmed"}).where(
            (PublicityEntry.publicity == publicity) & (PublicityEntry.outcome == "")
        )
        kept = await PublicityEntry.select(PublicityEntry.declaration).where(
            (PublicityEntry.publicity == publicity) & (PublicityEntry.outcome == "confirmed")
        )
        declarations = [row["declaration"] for row in kept]
        await happened("confirm", declarations, by, f"确认文件：{document.strip()}")
    return declarations


async def file(publicity: int, filing: str, on: date, by: int | None = None) -> None:
    """备案 after confirmation, once: its number and day. `by`: the account of the office."""
    if not filing.strip():
        raise Refusal("请填写备案文号。")
    async with transaction():
        written = (
            await Publicity.update({Publicity.filing: filing.strip(), Publicity.filed_on: on})
            .where(
                (Publicity.id == publicity) & Publicity.confirmed_at.is_not_null() & (Publicity.filing == "")
            )
            .returning(Publicity.id)
        )
        if not written:
            raise Refusal("已经备案。" if (await load(publicity))["confirmed_at"] else "确认后才能备案。")
        kept = await PublicityEntry.select(PublicityEntry.declaration).where(
            (PublicityEntry.publicity == publicity) & (PublicityEntry.outcome == "confirmed")
        )
        await happened("file", [row["declaration"] for row in kept], by, f"备案文号：{filing.strip()}")


async def of_declaration(declaration: int) -> Row | None:
    """The newest 公示 in which the declaration was shown, None when in none."""
    return await showing([declaration])


async def showing(declarations: list[int]) -> Row | None:
    """The newest 公示 in which one of the declarations was shown, None when there is none."""
    row = await (
        PublicityEntry.select(PublicityEntry.publicity)
        .where(PublicityEntry.declaration.is_in(declarations or [0]))
        .order_by(PublicityEntry.id, ascending=False)
        .first()
    )
    return await load(row["publicity"]) if row else None


async def confirmed(declaration: int) -> Row | None:
    """The 公示 in which the declaration was confirmed, None when it was not."""
    row = await PublicityEntry.select(PublicityEntry.publicity).where(
        (PublicityEntry.declaration == declaration) & (PublicityEntry.outcome == "confirmed")
    ).first()  # fmt: skip
    return await load(row["publicity"]) if row else None
