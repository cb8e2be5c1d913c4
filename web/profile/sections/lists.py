"""Lists of the catalogue that the 基本信息库 offers: those of its newest edition."""

from collections.abc import Iterable
from typing import Any

from web.catalogue import rules as catalogue
from web.columns import Option, Values


async def series(row: Values) -> tuple[Option, ...]:
    """Every series."""
    newest = await catalogue.newest()
    return _with_retired(newest, "short", "", row.get("series"), newest.series) if newest else ()


async def specialties_of_series(row: Values) -> tuple[Option, ...]:
    """The specialties of the row's series at any level; none before a series is chosen."""
    newest, chosen = await catalogue.newest(), row.get("series") or ""
    of_series = newest.specialties.get(chosen, ()) if newest else ()
    return (
        _with_retired(newest, "specialty", f"{chosen}-", row.get("specialty"), of_series) if of_series else ()
    )


async def titles_of_series(row: Values) -> tuple[Option, ...]:
    """The titles of the row's series, highest level first; none before a series is chosen."""
    newest, chosen = await catalogue.newest(), row.get("series") or ""
    if not newest:
        return ()
    levels = newest.levels.get(chosen, ())
    found = [title for level in levels for title in newest.titles.get((chosen, level.code), ())]
    return _with_retired(newest, "title", f"{chosen}.", row.get("title"), found) if found else ()


def _with_retired(
    newest: Any, kind: str, prefix: str, held: Any, entries: Iterable[Any]
) -> tuple[Option, ...]:
    """The entries' options, and the one that the row holds where the catalogue no longer offers it: who was
    given a title keeps its name. `prefix`: what the codes of this list begin with; no others get in."""
    options = tuple(entry.option for entry in entries)
    if not held or any(option.value == held for option in options):
        return options
    name = newest.names[kind].get(held)
    return (*options, Option(held, name, "不再使用的名称")) if name and held.startswith(prefix) else options
