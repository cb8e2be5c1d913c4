"""What the desk that issues certificates asks: who waits, when the title was obtained, the holder's photo."""

import asyncio
from datetime import date

from web.certificate.tables import Certificate
from web.committee.tables import Item
from web.evidence import rules as evidence
from web.publicity.tables import PublicityEntry
from web.rows import Row


async def waiting() -> list[Row]:
    """Confirmed people who never had a certificate, in the order of their 公示."""
    had = {row["declaration"] for row in await Certificate.select(Certificate.declaration)}
    found = await (
        PublicityEntry.select(*PublicityEntry.all_columns(), PublicityEntry.publicity.document.as_alias("document"))
        .where(PublicityEntry.outcome == "confirmed").order_by(PublicityEntry.publicity, PublicityEntry.number)
    )  # fmt: skip
    return [row for row in found if row["declaration"] not in had]


async def obtained_on(declaration: int) -> date | None:
    """The day of the sitting that passed the declaration, None when none did."""
    row = await (
        Item.select(Item.sitting.on.as_alias("on")).where((Item.declaration == declaration) & Item.passed.eq(True))
        .order_by(Item.id, ascending=False).first()
    )  # fmt: skip
    return row["on"] if row else None


async def photo_of(row: Row) -> bytes | None:
    """The photo for the certificate's `row`, None where the person did not agree or it is gone."""
    if not row["photo"] or not await asyncio.to_thread(evidence.store().exists, row["photo"]):
        return None
    return await asyncio.to_thread(evidence.store().get, row["photo"])
