"""Experts: the application of a candidate, what was decided on it, and the pool."""

from piccolo.columns import BigInt, Date, ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar

from web import clock
from web.committee.expert_steps import EDITABLE
from web.database.columns import Json
from web.database.table import Table
from web.people.tables import Account, Organisation
from web.section import Closed, SectionRow


class ExpertApplication(Table):
    """申报专家候选人. `slot`: the person's id while the application is open: unique, one at a time.

    `path`: ids of the organisations that decide, the unit first, the province last; `holder`: whose turn it is.
    `body`, `sha256`: what was submitted, as canonical JSON, and its hash; `commitment`: the version agreed to.
    """

    id: Serial
    person = ForeignKey(Account, null=False, on_delete=OnDelete.restrict, index=True)
    unit = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    slot = BigInt(unique=True, null=True, default=None)
    state = Varchar(length=20, null=False, default="draft", index=True)
    path = Json(default=[])
    holder = ForeignKey(Organisation, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    version = Integer(default=1)
    body = Text(null=False, default="")
    sha256 = Varchar(length=64, null=False, default="")
    created_at = Timestamptz(default=clock.now)
    submitted_at = Timestamptz(null=True, default=None)


class ExpertRow(SectionRow):
    """A row of a section of one application; mixed into a Piccolo table."""

    application = ForeignKey(ExpertApplication, null=False, on_delete=OnDelete.restrict, index=True)

    @classmethod
    async def guard(cls, holder: int) -> None:
        """Holds the application's row until the write is done, so that submitting sees all of it or none."""
        free = (
            await ExpertApplication.update({ExpertApplication.version: ExpertApplication.version})
            .where((ExpertApplication.id == holder) & ExpertApplication.state.is_in(sorted(EDITABLE)))
            .returning(ExpertApplication.id)
        )
        if not free:
            raise Closed


class ExpertDecision(Table):
    """One move of one application, appended, never changed."""

    id: Serial
    application = ForeignKey(ExpertApplication, null=False, on_delete=OnDelete.restrict, index=True)
    key = Varchar(length=40, unique=True, null=False)
    number = Integer(null=False)
    act = Varchar(length=20, null=False)
    start = Varchar(length=20, null=False)
    end = Varchar(length=20, null=False)
    by = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)
    office = ForeignKey(Organisation, null=True, default=None, on_delete=OnDelete.restrict)
    comment = Text(null=False, default="")
    sha256 = Varchar(length=64, null=False, default="")
    at = Timestamptz(default=clock.now)


class Expert(Table):
    """A person in the pool. `slot`: the person's id while in the pool: unique. `level`, `rank`: the highest level that
    may be judged; `specialties`: codes, the recommended one first. Term: `since` to `until`, both days included, at
    most three years (人社部令第40号第十条). `state`: active, paused or removed; `note`: why."""

    id: Serial
    person = ForeignKey(Account, null=False, on_delete=OnDelete.restrict, index=True)
    slot = BigInt(unique=True, null=True, default=None)
    application = ForeignKey(ExpertApplication, null=True, default=None, on_delete=OnDelete.restrict)
    name = Text(null=False)
    unit = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict, index=True)
    series = Varchar(length=40, null=False, index=True)
    level = Varchar(length=20, null=False)
    rank = Integer(null=False)
    title = Varchar(length=160, null=False, default="")
    specialties = Json(default=[])
    since = Date(null=False)
    until = Date(null=False)
    state = Varchar(length=10, null=False, default="active")
    note = Text(null=False, default="")
    admitted_at = Timestamptz(default=clock.now)


class Tie(Table):
    """Somebody, or a unit, that an expert may not judge: declared by the expert, or added by an office."""

    id: Serial
    expert = ForeignKey(Expert, null=False, on_delete=OnDelete.restrict, index=True)
    kind = Varchar(length=10, null=False)
    name = Text(null=False, default="")
    unit = Text(null=False, default="")
    about = Text(null=False, default="")
