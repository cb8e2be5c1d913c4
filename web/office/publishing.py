"""A draft compared with the year before, checked, and published in one transaction."""

import hashlib
from collections.abc import Iterator
from typing import Any, NamedTuple

import orjson

from web import clock
from web.catalogue import load, reading
from web.catalogue.files import EditionFile
from web.catalogue.tables import ROWS, Edition
from web.database import transaction
from web.declaration.tables import Declaration
from web.office import beside, conditions, lists
from web.office.shapes import SHAPES, Shape, code_of, for_catalogue, told
from web.office.tables import YearDraft
from web.office.years import Refusal, moved_on, published, rows_of
from web.people.sessions import Person
from web.workflow import CLOSED, STATES

Row = dict[str, Any]
ORIGIN = "office"
AT_MOST = 80
"""Characters of a text that the preview shows."""


class Change(NamedTuple):
    """One difference from the base year: its row of the draft (None: taken out), table, what, how (new, changed,
    removed), in words, for whom."""

    row: int | None
    table: str
    what: str
    how: str
    detail: str
    whom: str


async def changes(draft: Row) -> list[Change]:
    """What differs from the year it was copied from, and for whom."""
    edition = await Edition.select().where(Edition.year == draft["base"]).first()
    assert edition is not None, "a draft is copied from a published year"
    found: list[Change] = []
    names = await lists.of_draft(draft["id"])
    for key, shape in SHAPES.items():
        before_rows = await (
            published(shape, edition["id"])
            if shape.table
            else beside.of_year(key, draft["base"], draft["year"])
        )
        moved = [moved_on(key, row, draft["base"], draft["year"]) for row in before_rows]
        before = {code_of(shape, row): row for row in moved}
        rows = await rows_of(draft["id"], key)
        after = {row["code"]: row["columns"] for row in rows}
        numbers = {row["code"]: row["id"] for row in rows}
        for code in [*after, *(code for code in before if code not in after)]:
            old, new = before.get(code), after.get(code)
            if old == new:
                continue
            row = new or old or {}
            how = "new" if old is None else "removed" if new is None else "changed"
            found.append(
                Change(
                    numbers.get(code),
                    key,
                    str(row.get("name") or row.get("title") or code),
                    how,
                    _detail(
                        shape, old and lists.named(names, key, old), new and lists.named(names, key, new)
                    ),
                    _whom(lists.named(names, key, row)),
                )
            )
    return found


def _detail(shape: Shape, old: Row | None, new: Row | None) -> str:
    if old is None or new is None:
        return ""
    return "；".join(
        f"{column.label}：{_said(told(column, old.get(name)), told(column, new.get(name)))}"
        for name, column in shape.columns.items()
        if old.get(name) != new.get(name)
    )


def _said(old: str, new: str) -> str:
    """What became of a text: of one with several lines, those that differ."""
    before, after = old.split("\n"), new.split("\n")
    gone = [line for line in before if line not in after]
    come = [line for line in after if line not in before]
    if len(before) == len(after) == 1 or not (gone or come):
        return f"{old[:AT_MOST] or '（空）'} → {new[:AT_MOST] or '（空）'}"
    words = (("去掉", gone), ("写上", come))
    return "，".join(f"{word}“{'／'.join(lines)[:AT_MOST]}”" for word, lines in words if any(lines))


def _whom(row: Row) -> str:
    parts = [
        row[name]
        for name in ("series", "level", "committee", "group_name")
        if isinstance(row.get(name), str) and row[name]
    ]
    return "、".join(parts) or "所有申报人"


async def staying(draft: Row) -> int:
    """How many declarations under way stay on the editions they were begun with."""
    under_way = sorted(code for code, state in STATES.items() if state.open and state.station != CLOSED)
    return int(
        await Declaration.count().where(
            Declaration.state.is_in(under_way) & (Declaration.year < int(draft["year"]))
        )
    )


async def edition_file(draft: Row) -> EditionFile:
    """The draft as the catalogue loads it; ValueError names what cannot be."""
    rows: dict[Any, list[Row]] = {table: [] for table in ROWS}
    for key, shape in SHAPES.items():
        if shape.table is None:
            continue
        for place, row in enumerate(await rows_of(draft["id"], key), 1):
            values = {**for_catalogue(shape, row["columns"]), "code": row["code"]}
            rows[shape.table].append(
                {"position": place, **values, "key": f"{draft['year']}/{row['code']}", "retired": False}
            )
    numbers = [row["columns"] for row in await rows_of(draft["id"], "numbers")]
    about = (
        {**draft["about"], "certificate": {name: numbers[0][name] for name in ("pattern", "province")}}
        if numbers
        else draft["about"]
    )
    text = orjson.dumps([about, list(rows.values())], option=orjson.OPT_SORT_KEYS, default=str)
    digest = hashlib.sha256(text).hexdigest()
    return EditionFile(draft["year"], clock.now(), {**about, "origin": ORIGIN}, rows, digest)


async def complaints(draft: Row) -> list[str]:
    """What must be mended before the draft can be published, in sentences."""
    rows = {key: await rows_of(draft["id"], key) for key in SHAPES}
    found = [*_broken(rows), *await beside.complaints(_columns(rows))]
    if not found:
        held = reading.assembled(draft["year"], draft["about"], (await edition_file(draft)).rows)
        for series in held.series:
            for level in held.levels_of(series.code, ""):
                if not held.titles_of(series.code, level.code, "", ""):
                    found.append(f"{series.short}系列{level.name}没有职称。")
    return found[:100]


def _columns(rows: dict[str, list[Row]]) -> dict[str, list[Row]]:
    return {key: [row["columns"] for row in rows[key]] for key in ("fees", "quotas", "numbers")}


def _broken(rows: dict[str, list[Row]]) -> Iterator[str]:
    series = {row["columns"]["code"] for row in rows["series"]}
    levels = {row["columns"]["level"] for row in rows["levels"]}
    committees = {row["columns"]["code"] for row in rows["committees"]}
    known = {"series": series, "level": levels, "committee": committees}
    for key in (
        "windows",
        "fees",
        "quotas",
        "scopes",
        "specialties",
        "rules",
        "sections",
        "titles",
        "tracks",
        "committees",
    ):
        for row in rows[key]:
            for name, codes in known.items():
                value = row["columns"].get(name)
                if (
                    isinstance(value, str)
                    and value
                    and value not in codes
                    and not (key == "committees" and name == "level")
                ):
                    yield f"{SHAPES[key].label} {row['code']}：{SHAPES[key].columns[name].label}“{value}”不在本年度目录中。"
    yield from _conditions(rows["rules"], levels, {row["columns"]["track"] for row in rows["tracks"]})
    for row in rows["windows"]:
        window = for_catalogue(SHAPES["windows"], row["columns"])
        if window["opens"] >= window["closes"]:
            yield f"申报时间 {row['code']}：截止早于开始。"
    if not any(not row["columns"]["series"] and not row["columns"]["level"] for row in rows["windows"]):
        yield "申报时间里应有一行不限系列、级别。"
    for kind, label in (("notice", "填报须知"), ("commitment", "诚信承诺书")):
        if not any(row["columns"]["kind"] == kind for row in rows["notices"]):
            yield f"缺少{label}。"


def _conditions(rules: list[Row], levels: set[str], tracks: set[str]) -> Iterator[str]:
    for row in rules:
        columns, definition = row["columns"], row["columns"]["definition"]
        if columns["kind"] != conditions.kind_of(definition):
            yield f"申报条件 {row['code']}：种类与条件的写法不符，每份申报都检查的以“检查：”开头。"
        if columns["kind"] == "rule" and columns["route"] not in lists.ROUTES:
            yield f"申报条件 {row['code']}：途径“{columns['route']}”不认识，可写：{'、'.join(lists.ROUTES.values())}。"
        for level in sorted(conditions.levels_of(definition) - levels):
            yield f"申报条件 {row['code']}：级别“{level}”不在本年度目录中。"
        for track in sorted(set(definition.get("tracks", [])) - tracks):
            yield f"申报条件 {row['code']}：职称类别“{track}”不在本年度目录中。"


async def publish(draft: Row, person: Person) -> load.Loaded:
    """Publish the draft, all or nothing. Declarations that were begun stay on the edition of their year."""
    if sentences := await complaints(draft):
        raise Refusal(sentences[0])
    file = await edition_file(draft)
    async with transaction():
        claimed = (
            await YearDraft.update({YearDraft.published_at: clock.now()})
            .where((YearDraft.id == draft["id"]) & YearDraft.published_at.is_null())
            .returning(YearDraft.id)
        )
        if not claimed:
            raise Refusal("这份草稿已经发布。")
        loaded = await load._load_edition(file)
        rows = _columns({key: await rows_of(draft["id"], key) for key in ("fees", "quotas", "numbers")})
        await beside.publish(
            draft["year"], rows, await beside.of_year("quotas", draft["base"], draft["year"]), person
        )
    return loaded


async def published_here() -> list[str]:
    """The years that the office has published: the project's files have no more say in them."""
    return [
        row["year"]
        for row in await Edition.select(Edition.year, Edition.about)
        if (row["about"] or {}).get("origin") == ORIGIN
    ]
