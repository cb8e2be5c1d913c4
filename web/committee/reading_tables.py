"""Reading: what a reader writes about a dossier, how the readings were given out, and what a committee has chosen."""

from piccolo.columns import BigInt, Boolean, ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar

from web import clock
from web.committee.tables import Item, Member, Panel, Sitting
from web.database.columns import Json
from web.database.table import Table
from web.people.tables import Account


class ReadingOpinion(Table):
    """评议意见 of one reader on one dossier. `key`: item-member, unique. `notes`: for herself alone, at any time.

    `advice`: "" until chosen, then a key of reading.ADVICE; `words`: the opinion. Both are fixed, and others' shown,
    once `submitted_at` is set. `version` rises with each save.
    """

    id: Serial
    key = Varchar(length=40, unique=True, null=False)
    item = ForeignKey(Item, null=False, on_delete=OnDelete.restrict, index=True)
    member = ForeignKey(Member, null=False, on_delete=OnDelete.restrict, index=True)
    version = Integer(null=False, default=1)
    notes = Text(null=False, default="")
    advice = Varchar(length=10, null=False, default="")
    words = Text(null=False, default="")
    updated_at = Timestamptz(default=clock.now)
    submitted_at = Timestamptz(null=True, default=None)


class Allocation(Table):
    """分配 of a panel's dossiers as it was made: canonical JSON with its SHA-256, for docs/verify_assignment.py."""

    id: Serial
    panel = ForeignKey(Panel, null=False, unique=True, on_delete=OnDelete.restrict)
    record = Text(null=False)
    sha256 = Varchar(length=64, null=False)
    at = Timestamptz(default=clock.now)


class Redaction(Table):
    """遮盖 of one file of a blind dossier. `key`: item-original, unique. `original`: hash of the file as it was submitted.

    `marks`: [[page from 1, left, top, width, height], …], the four in hundredths of a percent of the page.
    `replacement`, `size`: hash and bytes of the file made of it, "" until it was made; `pages`: of both.
    """

    id: Serial
    key = Varchar(length=80, unique=True, null=False)
    item = ForeignKey(Item, null=False, on_delete=OnDelete.restrict, index=True)
    original = Varchar(length=64, null=False)
    marks = Json(default=[])
    replacement = Varchar(length=64, null=False, default="")
    size = BigInt(null=False, default=0)
    pages = Integer(null=False, default=0)
    by = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)
    at = Timestamptz(default=clock.now)


class CommitteeChoice(Table):
    """What a committee's office chose for the sittings to come. `committee`: its code."""

    id: Serial
    committee = Varchar(length=160, unique=True, null=False)
    blind = Boolean(null=False, default=False)
    recusal_counted = Boolean(null=False)
    by = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)
    at = Timestamptz(default=clock.now)


class VoidedRound(Table):
    """A round of a ballot that was voided, since its ballots could not be opened. `voted`: members who had voted;
    `key`: sitting-round, unique. `round` 0 is the whole sitting (web.committee.annulment)."""

    id: Serial
    key = Varchar(length=40, unique=True, null=False)
    sitting = ForeignKey(Sitting, null=False, on_delete=OnDelete.restrict, index=True)
    round = Integer(null=False)
    reason = Text(null=False)
    present = Integer(null=False)
    voted = Integer(null=False)
    by = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)
    at = Timestamptz(default=clock.now)
