"""One upload field of one row, as a place for files: what hangs there, and how a file that was sent comes to hang."""

from dataclasses import dataclass
from typing import Any

from litestar.exceptions import NotFoundException

from web import rows
from web.columns import Field
from web.database import transaction
from web.evidence import limits
from web.evidence import rules as evidence
from web.evidence.tables import File
from web.shell import form, incoming, targets
from web.shell.place import Locked, Place
from web.shell.targets import Outcome

SAME = "这里已经有同样的文件，没有重复添加。"


@dataclass(frozen=True)
class Target:
    """One upload field of one row. `url`: its page; `row_url` and `title` (第 2 项奖励): the row's."""

    place: Place
    row: rows.Row
    name: str
    field: Field
    url: str
    row_url: str
    title: str
    attached: tuple[evidence.Attached, ...]

    @property
    def at_most(self) -> int:
        return int(self.field.most or 20)


async def target_of(place: Place, row_id: int, name: str) -> Target:
    """The field `name` of the row; NotFoundException when the section or the holder has none."""
    uploads = dict(place.section.uploads)
    all_rows = await rows.rows_of(place.section, place.holder)
    number = next((number for number, row in enumerate(all_rows, 1) if row["id"] == row_id), 0)
    if not number or name not in uploads:
        raise NotFoundException
    row, title = all_rows[number - 1], f"第 {number} {place.section.noun}"
    row_url = f"{place.url}/{row_id}" if place.section.many else place.url
    hanging = (await evidence.files_of(place.section.key, row_id)).get(name, [])
    url = f"{place.url}/{row_id}/files/{name}"
    place = place.of_row(row_id, name)
    return Target(place, row, name, uploads[name], url, row_url, title, tuple(hanging))


async def attach(target: Target, files: list[File]) -> str:
    """Hangs `files` on the field, as one act; the sentence when there is no room or they hang there already."""
    place = target.place
    async with transaction():
        await place.section.table.guard(place.holder)
        hanging = (await evidence.files_of(place.section.key, target.row["id"])).get(target.name, [])
        known = {each.sha256 for each in hanging}
        new = [file for file in files if file.sha256 not in known]
        if not new:
            return SAME
        if len(hanging) + len(new) > target.at_most:
            return f"这里最多 {target.at_most} 个文件，放不下了。文件已存入“我的文件”。"
        for file in new:
            await evidence.attach(place.owner, int(file.id), place.section.key, target.row["id"], target.name)
    return ""


async def take(target: Target, sent: incoming.Sent) -> Outcome:
    """Takes one file into the library and hangs it on the field; Refused, Busy or Unreachable when it cannot."""
    files = await targets.patient(lambda: evidence.take(target.place.owner, sent.name, sent.path))
    return await hung(target, sent.name, files)


async def hung(target: Target, name: str, files: list[File]) -> Outcome:
    """The outcome for files that are in the library: hung on the field, or first to be looked at."""
    if any(file.rendered for file in files):
        pages = "、".join(str(number) for number in files[0].rendered)
        sentence = f"“{name}”超过大小限制，已压缩，其中第 {pages} 页变成了图片。请看一看是否清楚，再使用。"
        return Outcome(name, sentence, True, int(files[0].id), [int(file.id) for file in files])
    refusal = await attach(target, files)
    if refusal == SAME:  # sent twice, or taken once already by a server that was stopped
        for file in files:
            await evidence.remove(target.place.owner, int(file.id))
        return Outcome(name, f"“{name}”：{refusal}", True, 0, [int(file.id) for file in files])
    if refusal:
        return Outcome(name, f"“{name}”：{refusal}")
    pages_in_all = sum(int(file.pages) for file in files)
    before, now = sum(int(file.original_size) for file in files), sum(int(file.size) for file in files)
    size = limits.in_words(now)
    if before > now:
        size = f"由 {limits.in_words(before)} 转成 {size}，符合要求"
    parts = f"，按 8 MB 的限制分成 {len(files)} 个文件" if len(files) > 1 else ""
    cut = (
        "，长图已从上到下切成几页"
        if pages_in_all > 1 and files[0].original_kind not in ("pdf", "tiff")
        else ""
    )
    return Outcome(
        name,
        f"“{name}”已收下，{pages_in_all} 页，{size}{parts}{cut}。",
        True,
        0,
        [int(file.id) for file in files],
    )


async def attached_here(target: Target, attachment: int) -> dict[str, Any]:
    """The attachment of this field with its file's columns as file.…, a removed one too; NotFoundException for another's."""
    row = await evidence.attached(attachment)
    here = (target.place.section.key, target.row["id"], target.name)
    if row is None or (row["section"], row["row_id"], row["field"]) != here:
        raise NotFoundException
    return row


def refuse_locked(place: Place, posted: form.Form) -> None:
    """Raises the section's Locked where nothing may be changed."""
    if place.locked:
        raise Locked(place, posted)
