"""Panels of a sitting (评议组), and who reads what."""

from collections.abc import Iterable
from typing import Any

from web.catalogue import rules as catalogue
from web.committee import assignment
from web.committee.ballot import Refusal
from web.committee.expert_tables import Expert
from web.committee.sittings import items, planned
from web.committee.tables import Assignment, Item, Panel, PanelMember, Recusal
from web.committee.terms import rule
from web.committee.writing import insert_all
from web.database import is_duplicate, transaction
from web.rows import Row


async def add_panel(sitting: int, name: str, of: Iterable[int], specialties: Iterable[str] = ()) -> int:
    """A 评议组 of at least three members (第二十一条), none of them in another; Refusal says why not."""
    await planned(sitting)
    chosen, least = list(dict.fromkeys(of)), rule("panel")["least"]
    if len(chosen) < least:
        raise Refusal(f"评议组每组不少于 {least} 人（人社部令第40号{rule('panel')['article']}）。")
    panel = Panel(sitting=sitting, name=name.strip() or "评议组", specialties=list(specialties))
    try:
        async with transaction():
            await panel.save()
            for member in chosen:
                await PanelMember(panel=panel.id, member=member).save()
    except Exception as error:
        if is_duplicate(error):
            raise Refusal("其中有专家已经在别的评议组。") from error
        raise
    return int(panel.id)


async def assign(sitting: int) -> None:
    """Give every dossier to three readers of the panel of its specialty: balanced, no conflicts, nearest specialty
    first. assignment.TooFew names a dossier that cannot be read. Assigning again starts anew."""
    row = await planned(sitting)
    held = await catalogue.contents(row["year"])
    panels = await Panel.select().where(Panel.sitting == sitting).order_by(Panel.id)
    if not panels:
        raise Refusal("请先设评议组。")
    everyone = await items(sitting)
    experts = {each["id"]: each for each in await Expert.select()}
    made: list[Assignment] = []
    placed: dict[int, list[int]] = {}
    for panel in panels:
        own = [each for each in everyone if _panel_of(each, panels)["id"] == panel["id"]]
        placed[panel["id"]] = [each["id"] for each in own]
        readers = await (
            PanelMember.select(PanelMember.member, PanelMember.member.expert.as_alias("expert"))
            .where(PanelMember.panel == panel["id"]).order_by(PanelMember.member)
        )  # fmt: skip
        recused = {
            (each["item"], each["member"])
            for each in await Recusal.select(Recusal.item, Recusal.member).where(
                Recusal.item.sitting == sitting
            )
        }
        forbidden = {
            (at, to)
            for at, item in enumerate(own)
            for to, reader in enumerate(readers)
            if (item["id"], reader["member"]) in recused
        }
        costs = {
            (at, to): _distance(held, item["specialty"], experts[reader["expert"]]["specialties"])
            for at, item in enumerate(own)
            for to, reader in enumerate(readers)
        }
        for reading in assignment.balanced(len(own), len(readers), costs, forbidden):
            item, member = own[reading.dossier]["id"], readers[reading.reader]["member"]
            made.append(Assignment(key=f"{item}-{member}", item=item, member=member, reason=reading.reason))
    async with transaction():
        await Assignment.delete().where(Assignment.item.is_in([each["id"] for each in everyone] or [0]))
        await insert_all(Assignment, made)
        for number, those in placed.items():
            if those:
                await Item.update({Item.panel: number}).where(Item.id.is_in(those))


def _panel_of(item: Row, panels: list[Row]) -> Row:
    named = [panel for panel in panels if item["specialty"] in panel["specialties"]]
    return (named or [panel for panel in panels if not panel["specialties"]] or panels)[0]


def _distance(held: Any, specialty: str, of: list[str]) -> int:
    if specialty in of:
        return assignment.SAME
    group = getattr(held.by_code.get(specialty), "group_code", None)
    near = any(getattr(held.by_code.get(each), "group_code", "") == group for each in of)
    return assignment.NEAR if near else assignment.FAR
