"""The catalogue, one set of rows for each yearly edition; codes are natural and the same in every edition."""

from piccolo.columns import Boolean, Date, ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar

from web.database.columns import Json
from web.database.table import Table


class Edition(Table):
    """The catalogue of one year. `source_hash`: SHA-256 of the data it was loaded from."""

    id: Serial
    year = Varchar(length=4, unique=True, null=False)
    published_at = Timestamptz(null=False)
    source_hash = Varchar(length=64, null=False, default="")
    about = Json(default={})


class EditionRow:
    """What every row has besides its own columns; mixed into a Piccolo table.

    `key`: "year/code", unique (a row keeps its id when its data change). `position`: its place in the list.
    `retired`: no longer in the files; not offered any more, but whoever holds the code still reads its name.
    """

    key = Varchar(length=200, unique=True, null=False)
    code = Varchar(length=160, null=False)
    position = Integer(null=False, default=0)
    retired = Boolean(null=False, default=False)
    edition = ForeignKey(Edition, null=False, on_delete=OnDelete.restrict, index=True)


class Series(EditionRow, Table):
    """A 职称系列. `name` as the ministry's table has it, `short` as people say it; `national`: one of the
    27."""

    name = Text(null=False)
    short = Text(null=False)
    national = Boolean(null=False)
    document = Text(null=False, default="")


class Track(EditionRow, Table):
    """A line of titles inside a series (医师, 药师, 护师, 技师); code "series.track"."""

    series = Varchar(length=40, null=False)
    track = Varchar(length=40, null=False)
    name = Text(null=False)


class Level(EditionRow, Table):
    """A level that a series has; code "series.level". `evaluation`: how it is obtained; `told`: that in
    words.

    `by_exam`: obtained by an examination or a certificate alone, so that nobody need apply for it.
    """

    series = Varchar(length=40, null=False)
    level = Varchar(length=20, null=False)
    name = Text(null=False)
    rank = Integer(null=False)
    committee_level = Varchar(length=10, null=False)
    evaluation = Varchar(length=30, null=False)
    evaluation_name = Text(null=False)
    by_exam = Boolean(null=False, default=False)
    told = Text(null=False, default="")


class Title(EditionRow, Table):
    """A title; code "series.track.level", a variant ends in ".2". `name`: the national table's; `shown`:
    full."""

    series = Varchar(length=40, null=False)
    track = Varchar(length=40, null=False)
    level = Varchar(length=20, null=False)
    name = Text(null=False)
    shown = Text(null=False)


class Specialty(EditionRow, Table):
    """A 专业 of a series. `tracks` and `levels` empty: all of the series. `also`: former names."""

    series = Varchar(length=40, null=False)
    group_code = Varchar(length=40, null=False)
    group_name = Text(null=False)
    name = Text(null=False)
    tracks = Json(default=[])
    levels = Json(default=[])
    also = Json(default=[])


class Committee(EditionRow, Table):
    """A 评审委员会 (high, mid) or 考核认定委员会 (junior).

    `region`: GB/T 2260 code of the units it serves; `organisation`: name of the one unit it serves, "" for
    all. `minimum`: fewest members. It is filed for three years at most: `valid_until` is the last day.
    """

    name = Text(null=False)
    series = Varchar(length=40, null=False)
    level = Varchar(length=10, null=False)
    region = Varchar(length=6, null=False)
    organisation = Text(null=False, default="")
    office = Text(null=False)
    filing = Text(null=False)
    filed_on = Date(null=False)
    valid_until = Date(null=False)
    minimum = Integer(null=False)


class CommitteeScope(EditionRow, Table):
    """One thing that a committee reviews: a level, and the group of specialties ("" for all of the
    series)."""

    committee = Varchar(length=60, null=False)
    level = Varchar(length=20, null=False)
    group_code = Varchar(length=40, null=False, default="")


class ReviewType(EditionRow, Table):
    """A 评审类型 where `levels`, `evaluations` and `series` (empty: all) allow it; `routes` name its
    conditions."""

    type = Varchar(length=30, null=False)
    name = Text(null=False)
    description = Text(null=False)
    levels = Json(default=[])
    evaluations = Json(default=[])
    series = Json(default=[])
    routes = Json(default=[])
    asks_reason = Boolean(null=False)
    skips_steps = Boolean(null=False)
    same_level = Boolean(null=False)


class SectionAsked(EditionRow, Table):
    """Whether a section of the declaration is asked; "" means any. The most specific row decides."""

    section = Varchar(length=40, null=False)
    title = Text(null=False)
    series = Varchar(length=40, null=False, default="")
    level = Varchar(length=20, null=False, default="")
    type = Varchar(length=30, null=False, default="")
    asked = Boolean(null=False)
    required = Boolean(null=False)
    at_least = Integer(null=False)
    at_most = Integer(null=False)
    hint = Text(null=False, default="")


class Window(EditionRow, Table):
    """When declarations are taken: from `opens` until just before `closes`; "" means any series or level."""

    series = Varchar(length=40, null=False, default="")
    level = Varchar(length=20, null=False, default="")
    opens = Timestamptz(null=False)
    closes = Timestamptz(null=False)
    grace_minutes = Integer(null=False)
    note = Text(null=False, default="")


class Notice(EditionRow, Table):
    """填报须知 (kind notice) or 诚信承诺书 (kind commitment), Markdown, with the version that is agreed
    to."""

    kind = Varchar(length=20, null=False)
    title = Text(null=False)
    version = Varchar(length=20, null=False)
    body = Text(null=False)


class EligibilityRule(EditionRow, Table):
    """A condition: of one series, level and route, or (kind "check") of every declaration. `definition` is
    its text."""

    kind = Varchar(length=10, null=False)
    series = Varchar(length=40, null=False, default="")
    level = Varchar(length=20, null=False, default="")
    route = Varchar(length=30, null=False, default="")
    definition = Json(default={})
    source = Text(null=False)


ROWS = (
    Series, Track, Level, Title, Specialty, Committee, CommitteeScope, ReviewType, SectionAsked, Window,
    Notice, EligibilityRule,
)  # fmt: skip
"""Every table that an edition consists of."""
