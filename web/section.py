"""A section is its columns: rows of one table, their title, and how the page lays them out."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from piccolo.columns import Column, Integer, Serial, Timestamptz, Varchar

from web import clock
from web.columns import Field
from web.database.columns import Json
from web.database.table import Table


class Closed(Exception):
    """The holder was submitted or locked by the time a write began; nothing was written."""


class SectionRow:
    """What every row of every section has besides its own columns; mixed into a Piccolo table.

    `version` rises with every write and guards against a second tab; `once` makes adding idempotent;
    `wrong` keeps, by field, what was typed that the column cannot hold; `removed_at` is set, not deleted, so
    that removal can be undone; `origin` is the row that this one was copied from.
    """

    id: Serial
    position = Integer(default=0)
    version = Integer(default=1)
    once = Varchar(length=60, unique=True, null=True, default=None)
    wrong = Json(default={})
    created_at = Timestamptz(default=clock.now)
    updated_at = Timestamptz(default=clock.now)
    removed_at = Timestamptz(null=True, default=None)

    @classmethod
    async def guard(cls, holder: int) -> None:
        """Called first in every writing transaction; raises Closed when `holder` may no longer be changed."""


class Named(NamedTuple):
    """A field under the name of its column."""

    name: str
    field: Field


@dataclass(frozen=True)
class Section:
    """A section of the 基本信息库 or of a declaration.

    `layout`: "one" record, "rows" all edited on one page, or "pages" with one item a page.
    `holder`: name of the column that says whose rows they are ("person", "declaration", …).
    `noun`: what one row is called, with its measure word: "项奖励" (第 1 项奖励).
    `given`: the fields of a form that has no table (then `table` is None).
    `listed`: the fields that stand in the list of a "pages" section; default its first four.
    `saves`: what the button that saves says.
    """

    table: Any
    key: str
    title: str
    holder: str
    noun: str = "条记录"
    at_most: int = 60
    layout: str = "pages"
    intro: str = ""
    listed: tuple[str, ...] = ()
    check: Any = None
    given: tuple["Named", ...] = ()
    saves: str = "保存"

    @property
    def many(self) -> bool:
        return self.layout != "one"

    @cached_property
    def fields(self) -> tuple[Named, ...]:
        """Every field in the order of its declaration, files included."""
        return self.given or tuple(_fields(self.table))

    @cached_property
    def columns(self) -> tuple[Named, ...]:
        """The fields that a form posts as text."""
        return tuple(named for named in self.fields if named.field.kind != "upload")

    @cached_property
    def uploads(self) -> tuple[Named, ...]:
        return tuple(named for named in self.fields if named.field.kind == "upload")

    @property
    def list_fields(self) -> tuple[Named, ...]:
        names = self.listed or tuple(named.name for named in self.columns[:4])
        return tuple(named for named in self.fields if named.name in names)

    def field(self, name: str) -> Field:
        """The field called `name`; KeyError when the section has none."""
        return dict(self.fields)[name]


def _fields(table: type[Table]) -> Iterator[Named]:
    for parent in reversed(table.__mro__):
        for name in parent.__dict__:
            value = getattr(table, name, None)
            if isinstance(value, Field):
                yield Named(name, value)
            elif isinstance(value, Column) and hasattr(value, "field"):
                yield Named(name, value.field)
