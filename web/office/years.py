"""A new year: copied from the last, changed row by row or by sheet, checked, compared, published in one transaction."""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import orjson

from web import clock
from web.catalogue import load, reading
from web.catalogue.files import EditionFile
from web.catalogue.tables import ROWS, Edition
from web.database import transaction
from web.declaration.tables import Declaration
from web.office.shapes import SHAPES, Shape, code_of, for_catalogue, read, shown, stored
from web.office.tables import DraftRow, YearDraft
from web.payment import fees
from web.sheet.reading import Line
from web.workflow import STATES

Row = dict[str, Any]
AT_ONCE = 300
ORIGIN = "office"


class Refusal(ValueError):
    """It cannot be done; the message is a sentence."""


async def drafts() -> list[Row]:
    """Drafts that have not been published, the newest first."""
    found: list[Row] = (
        await YearDraft.select()
        .where(YearDraft.published_at.is_null())
        .order_by(YearDraft.id, ascending=False)
    )
    return found


async def draft_of(draft: int) -> Row | None:
    """One draft that has not been published."""
    found: Row | None = (
        await YearDraft.select().where((YearDraft.id == draft) & YearDraft.published_at.is_null()).first()
    )
    return found


async def copy(base: str, year: str, by: int) -> int:
    """A draft of `year` with everything of the published `base`; windows a year on. `year` equal to `base` revises it."""
    edition = await Edition.select().where(Edition.year == base).first()
    if edition is None:
        raise Refusal(f"没有 {base} 年度的目录。")
    if not (year.isascii() and year.isdigit() and len(year) == 4 and 2000 < int(year) < 2100):
        raise Refusal("年度应是四位数字，如 2028。")
    if year != base and await Edition.exists().where(Edition.year == year):
        raise Refusal(f"{year} 年度的目录已经发布；要修改，请从 {year} 年度复制。")
    if await YearDraft.exists().where((YearDraft.year == year) & YearDraft.published_at.is_null()):
        raise Refusal(f"{year} 年度已经有一份没有发布的草稿。")
    fee_rows = [{name: item[name] for name in SHAPES["fees"].columns} for item in await fees.items(int(base))]
    async with transaction():
        draft = YearDraft(year=year, base=base, about=edition["about"], by=by)
        await draft.save()
        for key, shape in SHAPES.items():
            rows = await _published(shape, edition["id"]) if shape.table else fee_rows
            made = [_moved_on(key, row, base, year) for row in rows]
            for start in range(0, len(made), AT_ONCE):
                await DraftRow.insert(
                    *(
                        _row(draft.id, key, each, start + nth)
                        for nth, each in enumerate(made[start : start + AT_ONCE])
                    )
                )
    return int(draft.id)


async def _published(shape: Shape, edition: int) -> list[Row]:
    rows = (
        await shape.table.select()
        .where((shape.table.edition == edition) & shape.table.retired.eq(False))
        .order_by(shape.table.position, shape.table.id)
    )
    return [{name: stored(column.kind, row[name]) for name, column in shape.columns.items()} for row in rows]


def _moved_on(key: str, row: Row, base: str, year: str) -> Row:
    """What a copy changes by itself: windows by the years between, the year named in notices and their versions."""
    if base == year:
        return row
    if key == "windows":
        later = {
            name: f"{int(row[name][:4]) + int(year) - int(base)}{row[name][4:]}"
            for name in ("opens", "closes")
        }
        return {**row, **later, "code": row["code"].replace(base, year)}
    if key == "notices":
        return {**row, "version": row["version"].replace(base, year), "body": row["body"].replace(base, year)}
    return row


def _row(draft: int, key: str, columns: Row, position: int) -> DraftRow:
    code = code_of(SHAPES[key], columns)
    return DraftRow(
        key=f"{draft}/{key}/{code}", draft=draft, table=key, code=code, position=position, columns=columns
    )


async def rows_of(draft: int, table: str, *, removed: bool = False) -> list[Row]:
    """The rows of one table of a draft in order; with `removed`, those taken out too."""
    of = (DraftRow.draft == draft) & (DraftRow.table == table)
    found: list[Row] = (
        await DraftRow.select()
        .where(of if removed else of & DraftRow.removed.eq(False))
        .order_by(DraftRow.position, DraftRow.id)
    )
    return found


async def row_of(draft: int, table: str, row: int) -> Row | None:
    """One row of a draft."""
    found: Row | None = (
        await DraftRow.select()
        .where((DraftRow.id == row) & (DraftRow.draft == draft) & (DraftRow.table == table))
        .first()
    )
    return found


def read_row(shape: Shape, texts: Row) -> tuple[Row, dict[str, str]]:
    """(the columns, the complaints by column) of what was typed or stands in a sheet's row."""
    columns: Row = {}
    wrong: dict[str, str] = {}
    for name, column in shape.columns.items():
        value, sentence = read(column, texts.get(name, ""))
        columns[name] = value
        if sentence:
            wrong[name] = sentence
    return columns, wrong


async def save(draft: int, table: str, row: int | None, columns: Row) -> None:
    """Write one row, a new one where `row` is None; Refusal where another row has its code."""
    code = code_of(SHAPES[table], columns)
    key = f"{draft}/{table}/{code}"
    async with transaction():
        there = await DraftRow.select().where(DraftRow.key == key).first()
        if there and there["id"] != row and not there["removed"]:
            raise Refusal(f"代码 {code} 已经有一行。")
        if there and there["id"] != row:
            await DraftRow.delete().where(DraftRow.id == there["id"])
        if row is None:
            last = await DraftRow.count().where((DraftRow.draft == draft) & (DraftRow.table == table))
            await _row(draft, table, columns, last + 1).save()
        else:
            await DraftRow.update(
                {DraftRow.columns: columns, DraftRow.code: code, DraftRow.key: key, DraftRow.removed: False}
            ).where(DraftRow.id == row)


async def remove(row: int, removed: bool) -> None:
    """Take a row out of the draft, or bring it back."""
    await DraftRow.update({DraftRow.removed: removed}).where(DraftRow.id == row)


class Judged(NamedTuple):
    """One row of a sheet: its number, code, what it would do (new, changed, same, removed, wrong), and in words."""

    number: int
    code: str
    outcome: str
    sentence: str
    columns: Row


DELETE = "删除"


async def judge(draft: int, table: str, lines: Sequence[Line]) -> list[Judged]:
    """Every row of a sheet with what it would do to the draft; nothing is written."""
    shape = SHAPES[table]
    there = {row["code"]: row for row in await rows_of(draft, table)}
    seen: dict[str, int] = {}
    found = []
    for line in lines:
        columns, wrong = read_row(
            shape, {name: line.cells.get(column.label, "") for name, column in shape.columns.items()}
        )
        code = "" if wrong else code_of(shape, columns)
        sentence = "；".join(wrong.values())
        if not sentence and code in seen:
            sentence = f"与第 {seen[code]} 行是同一项"
        seen.setdefault(code, line.number)
        known = there.get(code)
        if sentence:
            outcome = "wrong"
        elif line.cells.get(DELETE) == "是":
            outcome, sentence = ("removed", "从草稿中删去") if known else ("wrong", "要删的这一项不在草稿里")
        elif known is None:
            outcome = "new"
        else:
            differing = [
                column.label
                for name, column in shape.columns.items()
                if known["columns"].get(name) != columns[name]
            ]
            outcome, sentence = ("changed", f"改动：{'、'.join(differing)}") if differing else ("same", "")
        found.append(Judged(line.number, code, outcome, sentence, columns))
    return found


async def take(draft: int, table: str, lines: Sequence[Line]) -> dict[str, int]:
    """Write a sheet into the draft, inside the caller's transaction; how many rows had which outcome."""
    ids = {row["code"]: row["id"] for row in await rows_of(draft, table, removed=True)}
    counts: dict[str, int] = {}
    for each in await judge(draft, table, lines):
        counts[each.outcome] = counts.get(each.outcome, 0) + 1
        if each.outcome in ("new", "changed"):
            await save(draft, table, ids.get(each.code), each.columns)
        elif each.outcome == "removed":
            await remove(ids[each.code], True)
    return counts


class Change(NamedTuple):
    """One difference from the base year: table, what, how (new, changed, removed), for whom."""

    table: str
    what: str
    how: str
    detail: str
    whom: str


async def changes(draft: Row) -> list[Change]:
    """What differs from the year it was copied from, and for whom."""
    edition = await Edition.select().where(Edition.year == draft["base"]).first()
    found: list[Change] = []
    for key, shape in SHAPES.items():
        if shape.table:
            before_rows = await _published(shape, edition["id"])
        else:
            before_rows = [
                {name: item[name] for name in shape.columns} for item in await fees.items(int(draft["base"]))
            ]
        moved = [_moved_on(key, row, draft["base"], draft["year"]) for row in before_rows]
        before = {code_of(shape, row): row for row in moved}
        after = {row["code"]: row["columns"] for row in await rows_of(draft["id"], key)}
        for code in [*after, *(code for code in before if code not in after)]:
            old, new = before.get(code), after.get(code)
            if old == new:
                continue
            row = new or old or {}
            how = "new" if old is None else "removed" if new is None else "changed"
            found.append(
                Change(
                    key,
                    str(row.get("name") or row.get("title") or code),
                    how,
                    _detail(shape, old, new),
                    _whom(row),
                )
            )
    return found


def _detail(shape: Shape, old: Row | None, new: Row | None) -> str:
    if old is None or new is None:
        return ""
    return "；".join(
        f"{column.label}：{shown(column.kind, old.get(name))[:40] or '（空）'} → {shown(column.kind, new.get(name))[:40] or '（空）'}"
        for name, column in shape.columns.items()
        if old.get(name) != new.get(name)
    )


def _whom(row: Row) -> str:
    parts = [
        row[name]
        for name in ("series", "level", "committee", "group_name")
        if isinstance(row.get(name), str) and row[name]
    ]
    return "、".join(parts) or "所有申报人"


async def staying(draft: Row) -> int:
    """How many declarations under way stay on the editions they were begun with."""
    under_way = sorted(code for code, state in STATES.items() if state.open)
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
    text = orjson.dumps([draft["about"], list(rows.values())], option=orjson.OPT_SORT_KEYS, default=str)
    digest = hashlib.sha256(text).hexdigest()
    return EditionFile(draft["year"], clock.now(), {**draft["about"], "origin": ORIGIN}, rows, digest)


async def complaints(draft: Row) -> list[str]:
    """What must be mended before the draft can be published, in sentences."""
    found = list(_broken({key: await rows_of(draft["id"], key) for key in SHAPES}))
    if not found:
        held = reading.assembled(draft["year"], draft["about"], (await edition_file(draft)).rows)
        for series in held.series:
            for level in held.levels_of(series.code, ""):
                if not held.titles_of(series.code, level.code, "", ""):
                    found.append(f"{series.short}系列{level.name}没有职称。")
    return found[:100]


def _broken(rows: dict[str, list[Row]]) -> Iterator[str]:
    series = {row["columns"]["code"] for row in rows["series"]}
    levels = {row["columns"]["level"] for row in rows["levels"]}
    committees = {row["columns"]["code"] for row in rows["committees"]}
    known = {"series": series, "level": levels, "committee": committees}
    for key in (
        "windows",
        "fees",
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
    for row in rows["windows"]:
        if (
            for_catalogue(SHAPES["windows"], row["columns"])["opens"]
            >= for_catalogue(SHAPES["windows"], row["columns"])["closes"]
        ):
            yield f"申报时间 {row['code']}：截止早于开始。"
    if not any(not row["columns"]["series"] and not row["columns"]["level"] for row in rows["windows"]):
        yield "申报时间里应有一行不限系列、级别。"
    for kind, label in (("notice", "填报须知"), ("commitment", "诚信承诺书")):
        if not any(row["columns"]["kind"] == kind for row in rows["notices"]):
            yield f"缺少{label}。"


async def publish(draft: Row) -> load.Loaded:
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
        await fees.replace(int(draft["year"]), [row["columns"] for row in await rows_of(draft["id"], "fees")])
    return loaded


async def published_here() -> list[str]:
    """The years that the office has published: the project's files have no more say in them."""
    return [
        row["year"]
        for row in await Edition.select(Edition.year, Edition.about)
        if (row["about"] or {}).get("origin") == ORIGIN
    ]
