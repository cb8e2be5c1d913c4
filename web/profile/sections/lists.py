"""Lists of the catalogue that the 基本信息库 offers: those of its newest edition."""

from collections.abc import Iterable
from typing import Any

from web.columns import Option, Values


async def series(row: Values) -> tuple[Option, ...]:
    """Every series."""
    newest = await _newest()
    return _with_held(newest, "short", row.get("series"), newest.series) if newest else ()


async def specialties_of_series(row: Values) -> tuple[Option, ...]:
    """The specialties of the row's series at any level; none before a series is chosen."""
    newest = await _newest()
    of_series = newest.specialties.get(row.get("series") or "", ()) if newest else ()
    return _with_held(newest, "specialty", row.get("specialty"), of_series) if of_series else ()


async def titles_of_series(row: Values) -> tuple[Option, ...]:
    """The titles of the row's series, highest level first; none before a series is chosen."""
    newest = await _newest()
    chosen = row.get("series") or ""
    levels = newest.levels.get(chosen, ()) if newest else ()
    found = [title for level in levels for title in newest.titles.get((chosen, level.code), ())]
    return _with_held(newest, "title", row.get("title"), found) if found else ()


async def _newest() -> Any:
    """The newest edition's contents, None before any has been loaded."""
    from web.catalogue import rules  # here, since rules stand a floor above sections

    editions = await rules.editions()
    return await rules.contents(editions[0].year) if editions else None


def _with_held(newest: Any, kind: str, held: Any, entries: Iterable[Any]) -> tuple[Option, ...]:
    """The entries' options, and the one already held where its edition has retired it."""
    options = tuple(entry.option for entry in entries)
    known = held and newest.name_of(kind, held)
    if not known or known == held or any(option.value == held for option in options):
        return options
    return (*options, Option(held, known, "不再使用的名称"))
