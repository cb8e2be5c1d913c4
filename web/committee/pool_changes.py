"""What the office for titles changes in the pool: who pauses, comes back or leaves, and whom an expert may not judge."""

from datetime import date
from typing import Any, NamedTuple

from web import clock
from web.committee import pool
from web.committee.ballot import Refusal
from web.committee.expert_tables import Expert, ExpertApplication, ExpertDecision, Tie
from web.committee.lists import TIES
from web.database import transaction
from web.rows import Row

SIZE = 50
"""Experts on a page."""


class Change(NamedTuple):
    """A button: its words, the states from which it leads, the state after it."""

    label: str
    start: tuple[str, ...]
    end: str


CHANGES = {
    "pause": Change("停用", ("active",), "paused"),
    "restore": Change("恢复", ("paused",), "active"),
    "remove": Change("取消资格", ("active", "paused"), "removed"),
}
TOLD = {**{act: change.label for act, change in CHANGES.items()}, "tie": "增加回避关系"}
"""What stands in the log of the expert's application."""
_KINDS = {option.value: option.label for option in TIES}


async def listed(name: str, state: str, page: int) -> tuple[int, list[Row]]:
    """(how many, those of the page) whose name contains `name`; `state`: "" for everybody who is in the pool."""
    about: Any = (Expert.state == state) if state else (Expert.state != "removed")
    if name.strip():
        about = about & Expert.name.like(f"%{name.strip()}%")
    count = await Expert.count().where(about)
    rows = await (
        Expert.select(*Expert.all_columns(), Expert.unit.name.as_alias("unit_name"))
        .where(about).order_by(Expert.id).limit(SIZE).offset((page - 1) * SIZE)
    )  # fmt: skip
    return count, [{**row, "over": row["until"] < clock.today()} for row in rows]


async def load(expert: int) -> Row | None:
    """One expert with the unit's name, None when there is none."""
    row: Row | None = await (
        Expert.select(*Expert.all_columns(), Expert.unit.name.as_alias("unit_name"))
        .where(Expert.id == expert).first()
    )  # fmt: skip
    return row


async def ties(expert: int) -> list[Row]:
    """Whom and which units the expert may not judge, with the relation in words."""
    found = await Tie.select().where(Tie.expert == expert).order_by(Tie.id)
    return [{**row, "relation": _KINDS.get(row["kind"], row["kind"])} for row in found]


async def change(row: Row, act: str, reason: str, by: int) -> None:
    """Pause, restore or remove, once, with the reason on record. Refusal without one, or when it was done meanwhile."""
    about = CHANGES[act]
    if not reason.strip():
        raise Refusal("请写明理由，专家本人会看到。")
    async with transaction():
        written = (
            await Expert.update({
                Expert.state: about.end, Expert.note: reason.strip(),
                Expert.slot: None if about.end == "removed" else row["person"],
            })
            .where((Expert.id == row["id"]) & Expert.state.is_in(list(about.start)))
            .returning(Expert.id)
        )  # fmt: skip
        if not written:
            raise Refusal("专家的状态已经变了，这一步没有做。")
        await _noted(row, act, reason, by)


async def add_tie(row: Row, values: dict[str, str], by: int) -> None:
    """Add somebody, or a unit, that the expert may not judge; Refusal says what is missing."""
    kind, name, unit, about = (values.get(each, "").strip() for each in ("kind", "name", "unit", "about"))
    if kind not in _KINDS:
        raise Refusal("请选择关系。")
    if kind == "unit" and not unit:
        raise Refusal("单位回避的，请填写单位。")
    if kind != "unit" and not name:
        raise Refusal("请填写需要回避的人的姓名。")
    async with transaction():
        await Tie(expert=row["id"], kind=kind, name=name, unit=unit, about=about).save()
        await _noted(row, "tie", "，".join(each for each in (_KINDS[kind], name, unit) if each), by)


async def _noted(row: Row, act: str, comment: str, by: int) -> None:
    """In the log of the application by which the expert came in."""
    if row["application"] is None:
        return
    application = await ExpertApplication.select().where(ExpertApplication.id == row["application"]).first()
    number = 1 + await ExpertDecision.count().where(ExpertDecision.application == row["application"])
    office = application["path"][-1] if application and application["path"] else None
    await ExpertDecision(
        application=row["application"], key=f"{row['application']}-{number}", number=number, act=act, start=row["state"],
        end=CHANGES[act].end if act in CHANGES else row["state"], by=by, office=office, comment=comment.strip(), at=clock.now(),
    ).save()  # fmt: skip


async def unfit(people: list[Row], on: date) -> list[str]:
    """The names of those among `people` (name, person) who are no longer active experts within their term on that day."""
    found = []
    for each in people:
        entry = await pool.of_person(each["person"])
        if not entry or entry["state"] != "active" or not entry["since"] <= on <= entry["until"]:
            found.append(each["name"])
    return found
