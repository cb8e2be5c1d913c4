"""Texts of the office with every version, moves of people, saved filters, drafts of a new year."""

from piccolo.columns import Boolean, ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar

from web import clock
from web.database.columns import Json
from web.database.table import Table
from web.people.tables import Account, Organisation


class OfficeText(Table):
    """One version of a text. `kind`: help or announcement; `code`: the paragraph's key, or the announcement's number.

    `key` is "kind/code/version", unique. The highest published version counts; `withdrawn` takes the text away.
    """

    id: Serial
    key = Varchar(length=100, unique=True, null=False)
    kind = Varchar(length=20, null=False, index=True)
    code = Varchar(length=40, null=False)
    version = Integer(null=False)
    title = Text(null=False)
    body = Text(null=False)
    withdrawn = Boolean(null=False, default=False)
    by = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)
    at = Timestamptz(default=clock.now)


class Posting(Table):
    """What happened to an account or an organisation's administrator; appended, never changed.

    `act`: see office.postings.ACTS. `start`, `end`: the organisation before and after.
    """

    id: Serial
    account = ForeignKey(Account, null=False, on_delete=OnDelete.restrict, index=True)
    act = Varchar(length=20, null=False)
    start = ForeignKey(Organisation, null=True, default=None, on_delete=OnDelete.restrict)
    end = ForeignKey(Organisation, null=True, default=None, on_delete=OnDelete.restrict)
    reason = Text(null=False, default="")
    by = ForeignKey(Account, null=True, default=None, on_delete=OnDelete.restrict)
    at = Timestamptz(default=clock.now)


class Transfer(Table):
    """A person on her way from one unit to another. `open_key`: the account while it is open, null once decided."""

    id: Serial
    account = ForeignKey(Account, null=False, on_delete=OnDelete.restrict, index=True)
    open_key = Integer(null=True, default=None, unique=True)
    start = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    end = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict, index=True)
    by = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)
    at = Timestamptz(default=clock.now)
    outcome = Varchar(length=12, null=False, default="")
    decided_by = ForeignKey(Account, null=True, default=None, on_delete=OnDelete.restrict)
    decided_at = Timestamptz(null=True, default=None)


class SavedFilter(Table):
    """A search that somebody keeps. `query` as in the address; `key` "person:name", unique."""

    id: Serial
    person = ForeignKey(Account, null=False, on_delete=OnDelete.restrict, index=True)
    key = Varchar(length=120, unique=True, null=False)
    name = Text(null=False)
    query = Text(null=False, default="")
    at = Timestamptz(default=clock.now)


class YearDraft(Table):
    """An edition in the making. `base`: the year it was copied from; `about`: the edition's own data.

    `fees`: the fee items of the year. Nothing of it counts before `published_at`.
    """

    id: Serial
    year = Varchar(length=4, null=False, index=True)
    base = Varchar(length=4, null=False)
    about = Json(default={})
    fees = Json(default=[])
    by = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)
    at = Timestamptz(default=clock.now)
    published_at = Timestamptz(null=True, default=None)


class DraftRow(Table):
    """One row of a draft: of which table of the catalogue, its code, its columns as text. `key`: "draft/table/code"."""

    id: Serial
    key = Varchar(length=240, unique=True, null=False)
    draft = ForeignKey(YearDraft, null=False, on_delete=OnDelete.restrict, index=True)
    table = Varchar(length=30, null=False)
    code = Varchar(length=160, null=False)
    position = Integer(null=False, default=0)
    removed = Boolean(null=False, default=False)
    columns = Json(default={})


class OrganisationChange(Table):
    """What happened to an organisation: opened, renamed (`before`, `after`), closed, reopened; appended."""

    id: Serial
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict, index=True)
    act = Varchar(length=12, null=False)
    before = Text(null=False, default="")
    after = Text(null=False, default="")
    by = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)
    at = Timestamptz(default=clock.now)
