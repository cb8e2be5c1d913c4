"""The number of a certificate: by the pattern of its year, never used twice."""

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


def of_about(about: dict[str, Any]) -> dict[str, Any]:
    """The pattern of a year: what its edition says, else what the file says."""
    return {**pattern(), **about.get("certificate", {})}


def fault(text: str, province: str) -> str:
    """Why certificates cannot be numbered by this pattern, in a sentence; "" when they can."""
    parts = {"province": province, "year": 2026, "level": 1, "series": 1, "committee": 1}
    if not text.endswith("{serial:04d}"):
        return "编号规则须以流水号 {serial:04d} 结尾。"
    try:
        made = [
            text.format(**{**parts, **more}, serial=1)
            for more in ({}, {"year": 2027}, {"level": 2}, {"series": 2})
        ]
    except (KeyError, ValueError, IndexError, AttributeError):
        return "编号规则里只能用 {province}、{year}、{level}、{series:02d}、{committee:03d}、{serial:04d}。"
    if len(set(made)) < len(made):
        return "编号规则须含年度、级别和系列，否则会有重号。"
    return (
        ""
        if len(made[0]) <= 40 and made[0].isascii() and made[0].isalnum()
        else "编号只能由字母和数字组成，40 位以内。"
    )


async def _parts(row: Row) -> dict[str, Any]:
    held = await catalogue.contents(row["year"])
    series = [each.code for each in held.series].index(row["series"]) + 1
    committees = [each.code for every in held.committees.values() for each in every]
    committee = committees.index(row["committee"]) + 1 if row["committee"] in committees else 0
    about = of_about(held.about)
    return {
        "province": about["province"], "year": row["year"], "level": about["levels"].get(row["level"], 0), "series": series,
        "committee": committee,
    }  # fmt: skip


async def next_number(row: Row) -> tuple[str, str, int]:
    """(number, prefix, serial): the serial after the highest ever given under the prefix."""
    parts = await _parts(row)
    text = of_about((await catalogue.contents(row["year"])).about)["pattern"]
    prefix = text.replace("{serial:04d}", "").format(**parts)
    last = await (
        Certificate.select(Certificate.serial).where(Certificate.prefix == prefix)
        .order_by(Certificate.serial, ascending=False).first()
    )  # fmt: skip
    serial = (last["serial"] if last else 0) + 1
    return text.format(**parts, serial=serial), prefix, serial
