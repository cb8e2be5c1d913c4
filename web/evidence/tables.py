"""Files a person keeps, where they hang, what snapshots hold fast, and uploads that are still under way."""

from piccolo.columns import BigInt, ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar

from web import clock
from web.database.columns import Json
from web.database.table import Table
from web.people.tables import Account


class File(Table):
    """One compliant file in a person's library. Its bytes never change; a new upload is a new row.

    `sha256`, `kind` (jpeg or pdf), `size` (bytes), `pages`: of the compliant file. `original`, `original_kind`,
    `original_size`: of what was sent. `part` of `parts`: a PDF over 8 MB becomes several files.
    `rendered`: page numbers (from 1) that had to become pictures; while not empty, `agreed_at` must be set before use.
    `purpose`: document or portrait. `cut`: how it was made of its original. A portrait: {"crop": [x, y, width] as
    portrait.Crop, "upright": [width, height] in pixels, "said": [its faults in words]}. A photograph that was made
    again: as again.Way.
    """

    id: Serial
    owner = ForeignKey(Account, null=False, on_delete=OnDelete.restrict, index=True)
    purpose = Varchar(length=10, null=False, default="document")
    name = Text(null=False)
    sha256 = Varchar(length=64, null=False, index=True)
    kind = Varchar(length=10, null=False)
    size = BigInt(null=False)
    pages = Integer(null=False)
    original = Varchar(length=64, null=False, index=True)
    original_kind = Varchar(length=10, null=False)
    original_size = BigInt(null=False)
    part = Integer(null=False, default=1)
    parts = Integer(null=False, default=1)
    rendered = Json(null=False, default="[]")
    cut = Json(null=False, default="{}")
    agreed_at = Timestamptz(null=True, default=None)
    created_at = Timestamptz(null=False, default=clock.now)
    removed_at = Timestamptz(null=True, default=None)


class Attachment(Table):
    """A file on one upload field of one row of a section; `position` orders them, `removed_at` allows to undo."""

    id: Serial
    section = Varchar(length=40, null=False)
    row_id = BigInt(null=False, index=True)
    field = Varchar(length=40, null=False)
    file = ForeignKey(File, null=False, on_delete=OnDelete.restrict, index=True)
    position = Integer(null=False)
    created_at = Timestamptz(null=False, default=clock.now)
    removed_at = Timestamptz(null=True, default=None)


class Held(Table):
    """Bytes that a snapshot names: never removed. `by`: the snapshot's hash."""

    id: Serial
    sha256 = Varchar(length=64, null=False, index=True)
    by = Varchar(length=64, null=False)
    at = Timestamptz(null=False, default=clock.now)


class Upload(Table):
    """A resumable upload (tus 1.0): `offset` of `length` bytes have arrived in the file named `key`.

    `target`: where the finished file goes, as the page that began it says. `file`: the result, once taken.
    `complaint`: why it was refused. `expires`: when an unfinished one is thrown away.
    `kept`: the hash of a secret while the file, which came whole after its sender's session had ended, waits for her
    to sign in; `network`: a keyed hash of where it came from.
    """

    id: Serial
    key = Varchar(length=43, null=False, unique=True)
    owner = ForeignKey(Account, null=False, on_delete=OnDelete.restrict, index=True)
    name = Text(null=False, default="")
    target = Text(null=False, default="")
    length = BigInt(null=False)
    offset = BigInt(null=False, default=0)
    file = ForeignKey(File, null=True, default=None, on_delete=OnDelete.set_null)
    complaint = Text(null=False, default="")
    created_at = Timestamptz(null=False, default=clock.now)
    expires = Timestamptz(null=False)
    kept = Varchar(length=64, null=False, default="")
    network = Varchar(length=64, null=False, default="")
