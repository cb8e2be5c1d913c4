"""Organisations, accounts, roles, sessions and failed attempts to sign in."""

from piccolo.columns import BigInt, Boolean, ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar

from web import clock
from web.database.table import Table


class Organisation(Table):
    """A unit, an agency, or one of the offices above them.

    `kind`: unit, agency, department, county, city, province, committee_office.
    `parent`: the organisation that what it passes up goes to. `region`: GB/T 2260 code.
    `nature`, `level`: codes of the lists unit_nature and unit_level.
    """

    id: Serial
    code = Varchar(length=40, unique=True, null=False)
    name = Text(null=False)
    kind = Varchar(length=20, null=False)
    parent: ForeignKey = ForeignKey("self", null=True, on_delete=OnDelete.restrict)
    region = Varchar(length=6, null=False)
    nature = Varchar(length=10, null=False, default="")
    level = Varchar(length=10, null=False, default="")
    credit_code = Varchar(length=18, null=False, default="")
    post_managed = Boolean(default=False)
    closed_at = Timestamptz(null=True, default=None)


class Account(Table):
    """A person who can sign in.

    `login`: what is typed; an applicant's is the ID number in capitals. `stage`: first (the first password opens
    only the page that sets a new one), set, or closed. `first_until`, `first_tries`: the first password's term and
    the wrong tries that are left. `activation`: argon2 hash of the unit's one-time code, "" when none is asked.
    """

    id: Serial
    login = Varchar(length=64, unique=True, null=False)
    name = Text(null=False)
    id_number = Varchar(length=18, null=False, default="", index=True)
    mobile = Varchar(length=20, null=False, default="")
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict, index=True)
    password = Text(null=False, default="", secret=True)
    stage = Varchar(length=10, null=False, default="first")
    first_until = Timestamptz(null=True, default=None)
    first_tries = Integer(default=5)
    activation = Text(null=False, default="", secret=True)
    created_at = Timestamptz(default=clock.now)
    password_at = Timestamptz(null=True, default=None)


class Role(Table):
    """What an account may do, for which organisation, from when until when (null: open). `lent_by`: whose role it
    is where it is only lent; it ends by itself."""

    id: Serial
    account = ForeignKey(Account, null=False, on_delete=OnDelete.restrict, index=True)
    role = Varchar(length=20, null=False)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict, index=True)
    since = Timestamptz(default=clock.now)
    until = Timestamptz(null=True, default=None)
    lent_by = ForeignKey(Account, null=True, default=None, on_delete=OnDelete.restrict)


class Session(Table):
    """A signed-in browser. Only the SHA-256 of the cookie's token is kept; an ended one stays to know whose it was."""

    id: Serial
    token = Varchar(length=64, unique=True, null=False, secret=True)
    account = ForeignKey(Account, null=False, on_delete=OnDelete.restrict, index=True)
    first = Boolean(default=False)
    created_at = Timestamptz(default=clock.now)
    seen_at = Timestamptz(default=clock.now)
    ended_at = Timestamptz(null=True, default=None)


class Viewing(Table):
    """Support looks at a person's pages, read-only: who, in which session, why, from when until when."""

    id: Serial
    account = ForeignKey(Account, null=False, on_delete=OnDelete.restrict, index=True)
    by = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)
    session = ForeignKey(Session, null=False, on_delete=OnDelete.restrict, index=True)
    reason = Text(null=False)
    at = Timestamptz(default=clock.now)
    ended_at = Timestamptz(null=True, default=None)


class Attempt(Table):
    """A failed attempt to sign in, by a hash of what was typed and by network; pruned after a day."""

    id: Serial
    subject = Varchar(length=64, null=False, index=True)
    at = Timestamptz(default=clock.now)


class Kept(Table):
    """A form that was posted after the session had ended, kept until its owner has signed in again."""

    id: Serial
    token = Varchar(length=64, unique=True, null=False, secret=True)
    account = BigInt(null=True, default=None)
    path = Text(null=False)
    body = Text(null=False)
    at = Timestamptz(default=clock.now)
