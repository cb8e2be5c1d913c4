"""帮办: that a person lets the unit file for her, and the sessions in which somebody does."""

from piccolo.columns import ForeignKey, Integer, OnDelete, Serial, Timestamptz, Varchar

from web import clock
from web.columns import upload
from web.database.table import Table
from web.people.tables import Account, Organisation, Session
from web.section import SectionRow


class Consent(SectionRow, Table, tablename="filing_consent"):
    """A person's consent that `unit` fills her declaration of `year` until the moment `until`.

    `kind`: own (given in the service, with the password) or scan (signed on paper, sent in by the unit). It counts
    from `given_at`, which for a scan is when the unit had sent it, until `until` or `ended_at`; `ended_by`: who
    ended it, the person herself or somebody of the unit.
    """

    unit = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict, index=True)
    person = ForeignKey(Account, null=False, on_delete=OnDelete.restrict, index=True)
    year = Integer(null=False)
    kind = Varchar(length=8, null=False)
    until = Timestamptz(null=False)
    by = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)
    given_at = Timestamptz(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
    ended_by = ForeignKey(Account, null=True, default=None, on_delete=OnDelete.restrict)
    scan = upload("签字的帮办同意书", at_most=3, hint="本人签字或按手印的同意书扫描件或照片。")


class Helping(Table):
    """Somebody of the unit fills a person's pages in one session, from `at` until `ended_at`."""

    id: Serial
    consent = ForeignKey(Consent, null=False, on_delete=OnDelete.restrict, index=True)
    by = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)
    session = ForeignKey(Session, null=False, on_delete=OnDelete.restrict, index=True)
    at = Timestamptz(default=clock.now)
    ended_at = Timestamptz(null=True, default=None)
