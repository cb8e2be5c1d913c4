"""The published roots of the log; its decisions and stations stand beside the declarations that they move."""

from piccolo.columns import Date, Integer, Serial, Timestamptz, Varchar

from web import clock
from web.database.table import Table
from web.declaration.path_tables import Decision as Decision
from web.declaration.path_tables import Station as Station


class DayRoot(Table):
    """The log of one finished day, published: SHA-256 over its decisions' hashes and the root before."""

    id: Serial
    day = Date(null=False, unique=True)
    decisions = Integer(null=False)
    previous = Varchar(length=64, null=False, default="")
    sha256 = Varchar(length=64, null=False)
    at = Timestamptz(default=clock.now)
