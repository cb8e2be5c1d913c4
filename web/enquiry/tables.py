"""Who has looked at whose data."""

from piccolo.columns import ForeignKey, OnDelete, Serial, Text, Timestamptz

from web import clock
from web.database.table import Table
from web.people.tables import Account


class Look(Table):
    """One look at a person's data. `shown`: as whom the person is told of it: role and organisation, no name."""

    id: Serial
    person = ForeignKey(Account, null=False, on_delete=OnDelete.restrict, index=True)
    by = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)
    shown = Text(null=False)
    what = Text(null=False)
    at = Timestamptz(default=clock.now)
