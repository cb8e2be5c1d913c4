"""When the demonstration's people did what they did: within the windows of the catalogue, seen from now."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from web import clock
from web.catalogue import rules as catalogue
from web.catalogue.entries import WindowEntry

SAMPLE = ("gongcheng", "zhong_ji")
"""A series and level whose window is the general one of its year."""
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Season:
    """The year that a declaration is of, and the moment from which days are counted back."""

    year: int
    window: WindowEntry
    anchor: datetime

    def ago(self, days: float) -> datetime:
        """So many days before the anchor, never before the window opens."""
        return max(self.anchor - timedelta(days=days), self.window.opens + HOUR)


async def _window(year: int) -> WindowEntry:
    return await catalogue.window_for(year, *SAMPLE)


async def season(days: int = 0, *, years_back: int = 0) -> Season:
    """The newest year whose window opened at least `days` ago; with `years_back`, an earlier one near its end."""
    now = clock.now()
    years = sorted(int(edition.year) for edition in await catalogue.editions())
    begun = [year for year in years if (await _window(year)).opens + timedelta(days=days) + HOUR <= now]
    year = begun[-1] if begun else years[0]
    if years_back:
        year = max(year - years_back, years[0])
    window = await _window(year)
    last = window.closes - HOUR + timedelta(days=days)
    anchor = min(now, last) if begun else window.opens + timedelta(days=days + 1)
    return Season(year, window, anchor - timedelta(days=15) if years_back else anchor)
