"""What the catalogue offers, by year: the lists a form depends on, windows, notices, conditions."""

from datetime import date, datetime
from typing import Any

from web import clock
from web.catalogue import reading
from web.catalogue.contents import Contents
from web.catalogue.eligibility import Conditions, conditions_of
from web.catalogue.entries import (
    CommitteeEntry,
    EditionEntry,
    LevelEntry,
    NoticeEntry,
    SectionEntry,
    SeriesEntry,
    SpecialtyEntry,
    TitleEntry,
    TypeEntry,
    WindowEntry,
)
from web.catalogue.stamps import stamps

Year = int | str
_held: dict[str, tuple[Any, Contents]] = {}


class NoEdition(LookupError):
    """There is no catalogue of that year."""


async def contents(year: Year) -> Contents:
    """The edition of `year` in memory, read again after a new load; NoEdition when there is none.
    Its methods are the functions below, without waiting."""
    row = next((each for each in await stamps() if each["year"] == str(year)), None)
    if row is None:
        raise NoEdition(f"没有 {year} 年度的职称目录。")
    return await _current(row)


async def _current(row: dict[str, Any]) -> Contents:
    stamp = (row["source_hash"], row["published_at"])
    held = _held.get(row["year"])
    if held is None or held[0] != stamp:
        held = _held[row["year"]] = (stamp, await reading.contents(row["year"]))
    return held[1]


async def newest() -> Contents | None:
    """The newest edition in memory, None before any has been loaded."""
    found = await stamps()
    return await _current(found[0]) if found else None


async def latest() -> Contents:
    """The same where there must be one: NoEdition before any has been loaded."""
    found = await newest()
    if found is None:
        raise NoEdition("还没有职称目录。")
    return found


async def every() -> list[tuple[EditionEntry, Contents]]:
    """Every published edition with what it offers, the newest first."""
    found = []
    for row in await stamps():
        held = await _current(row)
        windows = [window for _, window in held.windows]
        opens, until = min(window.opens for window in windows), max(window.until for window in windows)
        found.append((EditionEntry(row["year"], row["published_at"], opens, until), held))
    return found


async def editions() -> tuple[EditionEntry, ...]:
    """Every published edition, the newest first."""
    return tuple(edition for edition, _ in await every())


async def open_editions(at: datetime | None = None) -> tuple[EditionEntry, ...]:
    """The editions in which something can be submitted at the moment `at` (default now), the newest first."""
    moment = at or clock.now()
    return tuple(
        edition
        for edition, held in await every()
        if any(window.accepts(moment) for _, window in held.windows)
    )


async def series_of(year: Year, type: str = "", level: str = "") -> tuple[SeriesEntry, ...]:
    """The series, national ones first; with `type` or `level`, those where it can be applied for."""
    return (await contents(year)).series_of(type, level)


async def levels_of(year: Year, series: str, type: str = "") -> tuple[LevelEntry, ...]:
    """The levels of a series, highest first; with `type`, those for which it is offered."""
    return (await contents(year)).levels_of(series, type)


async def types_of(year: Year, series: str = "", level: str = "") -> tuple[TypeEntry, ...]:
    """The review types offered for a series and level (either may be open)."""
    return (await contents(year)).types_of(series, level)


async def committees_for(
    year: Year, series: str, level: str, region: str, unit: str = "", specialty: str = ""
) -> tuple[CommitteeEntry, ...]:
    """Who reviews, by the region (GB/T 2260) and name of the applicant's unit and, where chosen, the
    specialty."""
    return (await contents(year)).committees_for(series, level, region, unit, specialty)


async def committee(year: Year, code: str) -> CommitteeEntry | None:
    """One committee by its code, None when the edition does not offer it."""
    return (await contents(year)).committee(code)


async def specialties_of(
    year: Year, series: str, level: str, committee: str = ""
) -> tuple[SpecialtyEntry, ...]:
    """The specialties that lead to a title at that level; with `committee`, those it reviews."""
    return (await contents(year)).specialties_of(series, level, committee)


async def titles_of(
    year: Year, series: str, level: str, specialty: str = "", track: str = ""
) -> tuple[TitleEntry, ...]:
    """The titles of a series at a level, those of a specialty or track where given."""
    return (await contents(year)).titles_of(series, level, specialty, track)


async def sections_asked(year: Year, series: str, level: str, type: str) -> tuple[SectionEntry, ...]:
    """The sections of the declaration, in order."""
    return (await contents(year)).sections_asked(series, level, type)


async def photo_required(year: Year, series: str, level: str, type: str) -> bool:
    """Whether the year asks for the ID photo of whoever submits."""
    return (await contents(year)).photo_required(series, level, type)


async def window_for(year: Year, series: str, level: str) -> WindowEntry:
    """When declarations of that series and level are taken."""
    return (await contents(year)).window_for(series, level)


async def notice(year: Year) -> NoticeEntry:
    """填报须知 of the year."""
    return (await contents(year)).notices["notice"]


async def commitment(year: Year) -> NoticeEntry:
    """诚信承诺书 of the year."""
    return (await contents(year)).notices["commitment"]


async def name_of(year: Year, kind: str, code: str) -> str:
    """What a code is called, also when no longer offered; `kind` as in Contents.name_of."""
    return (await contents(year)).name_of(kind, code)


async def conditions(
    year: Year, series: str, level: str, type: str = "", specialty: str = "", on: date | None = None
) -> Conditions:
    """What eligibility.assess() needs to judge a person on the day `on` (default today) for that series,
    level and type; without a type, by the ordinary way of obtaining the level, an examination included."""
    return conditions_of(await contents(year), series, level, type, specialty, on or clock.today())
