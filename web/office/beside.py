"""What a year has beside the catalogue's tables: fees, posts approved for units, how certificates are numbered."""

from typing import Any

from web.catalogue.tables import Edition
from web.certificate import numbering
from web.payment import fees
from web.people.sessions import Person
from web.people.tables import Organisation
from web.review import unit
from web.review.unit_tables import Quota

Row = dict[str, Any]
FEES = ("code", "name", "committee", "level", "amount", "source")


async def of_year(key: str, base: str, year: str) -> list[Row]:
    """The rows of `key` (fees, quotas, numbers) with which a draft of `year` begins when copied from `base`."""
    if key == "fees":
        return [{name: item[name] for name in FEES} for item in await fees.items(int(base))]
    if key == "numbers":
        edition = await Edition.select(Edition.about).where(Edition.year == base).first()
        number = numbering.of_about(edition["about"] if edition else {})
        return [{"code": "certificate", "pattern": number["pattern"], "province": number["province"]}]
    if base != year:  # posts are approved year by year: last year's document does not hold for the next
        return []
    rows = await (
        Quota.select(Quota.unit.code.as_alias("unit"), Quota.series, Quota.level, Quota.posts, Quota.document)
        .where(Quota.year == int(base)).order_by(Quota.id)
    )  # fmt: skip
    return [dict(row) for row in rows]


async def publish(year: str, rows: dict[str, list[Row]], before: list[Row], person: Person) -> None:
    """Write fees and approved posts of a year, inside the caller's transaction; posts taken out become none."""
    await fees.replace(int(year), rows["fees"])
    wanted = {(row["unit"], row["series"], row["level"]): row for row in rows["quotas"]}
    known = {(row["unit"], row["series"], row["level"]): row for row in before}
    for place in [*wanted, *(each for each in known if each not in wanted)]:
        row = wanted.get(place) or {**known[place], "posts": 0}
        if row != known.get(place):
            found = await Organisation.select(Organisation.id).where(Organisation.code == row["unit"]).first()
            assert found is not None, "checked before publishing"
            await unit.approve_posts(
                found["id"], int(year), row["series"], row["level"], row["posts"], row["document"], person,
                published=True,
            )  # fmt: skip


async def complaints(rows: dict[str, list[Row]]) -> list[str]:
    """What must be mended in them before the year can be published."""
    codes = sorted({row["unit"] for row in rows["quotas"]})
    known: set[str] = set()
    for start in range(0, len(codes), 500):
        some = codes[start : start + 500]
        known |= {
            row["code"]
            for row in await Organisation.select(Organisation.code).where(Organisation.code.is_in(some))
        }
    found = [f"评审职数：没有代码为“{code}”的单位。" for code in codes if code not in known]
    if len(rows["numbers"]) != 1:
        found.append("证书编号应有且只有一行。")
    for row in rows["numbers"]:
        if sentence := numbering.fault(row["pattern"], row["province"]):
            found.append(f"证书编号：{sentence}")
    return found
