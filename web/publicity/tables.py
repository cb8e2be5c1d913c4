"""Publicity of results: what was shown, from when to when, and what was objected."""

from piccolo.columns import Date, ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar

from web import clock
from web.database.columns import Json
from web.database.table import Table
from web.declaration.tables import Declaration
from web.people.tables import Account


class Publicity(Table):
    """One 公示. `committee`: its code; `organisation`: who publishes; `contacts`: [[label, text], …].

    `from_day` is not counted, `to_day` is the last day. `confirmed_at`: 确认; `filing`, `filed_on`: 备案.
    """

    id: Serial
    committee = Varchar(length=160, null=False, index=True)
    year = Integer(null=False)
    title = Text(null=False)
    organisation = Text(null=False)
    opening = Text(null=False)
    contacts = Json(default=[])
    from_day = Date(null=False)
    to_day = Date(null=False)
    by = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)
    created_at = Timestamptz(default=clock.now)
    confirmed_at = Timestamptz(null=True, default=None)
    document = Text(null=False, default="")
    filing = Text(null=False, default="")
    filed_on = Date(null=True, default=None)


class PublicityEntry(Table):
    """One person in a 公示, as shown: nothing that the public need not know. `key`: declaration, unique while it counts.

    `outcome`: "" until confirmed, then confirmed or struck, with the `reason`.
    """

    id: Serial
    publicity = ForeignKey(Publicity, null=False, on_delete=OnDelete.restrict, index=True)
    declaration = ForeignKey(Declaration, null=False, on_delete=OnDelete.restrict, index=True)
    number = Integer(null=False)
    name = Text(null=False)
    unit_name = Text(null=False)
    specialty = Text(null=False, default="")
    title = Text(null=False)
    type = Text(null=False, default="")
    outcome = Varchar(length=10, null=False, default="")
    reason = Text(null=False, default="")


class Objection(Table):
    """异议. `receipt`: its number; `code`: SHA-256 of what the objector was given to ask with. `entry`: about whom, null
    for the whole. `state`: received, inquiry, answered. `upheld`: null until answered. `inquiry`: never public."""

    id: Serial
    receipt = Varchar(length=30, unique=True, null=False)
    code = Varchar(length=64, null=False, secret=True)
    publicity = ForeignKey(Publicity, null=False, on_delete=OnDelete.restrict, index=True)
    entry = ForeignKey(PublicityEntry, null=True, default=None, on_delete=OnDelete.restrict)
    name = Text(null=False, default="")
    contact = Text(null=False, default="")
    text = Text(null=False)
    at = Timestamptz(default=clock.now)
    state = Varchar(length=10, null=False, default="received", index=True)
    inquiry = Text(null=False, default="")
    answer = Text(null=False, default="")
    upheld = Integer(null=True, default=None)
    answered_at = Timestamptz(null=True, default=None)
    answered_by = ForeignKey(Account, null=True, default=None, on_delete=OnDelete.restrict)
