"""The treasury's word that money has arrived: a signed message, or its statement as a sheet. Nothing else pays."""

import hashlib
import hmac
import logging
from datetime import datetime
from typing import Any, NamedTuple

import orjson

from web.clock import ZONE
from web.database import is_duplicate, savepoint, transaction
from web.payment import fees
from web.payment.rules import Unmoved, paid
from web.payment.tables import Payment, PaymentEvent, TreasuryEvent
from web.sheet.reading import Line

Row = dict[str, Any]
log = logging.getLogger("zhicheng.payment")

NEEDED = ("缴款通知号", "金额", "流水号", "缴款时间")
"""The columns of the treasury's statement; amounts in yuan."""


class Refusal(Exception):
    """The message is not taken; `status` is the HTTP status, the text a word for the sender's log."""

    def __init__(self, status: int, word: str) -> None:
        super().__init__(word)
        self.status = status


class Money(NamedTuple):
    """Money that has arrived: for which notice, how many fen, under which number of the treasury, when."""

    notice: str
    amount: int
    serial: str
    paid_at: datetime


def signature(secret: bytes, body: bytes) -> str:
    """HMAC-SHA256 (RFC 2104) over the body as it was sent, in hex."""
    return hmac.new(secret, body, hashlib.sha256).hexdigest()


async def called_back(body: bytes, signed: str, secret: bytes) -> str:
    """Take one message of the treasury; what became of it: paid, known, again, differs or unknown.

    `body`: JSON with event (its own id), notice, amount (fen), serial, paid_at (ISO 8601). The signature is checked
    before anything is read. The event's id is unique and a payment leaves the state due only once, so that a
    message that is replayed, late or doubled changes nothing; it needs no clock. Refusal for anything else.
    """
    if not secret:
        raise Refusal(404, "not configured")
    if not hmac.compare_digest(signature(secret, body).encode(), signed.strip().lower().encode()):
        log.warning(
            "treasury message refused: wrong signature",
            extra={"body_sha256": hashlib.sha256(body).hexdigest()},
        )
        raise Refusal(401, "signature")
    event, money = _read(body)
    digest = hashlib.sha256(body).hexdigest()
    async with transaction():
        row = TreasuryEvent(event=event, sha256=digest, outcome="taken")
        try:
            async with savepoint():
                await row.save()
        except Exception as error:
            if not is_duplicate(error):
                raise
            known = await TreasuryEvent.select().where(TreasuryEvent.event == event).first()
            assert known is not None, "its name is taken"
            if known["sha256"] != digest:
                log.warning(
                    "treasury message refused: event known with another body", extra={"body_sha256": digest}
                )
                raise Refusal(409, "event known with another body") from error
            return "known"
        outcome, payment = await receive(money, "callback", None)
        await TreasuryEvent.update({TreasuryEvent.outcome: outcome, TreasuryEvent.payment: payment}).where(
            TreasuryEvent.id == row.id
        )
    return outcome


def _read(body: bytes) -> tuple[str, Money]:
    try:
        said = orjson.loads(body)
        paid_at = datetime.fromisoformat(said["paid_at"])
        money = Money(
            said["notice"], said["amount"], said["serial"], paid_at.replace(tzinfo=paid_at.tzinfo or ZONE)
        )
        texts = (said["event"], money.notice, money.serial)
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError) as error:
        raise Refusal(400, "body") from error
    if not all(isinstance(text, str) and 0 < len(text) <= 60 for text in texts):
        raise Refusal(400, "body")
    if not isinstance(money.amount, int) or isinstance(money.amount, bool) or money.amount <= 0:
        raise Refusal(400, "amount")
    return said["event"], money


async def receive(money: Money, channel: str, by: int | None) -> tuple[str, int | None]:
    """Settle the notice that the money is for, inside the caller's transaction; (the outcome, the payment's id)."""
    outcome, row = await judged(money)
    if outcome == "pay":
        try:
            await paid(row, money.serial, channel, money.paid_at, by)  # type: ignore[arg-type]
            return "paid", row["id"]  # type: ignore[index]
        except Unmoved:
            outcome = "again"
        except Exception as error:
            if not is_duplicate(error):
                raise
            outcome = "known"
    if outcome != "known":
        detail = f"通知号 {money.notice}，{fees.yuan(money.amount)} 元，流水号 {money.serial}"
        await PaymentEvent(payment=row["id"] if row else None, kind=outcome, detail=detail, by=by).save()
    return outcome, row["id"] if row else None


async def judged(money: Money) -> tuple[str, Row | None]:
    """What the money would do, without doing it: pay, known (this serial is booked), again (settled already),
    differs (another amount) or unknown (no such notice)."""
    booked = await Payment.select().where(Payment.serial == money.serial).first()
    if booked:
        return ("known" if booked["number"] == money.notice else "unknown"), booked
    row = await Payment.select().where(Payment.number == money.notice).first()
    if row is None:
        return "unknown", None
    if row["state"] != "due":
        return "again", row
    return ("pay" if row["amount"] == money.amount else "differs"), row


SAID = {
    "pay": "金额相符，可以入账", "known": "这笔流水已经入过账", "again": "这份通知已缴清或已免缴，不能再入账",
    "differs": "金额与通知不符，不入账", "unknown": "没有这个缴款通知号，或流水号已用于另一份通知",
}  # fmt: skip


class Judged(NamedTuple):
    """One row of a statement: what it says, what it would do, and that in words."""

    number: int
    cells: dict[str, str]
    outcome: str
    sentence: str
    money: Money | None


async def report(lines: list[Line]) -> list[Judged]:
    """Every row of a statement with what it would do; "wrong" where it cannot be read. Nothing is written."""
    found: list[Judged] = []
    seen: dict[str, int] = {}
    for line in lines:
        money, wrong = money_of(line)
        if money and (earlier := seen.get(money.serial)):
            wrong = f"流水号与第 {earlier} 行重复"
        if money is None or wrong:
            found.append(Judged(line.number, line.cells, "wrong", wrong, None))
            continue
        seen[money.serial] = line.number
        outcome, _ = await judged(money)
        found.append(Judged(line.number, line.cells, outcome, SAID[outcome], money))
    return found


def money_of(line: Line) -> tuple[Money | None, str]:
    """(the money that a row names, "") or (None, what is wrong with the row)."""
    cells = line.cells
    amount = fees.fen(cells["金额"])
    if not cells["缴款通知号"] or not cells["流水号"]:
        return None, "缺少缴款通知号或流水号"
    if len(cells["流水号"]) > 60 or len(cells["缴款通知号"]) > 30:
        return None, "缴款通知号或流水号太长"
    if not amount:
        return None, f"金额“{cells['金额'][:20]}”不是以元为单位的数，如 320.00"
    try:
        at = datetime.fromisoformat(cells["缴款时间"].replace("/", "-"))
    except ValueError:
        return None, f"缴款时间“{cells['缴款时间'][:20]}”应写成 2026-10-08 或 2026-10-08 09:12"
    return Money(cells["缴款通知号"], amount, cells["流水号"], at.replace(tzinfo=at.tzinfo or ZONE)), ""


async def book(lines: list[Line], by: int) -> dict[str, int]:
    """Write a statement, inside the caller's transaction: how many rows had which outcome."""
    counts: dict[str, int] = {}
    for each in await report(lines):
        outcome = each.outcome
        if each.outcome == "pay":
            assert each.money is not None
            outcome, _ = await receive(each.money, "statement", by)
        counts[outcome] = counts.get(outcome, 0) + 1
    return counts
