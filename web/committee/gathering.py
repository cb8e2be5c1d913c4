"""What comes before a sitting, and what goes from it to the public."""

from web.catalogue import rules as catalogue
from web.committee.sittings import items, outcomes
from web.committee.tables import Item
from web.declaration.tables import Declaration
from web.payment import rules as payment
from web.people.sessions import Person
from web.publicity import rules as publicity
from web.rows import Row


async def waiting(sitting: Row) -> list[Row]:
    """The accepted declarations of the sitting's committee and year that are before no open or closed sitting, each
    with the `sentence` that keeps it out, "" when none does: 未缴费的不能进入评审."""
    taken = await Item.select(Item.declaration).where(Item.sitting.state != "void")
    found = await (
        Declaration.select(Declaration.id, Declaration.unit_name, Declaration.person.name.as_alias("name"))
        .where((Declaration.committee == sitting["committee"]) & (Declaration.year == sitting["year"]))
        .where((Declaration.state == "accepted") & Declaration.id.not_in([row["declaration"] for row in taken] or [0]))
        .order_by(Declaration.id)
    )  # fmt: skip
    return [{**row, "sentence": await payment.obstacle(row["id"])} for row in found]


async def candidates(sitting: Row) -> list[Row]:
    """Those of `waiting` that nothing keeps out."""
    return [row for row in await waiting(sitting) if not row["sentence"]]


async def publicity_of(sitting: int) -> int | None:
    """The number of the 公示 of those who passed at the sitting, None before it."""
    passed = await Item.select(Item.declaration).where((Item.sitting == sitting) & Item.passed.eq(True))
    found = await publicity.showing([row["declaration"] for row in passed])
    return found["id"] if found else None


async def publicise(sitting: Row, person: Person) -> Row:
    """公示 of those who passed, from today for the least term; Refusal or publicity.Refusal."""
    passed = {declaration for declaration, won in (await outcomes(sitting["id"])).items() if won}
    held = await catalogue.contents(sitting["year"])
    entries = [
        {
            "declaration": each["declaration"], "name": each["name"], "unit_name": each["unit_name"],
            "specialty": each["specialty_name"], "title": each["title_name"],
        }
        for each in await items(sitting["id"])
        if each["declaration"] in passed
    ]  # fmt: skip
    name = held.name_of("committee", sitting["committee"])
    return await publicity.publish(
        person.id, committee=sitting["committee"], year=sitting["year"], title=f"{name}{sitting['year']}年度评审结果公示",
        organisation=person.unit, contacts=[["受理单位", person.unit]], entries=entries,
        opening=f"经{name}评审，下列人员通过评审，现予以公示。公示期间，单位和个人均可反映问题。",
    )  # fmt: skip
