"""Messages to persons, and the outbox of mails."""

from piccolo.columns import Date, ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar

from web import clock
from web.database.table import Table
from web.people.tables import Account


class Message(Table):
    """One message. `href`: the page it is about; `due_on`: the day that matters, for the calendar file.

    `once`: unique where a message must not be sent twice, null otherwise.
    """

    id: Serial
    person = ForeignKey(Account, null=False, on_delete=OnDelete.restrict, index=True)
    kind = Varchar(length=30, null=False)
    once = Varchar(length=80, null=True, default=None, unique=True)
    title = Text(null=False)
    body = Text(null=False)
    href = Text(null=False, default="")
    due_on = Date(null=True, default=None)
    at = Timestamptz(default=clock.now)
    read_at = Timestamptz(null=True, default=None)


class Mail(Table):
    """A mail to be sent: tried again at `next_at` until `sent_at` is set or the tries are used up."""

    id: Serial
    message = ForeignKey(Message, null=False, on_delete=OnDelete.restrict, unique=True)
    address = Text(null=False)
    tries = Integer(default=0)
    next_at = Timestamptz(null=True, default=clock.now)
    sent_at = Timestamptz(null=True, default=None)
    error = Text(null=False, default="")
