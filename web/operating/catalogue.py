"""The catalogue's files and the fees into the database; a year that the office has published is the office's."""

from pathlib import Path
from typing import NamedTuple

from web.catalogue import load, reading
from web.catalogue.files import DATA, editions
from web.database import transaction
from web.office.publishing import published_here
from web.payment import fees


class Outcome(NamedTuple):
    """What came of one year of the files: rows of the catalogue, fee items; `office`: left alone, the office's own."""

    year: str
    added: int = 0
    changed: int = 0
    retired: int = 0
    fees: int = 0
    office: bool = False


class _Undone(Exception):
    """Nothing is to stay of what was written."""


async def bring(folder: Path = DATA, *, check: bool = False) -> list[Outcome]:
    """Bring every year of `folder` into the database, all or nothing; doing it again changes nothing.

    `check`: say what would be changed, and change nothing. ValueError or KeyError says what is wrong with a file.
    """
    theirs = await published_here()
    files = editions(folder)
    ours = [file.year for file in files if file.year not in theirs]
    for file in files:
        reading.assembled(file.year, file.about, file.rows)
    found = [Outcome(file.year, office=True) for file in files if file.year in theirs]
    try:
        async with transaction():
            for loaded in await load.load(folder, ours):
                found.append(Outcome(*loaded, await fees.load([int(loaded.year)])))
            if check:
                raise _Undone
    except _Undone:
        pass
    return sorted(found)
