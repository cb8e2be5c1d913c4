"""Fee items by year, payment notices, and everything that happened to a payment. Money in fen."""

from piccolo.columns import BigInt, Boolean, ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar

from web import clock
from web.database.table import Table
from web.declaration.tables import Declaration
from web.people.tables import Account


class FeeItem(Table):
    """What a review costs. `committee` and `level` "" mean any; the most specific row decides. `amount` in fen.

    `key` is "year/code/committee/level", unique; `origin`: "file" while the data file decides, "office" once edited.
    """

    id: Serial
    key = Varchar(length=200, unique=True, null=False)
    year = Integer(null=False, index=True)
    code = Varchar(length=60, null=False)
    name = Text(null=False)
    committee = Varchar(length=60, null=False, default="")
    level = Varchar(length=20, null=False, default="")
    amount = Integer(null=False)
    source = Text(null=False)
    origin = Varchar(length=10, null=False, default="file")
    retired = Boolean(null=False, default=False)


class Payment(Table):
    """One payment notice. `number`: what the payer quotes. `state`: see payment.rules.STATES.

    `slot`: the declaration's id while the notice counts, null once void: unique, so nobody owes twice.
    `serial`: the treasury's number of the money received, unique; `receipt`: number of our receipt, unique.
    """

    id: Serial
    number = Varchar(length=30, unique=True, null=False)
    slot = Integer(null=True, default=None, unique=True)
    declaration = ForeignKey(Declaration, null=False, on_delete=OnDelete.restrict, index=True)
    person = ForeignKey(Account, null=False, on_delete=OnDelete.restrict, index=True)
    item = Text(null=False)
    amount = Integer(null=False)
    source = Text(null=False, default="")
    state = Varchar(length=12, null=False, default="due", index=True)
    serial = Varchar(length=60, unique=True, null=True, default=None)
    channel = Varchar(length=12, null=False, default="")
    receipt = Varchar(length=30, unique=True, null=True, default=None)
    issued_at = Timestamptz(default=clock.now)
    paid_at = Timestamptz(null=True, default=None)
    settled_at = Timestamptz(null=True, default=None)


class PaymentEvent(Table):
    """What happened, in the past tense; appended, never changed. `by` null: the treasury or the service."""

    id: Serial
    payment = ForeignKey(Payment, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    kind = Varchar(length=20, null=False)
    detail = Text(null=False, default="")
    by = ForeignKey(Account, null=True, default=None, on_delete=OnDelete.restrict)
    at = Timestamptz(default=clock.now)


class TreasuryEvent(Table):
    """One message of the treasury, known by its own id: a second one with the same id changes nothing."""

    id: Serial
    event = Varchar(length=80, unique=True, null=False)
    sha256 = Varchar(length=64, null=False)
    outcome = Varchar(length=20, null=False)
    payment = BigInt(null=True, default=None)
    at = Timestamptz(default=clock.now)
