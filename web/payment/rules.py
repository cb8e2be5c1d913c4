"""What is owed and what has been settled: notices, the moves of a payment, and what keeps one out of the sitting."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from web import clock
from web.database import is_duplicate, savepoint, transaction
from web.declaration.tables import Declaration
from web.payment import fees
from web.payment.tables import Payment, PaymentEvent
from web.people.sessions import Person
from web.people.tree import reached_sql
from web.workflow import STATES as DECLARATION_STATES

Row = dict[str, Any]

STATES = {
    "due": "待缴费", "paid": "已缴费", "waived": "已免缴", "refunded": "已退费", "free": "不收费", "void": "已作废",
}  # fmt: skip
"""The states of a payment and what they are called."""

SETTLED = ("paid", "waived", "free")


class Move(NamedTuple):
    """What may be done with a payment: from which state to which, what it is called, and whether a word is needed."""

    act: str
    start: str
    end: str
    label: str
    past: str
    reason: bool


MOVES = (
    Move("pay", "due", "paid", "登记到账", "已到账", False),
    Move("waive", "due", "waived", "免缴", "已免缴", True),
    Move("refund", "paid", "refunded", "退费", "已退费", True),
    Move("unwaive", "waived", "due", "取消免缴", "已取消免缴", True),
)
"""`pay` is the treasury's: only a signed message or its statement makes it."""

EVENTS = {
    "issued": "发出缴款通知", "pay": "缴款到账", "waive": "免缴", "refund": "退费", "unwaive": "取消免缴",
    "differs": "到账金额不符", "again": "重复到账", "unknown": "没有对应的缴款通知",
}  # fmt: skip


class Unmoved(Exception):
    """The payment is no longer in the state that the move starts from."""


def submitted(row: Row) -> bool:
    """Whether the declaration is under way, so that its review has to be paid."""
    return bool(row["number"]) and row["state"] != "draft" and DECLARATION_STATES[row["state"]].open


async def notice_for(row: Row) -> Row | None:
    """The payment notice of a declaration's `row`, issued now when it is under way and has none; None before that."""
    known = await Payment.select().where(Payment.slot == row["id"]).first()
    if known or not submitted(row):
        return known
    item = await fees.fee_for(row["year"], row["committee"], row["level"])
    count = await Payment.count().where(Payment.declaration == row["id"])
    payment = Payment(
        number=f"P{row['number']}{count + 1:02d}", slot=row["id"], declaration=row["id"], person=row["person"],
        item=item["name"] if item else "不收评审费", amount=item["amount"] if item else 0,
        source=item["source"] if item else "", state="due" if item else "free",
    )  # fmt: skip
    try:
        async with transaction():
            async with savepoint():
                await payment.save()
            if item:
                await PaymentEvent(
                    payment=payment.id, kind="issued", detail=f"¥{fees.yuan(item['amount'])}"
                ).save()
    except Exception as error:
        if not is_duplicate(error):
            raise
    found: Row | None = await Payment.select().where(Payment.slot == row["id"]).first()
    return found


async def move(
    payment: int, act: str, *, by: int | None, detail: str = "", at: datetime | None = None, **columns: Any
) -> Row:
    """Make one of MOVES, once: a guarded update and one event, in the caller's transaction or its own. Unmoved when
    the payment is not in the state it starts from; ValueError (a sentence) when a reason is missing."""
    way = next(each for each in MOVES if each.act == act)
    if way.reason and not detail.strip():
        raise ValueError("请写明理由，申报人会看到这段话。")
    changes = {getattr(Payment, name): value for name, value in columns.items()}
    async with transaction():
        written = (
            await Payment.update({**changes, Payment.state: way.end, Payment.settled_at: at or clock.now()})
            .where((Payment.id == payment) & (Payment.state == way.start))
            .returning(Payment.id)
        )
        if not written:
            raise Unmoved("这笔缴费的状态已经变了，这一步没有做。")
        await PaymentEvent(payment=payment, kind=act, detail=detail.strip(), by=by).save()
        row: Row | None = await Payment.select().where(Payment.id == payment).first()
    assert row is not None, "it was written above"
    return row


async def paid(row: Row, serial: str, channel: str, paid_at: datetime, by: int | None) -> Row:
    """Money of the full amount has arrived for the notice `row`: state, receipt number and event, once."""
    return await move(
        row["id"], "pay", by=by, detail=f"流水号 {serial}", serial=serial, channel=channel, paid_at=paid_at,
        receipt=f"R{row['number'][1:]}",
    )  # fmt: skip


async def obstacle(declaration: int) -> str:
    """Why the declaration cannot enter the sitting for want of payment, "" when it can."""
    row = await Declaration.select().where(Declaration.id == declaration).first()
    notice = await notice_for(row) if row else None
    if notice is None or notice["state"] in SETTLED:
        return ""
    if notice["state"] == "refunded":
        return f"评审费已退（缴款通知 {notice['number']}），不能进入评审。"
    return f"评审费 {fees.yuan(notice['amount'])} 元还没有缴纳（缴款通知 {notice['number']}）。"


async def of_person(person: int) -> list[Row]:
    """Every payment of a person, the newest first; notices of declarations under way are issued first."""
    for row in await Declaration.select().where(
        (Declaration.person == person) & Declaration.slot.is_not_null()
    ):
        await notice_for(row)
    found: list[Row] = await (
        Payment.select(*Payment.all_columns(), Payment.declaration.number.as_alias("declared"),
                       Payment.declaration.year.as_alias("year"), Payment.declaration.state.as_alias("declaration_state"))
        .where((Payment.person == person) & (Payment.state != "free"))
        .order_by(Payment.id, ascending=False)
    )  # fmt: skip
    return found


async def payment_of(number: str) -> Row | None:
    """The payment of that notice number."""
    found: Row | None = await Payment.select().where(Payment.number == number).first()
    return found


async def events_of(payment: int) -> list[Row]:
    """What happened to a payment, the first event first."""
    found: list[Row] = (
        await PaymentEvent.select().where(PaymentEvent.payment == payment).order_by(PaymentEvent.id)
    )
    return [{**row, "label": EVENTS[row["kind"]]} for row in found]


ODD = ("unknown", "differs", "again")
"""What may have arrived and settled nothing: somebody has to look at it."""


async def odd(count: int = 50) -> list[Row]:
    """Money that arrived and settled nothing, the newest first, with the notice that it named, where there is one."""
    rows: list[Row] = await (
        PaymentEvent.select(
            PaymentEvent.kind,
            PaymentEvent.detail,
            PaymentEvent.at,
            PaymentEvent.payment.number.as_alias("number"),
        )
        .where(PaymentEvent.kind.is_in([*ODD]))
        .order_by(PaymentEvent.id, ascending=False)
        .limit(count)
    )
    return [{**row, "label": EVENTS[row["kind"]]} for row in rows]


async def issue_missing(at_most: int = 500) -> int:
    """Issue the notices of declarations that were submitted and have none yet; how many."""
    rows = await Declaration.raw(
        "SELECT d.id FROM declaration d LEFT JOIN payment p ON p.slot = d.id WHERE d.number IS NOT NULL "
        "AND d.slot IS NOT NULL AND d.state <> 'draft' AND p.id IS NULL LIMIT {}",
        at_most,
    )
    for each in rows:
        row = await Declaration.select().where(Declaration.id == each["id"]).first()
        if row is not None:
            await notice_for(row)
    return len(rows)


async def listed(
    state: str, organisations: Iterable[int] | None, page: int, size: int = 50
) -> tuple[list[Row], int]:
    """(payments in `state` of declarations that have come to `organisations` (None: of all), how many there are)."""
    of = "" if organisations is None else f"AND {reached_sql(organisations)}"
    where = f"FROM payment p JOIN declaration d ON d.id = p.declaration WHERE p.state = {{}} {of}"
    count = (await Payment.raw(f"SELECT count(*) AS n {where}", state))[0]["n"]
    rows = await Payment.raw(
        "SELECT p.id, p.number, p.item, p.amount, p.state, p.issued_at, p.receipt, d.number AS declared, d.year, "
        f"d.unit_name, d.unit, (SELECT name FROM account a WHERE a.id = p.person) AS name {where} "
        "ORDER BY p.id DESC LIMIT {} OFFSET {}",
        state, size, (page - 1) * size,
    )  # fmt: skip
    return rows, int(count)


async def may_see(person: Person, row: Row) -> bool:
    """Whether `person` may see a payment: her own, or as an office to which its declaration has come."""
    if row["person"] == person.id or person.places("titles_office"):
        return True
    reached = reached_sql(person.places("committee_office"))
    return bool(
        await Payment.raw(
            f"SELECT d.id FROM declaration d WHERE d.id = {{}} AND {reached}", row["declaration"]
        )
    )
