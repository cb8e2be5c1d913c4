"""推荐人员花名册: who stands in a queue or a batch, from what each has submitted, as a paper or a sheet (forms.md §4)."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

import orjson

from web import clock
from web.declaration.tables import Declaration, Snapshot
from web.documents import office_shapes
from web.documents import rules as documents
from web.documents.basics import told_by_id
from web.documents.office_shapes import Listing
from web.people.sessions import Person
from web.printing.dates import day
from web.printing.printed import chosen
from web.review import queue
from web.review.queue import DUE, SHOWN, Filter
from web.rows import Row
from web.workflow import STATES

COLUMNS = ("单位", "姓名", "性别", "系列", "专业", "级别", "类型", "现职称", "年限", "学历", "手机", "备注")
SHEET_COLUMNS = ("申报编号", "居民身份证号", *COLUMNS)
TITLE = "推荐人员花名册"
ON_PAPER = 500
"""People on one paper; more are a sheet's business."""
AT_ONCE = 100


class TooMany(Exception):
    """More people than a paper takes; the message is a sentence for whoever asked."""


async def in_queue(person: Person, filters: Filter) -> tuple[list[int], str]:
    """(the declarations of a queue in its order, its filters in words)."""
    lists = await queue.choices(person)
    known = {
        name: dict(lists[name]) for name in ("year", "series", "level", "unit")
    } | {"show": SHOWN, "due": DUE, "state": {code: state.for_reviewer for code, state in STATES.items()}}  # fmt: skip
    labels = {
        "show": "范围", "year": "年度", "series": "系列", "level": "级别", "unit": "单位", "state": "状态", "due": "期限",
    }  # fmt: skip
    said = [
        f"{label} {known[name].get(value, value)}"
        for name, label in labels.items()
        if (value := getattr(filters, name)) or name == "show"
    ]
    return await queue.order(person, filters), "，".join(
        said + ([f"姓名或编号 {filters.q}"] if filters.q else [])
    )


async def lines(declarations: Sequence[int]) -> list[tuple[str, ...]]:
    """The cells of `SHEET_COLUMNS` for each declaration, in the order given."""
    found: dict[int, tuple[str, ...]] = {}
    for at in range(0, len(declarations), AT_ONCE):
        rows = await Declaration.select(Declaration.id, Declaration.snapshot, Declaration.state).where(
            Declaration.id.is_in(list(declarations[at : at + AT_ONCE]))
        )
        keys = {f"{row['id']}-{row['snapshot']}": row for row in rows}
        bodies = await Snapshot.select(Snapshot.key, Snapshot.body).where(Snapshot.key.is_in(list(keys)))
        found |= await asyncio.to_thread(_read, keys, bodies)
    return [found[each] for each in declarations if each in found]


def _read(keys: dict[str, Row], bodies: list[Row]) -> dict[int, tuple[str, ...]]:
    return {
        keys[each["key"]]["id"]: _line(orjson.loads(each["body"]), keys[each["key"]]["state"])
        for each in bodies
    }


def _line(body: dict[str, Any], state: str) -> tuple[str, ...]:
    about, who = chosen(body), body["applicant"]
    basic = (s["rows"] for s in body["sections"] if s["key"] == "basic")
    own = {each["name"]: each["shown"] for rows in basic for row in rows for each in row["values"]}
    title, since = _newest_title(body)
    years = str(body["year"] - int(since[:4])) if since else ""
    sex = told_by_id(who["id_number"]).get("性别", "")
    return (
        body["number"], who["id_number"], who["unit"], who["name"], sex, about.get("series", ""), about.get("specialty", ""),
        about.get("level", ""), about.get("type", ""), title, years, own.get("education", ""), own.get("mobile", ""),
        STATES[state].for_reviewer,
    )  # fmt: skip


def _newest_title(body: dict[str, Any]) -> tuple[str, str]:
    """(the title obtained last, when, as ISO 8601); "" for nobody who holds none."""
    held = [row for s in body["sections"] if s["key"] == "titles" for row in s["rows"]]
    rows = [{each["name"]: each for each in row["values"]} for row in held]
    dated = [row for row in rows if "obtained_on" in row and row["obtained_on"]["value"]]
    if not dated:
        return "", ""
    last = max(dated, key=lambda row: str(row["obtained_on"]["value"]))
    return str(last["title"]["shown"]), str(last["obtained_on"]["value"])


async def paper(person: Person, declarations: Sequence[int], selection: str, number: str = "") -> bytes:
    """The roster as a paper of the person's office; TooMany beyond ON_PAPER."""
    if len(declarations) > ON_PAPER:
        raise TooMany(f"超过 {ON_PAPER} 人，一份花名册放不下，请缩小筛选范围，或者导出 XLSX、CSV。")
    today = clock.today()
    listing = Listing(COLUMNS, [line[2:] for line in await lines(declarations)])
    shape = office_shapes.Roster(
        organisation=person.unit, title=TITLE, listing=listing, selection=selection, day=day(today),
        reporter=person.name,
    )  # fmt: skip
    made_at = datetime.combine(today, time(), clock.ZONE)
    return await documents.sheet(shape, number=number or f"HM{today:%Y%m%d}", made_at=made_at)
