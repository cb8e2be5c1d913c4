"""Help and announcements for everyone, and the desk at which the office writes them."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from web.box import Box
from web.columns import Field
from web.office import help, texts
from web.office.loading import seated
from web.shell import form
from web.shell.show import go, show

TITLE = Field("text", "标题", required=True, limit=texts.TITLE_LIMIT)
BODY = Field(
    "long_text", "正文", required=True, limit=texts.BODY_LIMIT, rows=16,
    hint="Markdown：空行分段，“- ”开头为列表，“1. ”开头为编号，“## ”开头为小标题，[文字](地址) 为链接。",
)  # fmt: skip
KINDS = {"help": "帮助", "announcement": "公告"}


@get("/help", opt={"act": "public"})
async def help_page(request: Request) -> Response[Any]:
    """Every paragraph of help, each with its anchor, by who reads it."""
    readers = [
        (reader, [(each, texts.rendered(each.body, 4)) for each in those])
        for reader, those in help.by_reader(await texts.paragraphs())
    ]
    return show(request, "office/help.html", {"readers": readers})


@get("/notices", opt={"act": "public"})
async def notices(request: Request) -> Response[Any]:
    """The announcements that stand."""
    return show(request, "office/notices.html", {"rows": await texts.announcements()})


@get("/notices/{code:str}", opt={"act": "public"})
async def notice(request: Request, code: FromPath[str]) -> Response[Any]:
    """One announcement."""
    row = await texts.announcement(code)
    if row is None:
        raise NotFoundException
    return show(request, "office/notice.html", {"row": row, "body": texts.rendered(row["body"], 2)})


@get("/texts", opt={"act": "texts"})
async def desk(request: Request) -> Response[Any]:
    """Announcements and help paragraphs, to be written."""
    seated(request)
    context = {"announcements": await texts.announcements(), "paragraphs": await texts.paragraphs()}
    return show(request, "office/texts.html", context)


async def _editor(
    request: Request, kind: str, code: str, typed: dict[str, str], after: int, wrong: dict[str, str], status: int,
    preview: bool = False,
) -> Response[Any]:  # fmt: skip
    boxes = [
        Box(TITLE, "title", "title", typed["title"], wrong.get("title", "")),
        Box(BODY, "body", "body", typed["body"], wrong.get("body", "")),
    ]
    context = {
        "kind": kind, "kinds": KINDS, "code": code, "boxes": boxes, "after": after, "wrong": wrong,
        "versions": await texts.versions(kind, code) if code else [], "sentence": wrong.get("", ""),
        "preview": texts.rendered(typed["body"], 3) if preview else None, "title": typed["title"],
    }  # fmt: skip
    return show(request, "office/text.html", context, status=status)


async def _standing(kind: str, code: str) -> tuple[dict[str, str], int]:
    """(what the text says now, its newest version); 404 when there is no such text."""
    rows = await texts.versions(kind, code)
    if rows:
        return {"title": rows[0]["title"], "body": rows[0]["body"]}, rows[0]["version"]
    paragraph = next((each for each in help.of_file() if kind == "help" and each.key == code), None)
    if paragraph is None:
        raise NotFoundException
    return {"title": paragraph.title, "body": paragraph.body}, 0


@get("/texts/new", opt={"act": "texts"})
async def new(request: Request) -> Response[Any]:
    """An empty announcement."""
    seated(request)
    return await _editor(request, "announcement", "", {"title": "", "body": ""}, 0, {}, 200)


@get("/texts/{kind:str}/{code:str}", opt={"act": "texts"})
async def editor(request: Request, kind: FromPath[str], code: FromPath[str]) -> Response[Any]:
    """One text as it stands, or an older version (?version=) to be published again."""
    seated(request)
    typed, after = await _standing(kind, code)
    asked = form.whole(request.query_params.get("version", ""))
    for row in await texts.versions(kind, code) if asked else []:
        if row["version"] == asked:
            typed = {"title": row["title"], "body": row["body"]}
    return await _editor(request, kind, code, typed, after, {}, 200)


@post("/texts/{kind:str}/{code:str}", opt={"act": "texts"}, status_code=200)
async def write(request: Request, kind: FromPath[str], code: FromPath[str]) -> Response[Any]:
    """Preview, publish or withdraw; "new" is the announcement that has no number yet."""
    person = seated(request)
    posted = await form.read(request)
    if kind not in KINDS or (kind == "help" and code == "new"):
        raise NotFoundException
    code = "" if code == "new" else code
    if code:
        await _standing(kind, code)
    typed = {"title": posted.text("title"), "body": posted.text("body").replace("\r\n", "\n")}
    wrong = texts.complaints(typed["title"], typed["body"])
    after = posted.whole("after")
    if wrong or "preview" in posted:
        return await _editor(
            request, kind, code, typed, after, wrong, 422 if wrong else 200, preview=not wrong
        )
    try:
        await texts.publish(kind, code, **typed, after=after, by=person.id, withdrawn="withdraw" in posted)
    except texts.Overtaken as error:
        return await _editor(
            request, kind, code, typed, (await _standing(kind, code))[1], {"": str(error)}, 409
        )
    return go("/texts")


HANDLERS = [help_page, notices, notice, desk, new, editor, write]
