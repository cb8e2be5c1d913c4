"""When declarations are taken, as everybody reads it: one line for all who share a window."""

from datetime import datetime
from typing import NamedTuple

from web.catalogue import rules
from web.catalogue.entries import WindowEntry


class YearWindow(NamedTuple):
    """One window of one year, and whom it is for; `general`: for everyone who has no window of their own."""

    year: str
    who: str
    window: WindowEntry
    general: bool


async def windows(at: datetime) -> list[YearWindow]:
    """The windows of every edition that is open or to come, the newest last; the general one closes its year."""
    found = []
    for edition, held in reversed(await rules.every()):
        if edition.until <= at:
            continue
        special: dict[WindowEntry, list[str]] = {}
        for (series, level), window in held.windows:
            if series or level:
                who = held.name_of("short", series) if series else ""
                who += held.name_of("level", level) if level else ""
                special.setdefault(window, []).append(who)
        found += [YearWindow(edition.year, "、".join(who), each, False) for each, who in special.items()]
        rest = "其它系列、级别" if special else "各系列、各级别"
        general = [window for asked, window in held.windows if not any(asked)]
        found += [YearWindow(edition.year, rest, each, True) for each in general]
    return found
