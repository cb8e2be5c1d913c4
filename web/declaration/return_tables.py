"""What is sent back: each mark names a field or a file, the notice gathers them all with one term."""

from piccolo.columns import Date, ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar

from web import clock
from web.database.table import Table
from web.declaration.path_tables import Station
from web.declaration.tables import Declaration
from web.people.tables import Account, Organisation


class Return(Table, tablename="return_notice"):
    """一次性告知: sent by one office at one station. `kind`: return or supplement. `snapshot`: the version it is
    about. `open_key`: the declaration's number while it is open, null once closed: one open notice each."""

    id: Serial
    declaration = ForeignKey(Declaration, null=False, on_delete=OnDelete.restrict, index=True)
    open_key = Integer(null=True, default=None, unique=True)
    kind = Varchar(length=12, null=False)
    station = ForeignKey(Station, null=False, on_delete=OnDelete.restrict)
    office = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    by = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)
    snapshot = Integer(null=False)
    due_on = Date(null=False)
    at = Timestamptz(default=clock.now)
    closed_at = Timestamptz(null=True, default=None)
    outcome = Varchar(length=12, null=False, default="")


class Mark(Table, tablename="return_mark"):
    """One thing to mend. `section` "choice" is the first page; `row` 0 the whole section; `field` "" the whole row.

    `subject`: what it is called, "获奖情况 第 1 项 奖项名称". `notice`: null while the reviewer still gathers.
    """

    id: Serial
    declaration = ForeignKey(Declaration, null=False, on_delete=OnDelete.restrict, index=True)
    office = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    by = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)
    section = Varchar(length=40, null=False)
    row = Integer(null=False, default=0)
    field = Varchar(length=60, null=False, default="")
    subject = Text(null=False)
    reason = Varchar(length=40, null=False, default="")
    words = Text(null=False)
    notice = ForeignKey(Return, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    at = Timestamptz(default=clock.now)
