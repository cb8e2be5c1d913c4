"""Panels of a sitting (评议组), and who reads what."""

import asyncio
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from web import clock
from web.catalogue import rules as catalogue
from web.committee import assignment, draw, reading, recusals
from web.committee.ballot import Refusal, sitting_of
from web.committee.reading_tables import Allocation
from web.committee.sittings import items, members, planned
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
    if not set(chosen) <= {each["id"] for each in await members(sitting)}:
        raise Refusal("其中有人不是这次会议的专家，请重新选择。")
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
    first. assignment.TooFew names a dossier that cannot be read. Assigning again starts anew, until an opinion is in."""
    row = await planned(sitting)
    held = await catalogue.contents(row["year"])
    panels = await Panel.select().where(Panel.sitting == sitting).order_by(Panel.id)
    if not panels:
        raise Refusal("请先设评议组。")
    if (await reading.progress(sitting))[0]:
        raise Refusal("已经有专家提交评议意见，不能重新分配。专家回避后，系统会自动补位。")
    await recusals.find(sitting)
    everyone = await items(sitting)
    made: list[Assignment] = []
    records: list[Allocation] = []
    placed: dict[int, list[int]] = {}
    for panel in panels:
        own = [each for each in everyone if _panel_of(each, panels)["id"] == panel["id"]]
        placed[panel["id"]] = [each["id"] for each in own]
        readers = await _readers(panel["id"])
        costs = await _costs(held, own, readers)
        forbidden = {pair for pair, cost in costs.items() if cost is None}
        near = {pair: cost for pair, cost in costs.items() if cost is not None}
        readings = await asyncio.to_thread(assignment.balanced, len(own), len(readers), near, forbidden)
        for each in readings:
            item, member = own[each.dossier]["id"], readers[each.reader]["member"]
            made.append(Assignment(key=f"{item}-{member}", item=item, member=member, reason=each.reason))
        records.append(_record(panel, own, readers, costs, readings))
    async with transaction():
        await Assignment.delete().where(Assignment.item.is_in([each["id"] for each in everyone] or [0]))
        await insert_all(Assignment, made)
        await Allocation.delete().where(Allocation.panel.is_in([each["id"] for each in panels]))
        await insert_all(Allocation, records)
        for number, those in placed.items():
            if those:
                await Item.update({Item.panel: number}).where(Item.id.is_in(those))


async def _readers(panel: int) -> list[Row]:
    return await (
        PanelMember.select(
            PanelMember.member, PanelMember.member.expert.as_alias("expert"),
            PanelMember.member.expert.specialties.as_alias("specialties"),  # type: ignore[union-attr]
        )
        .where(PanelMember.panel == panel).order_by(PanelMember.member)
    )  # fmt: skip


async def _costs(held: Any, own: list[Row], readers: list[Row]) -> dict[tuple[int, int], int | None]:
    """(dossier, reader) → how far the specialties are apart, None where the reader has no part in it."""
    recused = {
        (each["item"], each["member"])
        for each in await Recusal.select().where(Recusal.item.is_in([item["id"] for item in own] or [0]))
    }
    apart = {
        specialty: [_distance(held, specialty, reader["specialties"]) for reader in readers]
        for specialty in {item["specialty"] for item in own}
    }
    return {
        (at, to): None if (item["id"], reader["member"]) in recused else apart[item["specialty"]][to]
        for at, item in enumerate(own)
        for to, reader in enumerate(readers)
    }  # fmt: skip


def _record(
    panel: Row, own: list[Row], readers: list[Row], costs: Mapping[tuple[int, int], int | None],
    readings: Iterable[assignment.Reading],
) -> Allocation:  # fmt: skip
    """What docs/verify_assignment.py reads: numbers and codes, no names; a cost of null is a conflict."""
    record = {
        "format": "zhicheng-assignment-1", "panel": panel["name"], "each": rule("panel")["least"],
        "dossiers": [item["number"] for item in own], "readers": [draw.code_of(reader["expert"]) for reader in readers],
        "costs": [[costs[at, to] for to in range(len(readers))] for at in range(len(own))],
        "result": sorted([each.dossier, each.reader] for each in readings),
    }  # fmt: skip
    body = draw.canonical(record)
    return Allocation(
        panel=panel["id"], record=body.decode(), sha256=hashlib.sha256(body).hexdigest(), at=clock.now()
    )


async def published(sitting: int) -> list[dict[str, Any]]:
    """The allocation of every panel as it was made: [{"record", "sha256"}]."""
    rows = await Allocation.select().where(Allocation.panel.sitting == sitting).order_by(Allocation.panel)
    return [{"record": orjson.loads(row["record"]), "sha256": row["sha256"]} for row in rows]


def _panel_of(item: Row, panels: list[Row]) -> Row:
    named = [panel for panel in panels if item["specialty"] in panel["specialties"]]
    return (named or [panel for panel in panels if not panel["specialties"]] or panels)[0]


def _distance(held: Any, specialty: str, of: list[str]) -> int:
    if specialty in of:
        return assignment.SAME
    group = getattr(held.by_code.get(specialty), "group_code", None)
    near = any(getattr(held.by_code.get(each), "group_code", "") == group for each in of)
    return assignment.NEAR if near else assignment.FAR


async def top_up(sitting: int) -> None:
    """Where a recusal took a reader away, give the dossier to the member of its panel who reads least and has no part
    against it, the nearest in specialty among equals. Nothing where no readings have been given out."""
    least = rule("panel")["least"]
    given = await Assignment.select(Assignment.item, Assignment.member).where(
        Assignment.item.sitting == sitting
    )
    if not given:
        return
    held = await catalogue.contents((await sitting_of(sitting))["year"])
    load = Counter(each["member"] for each in given)
    for item in await items(sitting):
        readers = {each["member"] for each in given if each["item"] == item["id"]}
        gone = {
            row["member"] for row in await Recusal.select(Recusal.member).where(Recusal.item == item["id"])
        }
        seats = await _readers(item["panel"])
        free = sorted(
            (load[each["member"]], _distance(held, item["specialty"], each["specialties"]), each["member"])
            for each in seats
            if each["member"] not in readers | gone
        )
        for _, distance, member in free[: max(0, least - len(readers))]:
            reason = f"补位，{assignment.REASONS[distance]}"
            await Assignment(
                key=f"{item['id']}-{member}", item=item["id"], member=member, reason=reason
            ).save()
            load[member] += 1
