"""The page of one upload field of one row: send files, use those of one's library, order, remove, join them."""

from dataclasses import replace
from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler

from web.box import Box
from web.database import transaction
from web.evidence import late, limits, places, uploads
from web.evidence import rules as evidence
from web.evidence.again import CHANGES
from web.evidence.pool import Busy
from web.evidence.tables import File
from web.shell import file_adjusting, form, incoming, keeping, targets
from web.shell.file_target import Target, attach, attached_here, refuse_locked, take, target_of
from web.shell.place import Loader
from web.shell.show import go, show
from web.shell.targets import Outcome

SAID = {
    "moved": "已调整次序。", "removed": "已移除，可以撤销。文件仍在“我的文件”里。", "restored": "已恢复。",
    "used": "已加上所选的文件。", "joined": "已合并成一个 PDF。", "agreed": "已加上压缩后的文件。",
}  # fmt: skip
NOTHING = "请先选择要上传的文件。"
NOT_CHOSEN = "请先勾选要使用的文件。"
FEW = "至少有两张照片才能合并。"


async def field_page(
    request: Request, target: Target, outcomes: list[Outcome] | None = None, complaint: str = ""
) -> Response[Any]:
    """The page, with what became of the files just sent."""
    owner, was_late = target.place.owner, bool(request.query_params.get("kept"))
    outcomes = [*(outcomes or []), *await keeping.claim(request)]
    came = await targets.arrived(request, owner, target.url)
    outcomes += [late_word(each, target) for each in came] if was_late else came
    waiting = [] if target.place.locked else await uploads.unfinished(owner, target.url)
    target = await target_of(target.place, target.row["id"], target.name)
    hanging = {each.file for each in target.attached}
    library = [] if target.place.locked else await evidence.library(target.place.owner)
    refused = [each for each in outcomes if not each.taken]
    used, most = await evidence.quota(target.place.owner)
    sentence = complaint or (refused[0].sentence if refused else "")
    context = {
        "waiting": waiting, "received": await late.waiting(owner, target.url),
        "box": Box(target.field, "file", "file", complaint=sentence, upload_url=target.url),
        "target": target, "place": target.place, "outcomes": outcomes, "refused": refused, "complaint": complaint,
        "usable": [file for file in library if file.id not in hanging and (not file.rendered or file.agreed_at)],
        "pending": [file for file in library if file.rendered and not file.agreed_at and file.part == 1],
        "photos": [each for each in target.attached if each.kind == "jpeg"],
        "limits": f"{limits.told()}可以一次选几个文件，合计不超过 {incoming.TOGETHER // limits.MEGA} MB；这里最多 {target.at_most} 个。",
        "used": limits.in_words(used), "in_words": limits.in_words, "most": limits.in_words(most),
        "wrong": refused or complaint, "removed": form.number(request.query_params.get("removed", "")),
        "status": SAID.get(request.query_params.get("said", ""), ""),
    }  # fmt: skip
    status = 409 if refused and target.place.locked else 422 if refused or complaint else 200
    return show(request, "evidence/field.html", context, status=status)


def late_word(outcome: Outcome, target: Target) -> Outcome:
    """The outcome of a file that came after the session had ended, saying so."""
    if not outcome.taken:
        return outcome
    where = "收到" if outcome.look else f"收到，登录后已放入“{target.field.label}”"
    return replace(outcome, sentence=f"刚才登录已超时，文件已{where}。{outcome.sentence}")


def handlers(prefix: str, view: str, edit: str, load: Loader) -> list[HTTPRouteHandler]:
    """Handlers of every upload field under `prefix`, as section_pages.handlers makes them for the sections."""
    path = f"{prefix}/{{key:str}}/{{row:int}}/files/{{field:str}}"

    async def target_for(request: Request, act: str) -> Target:
        place = await load(request, act)
        return await target_of(place, request.path_params["row"], request.path_params["field"])

    async def check(request: Request) -> None:
        refuse_locked((await target_for(request, edit)).place, form.Form({}, []))

    async def take_file(request: Request, sent: incoming.Sent) -> Outcome:
        return await take(await target_for(request, edit), sent)

    targets.register(path, check, take_file)

    async def target_to_change(request: Request) -> tuple[Target, form.Form]:
        posted = await form.read(request)
        target = await target_for(request, edit)
        refuse_locked(target.place, posted)
        return target, posted

    @get(path, opt={"act": view})
    async def files_page(request: Request) -> Response[Any]:
        return await field_page(request, await target_for(request, view))

    @post(path, opt={"act": edit, "files": True}, status_code=200, request_max_body_size=incoming.TOGETHER)
    async def send_files(request: Request) -> Response[Any]:
        target = await target_for(request, edit)
        outcomes: list[Outcome] = []
        with places.workroom() as folder:
            async for sent in incoming.files(request, folder, {}):
                outcomes.append(await targets.outcome_of(taking(target), request, sent))
                sent.path.unlink()
        if target.place.locked and not outcomes:
            refuse_locked(target.place, form.Form({}, []))
        return await field_page(request, target, outcomes, "" if outcomes else NOTHING)

    def taking(target: Target) -> targets.Target:
        """What becomes of files sent to the field: hung on it, or kept in the library where it is locked."""

        async def shelve(request: Request, sent: incoming.Sent) -> Outcome:
            place = target.place
            return await targets.shelved(place.owner, sent.name, sent.path, place.locked)

        usual = targets.TARGETS[path]
        return replace(usual, take=shelve) if target.place.locked else usual

    @post(f"{path}/received", opt={"act": edit}, status_code=200)
    async def put_received(request: Request) -> Response[Any]:
        """Files that came after the session had ended go where they were meant for."""
        target, _ = await target_to_change(request)
        await late.claim(target.place.owner, target.url)
        return go(f"{target.url}#have")

    @post(f"{path}/use", opt={"act": edit}, status_code=200)
    async def use_files(request: Request) -> Response[Any]:
        target, posted = await target_to_change(request)
        chosen = [form.number(name[5:]) for name in posted if name.startswith("file-")]
        return await use(request, target, chosen)

    @post(f"{path}/join", opt={"act": edit}, status_code=200)
    async def join_photos(request: Request) -> Response[Any]:
        target, _ = await target_to_change(request)
        return await join(request, target)

    @post(f"{path}/{{attachment:int}}/{{turn:str}}", opt={"act": edit}, status_code=200)
    async def turn_file(request: Request) -> Response[Any]:
        target, _ = await target_to_change(request)
        attachment, what = request.path_params["attachment"], request.path_params["turn"]
        if what in CHANGES:
            return await file_adjusting.adjust(request, target, attachment, what)
        return await turn(target, attachment, what)

    @get(f"{path}/{{attachment:int}}/adjust", opt={"act": edit})
    async def adjust_page(request: Request) -> Response[Any]:
        target = await target_for(request, edit)
        return await file_adjusting.page(request, target, request.path_params["attachment"])

    @get(f"{path}/compare/{{file:int}}", opt={"act": edit})
    async def compare_page(request: Request) -> Response[Any]:
        return await compare(request, await target_for(request, edit), request.path_params["file"])

    @post(f"{path}/compare/{{file:int}}", opt={"act": edit}, status_code=200)
    async def agree_file(request: Request) -> Response[Any]:
        target, _ = await target_to_change(request)
        return await agree(request, target, request.path_params["file"])

    return [
        files_page,
        send_files,
        use_files,
        join_photos,
        put_received,
        turn_file,
        adjust_page,
        compare_page,
        agree_file,
    ]


async def use(request: Request, target: Target, chosen: list[int]) -> Response[Any]:
    """Hangs files of the person's library on the field, in the order of the list."""
    if not chosen:
        return await field_page(request, target, complaint=NOT_CHOSEN)
    mine = {int(file.id): file for file in await evidence.library(target.place.owner)}
    if not all(each in mine for each in chosen):
        return await field_page(request, target, complaint=evidence.NOT_YOURS)
    if any(mine[each].rendered and mine[each].agreed_at is None for each in chosen):
        return await field_page(request, target, complaint=evidence.NOT_AGREED)
    if refusal := await attach(target, [mine[each] for each in chosen]):
        return await field_page(request, target, complaint=refusal)
    return go(f"{target.url}?said=used#said")


async def turn(target: Target, attachment: int, what: str) -> Response[Any]:
    """up, down, remove or restore one attachment of this field; 404 for another's."""
    place = target.place
    await attached_here(target, attachment)
    async with transaction():
        await place.section.table.guard(place.holder)
        if what in ("up", "down"):
            await evidence.move(attachment, -1 if what == "up" else 1)
            return go(f"{target.url}?said=moved#file-{attachment}")
        if what == "remove":
            await evidence.detach(attachment)
            return go(f"{target.url}?said=removed&removed={attachment}#said")
        if what == "restore":
            await evidence.restore(attachment)
            return go(f"{target.url}?said=restored#file-{attachment}")
    raise NotFoundException


async def join(request: Request, target: Target) -> Response[Any]:
    """The photographs of the field become one PDF in their order, at the place of the first."""
    photos = [each for each in target.attached if each.kind == "jpeg"]
    if len(photos) < 2:
        return await field_page(request, target, complaint=FEW)
    try:
        files = await evidence.join(target.place.owner, [each.file for each in photos], photos[0].name)
    except (evidence.Refused, Busy) as refusal:
        return await field_page(request, target, complaint=refusal.sentence)
    place = target.place
    async with transaction():
        await place.section.table.guard(place.holder)
        for photo in photos:
            await evidence.detach(photo.id)
        for file in files:
            await evidence.attach(place.owner, int(file.id), place.section.key, target.row["id"], target.name)
    return go(f"{target.url}?said=joined#said")


async def parts_of(owner: int, file: int) -> list[File]:
    """All parts of the person's upload that `file` belongs to, in order; NotFoundException when not hers."""
    mine = await evidence.library(owner)
    one = next((each for each in mine if each.id == file), None)
    if one is None or not one.rendered:
        raise NotFoundException
    same = [
        each for each in mine if each.original == one.original and each.parts == one.parts and each.rendered
    ]
    by_part = {int(each.part): each for each in same if abs(int(each.id) - int(one.id)) < int(each.parts)}
    return [by_part[number] for number in sorted(by_part)]


async def compare(request: Request, target: Target, file: int) -> Response[Any]:
    """Before and after, page by page, of a file whose pages had to become pictures."""
    parts = await parts_of(target.place.owner, file)
    pages, first = [], 1
    for part in parts:
        for number in [int(each) for each in part.rendered]:
            if first <= number < first + int(part.pages):
                pages.append({"number": number, "file": part.id, "page": number - first + 1})
        first += int(part.pages)
    context = {"target": target, "place": target.place, "file": parts[0], "pages": pages}
    return show(request, "evidence/compare.html", context)


async def agree(request: Request, target: Target, file: int) -> Response[Any]:
    """The person can read the pages: the file is hung on the field."""
    parts = await parts_of(target.place.owner, file)
    for part in parts:
        await evidence.agree(target.place.owner, int(part.id))
    if refusal := await attach(target, parts):
        return await field_page(request, target, complaint=refusal)
    return go(f"{target.url}?said=agreed#said")
