"""Views that a reviewer keeps, and batches with what they did to each declaration."""

from piccolo.columns import ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar

from web import clock
from web.database.table import Table
from web.declaration.tables import Declaration
from web.people.tables import Account


class SavedView(Table):
    """Filters of the queue under a name; `query` as in the address. Unique `key`: "person:name"."""

    id: Serial
    person = ForeignKey(Account, null=False, on_delete=OnDelete.restrict, index=True)
    key = Varchar(length=120, unique=True, null=False)
    name = Text(null=False)
    query = Text(null=False, default="")
    at = Timestamptz(default=clock.now)


class Batch(Table):
    """One act on several declarations. Unique `once`: a second click does nothing."""

    id: Serial
    person = ForeignKey(Account, null=False, on_delete=OnDelete.restrict, index=True)
    act = Varchar(length=30, null=False)
    once = Varchar(length=60, unique=True, null=False)
    at = Timestamptz(default=clock.now)
    undone_at = Timestamptz(null=True, default=None)


class BatchRow(Table):
    """What the batch did to one declaration: `decision` is the number of its decision, `sentence` says why there is none;
    0 and "" while it waits. `undone`: what the one undo came to."""

    id: Serial
    batch = ForeignKey(Batch, null=False, on_delete=OnDelete.restrict, index=True)
    declaration = ForeignKey(Declaration, null=False, on_delete=OnDelete.restrict)
    decision = Integer(default=0)
    sentence = Text(null=False, default="")
    undone = Text(null=False, default="")
