"""The lists of the first page of a declaration, each as far as the choices before it decide."""

from web.catalogue import rules as catalogue
from web.codelists import Option
from web.columns import Values


async def types(values: Values) -> tuple[Option, ...]:
    """Review types, of the series and level where they are chosen."""
    offered = await catalogue.types_of(values["year"], values.get("series", ""), values.get("level", ""))
    return tuple(each.option for each in offered)


async def series(values: Values) -> tuple[Option, ...]:
    """Every series, whatever type is chosen: a type that a series lacks is said beside the type."""
    return tuple(each.option for each in await catalogue.series_of(values["year"]))


async def levels(values: Values) -> tuple[Option, ...]:
    """The levels of the chosen series."""
    if not values.get("series"):
        return ()
    return tuple(each.option for each in await catalogue.levels_of(values["year"], values["series"]))


async def specialties(values: Values) -> tuple[Option, ...]:
    """The specialties that lead to a title at the chosen level."""
    if not (values.get("series") and values.get("level")):
        return ()
    found = await catalogue.specialties_of(values["year"], values["series"], values["level"])
    return tuple(each.option for each in found)


async def titles(values: Values) -> tuple[Option, ...]:
    """The titles of the chosen specialty at the chosen level."""
    if not (values.get("series") and values.get("level") and values.get("specialty")):
        return ()
    found = await catalogue.titles_of(values["year"], values["series"], values["level"], values["specialty"])
    return tuple(each.option for each in found)


async def committees(values: Values) -> tuple[Option, ...]:
    """The committees that review the choice for the region of the applicant's unit."""
    if not (values.get("series") and values.get("level")):
        return ()
    found = await catalogue.committees_for(
        values["year"], values["series"], values["level"], values["unit_region"], values.get("unit_name", ""),
        values.get("specialty", ""),
    )  # fmt: skip
    return tuple(each.option for each in found)
