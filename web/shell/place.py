"""Where a section's page stands: whose rows, at which address, and whether they may be changed."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from litestar import Request

from web.section import Section


@dataclass(frozen=True)
class Place:
    """A section of one holder.

    `url`: address of the section; `back`, `onward`: (address, label) of the page before and after in the journey.
    `locked`: the sentence that says why nothing can be changed, "" when it can. `reader`: who will read it.
    """

    section: Section
    holder: int
    owner: int
    url: str
    locked: str = ""
    back: tuple[str, str] = ("/home", "首页")
    onward: tuple[str, str] | None = None
    asked: dict[str, Any] = field(default_factory=dict)
    reader: str = ""


Loader = Callable[[Request, str], Awaitable[Place]]
"""Loads the place that a request names by its path, checking permission for the act; raises 404 or a refusal."""
