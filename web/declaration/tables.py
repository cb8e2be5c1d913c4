"""Declarations, their frozen snapshots, and the numbered receipt of every attempt to submit."""

from piccolo.columns import Boolean, Date, ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar

from web import clock
from web.codelists import options
from web.columns import choice
from web.database.columns import Json
from web.database.table import Table
from web.declaration import choices
from web.people.tables import Account, Organisation
from web.section import Closed, SectionRow
from web.workflow import EDITABLE


class Declaration(Table):
    """One application. The choices are codes of the catalogue's edition `year`, on which it stays.

    `slot`: "person-year" while the declaration counts for the year, null once withdrawn or refused: unique, so a
    person has one a year. `holder`: the organisation whose turn it is, null while the applicant's. `number`: given
    at first submission. `version`: rises with each change of the row. `snapshot`: version of the newest snapshot.
    """

    id: Serial
    person = ForeignKey(Account, null=False, on_delete=OnDelete.restrict, index=True)
    unit = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict, index=True)
    year = Integer(null=False)
    slot = Varchar(length=40, unique=True, null=True, default=None)
    state = Varchar(length=30, null=False, default="draft", index=True)
    holder = ForeignKey(Organisation, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    number = Varchar(length=30, null=True, default=None, unique=True)
    version = Integer(default=1)
    snapshot = Integer(default=0)
    unit_name = Text(null=False, default="")
    unit_region = Varchar(length=6, null=False, default="")
    type = choice("评审类型", choices.types, required=True)
    series = choice("申报系列", choices.series, required=True)
    level = choice("申报级别", choices.levels, depends_on="series", required=True)
    specialty = choice(
        "申报专业",
        choices.specialties,
        depends_on="level",
        required=True,
        hint="须与基本信息里的现从事专业一致。",
    )
    title = choice("申报职称", choices.titles, depends_on="specialty", required=True)
    committee = choice("评委会", choices.committees, depends_on="specialty", required=True)
    region = choice("区域（城乡）", options("area_kind"), required=True)
    post = choice("工作岗位", options("work_post"))
    identity = choice("申报人身份", options("applicant_identity"), required=True)
    unit_type = choice("单位类型", options("unit_type"), required=True)
    wrong = Json(default={})
    notice = Varchar(length=40, null=False, default="")
    noticed_at = Timestamptz(null=True, default=None)
    created_at = Timestamptz(default=clock.now)
    updated_at = Timestamptz(default=clock.now)
    submitted_at = Timestamptz(null=True, default=None)
    due_on = Date(null=True, default=None)


class DeclarationRow(SectionRow):
    """A row of a section of one declaration; mixed into a Piccolo table."""

    declaration = ForeignKey(Declaration, null=False, on_delete=OnDelete.restrict, index=True)

    @classmethod
    async def guard(cls, holder: int) -> None:
        """Holds the declaration's row until the write is done, so that submitting sees all of it or none."""
        free = (
            await Declaration.update({Declaration.updated_at: clock.now()})
            .where((Declaration.id == holder) & Declaration.state.is_in(sorted(EDITABLE)))
            .returning(Declaration.id)
        )
        if not free:
            raise Closed


class Snapshot(Table):
    """What was submitted, frozen: canonical JSON and its SHA-256. `key` is "declaration-version", unique."""

    id: Serial
    declaration = ForeignKey(Declaration, null=False, on_delete=OnDelete.restrict, index=True)
    version = Integer(null=False)
    key = Varchar(length=40, unique=True, null=False)
    body = Text(null=False)
    sha256 = Varchar(length=64, null=False)
    at = Timestamptz(default=clock.now)


class Receipt(Table):
    """Every attempt to submit or withdraw, also a refused one: number, moment of arrival, outcome, hash."""

    id: Serial
    number = Varchar(length=30, unique=True, null=False)
    declaration = ForeignKey(Declaration, null=False, on_delete=OnDelete.restrict, index=True)
    person = ForeignKey(Account, null=False, on_delete=OnDelete.restrict, index=True)
    act = Varchar(length=20, null=False)
    accepted = Boolean(null=False)
    sentence = Text(null=False, default="")
    sha256 = Varchar(length=64, null=False, default="")
    arrived_at = Timestamptz(null=False)
