"""Where a section's page stands: whose rows, at which address, and whether they may be changed."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any, Self

from litestar import Request

from web.section import Section
from web.shell.form import Form


@dataclass(frozen=True)
class Place:
    """A section of one holder.

    `url`: address of the section; `back`, `onward`: (address, label) of the page before and after in the journey.
    `known`: (label, value) of what the service knows already, shown above the form and not asked.
    `photo`: whether the ID photo stands here. `earlier`: the holder of an earlier year whose rows can be copied.
    `locked`: the sentence that says why nothing can be changed, "" when it can. `reader`: who will read it.
    `named`: while a return is open, the (row, field) that it names, row 0 for the whole section and field "" for the
    whole row; None when everything may be changed.
    """

    section: Section
    holder: int
    owner: int
    url: str
    locked: str = ""
    back: tuple[str, str] = ("/home", "首页")
    onward: tuple[str, str] | None = None
    known: tuple[tuple[str, str], ...] = ()
    photo: bool = False
    reader: str = ""
    named: frozenset[tuple[int, str]] | None = None
    earlier: int | None = None

    def allows(self, row: int, field: str = "", *, whole: bool = False) -> bool:
        """Whether `field` of `row` may be changed ("": any of its fields; `whole`: all, as adding and removing do)."""
        if self.locked or self.named is None:
            return not self.locked
        if (0, "") in self.named or (row, "") in self.named:
            return True
        if whole:
            return False
        return (row, field) in self.named if field else any(each == row for each, _ in self.named)

    def of_row(self, row: int, field: str = "") -> Self:
        """The same place, locked where the return does not name this row and field."""
        return self if self.locked or self.allows(row, field) else replace(self, locked=NOT_NAMED)

    def asked_for(self, params: dict[str, Any]) -> Self:
        """The same place as far as the address names a row and a field of it."""
        return self.of_row(params["row"], params.get("name", "")) if "row" in params else self


NOT_NAMED = "申报已退回修改，只能改退回时指出的内容；这里没有被指出，只能查看。"


class Locked(Exception):
    """The section cannot be changed now; `place.locked` says why. What was posted is given back."""

    def __init__(self, place: Place, posted: Form) -> None:
        super().__init__(place.locked)
        self.place, self.posted = place, posted


Loader = Callable[[Request, str], Awaitable[Place]]
"""Loads the place that a request names by its path, checking permission for the act; raises 404 or a refusal."""
