"""A paper that can be had, and the frozen content that papers about one declaration are made of."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

import orjson

from web.declaration.tables import Snapshot
from web.documents.rules import CannotTypeset
from web.evidence.places import store
from web.evidence.store import Missing

NO_PHOTO = "证件照片的文件读不到，文件没有生成。请告诉系统管理员。"


class Printed(NamedTuple):
    """`name`: in the address; `title`: as readers know it; `make`: its PDF, documents.CannotTypeset says why not."""

    name: str
    title: str
    make: Callable[[], Awaitable[bytes]]


async def frozen(declaration: int, version: int) -> dict[str, Any]:
    """The snapshot of that version; KeyError when there is none."""
    row = await Snapshot.select(Snapshot.body).where(Snapshot.key == f"{declaration}-{version}").first()
    if row is None:
        raise KeyError(f"{declaration}-{version}")
    found: dict[str, Any] = orjson.loads(row["body"])
    return found


async def photo_of(body: dict[str, Any]) -> bytes | None:
    """The JPEG that the snapshot names, None when it names none; CannotTypeset when it is not in the store."""
    sha256 = body["applicant"]["photo"]
    try:
        return await asyncio.to_thread(store().get, sha256) if sha256 else None
    except Missing as error:
        raise CannotTypeset(NO_PHOTO) from error


def chosen(body: dict[str, Any]) -> dict[str, str]:
    """What was chosen on the first page, as shown: series, level, specialty, title, type …"""
    return {each["name"]: each["shown"] for each in body["heading"]}
