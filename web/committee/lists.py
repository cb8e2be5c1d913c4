"""What the form of an expert offers: the lists of the newest edition of the catalogue."""

from web.catalogue import rules as catalogue
from web.codelists import Option
from web.columns import Values

SCOPES = (Option("high", "高评会"), Option("mid", "中评会"), Option("junior", "初评会"))
"""适用范围: the kind of committee that one may sit on."""

TIES = (
    Option("unit", "同单位或有隶属关系的单位"), Option("relative", "夫妻、直系血亲、三代以内旁系血亲或近姻亲"),
    Option("teacher", "师生"), Option("work", "项目合作"), Option("other", "其他可能影响公正的关系"),
)  # fmt: skip
"""Why somebody must not be judged by this expert (人社部令第40号第二十五条)."""


async def series(row: Values) -> tuple[Option, ...]:
    """Every series."""
    held = await catalogue.newest()
    return tuple(each.option for each in held.series) if held else ()


async def specialties(row: Values) -> tuple[Option, ...]:
    """The specialties of the chosen series."""
    held = await catalogue.newest()
    return tuple(each.option for each in held.specialties.get(row.get("series") or "", ())) if held else ()


async def levels(row: Values) -> tuple[Option, ...]:
    """The levels of the chosen series that a committee of the chosen scope reviews."""
    held, scope = await catalogue.newest(), row.get("scope") or ""
    found = held.levels_of(row.get("series") or "") if held else ()
    return tuple(each.option for each in found if scope in ("", each.committee_level))


async def titles(row: Values) -> tuple[Option, ...]:
    """The titles of the chosen specialty at the chosen level."""
    held = await catalogue.newest()
    if not held or not row.get("level"):
        return ()
    found = held.titles_of(row.get("series") or "", row["level"], row.get("specialty") or "")
    return tuple(each.option for each in found)


async def sibling_specialties(row: Values) -> tuple[Option, ...]:
    """Every specialty of every series, under its series' name: further ones that an expert can judge."""
    held = await catalogue.newest()
    if not held:
        return ()
    return tuple(
        Option(each.code, each.name, series.short)
        for series in held.series
        for each in held.specialties.get(series.code, ())
    )
