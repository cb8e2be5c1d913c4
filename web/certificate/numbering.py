"""The number of a certificate: by the pattern in data/number.json, never used twice."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from web.catalogue import rules as catalogue
from web.certificate.tables import Certificate
from web.rows import Row

FILE = Path(__file__).parent / "data" / "number.json"


@cache
def pattern() -> dict[str, Any]:
    """How numbers are made and who issues: data/number.json."""
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


async def _parts(row: Row) -> dict[str, Any]:
    held = await catalogue.contents(row["year"])
    series = [each.code for each in held.series].index(row["series"]) + 1
    committees = [each.code for every in held.committees.values() for each in every]
    committee = committees.index(row["committee"]) + 1 if row["committee"] in committees else 0
    about = pattern()
    return {
        "province": about["province"], "year": row["year"], "level": about["levels"].get(row["level"], 0), "series": series,
        "committee": committee,
    }  # fmt: skip


async def next_number(row: Row) -> tuple[str, str, int]:
    """(number, prefix, serial): the serial after the highest ever given under the prefix."""
    parts = await _parts(row)
    prefix = pattern()["pattern"].replace("{serial:04d}", "").format(**parts)
    last = await (
        Certificate.select(Certificate.serial).where(Certificate.prefix == prefix)
        .order_by(Certificate.serial, ascending=False).first()
    )  # fmt: skip
    serial = (last["serial"] if last else 0) + 1
    return pattern()["pattern"].format(**parts, serial=serial), prefix, serial
