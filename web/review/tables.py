"""The log of decisions: appended, never changed, each chained to the one before it."""

from piccolo.columns import ForeignKey, Integer, OnDelete, Text, Timestamptz, Varchar
from piccolo.table import Table

from web import clock
from web.declaration.tables import Declaration
from web.people.tables import Account, Organisation


class Decision(Table):
    """One move of one declaration. `office`: for which organisation it was made, null when by the applicant.

    `snapshot`: version that the decision was about. `previous`: hash of the declaration's decision before,
    "" for the first; `sha256`: hash over all of the row's facts and `previous`.
    """

    declaration = ForeignKey(Declaration, null=False, on_delete=OnDelete.restrict, index=True)
    number = Integer(null=False)
    key = Varchar(length=40, unique=True, null=False)
    act = Varchar(length=30, null=False)
    start = Varchar(length=30, null=False)
    end = Varchar(length=30, null=False)
    by = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)
    office = ForeignKey(Organisation, null=True, default=None, on_delete=OnDelete.restrict)
    comment = Text(null=False, default="")
    snapshot = Integer(default=0)
    at = Timestamptz(default=clock.now)
    previous = Varchar(length=64, null=False, default="")
    sha256 = Varchar(length=64, null=False)
