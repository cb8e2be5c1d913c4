"""What a review costs: the fee items of a year, from the project's file until the office changes them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from web.database import transaction
from web.payment.tables import FeeItem

DATA = Path(__file__).parent / "data" / "fees.json"
Row = dict[str, Any]


def of_file(year: int, path: Path = DATA) -> Iterator[Row]:
    """The fee items of `year` as the file has them; ValueError for an amount that is not whole fen."""
    for entry in json.loads(path.read_text(encoding="utf-8"))["fees"]:
        if not entry.get("from", str(year)) <= str(year) <= entry.get("until", str(year)):
            continue
        if not isinstance(entry["amount"], int) or entry["amount"] < 0:
            raise ValueError(f"{entry['code']}: the amount is not whole fen")
        for committee in entry.get("committees", [""]):
            for level in entry.get("levels", [""]):
                yield {
                    "key": f"{year}/{entry['code']}/{committee}/{level}", "year": year, "code": entry["code"],
                    "name": entry["name"], "committee": committee, "level": level, "amount": entry["amount"],
                    "source": entry["source"],
                }  # fmt: skip


async def load(years: list[int], path: Path = DATA) -> int:
    """Bring the file's items of `years` into the database; the number written. A year that the office has edited
    stays as it is; loading the same file again changes nothing."""
    written = 0
    async with transaction():
        for year in years:
            there = {row["key"]: row for row in await FeeItem.select().where(FeeItem.year == year)}
            if any(row["origin"] == "office" for row in there.values()):
                continue
            wanted = {item["key"]: item for item in of_file(year, path)}
            for key, item in wanted.items():
                changes: dict[Any, Any] = {**item, "retired": False}
                if key not in there:
                    await FeeItem(**item).save()
                elif any(there[key][name] != value for name, value in changes.items()):
                    await FeeItem.update(changes).where(FeeItem.key == key)
                else:
                    continue
                written += 1
            for key in there.keys() - wanted.keys():
                await FeeItem.update({FeeItem.retired: True}).where(FeeItem.key == key)
    return written


async def items(year: int) -> list[Row]:
    """The items of a year in force, by committee and level."""
    found: list[Row] = await (
        FeeItem.select()
        .where((FeeItem.year == year) & FeeItem.retired.eq(False))
        .order_by(FeeItem.committee, FeeItem.code, FeeItem.level)
    )
    return found


async def fee_for(year: int, committee: str, level: str) -> Row | None:
    """The item that decides for this committee and level, None where nothing is charged."""
    fitting = [
        (2 * bool(item["committee"]) + bool(item["level"]), item["id"], item)
        for item in await items(year)
        if item["committee"] in ("", committee) and item["level"] in ("", level)
    ]
    best = max(fitting, default=None, key=lambda each: each[:2])
    return best[2] if best and best[2]["amount"] else None


async def replace(year: int, wanted: list[Row]) -> None:
    """The office's own items of a year, inside the caller's transaction: from now on the file has no say in them."""
    keys = set()
    for item in wanted:
        key = f"{year}/{item['code']}/{item['committee']}/{item['level']}"
        keys.add(key)
        values: dict[Any, Any] = {**item, "key": key, "year": year, "origin": "office", "retired": False}
        if not await FeeItem.update(values).where(FeeItem.key == key).returning(FeeItem.id):
            await FeeItem(**values).save()
    await FeeItem.update({FeeItem.retired: True, FeeItem.origin: "office"}).where(
        (FeeItem.year == year) & FeeItem.key.not_in(sorted(keys) or [""])
    )


def yuan(fen: int) -> str:
    """320.00"""
    return f"{fen // 100}.{fen % 100:02d}"


def fen(text: str) -> int | None:
    """The fen that a text such as 320, 320.5, ¥320.00 or 1,320.00 means; None when it is no amount."""
    text = text.strip().removeprefix("¥").removeprefix("￥").removesuffix("元").replace(",", "").strip()
    whole, _, part = text.partition(".")
    if not (whole.isascii() and whole.isdigit() and len(whole) < 10 and len(part) <= 2):
        return None
    if part and not (part.isascii() and part.isdigit()):
        return None
    return int(whole) * 100 + int((part + "00")[:2])
