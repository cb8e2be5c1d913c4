"""Rows of an earlier year copied into this one, with the files that hang on them."""

from typing import Any

from litestar import Request, Response, post
from litestar.handlers import HTTPRouteHandler

from web import rows
from web.evidence import rules as evidence
from web.shell import form
from web.shell.place import Loader, Locked, Place
from web.shell.show import go


def handler(prefix: str, edit: str, load: Loader) -> HTTPRouteHandler:
    """The route that copies the rows of `Place.earlier`."""

    @post(f"{prefix}/{{key:str}}/copy", opt={"act": edit}, status_code=200)
    async def copy(request: Request) -> Response[Any]:
        posted, place = await form.read(request), await load(request, edit)
        if not place.allows(0, whole=True):
            raise Locked(place, posted)
        if place.earlier is not None:
            await copy_rows(place, place.earlier)
        return go(f"{place.url}?said=copied")

    return copy


async def copy_rows(place: Place, earlier: int) -> None:
    """Every row of `earlier`, as far as the section has room; once, however often it is pressed."""
    section = place.section
    for source in (await rows.rows_of(section, earlier))[: section.at_most]:
        row = await rows.copied(section, source, place.holder)
        for name, files in (await evidence.files_of(section.key, source["id"])).items():
            for file in files:
                await evidence.attach(place.owner, file.file, section.key, row["id"], name)
