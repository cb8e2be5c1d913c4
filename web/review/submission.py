"""Submitting, withdrawing and giving up: each attempt, also a refused one, gets a numbered receipt."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from web import clock, rows
from web.clock import ZONE
from web.database import transaction
from web.declaration import bars, check, failing, rules, snapshot
from web.declaration.sections import SECTIONS
from web.declaration.tables import Declaration, Receipt
from web.declaration.unlocking import unlocked
from web.evidence import rules as evidence
from web.evidence.rules import Attached
from web.people.sessions import Person
from web.permissions import Case, herself, over
from web.review import gates, helping, returns
from web.review.difference import only_named
from web.review.rules import Moved, advance
from web.rows import Row
from web.workflow import EDITABLE, SENT_BACK


@dataclass(frozen=True)
class Commitment:
    """The 诚信承诺书 as the person gave it: its version and text, the name typed; the password was asked again."""

    version: str
    text: str
    name: str


async def submit(case: Case, person: Person, commitment: Commitment, arrived: datetime) -> Row:
    """Submit once: snapshot, hash, number, receipt, state 单位审核. Returns the receipt, accepted or refused.

    The moment the request arrived counts. A second click finds the declaration submitted and gets the same receipt.
    """
    row = case.row
    if sentence := await not_hers(case.row, person) or await _obstacle(case, arrived):
        return await _receipt(row, person, "submit", arrived, sentence)
    signed = {
        "version": commitment.version, "text": commitment.text, "name": commitment.name,
        "signed_at": arrived.astimezone(ZONE).isoformat(timespec="seconds"),
    }  # fmt: skip
    try:
        async with transaction():
            row = await _held(row)
            if row["state"] in EDITABLE and not check.complete(checked := await check.of_all(row)):
                raise Incomplete(UNFINISHED, checked)
            number = row["number"] or f"{row['year']}{row['id']:07d}"
            moved = await advance(
                row["id"],
                "submit",
                person.id,
                at=clock.now(),
                comment=await helping.remark(person, row["year"]),
                number=number,
                submitted_at=arrived,
            )
            if moved["holder"] != moved["unit"] and (sentence := await gates.posts_left(moved)):
                raise Incomplete(f"改选的系列、级别：{sentence}请先与所在单位联系。")
            body = await _composed(moved, signed, arrived)
            sha256 = await snapshot.freeze(moved, body)
            return await _receipt(moved, person, "submit", arrived, "", sha256)
    except Moved:
        known = await newest_receipt(row["id"], "submit")
        return known or await _receipt(row, person, "submit", arrived, "申报的状态已经变了，没有提交。")
    except Incomplete as incomplete:
        await failing.note(row["id"], incomplete.checked)
        return await _receipt(row, person, "submit", arrived, incomplete.sentence)


async def _composed(row: Row, signed: dict[str, str], arrived: datetime) -> dict[str, Any]:
    """The snapshot to freeze; when it answers a return, only what was named differs from the version before."""
    body = await snapshot.compose(row, signed, at=arrived)
    places = await unlocked(row["id"])
    if places:
        before = await snapshot.newest(row["id"])
        assert before is not None
        body = only_named(before["snapshot"], body, places)
    await returns.forget_gone(row["id"], body)
    await returns.close(row["id"], "answered")
    return body


NOT_HERS = "承诺书须由本人确认：请本人登录后提交，或先上传本人签字的承诺书。"


async def not_hers(row: Row, person: Person) -> str:
    """A clerk submits only what the person has signed: the sentence that says so, "" when it may be submitted."""
    return NOT_HERS if person.clerk and not await signed_scans(row) else ""


async def signed_scans(row: Row) -> list[Attached]:
    """The scans of the signed commitment, which stand in for the name typed."""
    found = await rows.rows_of(SECTIONS["forms"], row["id"])
    return (await evidence.files_of("forms", found[0]["id"])).get("commitment", []) if found else []


UNFINISHED = "还有没有填完或填错的内容，请按检查结果改好后再提交。"


class Incomplete(Exception):
    """Something is missing or wrong (`checked` says what), or there is no post for what was chosen anew."""

    def __init__(self, sentence: str, checked: Sequence[check.Checked] = ()) -> None:
        self.sentence, self.checked = sentence, checked


async def _obstacle(case: Case, arrived: datetime) -> str:
    window = await rules.window_of(case.row)
    if case.row["state"] == "draft" and not window.accepts(arrived):
        return f"不在申报时间内。申报时间：{window.words}。"
    if barred := await bars.sentence(case.row["person"], arrived.astimezone(ZONE).date()):
        return barred
    due = case.row["due_on"]
    if case.row["state"] in SENT_BACK and due and arrived.astimezone(ZONE).date() > due:
        return over(due)
    return ""


async def _lock(row: Row) -> None:
    await Declaration.update({Declaration.year: row["year"]}).where(Declaration.id == row["id"])


async def _held(row: Row) -> Row:
    """The declaration as it is now; nobody changes it until the caller's transaction ends."""
    await _lock(row)
    held = await Declaration.select().where(Declaration.id == row["id"]).first()
    assert held is not None, "declarations are never deleted"
    return held


async def _receipt(
    row: Row, person: Person, act: str, arrived: datetime, sentence: str = "", sha256: str = ""
) -> Row:
    async with transaction():
        await _lock(row)
        count = await Receipt.count().where(Receipt.declaration == row["id"])
        facts = f"{row['id']}:{act}:{arrived.isoformat()}:{sentence}"
        receipt = Receipt(
            number=f"{row['year']}{row['id']:07d}-{count + 1:02d}", declaration=row["id"], person=person.id, act=act,
            accepted=not sentence, sentence=sentence, arrived_at=arrived,
            sha256=sha256 or hashlib.sha256(facts.encode()).hexdigest(),
        )  # fmt: skip
        await receipt.save()
    found = await Receipt.select().where(Receipt.number == receipt.number).first()
    assert found is not None
    return found


async def newest_receipt(declaration: int, act: str) -> Row | None:
    """The last accepted receipt of `act`, None when there is none."""
    rows: list[Row] = await (
        Receipt.select()
        .where((Receipt.declaration == declaration) & (Receipt.act == act) & Receipt.accepted.eq(True))
        .order_by(Receipt.id, ascending=False)
        .limit(1)
    )
    return rows[0] if rows else None


async def receipt_of(number: str) -> Row | None:
    """The receipt called `number`."""
    found: Row | None = await Receipt.select().where(Receipt.number == number).first()
    return found


async def receipts(declaration: int) -> list[Row]:
    """Every receipt of a declaration, the newest first."""
    found: list[Row] = await (
        Receipt.select().where(Receipt.declaration == declaration).order_by(Receipt.id, ascending=False)
    )
    return found


async def take_back(case: Case, person: Person, act: str, arrived: datetime, reason: str = "") -> Row:
    """Withdraw for changes ("withdraw") or for good ("give_up"); the receipt says whether it was done."""
    if person.clerk:
        return await _receipt(case.row, person, act, arrived, herself(person, case))
    try:
        async with transaction():
            row = await advance(case.row["id"], act, person.id, at=clock.now(), comment=reason)
            await returns.close(row["id"], "given_up")
            return await _receipt(row, person, act, arrived)
    except Moved as moved:
        return await _receipt(case.row, person, act, arrived, str(moved))
