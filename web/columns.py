"""Columns that know their field: one declaration gives the table, the form, the limits and the printed line."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from piccolo.columns import BigInt, Boolean, Column, Date, Numeric, Text, Varchar

from web.codelists import Option as Option

Values = Mapping[str, Any]
Options = tuple[Option, ...] | Callable[[Values], Awaitable[tuple[Option, ...]]]
NONE = "无"


@dataclass(frozen=True)
class Field:
    """What a person sees of a column.

    `kind`: the folder under components/ that draws it, and the entry of web.kinds.KINDS that reads it.
    `limit`: most characters (code points, a line break counts one); `least`/`most`: bounds of a number.
    `options`: the list itself, or an async function of the row's values that gives it (a dependent list).
    `depends_on`: the field whose choice decides this one's list.
    `check`: a function from the cleaned text to a sentence of complaint, "" when right.
    `reader`: who will read it, said beside the field when not obvious.
    `heading`: begins a group of fields under this heading.
    `gap`: the word that readers and papers see when it is empty (norms: an empty cell says 无).
    """

    kind: str
    label: str
    required: bool = False
    limit: int | None = None
    least: float | None = None
    most: float | None = None
    decimals: int = 0
    unit: str = ""
    hint: str = ""
    options: Options = ()
    depends_on: str = ""
    check: Callable[[str], str] | None = None
    future: bool = False
    autocomplete: str = ""
    input_mode: str = ""
    rows: int = 6
    gap: str = NONE
    heading: str = ""


def _carrying(column: Column, field: Field) -> Any:
    column.field = field  # type: ignore[attr-defined]
    return column


def text(label: str, *, limit: int = 100, **about: Any) -> Any:
    """One line of text of at most `limit` characters."""
    return _carrying(Text(null=False, default=""), Field("text", label, limit=limit, **about))


def long_text(label: str, *, limit: int, **about: Any) -> Any:
    """Paragraphs of at most `limit` characters, counted live."""
    return _carrying(Text(null=False, default=""), Field("long_text", label, limit=limit, **about))


def choice(label: str, options: Options, **about: Any) -> Any:
    """One of a list; the server refuses what the list does not offer."""
    return _carrying(
        Varchar(length=80, null=False, default=""), Field("choice", label, options=options, **about)
    )


def day(label: str, **about: Any) -> Any:
    """A calendar day; not in the future unless `future=True`."""
    about.setdefault("hint", "如 2015-09-01")
    return _carrying(Date(null=True, default=None), Field("day", label, **about))


def number(
    label: str, *, least: float = 0, most: float = 999_999_999, decimals: int = 0, **about: Any
) -> Any:
    """A number between `least` and `most`, with at most `decimals` places; stored as decimal."""
    field = Field("number", label, least=least, most=most, decimals=decimals, **about)
    column = Numeric(digits=(18, 4), null=True, default=None) if decimals else BigInt(null=True, default=None)
    return _carrying(column, field)


def yes_no(label: str, **about: Any) -> Any:
    """是 or 否; neither until the person has said."""
    return _carrying(Boolean(null=True, default=None), Field("yes_no", label, **about))


def upload(label: str, *, at_most: int = 20, **about: Any) -> Field:
    """Files on the row, at most `at_most`. Not a column: files hang on rows through evidence.Attachment."""
    return Field("upload", label, most=at_most, **about)
