"""What is computed for the offices: the index of the search, and figures counted at one moment."""

from piccolo.columns import BigInt, Integer, Serial, Timestamptz, Varchar
from piccolo.table import Table

from web import clock
from web.database.columns import Json


class SearchGram(Table):
    """One character, pair of characters, or title ("=code") of one declaration. Indexed by gram, in order of id."""

    id: Serial
    gram = Varchar(length=90, null=False, index=True)
    declaration = BigInt(null=False, index=True)


class SearchMark(Table):
    """How far the index has come: the newest receipt that it has read."""

    id: Serial
    name = Varchar(length=20, unique=True, null=False)
    receipt = Integer(null=False, default=0)


class Statistic(Table):
    """Figures counted at one moment. `name`: of which offices ("all", or "12,15"); `body`: statistics.Figures as JSON."""

    id: Serial
    name = Varchar(length=200, unique=True, null=False)
    body = Json(default={})
    at = Timestamptz(default=clock.now)
