"""The index of the search: for each character and pair of a name, and each title, its declarations, in one key each."""

import hashlib
from typing import Any

from web.database import dialect, is_duplicate, transaction
from web.declaration.tables import Declaration, Receipt
from web.office.search_tables import SearchMark, SearchPosting, SearchText

Row = dict[str, Any]
AGAIN = 200
"""Receipts read once more at each refresh: one that was numbered earlier may have been committed later."""

CHARACTER = 18
"""Bits of a code point: planes 0 to 3 of Unicode hold every Chinese character."""

DECLARATION = 27
"""Bits of a declaration's number: 134 million."""

_BELOW_TEXT = 32
"""First characters below this are no letters: they stand for titles."""


def grams(text: str) -> set[str]:
    """Every character and every pair of neighbours of `text`, without spaces and dots between."""
    plain = "".join(character for character in text if not character.isspace() and character not in "·•.")
    return {*plain, *(plain[at : at + 2] for at in range(len(plain) - 1))}


def of_gram(gram: str) -> int:
    """Where the declarations of one character or pair begin; no two grams begin at the same place."""
    first, second = ord(gram[0]), ord(gram[1]) if len(gram) > 1 else 0
    return ((first % 2**CHARACTER) << CHARACTER | second % 2**CHARACTER) << DECLARATION


def of_title(code: str) -> int:
    """Where the declarations of a title begin; two titles may begin at one place, whoever reads must compare."""
    hashed = int.from_bytes(hashlib.sha256(code.encode()).digest()[:4], "big")
    return hashed % (_BELOW_TEXT << CHARACTER) << DECLARATION


def postings(name: str, title: str, declaration: int) -> set[int]:
    """The keys of one declaration."""
    if not 0 < declaration < 2**DECLARATION:
        raise ValueError(f"declaration {declaration} does not fit the index")
    return {of_title(title) + declaration, *(of_gram(gram) + declaration for gram in grams(name))}


async def index(declarations: list[int]) -> None:
    """Write these declarations into the index anew."""
    rows = await Declaration.select(
        Declaration.id, Declaration.title, Declaration.person.name.as_alias("name")
    ).where(Declaration.id.is_in(declarations) & Declaration.number.is_not_null())
    async with transaction():
        if dialect() == "postgres":  # two processes that index at once take turns, as on SQLite by themselves
            await SearchPosting.raw("SELECT pg_advisory_xact_lock(hashtext('search'))")
        held = await SearchText.select().where(SearchText.declaration.is_in(declarations))
        before = {row["declaration"]: (row["name"], row["title"]) for row in held}
        after = {row["id"]: (row["name"], row["title"]) for row in rows}
        changed = [number for number in after if after[number] != before.get(number)]
        old = {key for number in changed if number in before for key in postings(*before[number], number)}
        new = {key for number in changed for key in postings(*after[number], number)}
        if old - new:
            await SearchPosting.delete().where(SearchPosting.id.is_in(sorted(old - new)))
        if replaced := [number for number in changed if number in before]:
            await SearchText.delete().where(SearchText.declaration.is_in(replaced))
        fresh = sorted(new - old)
        for start in range(0, len(fresh), 2000):
            await SearchPosting.insert(*(SearchPosting(id=key) for key in fresh[start : start + 2000]))
        if changed:
            await SearchText.insert(
                *(SearchText(declaration=each, name=after[each][0], title=after[each][1]) for each in changed)
            )


async def refresh(at_once: int = 300) -> int:
    """Bring the index up to what has been submitted since; how many declarations were looked at."""
    since = await mark("search")
    seen = 0
    start = max(0, since - AGAIN)
    while (
        rows := await Receipt.select(Receipt.id, Receipt.declaration)
        .where((Receipt.id > start) & (Receipt.act == "submit") & Receipt.accepted.eq(True))
        .order_by(Receipt.id)
        .limit(at_once)
    ):
        start = rows[-1]["id"]
        await index(sorted({row["declaration"] for row in rows}))
        seen += len(rows)
    if start > since:
        await set_mark("search", start)
    return seen


async def mark(name: str) -> int:
    """How far `name` has come; 0 at the beginning."""
    row = await SearchMark.select().where(SearchMark.name == name).first()
    return int(row["receipt"]) if row else 0


async def set_mark(name: str, number: int) -> None:
    """`name` has come as far as `number`."""
    try:
        async with transaction():
            if (
                not await SearchMark.update({SearchMark.receipt: number})
                .where(SearchMark.name == name)
                .returning(SearchMark.id)
            ):
                await SearchMark(name=name, receipt=number).save()
    except Exception as error:
        if not is_duplicate(error):
            raise
