"""The index of the search: single characters and pairs of names, and what a row of results shows."""

from piccolo.columns import BigInt, Integer, Varchar
from piccolo.table import Table


class SearchGram(Table):
    """One character, pair of characters, or title ("=code") of one declaration. Indexed by gram, in order of id."""

    gram = Varchar(length=90, null=False, index=True)
    declaration = BigInt(null=False, index=True)


class SearchMark(Table):
    """How far the index has come: the newest receipt that it has read."""

    name = Varchar(length=20, unique=True, null=False)
    receipt = Integer(null=False, default=0)
