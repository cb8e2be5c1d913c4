"""Sheets that have been read and reported, before and after they were written."""

from piccolo.columns import ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar

from web import clock
from web.database.columns import Json
from web.database.table import Table
from web.people.tables import Account, Organisation


class Sheet(Table):
    """One file that was sent. `kind`: what it is about ("accounts", "statement", …); `subject`: of what.

    `rows`: the rows as they were read, emptied once written; `outcome`: what became of it, in figures and ids.
    """

    id: Serial
    kind = Varchar(length=30, null=False)
    subject = Varchar(length=60, null=False, default="", index=True)
    name = Text(null=False)
    sha256 = Varchar(length=64, null=False)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    by = ForeignKey(Account, null=False, on_delete=OnDelete.restrict, index=True)
    at = Timestamptz(default=clock.now)
    lines = Integer(null=False, default=0)
    rows = Json(default=[])
    written_at = Timestamptz(null=True, default=None)
    outcome = Json(default={})
