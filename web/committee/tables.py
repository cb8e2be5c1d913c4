"""Committees: draws from the pool, rosters, sittings, panels, assignments, interviews."""

from piccolo.columns import Boolean, Date, ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar

from web import clock
from web.committee.expert_tables import Expert
from web.database.columns import Json
from web.database.table import Table
from web.declaration.tables import Declaration
from web.people.tables import Account


class Draw(Table):
    """抽取. `record`: the pool and the rules as canonical JSON, `sha256` its hash, published before the seed is known.

    `source`: where the seed will come from, said beforehand; `seed`: what it turned out to be, null until then.
    `result`: who was drawn, in order, and who was passed over with the reason.
    """

    id: Serial
    committee = Varchar(length=160, null=False, index=True)
    year = Integer(null=False)
    record = Text(null=False)
    sha256 = Varchar(length=64, null=False)
    source = Text(null=False)
    published_at = Timestamptz(default=clock.now)
    seed = Text(null=True, default=None)
    drawn_at = Timestamptz(null=True, default=None)
    result = Json(default={})
    by = ForeignKey(Account, null=False, on_delete=OnDelete.restrict)


class Sitting(Table):
    """评审会议. Its members are the committee. `state`: planned, voting, closed, void. `members`, `present`: fixed when
    the ballot opens. `recusal_counted`: whether a recused member counts among those attending. `sha256`: over the
    sorted ballots, published at closing. `blind`: members see no names until the closing. `round`: of the ballot, the
    first is 1; a round whose codes were lost is voided and the next begins."""

    id: Serial
    committee = Varchar(length=160, null=False, index=True)
    year = Integer(null=False)
    name = Text(null=False)
    place = Text(null=False, default="")
    on = Date(null=False)
    draw = ForeignKey(Draw, null=True, default=None, on_delete=OnDelete.restrict)
    state = Varchar(length=10, null=False, default="planned")
    version = Integer(default=1)
    recusal_counted = Boolean(null=False)
    blind = Boolean(null=False, default=False)
    round = Integer(null=False, default=1)
    members = Integer(null=False, default=0)
    present = Integer(null=False, default=0)
    sha256 = Varchar(length=64, null=False, default="")
    minutes = Text(null=False, default="")
    created_at = Timestamptz(default=clock.now)
    closed_at = Timestamptz(null=True, default=None)


class Member(Table):
    """A member of the committee at one sitting. `duty`: chair, deputy or member. `key`: sitting-expert, unique."""

    id: Serial
    key = Varchar(length=40, unique=True, null=False)
    sitting = ForeignKey(Sitting, null=False, on_delete=OnDelete.restrict, index=True)
    expert = ForeignKey(Expert, null=False, on_delete=OnDelete.restrict, index=True)
    duty = Varchar(length=10, null=False, default="member")
    position = Integer(null=False, default=0)
    present = Boolean(null=False, default=False)


class Panel(Table):
    """评议组 of at least three members. `specialties`: those whose dossiers it reads, empty for all."""

    id: Serial
    sitting = ForeignKey(Sitting, null=False, on_delete=OnDelete.restrict, index=True)
    name = Text(null=False)
    specialties = Json(default=[])


class PanelMember(Table):
    """A member's place in a panel; one panel for each member of a sitting."""

    id: Serial
    panel = ForeignKey(Panel, null=False, on_delete=OnDelete.restrict, index=True)
    member = ForeignKey(Member, null=False, unique=True, on_delete=OnDelete.restrict)


class Item(Table):
    """One dossier before one sitting. `key`: sitting-declaration, unique. `yes`, `no`, `abstain`, `attending`,
    `needed`, `passed`: null until the ballot is closed. `released`: hashes of the files that may be shown in a blind
    sitting, since its office saw no name on them."""

    id: Serial
    key = Varchar(length=40, unique=True, null=False)
    sitting = ForeignKey(Sitting, null=False, on_delete=OnDelete.restrict, index=True)
    declaration = ForeignKey(Declaration, null=False, on_delete=OnDelete.restrict, index=True)
    number = Integer(null=False)
    panel = ForeignKey(Panel, null=True, default=None, on_delete=OnDelete.restrict)
    released = Json(default=[])
    yes = Integer(null=True, default=None)
    no = Integer(null=True, default=None)
    abstain = Integer(null=True, default=None)
    attending = Integer(null=True, default=None)
    needed = Integer(null=True, default=None)
    passed = Boolean(null=True, default=None)


class Recusal(Table):
    """A member who has no part in an item. `found`: by the service; else declared by the member. `key`: item-member."""

    id: Serial
    key = Varchar(length=40, unique=True, null=False)
    item = ForeignKey(Item, null=False, on_delete=OnDelete.restrict, index=True)
    member = ForeignKey(Member, null=False, on_delete=OnDelete.restrict, index=True)
    found = Boolean(null=False)
    reason = Text(null=False)
    at = Timestamptz(default=clock.now)


class Assignment(Table):
    """A dossier that a member reads, and why this member. `key`: item-member, unique."""

    id: Serial
    key = Varchar(length=40, unique=True, null=False)
    item = ForeignKey(Item, null=False, on_delete=OnDelete.restrict, index=True)
    member = ForeignKey(Member, null=False, on_delete=OnDelete.restrict, index=True)
    reason = Text(null=False)


class Interview(Table):
    """面试答辩: one dossier's slot. `key`: declaration-sitting, unique. Scores are hundredths of a point.

    `attended`: null until the day; `version` rises with each move, and is the .ics sequence; `arranged_at`: when the
    slot was given or last moved, the day of the notice.
    """

    id: Serial
    key = Varchar(length=40, unique=True, null=False)
    item = ForeignKey(Item, null=False, on_delete=OnDelete.restrict, index=True)
    panel = ForeignKey(Panel, null=True, default=None, on_delete=OnDelete.restrict)
    number = Integer(null=False)
    place = Text(null=False)
    starts_at = Timestamptz(null=False)
    ends_at = Timestamptz(null=False)
    version = Integer(default=1)
    arranged_at = Timestamptz(null=True, default=None)
    attended = Boolean(null=True, default=None)
    absence = Text(null=False, default="")


class InterviewScore(Table):
    """One member's marks for one interview. `marks`: criterion → hundredths. `key`: interview-member, unique."""

    id: Serial
    key = Varchar(length=40, unique=True, null=False)
    interview = ForeignKey(Interview, null=False, on_delete=OnDelete.restrict, index=True)
    member = ForeignKey(Member, null=False, on_delete=OnDelete.restrict)
    marks = Json(default={})
    total = Integer(null=False)
    at = Timestamptz(default=clock.now)
