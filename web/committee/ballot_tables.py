"""The secret ballot. Who voted and what was voted stand apart: no time, no order, no key in common."""

from piccolo.columns import ForeignKey, OnDelete, Serial, Text, Varchar

from web.committee.tables import Item, Member
from web.database.table import Table


class KeyHolder(Table):
    """A member who keeps one of the codes that open the ballots. Only the public key is stored, base64."""

    id: Serial
    member = ForeignKey(Member, null=False, unique=True, on_delete=OnDelete.restrict)
    public = Varchar(length=60, null=False)


class Voted(Table):
    """That a member has voted on an item. `key` "item-member" is the primary key: one ballot each, and no serial
    number that would tell the order. No time. The rows of an item are written anew, sorted, with every ballot."""

    key = Varchar(length=40, primary_key=True)
    item = ForeignKey(Item, null=False, on_delete=OnDelete.restrict, index=True)
    member = ForeignKey(Member, null=False, on_delete=OnDelete.restrict)


class Sealed(Table):
    """A ballot before the closing, sealed to the key holders: always the same length, never twice the same.

    The key is random; the rows of an item are written anew, sorted by it, with every ballot; gone at the closing.
    """

    key = Varchar(length=40, primary_key=True)
    item = ForeignKey(Item, null=False, on_delete=OnDelete.restrict, index=True)
    sealed = Text(null=False)


class Ballot(Table):
    """A ballot after the closing. `key`: SHA-256 of the voter's receipt and the item; only the voter has the receipt.

    `choice`: yes, no or abstain. All ballots of a sitting are written at once, sorted by key.
    """

    key = Varchar(length=64, primary_key=True)
    item = ForeignKey(Item, null=False, on_delete=OnDelete.restrict, index=True)
    choice = Varchar(length=10, null=False)
