"""What the desk that issues certificates asks: who waits, when the title was obtained, the holder's photo."""

import asyncio
from datetime import date

from web.certificate import rules
from web.certificate.tables import Certificate, Correction
from web.committee.tables import Item
from web.declaration.tables import Declaration
from web.evidence import rules as evidence
from web.publicity.tables import PublicityEntry
from web.rows import Row


async def waiting() -> list[Row]:
    """Confirmed people who never had a certificate, in the order of their 公示; `ready` once 备案 is recorded."""
    had = {row["declaration"] for row in await Certificate.select(Certificate.declaration)}
    found = await (
        PublicityEntry.select(*PublicityEntry.all_columns(), PublicityEntry.publicity.document.as_alias("document"),
                              PublicityEntry.publicity.filing.as_alias("filing"))
        .where(PublicityEntry.outcome == "confirmed").order_by(PublicityEntry.publicity, PublicityEntry.number)
    )  # fmt: skip
    return [{**row, "ready": bool(row["filing"])} for row in found if row["declaration"] not in had]


async def issue_all(declarations: list[int], by: int) -> tuple[int, list[str]]:
    """Issue a certificate to each, each on its own: (how many were, why the others were not). The day obtained is that
    of the sitting."""
    names = {row["declaration"]: row for row in await waiting()}
    done, refused = 0, []
    for number in dict.fromkeys(declarations):
        if number not in names:
            continue
        name, obtained = names[number]["name"], await obtained_on(number)
        try:
            if await holder(declaration=number) == by:
                raise rules.Refusal("不能办理本人的证书，请由职称处其他人员办理。")
            if obtained is None:
                raise rules.Refusal("没有找到通过评审的会议。")
            if not names[number]["ready"]:
                raise rules.Refusal("还没有记录备案文号。")
            await rules.issue(number, by, obtained_on=obtained)
            done += 1
        except rules.Refusal as refusal:
            refused.append(f"{name}：{refusal}")
    return done, refused


async def holder(*, declaration: int = 0, number: str = "", correction: int = 0) -> int | None:
    """Whose certificate it is or will be: of a declaration, of its number, or of a correction that was asked for."""
    if declaration:
        row = await Declaration.select(Declaration.person).where(Declaration.id == declaration).first()
    elif number:
        row = await Certificate.select(Certificate.person).where(Certificate.number == number.strip()).first()
    else:
        row = await (
            Correction.select(Correction.certificate.person.as_alias("person"))
            .where(Correction.id == correction).first()
        )  # fmt: skip
    return row["person"] if row else None


async def obtained_on(declaration: int) -> date | None:
    """The day of the sitting that passed the declaration, None when none did."""
    row = await (
        Item.select(Item.sitting.on.as_alias("on"))
        .where((Item.declaration == declaration) & Item.passed.eq(True) & (Item.sitting.state != "void"))
        .order_by(Item.id, ascending=False).first()
    )  # fmt: skip
    return row["on"] if row else None


async def photo_of(row: Row) -> bytes | None:
    """The photo for the certificate's `row`, None where the person did not agree or it is gone."""
    if not row["photo"] or not await asyncio.to_thread(evidence.store().exists, row["photo"]):
        return None
    return await asyncio.to_thread(evidence.store().get, row["photo"])
