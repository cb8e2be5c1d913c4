"""A new year: copied from the last, changed row by row or by sheet, checked, compared, published in one transaction."""

from typing import Any

from web.catalogue.tables import Edition
from web.database import transaction
from web.office import beside
from web.office.shapes import SHAPES, Shape, code_of, limit_of, read, stored
from web.office.tables import DraftRow, YearDraft

Row = dict[str, Any]
AT_ONCE = 300


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
    async with transaction():
        draft = YearDraft(year=year, base=base, about=edition["about"], by=by)
        await draft.save()
        for key, shape in SHAPES.items():
            rows = await (published(shape, edition["id"]) if shape.table else beside.of_year(key, base, year))
            made = [moved_on(key, row, base, year) for row in rows]
            for start in range(0, len(made), AT_ONCE):
                await DraftRow.insert(
                    *(
                        _row(draft.id, key, each, start + nth)
                        for nth, each in enumerate(made[start : start + AT_ONCE])
                    )
                )
    return int(draft.id)


async def published(shape: Shape, edition: int) -> list[Row]:
    """The rows of one table of a published edition, as a draft keeps them."""
    rows = (
        await shape.table.select()
        .where((shape.table.edition == edition) & shape.table.retired.eq(False))
        .order_by(shape.table.position, shape.table.id)
    )
    return [{name: stored(column.kind, row[name]) for name, column in shape.columns.items()} for row in rows]


def moved_on(key: str, row: Row, base: str, year: str) -> Row:
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
        value, sentence = read(column, texts.get(name, ""), limit_of(shape, name))
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


async def discard(draft: int) -> bool:
    """Throw a draft away with all its rows; False when it has been published meanwhile."""
    async with transaction():
        of = (YearDraft.id == draft) & YearDraft.published_at.is_null()
        if not await YearDraft.exists().where(of):
            return False
        await DraftRow.delete().where(DraftRow.draft == draft)
        return bool(await YearDraft.delete().where(of).returning(YearDraft.id))
