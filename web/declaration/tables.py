"""Declarations, their frozen snapshots, and the numbered receipt of every attempt to submit."""

from piccolo.columns import Boolean, Date, ForeignKey, Integer, OnDelete, Text, Timestamptz, Varchar
from piccolo.table import Table

from web import clock
from web.people.tables import Account, Organisation
from web.section import SectionRow


class Declaration(Table):
    """One application. The choices are codes of the catalogue's edition `year`, on which it stays.

    `slot`: "person-year" while the declaration counts for the year, null once withdrawn or refused: unique, so a
    person has one a year. `holder`: the organisation whose turn it is, null while the applicant's. `number`: given
    at first submission. `version`: rises with each change of the row. `snapshot`: version of the newest snapshot.
    """

    person = ForeignKey(Account, null=False, on_delete=OnDelete.restrict, index=True)
    unit = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict, index=True)
    year = Integer(null=False)
    slot = Varchar(length=40, unique=True, null=True, default=None)
    state = Varchar(length=30, null=False, default="draft", index=True)
    holder = ForeignKey(Organisation, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    number = Varchar(length=30, null=True, default=None, unique=True)
    version = Integer(default=1)
    snapshot = Integer(default=0)
    type = Varchar(length=30, null=False, default="")
    series = Varchar(length=40, null=False, default="")
    level = Varchar(length=20, null=False, default="")
    committee = Varchar(length=60, null=False, default="")
    specialty = Varchar(length=80, null=False, default="")
    title = Varchar(length=80, null=False, default="")
    region = Varchar(length=20, null=False, default="")
    post = Varchar(length=20, null=False, default="")
    identity = Varchar(length=20, null=False, default="")
    unit_type = Varchar(length=20, null=False, default="")
    notice = Varchar(length=40, null=False, default="")
    noticed_at = Timestamptz(null=True, default=None)
    created_at = Timestamptz(default=clock.now)
    updated_at = Timestamptz(default=clock.now)
    submitted_at = Timestamptz(null=True, default=None)
    due_on = Date(null=True, default=None)


class DeclarationRow(SectionRow):
    """A row of a section of one declaration; mixed into a Piccolo table."""

    declaration = ForeignKey(Declaration, null=False, on_delete=OnDelete.restrict, index=True)


class Snapshot(Table):
    """What was submitted, frozen: canonical JSON and its SHA-256. `key` is "declaration-version", unique."""

    declaration = ForeignKey(Declaration, null=False, on_delete=OnDelete.restrict, index=True)
    version = Integer(null=False)
    key = Varchar(length=40, unique=True, null=False)
    body = Text(null=False)
    sha256 = Varchar(length=64, null=False)
    at = Timestamptz(default=clock.now)


class Receipt(Table):
    """Every attempt to submit or withdraw, also a refused one: number, moment of arrival, outcome, hash."""

    number = Varchar(length=30, unique=True, null=False)
    declaration = ForeignKey(Declaration, null=False, on_delete=OnDelete.restrict, index=True)
    person = ForeignKey(Account, null=False, on_delete=OnDelete.restrict, index=True)
    act = Varchar(length=20, null=False)
    accepted = Boolean(null=False)
    sentence = Text(null=False, default="")
    sha256 = Varchar(length=64, null=False, default="")
    arrived_at = Timestamptz(null=False)
