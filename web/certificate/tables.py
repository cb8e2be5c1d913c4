"""Certificates: every number ever given, what each certificate says, corrections, revocations and their record."""

from piccolo.columns import Boolean, Date, ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar

from web import clock
from web.database.columns import Json
from web.database.table import Table
from web.declaration.tables import Declaration
from web.people.tables import Account


class Certificate(Table):
    """One certificate. `number`: by the pattern, unique for ever; `prefix`, `serial`: its parts, the pair unique.

    `slot`: the declaration while this is its valid certificate, else null: unique. `facts`: [[label, text], …] as
    printed; `token`: the payload with its Ed25519 signature, what the QR code holds. `photo`: SHA-256, null where the
    person did not agree. `state`: valid, replaced or revoked; `successor`: number of the one that replaced it.
    """

    id: Serial
    number = Varchar(length=40, unique=True, null=False)
    place = Varchar(length=40, unique=True, null=False)
    prefix = Varchar(length=36, null=False, index=True)
    serial = Integer(null=False)
    slot = Integer(unique=True, null=True, default=None)
    declaration = ForeignKey(Declaration, null=False, on_delete=OnDelete.restrict, index=True)
    person = ForeignKey(Account, null=False, on_delete=OnDelete.restrict, index=True)
    name = Text(null=False)
    facts = Json(default=[])
    token = Text(null=False)
    photo = Varchar(length=64, null=True, default=None)
    issued_on = Date(null=False)
    state = Varchar(length=10, null=False, default="valid")
    successor = Varchar(length=40, null=False, default="")
    reason = Text(null=False, default="")
    ended_at = Timestamptz(null=True, default=None)
    by = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)


class Correction(Table):
    """更正申请 by the holder. `state`: asked, corrected or declined."""

    id: Serial
    certificate = ForeignKey(Certificate, null=False, on_delete=OnDelete.restrict, index=True)
    text = Text(null=False)
    at = Timestamptz(default=clock.now)
    state = Varchar(length=10, null=False, default="asked")
    answer = Text(null=False, default="")


class Dishonesty(Table):
    """诚信档案: kept for three years; until then nobody in it may declare. `until`: the last day."""

    id: Serial
    person = ForeignKey(Account, null=False, on_delete=OnDelete.restrict, index=True)
    certificate = ForeignKey(Certificate, null=True, default=None, on_delete=OnDelete.restrict)
    reason = Text(null=False)
    since = Date(null=False)
    until = Date(null=False)
    shared = Boolean(null=False, default=True)
    by = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)
