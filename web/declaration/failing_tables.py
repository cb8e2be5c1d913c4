"""What did not pass the check before submission, once for each declaration and field."""

from piccolo.columns import ForeignKey, OnDelete, Serial, Timestamptz, Varchar

from web import clock
from web.database.table import Table
from web.declaration.tables import Declaration


class FailedCheck(Table):
    """A field that was begun and found missing or wrong when the applicant checked. `key`: "declaration/section/field"."""

    id: Serial
    declaration = ForeignKey(Declaration, null=False, on_delete=OnDelete.restrict, index=True)
    key = Varchar(length=140, unique=True, null=False)
    section = Varchar(length=40, null=False)
    field = Varchar(length=60, null=False, default="")
    at = Timestamptz(default=clock.now)
