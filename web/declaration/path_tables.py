"""The path of a declaration and the log of decisions: appended, never changed, each chained to the one before it."""

from piccolo.columns import Boolean, Date, ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar

from web import clock
from web.database.table import Table
from web.declaration.tables import Declaration
from web.people.tables import Account, Organisation


class Decision(Table):
    """One move of one declaration. `office`: for which organisation it was made, null when by the applicant or,
    with `by` null too, by a term that ran out.

    `snapshot`: version that the decision was about. `previous`: hash of the declaration's decision before,
    "" for the first; `sha256`: hash over all of the row's facts and `previous`.
    """

    id: Serial
    declaration = ForeignKey(Declaration, null=False, on_delete=OnDelete.restrict, index=True)
    number = Integer(null=False)
    key = Varchar(length=40, unique=True, null=False)
    act = Varchar(length=30, null=False)
    start = Varchar(length=30, null=False)
    end = Varchar(length=30, null=False)
    by = ForeignKey(Account, null=True, default=None, on_delete=OnDelete.restrict)
    office = ForeignKey(Organisation, null=True, default=None, on_delete=OnDelete.restrict)
    comment = Text(null=False, default="")
    snapshot = Integer(default=0)
    at = Timestamptz(default=clock.now, index=True)
    previous = Varchar(length=64, null=False, default="")
    sha256 = Varchar(length=64, null=False)


class Station(Table):
    """A stop on the path of one declaration, computed when it is submitted.

    `kind`: unit, department, county, city, province, committee_office; `label`: what the line of stations says.
    `route`: which rule of paths.json made the path. It is held here while `entered_at` is set and `left_at` is not;
    `outcome`: the act by which it left, "" while it has not. `position` counts from 1, the unit. The index
    station_came (organisation, declaration, entered_at, where entered) answers what has come to an office.
    """

    id: Serial
    declaration = ForeignKey(Declaration, null=False, on_delete=OnDelete.restrict, index=True)
    position = Integer(null=False)
    key = Varchar(length=40, unique=True, null=False)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict, index=True)
    kind = Varchar(length=20, null=False)
    label = Text(null=False)
    route = Varchar(length=30, null=False)
    letter = Boolean(default=False)
    entered_at = Timestamptz(null=True, default=None)
    due_on = Date(null=True, default=None)
    left_at = Timestamptz(null=True, default=None)
    outcome = Varchar(length=30, null=False, default="")
