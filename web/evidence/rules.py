"""Files taken in, kept in a person's library, hung on rows, ordered, and held fast by snapshots."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from web import clock
from web.database import transaction
from web.evidence import limits
from web.evidence.intake import TYPES
from web.evidence.keeping import check, sweep
from web.evidence.places import close, pool, previews, store
from web.evidence.refusal import Refused
from web.evidence.tables import Attachment, File, Held
from web.evidence.taking import agree, join, portrait, quota, take

__all__ = [
    "Attached", "Refused", "agree", "attach", "attached", "check", "close", "counts", "detach", "files_of", "files_of_rows", "frozen",
    "hold", "image", "join", "library", "move", "photo_of", "portrait", "quota", "remove", "restore", "sweep", "take",
]  # fmt: skip

NOT_YOURS = "没有找到这个文件。"
NOT_AGREED = "请先看一看压缩后的页面是否清楚，再使用这个文件。"
IN_USE = "这个文件正在使用，不能删除。请先从填报内容中移除。"
SHORT = {"jpeg": "JPEG", "pdf": "PDF"}
ATTACHED = (
    Attachment.id, Attachment.row_id, Attachment.file, Attachment.field, Attachment.position, Attachment.file.name, Attachment.file.sha256,
    Attachment.file.kind, Attachment.file.size, Attachment.file.pages, Attachment.file.owner,
)  # fmt: skip
"""Written once: a column behind a join costs more to name than the query that reads it."""


@dataclass(frozen=True)
class Attached:
    """A file on a row, as pages show it. `id`: the attachment's; `kind`: jpeg or pdf; `size` in bytes."""

    id: int
    file: int
    field: str
    name: str
    sha256: str
    kind: str
    size: int
    pages: int
    position: int
    owner: int

    def adjustable(self, by: int) -> bool:
        """Whether it is one photograph of `by`'s, which can be turned, greyed, left whole (evidence.again)."""
        return self.kind == "jpeg" and self.owner == by

    @property
    def url(self) -> str:
        """Its page."""
        return f"/files/{self.id}"

    @property
    def about(self) -> str:
        """Kind, size and pages in words: PDF，1.2 MB，3 页."""
        return f"{SHORT[self.kind]}，{limits.in_words(self.size)}，{self.pages} 页"


async def library(owner: int) -> list[File]:
    """The person's documents, newest first."""
    return await File.objects().where(
        (File.owner == owner) & File.removed_at.is_null() & (File.purpose == "document")
    ).order_by(File.id, ascending=False)  # fmt: skip


async def file_of(owner: int, file: int) -> File:
    """The person's file; Refused when it is not theirs or not there."""
    found = (
        await File.objects()
        .where((File.id == file) & (File.owner == owner) & File.removed_at.is_null())
        .first()
    )
    if found is None:
        raise Refused(NOT_YOURS)
    return found


async def photo_of(owner: int) -> str | None:
    """The hash of the person's newest ID photo, None when there is none."""
    found = await File.select(File.sha256).where(
        (File.owner == owner) & File.removed_at.is_null() & (File.purpose == "portrait")
    ).order_by(File.id, ascending=False).first()  # fmt: skip
    return None if found is None else str(found["sha256"])


async def attach(owner: int, file: int, section: str, row_id: int, field: str) -> int:
    """Hangs the person's file last on the row's field and returns the attachment's id; twice is once."""
    found = await file_of(owner, file)
    if found.rendered and found.agreed_at is None:
        raise Refused(NOT_AGREED)
    async with transaction():
        hanging = await _on(section, row_id, field)
        for each in hanging:
            if each["file"] == file:
                return int(each["id"])
        last = max((int(each["position"]) for each in hanging), default=0)
        made = Attachment(section=section, row_id=row_id, field=field, file=file, position=last + 1)
        await made.save()
        return int(made.id)


async def _on(section: str, row_id: int, field: str) -> list[dict[str, Any]]:
    return await Attachment.select(Attachment.id, Attachment.file, Attachment.position).where(
        (Attachment.section == section) & (Attachment.row_id == row_id) & (Attachment.field == field)
        & Attachment.removed_at.is_null()
    ).order_by(Attachment.position, Attachment.id)  # fmt: skip


async def attached(attachment: int) -> dict[str, Any] | None:
    """The attachment with its file's columns as file.…, also a removed one; None when there is none."""
    return await Attachment.select(*Attachment.all_columns(), *Attachment.file.all_columns()).where(
        Attachment.id == attachment
    ).first()  # fmt: skip


async def detach(attachment: int) -> None:
    """Takes the file off its row; restore() brings it back, the library keeps it."""
    await Attachment.update({Attachment.removed_at: clock.now()}).where(
        (Attachment.id == attachment) & Attachment.removed_at.is_null()
    )


async def restore(attachment: int) -> None:
    """Undoes detach(), at the place where it was; nothing happens when the same file hangs there again."""
    async with transaction():
        row = await Attachment.select().where(Attachment.id == attachment).first()
        if row is None or row["removed_at"] is None:
            return
        if any(
            each["file"] == row["file"] for each in await _on(row["section"], row["row_id"], row["field"])
        ):
            return
        await Attachment.update({Attachment.removed_at: None}).where(Attachment.id == attachment)


async def move(attachment: int, by: int) -> None:
    """Up (by = -1) or down (by = 1) among the files of its field; at the end nothing happens."""
    async with transaction():
        row = await Attachment.select().where(Attachment.id == attachment).first()
        if row is None or row["removed_at"] is not None:
            return
        order = [int(each["id"]) for each in await _on(row["section"], row["row_id"], row["field"])]
        at = order.index(attachment)
        to = min(max(at + by, 0), len(order) - 1)
        order.insert(to, order.pop(at))
        for position, each in enumerate(order, 1):
            await Attachment.update({Attachment.position: position}).where(Attachment.id == each)


async def remove(owner: int, file: int) -> None:
    """Takes a file out of the library; Refused while it hangs on a row. Snapshots keep its bytes."""
    await file_of(owner, file)
    async with transaction():
        if await Attachment.exists().where((Attachment.file == file) & Attachment.removed_at.is_null()):
            raise Refused(IN_USE)
        await File.update({File.removed_at: clock.now()}).where(File.id == file)


Files = dict[str, list[Attached]]
"""The files of a row by upload field, in order."""


async def files_of(section: str, row_id: int) -> Files:
    """What hangs on one row."""
    return (await files_of_rows(section, [row_id])).get(row_id, {})


async def files_of_rows(section: str, row_ids: Sequence[int]) -> dict[int, Files]:
    """What hangs on each of the rows that has something."""
    if not row_ids:
        return {}
    rows = await Attachment.select(*ATTACHED).where(
        (Attachment.section == section) & Attachment.row_id.is_in(list(row_ids)) & Attachment.removed_at.is_null()
    ).order_by(Attachment.field, Attachment.position, Attachment.id)  # fmt: skip
    found: dict[int, Files] = {}
    for row in rows:
        found.setdefault(row["row_id"], {}).setdefault(row["field"], []).append(Attached(
            row["id"], row["file"], row["field"], row["file.name"], row["file.sha256"], row["file.kind"],
            row["file.size"], row["file.pages"], row["position"], row["file.owner"]))  # fmt: skip
    return found


async def counts(section: str, row_ids: Sequence[int]) -> dict[tuple[int, str], int]:
    """How many files hang on each (row id, upload field)."""
    if not row_ids:
        return {}
    rows = await Attachment.select(Attachment.row_id, Attachment.field).where(
        (Attachment.section == section)
        & Attachment.row_id.is_in(list(row_ids))
        & Attachment.removed_at.is_null()
    )
    found: dict[tuple[int, str], int] = {}
    for row in rows:
        key = (row["row_id"], row["field"])
        found[key] = found.get(key, 0) + 1
    return found


def frozen(files: Iterable[Attached]) -> list[dict[str, Any]]:
    """The files of one upload field as a snapshot keeps them: sha256, name, kind (media type), size, pages."""
    return [
        {
            "sha256": each.sha256,
            "name": each.name,
            "kind": TYPES[each.kind],
            "size": each.size,
            "pages": each.pages,
        }
        for each in files
    ]


async def hold(snapshot: dict[str, Any], by: str) -> None:
    """From now on no file that `snapshot` names can be removed; `by`: its hash; call it in the transaction that keeps the snapshot."""
    hashes = sorted(set(_hashes(snapshot)))
    if hashes:
        await Held.insert(*(Held(sha256=each, by=by) for each in hashes))


def _hashes(part: Any) -> Iterator[str]:
    """Every file's hash in a snapshot: the value of sha256 in a file, of photo in the applicant."""
    if isinstance(part, dict):
        for key, value in part.items():
            if key in ("sha256", "photo") and isinstance(value, str):
                yield value
            else:
                yield from _hashes(value)
    elif isinstance(part, list):
        for value in part:
            yield from _hashes(value)


async def image(sha256: str, kind: str, page: int, width: int) -> bytes:
    """Page `page` (from 1) of a kept file as JPEG of about `width` pixels, at most 60 KB; drawn once, then from disk."""
    import asyncio

    from web.evidence import images
    from web.evidence.places import workroom

    target = images.cached(previews(), sha256, page, images.width_near(width))
    if not target.exists():
        with workroom() as folder:
            source = await asyncio.to_thread(store().local, sha256, folder)
            await pool().ask("draw", source=str(source), kind=kind, page=page, width=images.width_near(width),
                             target=str(target))  # fmt: skip
    return await asyncio.to_thread(target.read_bytes)
