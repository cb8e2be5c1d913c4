"""The organisations of the demonstration: the offices of one province and invented units below them."""

import json
from pathlib import Path
from typing import Any

from web.people.tables import Organisation
from web.review.path import office_of

DATA = Path(__file__).parent / "data"
COMMITTEE = "committee:"


def read(name: str) -> Any:
    """One file of the demonstration's data, without ".json"."""
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


async def make() -> dict[str, int]:
    """Make those organisations that are not there yet; the number of each by its code."""
    numbers: dict[str, int] = {row["code"]: row["id"] for row in await Organisation.select()}
    for entry in read("organisations")["organisations"]:
        if entry["code"] not in numbers:
            numbers[entry["code"]] = await _added(entry, numbers)
    return numbers


async def _added(entry: dict[str, Any], numbers: dict[str, int]) -> int:
    organisation: Any = Organisation(
        code=entry["code"], name=entry["name"], kind=entry["kind"], parent=numbers.get(entry["parent"]),
        region=entry["region"], nature=entry["nature"], level=entry["level"], post_managed=entry.get("posts", False),
    )  # fmt: skip
    await organisation.save()
    return int(organisation.id)


async def number_of(code: str, numbers: dict[str, int], year: int) -> int:
    """The organisation called `code`: one of the tree, or the office of a committee ("committee:CODE")."""
    if code.startswith(COMMITTEE):
        office: int = (await office_of(year, code.removeprefix(COMMITTEE)))["id"]
        return office
    return numbers[code]
