"""遮盖 of the files of a blind dossier: marks on its pages, and the file made of them, which alone the experts see."""

from collections.abc import Sequence

from web import clock
from web.columns import Field
from web.committee.pack import Page, Replaced
from web.committee.reading_tables import Redaction
from web.committee.tables import Item
from web.database import transaction
from web.evidence import redaction
from web.evidence.blacking import WHOLE
from web.kinds import KINDS
from web.rows import Row

SIDES = {
    "left": Field("number", "左边", least=0, most=100, decimals=2, unit="占页面宽的百分之几"),
    "top": Field("number", "上边", least=0, most=100, decimals=2, unit="占页面高的百分之几"),
    "width": Field("number", "宽", least=0, most=100, decimals=2, unit="占页面宽的百分之几"),
    "height": Field("number", "高", least=0, most=100, decimals=2, unit="占页面高的百分之几"),
}
"""The four numbers of a mark, in the order in which they are stored."""
MOST = 60
"""Most marks on one page."""
TOO_MANY = f"一页最多遮盖 {MOST} 处。"
UNMARKED = "还没有遮盖任何地方。页面上没有姓名、单位、证件号码的，请回到上一页勾选给专家看。"
THIN = "宽和高都要大于 0。"
CHANGED = "刚才有人改过这个文件的遮盖，请看一看再生成。"

Mark = list[int]


def _key(item: int, original: str) -> str:
    return f"{item}-{original}"


async def of_item(item: int) -> dict[str, Row]:
    """The redactions of a dossier by the original's hash."""
    return {each["original"]: each for each in await Redaction.select().where(Redaction.item == item)}


def made(rows: dict[str, Row]) -> dict[str, Replaced | None]:
    """What the experts get in place of each original that has marks: None until its file was made."""
    return {
        original: Replaced(each["replacement"], each["size"], each["pages"]) if each["replacement"] else None
        for original, each in rows.items()
    }


async def marks_of(item: int, original: str) -> list[Mark]:
    """The marks of one file."""
    row = await Redaction.select(Redaction.marks).where(Redaction.key == _key(item, original)).first()
    return [] if row is None else list(row["marks"])


def read(page: int, typed: Sequence[dict[str, str]]) -> tuple[list[Mark], dict[int, dict[str, str]]]:
    """The marks of a page from what was typed (left, top, width, height of each, in percent), and what is wrong by
    place and side. A place with nothing in it is no mark; what stands out over the page ends at its edge."""
    marks, wrong = [], {}
    for place, texts in enumerate(typed):
        if not any(text.strip() for text in texts.values()):
            continue
        found = {side: KINDS["number"].read(field, texts.get(side, ""), ()) for side, field in SIDES.items()}
        said = {side: each.complaint for side, each in found.items() if each.complaint}
        said |= {side: f"请填写{SIDES[side].label}。" for side in SIDES if not texts.get(side, "").strip()}
        if not said and not (found["width"].value and found["height"].value):
            said = {"width": THIN}
        if said:
            wrong[place] = said
            continue
        left, top, width, height = (round(float(found[side].value) * 100) for side in SIDES)
        marks.append([page, left, top, min(width, WHOLE - left), min(height, WHOLE - top)])
    marks = [mark for mark in marks if mark[3] > 0 and mark[4] > 0]
    if len(marks) > MOST:
        wrong[MOST] = {"left": TOO_MANY}
    return marks, wrong


async def mark(item: int, original: str, page: int, marks: Sequence[Mark], by: int) -> None:
    """The page's marks are these from now on. A file that was made before is withdrawn: it shows other marks."""
    key = _key(item, original)
    async with transaction():
        row = await Redaction.select(Redaction.marks).where(Redaction.key == key).first()
        held = [] if row is None else list(row["marks"])
        now = sorted([*(each for each in held if each[0] != page), *(list(each) for each in marks)])
        if now == sorted(held):
            return
        await redaction.let_go(key)
        await Redaction.delete().where(Redaction.key == key)
        await _withhold(item, original)
        if now:
            await Redaction(key=key, item=item, original=original, marks=now, by=by, at=clock.now()).save()


async def _withhold(item: int, original: str) -> None:
    """Nobody sees the original any more: taking the marks away again must not show what they hid."""
    row = await Item.select(Item.released).where(Item.id == item).first()
    kept = [each for each in (row["released"] if row else []) if each != original]
    await Item.update({Item.released: kept}).where(Item.id == item)


async def make(item: int, file: Page, by: int) -> str:
    """The file with the marks burnt in, from now on the experts'; the sentence why not. Refused and Busy as the pool's."""
    key, marks = _key(item, file.sha256), await marks_of(item, file.sha256)
    if not marks:
        return UNMARKED
    found = await redaction.make(file.sha256, file.kind, file.pages, marks)
    async with transaction():
        row = await Redaction.select(Redaction.marks).where(Redaction.key == key).first()
        if row is None or list(row["marks"]) != marks:
            return CHANGED
        await redaction.let_go(key)
        await redaction.hold(found.sha256, key)
        await Redaction.update({
            Redaction.replacement: found.sha256, Redaction.size: found.size, Redaction.pages: found.pages,
            Redaction.by: by, Redaction.at: clock.now(),
        }).where(Redaction.key == key)  # fmt: skip
    return ""
