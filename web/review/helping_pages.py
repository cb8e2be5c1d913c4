"""帮办: the person's consent, the unit's list of those who consented, and the way into their pages and back."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from web.box import Box
from web.columns import Field, Option
from web.evidence import rules as evidence
from web.kinds import KINDS
from web.permissions import helped
from web.review import helping
from web.shell import file_pages, file_views, form, keeping
from web.shell.errors import SECRET, Refused
from web.shell.file_views import Document
from web.shell.place import Place
from web.shell.show import go, show

YEAR = Field("choice", "申报年度", required=True)
UNTIL = Field(
    "day", "同意到哪一天", required=True, future=True,
    hint=f"到这一天 24:00 自动结束，最长 {helping.LONGEST} 天，如 2026-11-30",
)  # fmt: skip
PASSWORD = Field(
    "password",
    "登录密码",
    required=True,
    autocomplete="current-password",
    hint="再输入一次密码，确认是本人同意。",
)
WHO = Field("text", "本人证件号", required=True, limit=18, hint="只能帮本单位的人员。本人会收到消息。")
STATES = {
    "waiting": ("todo", "待上传同意书"), "open": ("doing", "帮办中"), "ended": ("off", "已收回"), "over": ("off", "已到期"),
}  # fmt: skip
SAID = {
    "given": "已同意单位帮您填报。", "ended": "已收回，帮办立即结束。", "sent": "同意书已生效，已告知本人。",
    "asked": "已提醒本人确认。", "kept": "登录超时前填写的内容还在：请再次点“开始帮办”，接着保存。",
}  # fmt: skip


async def between(request: Request) -> Response[Any] | None:
    """Before every handler: what a clerk may not do is refused, what she does is logged for the person."""
    person = request.state.get("person")
    if person is None or person.clerk is None or request.route_handler.opt.get("act") == "public":
        return None
    path = request.url.path
    saving = request.method not in ("GET", "HEAD")
    sentence = helped(person, path)
    if not sentence:
        await helping.used(person, path, saving)
        return None
    kind = request.headers.get("content-type", "")
    typed = await form.read_unchecked(request) if saving and kind.startswith("application/x-www-form") else {}
    posted = {name: text for name, text in typed.items() if name not in SECRET and text.strip()}
    context = {"title": "帮办", "sentence": sentence, "wrong": "", "posted": posted}
    return show(request, "error.html", context, status=403)


async def _years() -> tuple[Option, ...]:
    return tuple(Option(str(year), f"{year} 年度") for year in await helping.years())


def _boxes(
    fields: dict[str, Field], years: tuple[Option, ...], typed: dict[str, str], wrong: dict[str, str]
) -> list[Box]:
    known = {"year": years[0].value} if len(years) == 1 else {}
    return [
        Box(
            field, name, name, "" if name == "password" else typed.get(name, known.get(name, "")), wrong.get(name, ""),
            options=years if name == "year" else (),
        )
        for name, field in fields.items()
    ]  # fmt: skip


async def _page(request: Request, typed: dict[str, str], wrong: dict[str, str], status: int) -> Response[Any]:
    person = request.state["person"]
    years = await _years()
    fields = {"year": YEAR, "until": UNTIL, "password": PASSWORD}
    kept = request.query_params.get("kept", "")
    said = SAID.get(request.query_params.get("said", "kept" if kept else ""), "")
    context = {
        "asks": person.holds("applicant") and bool(years), "boxes": _boxes(fields, years, typed, wrong), "wrong": wrong,
        "mine": [await _with_scans(row) for row in await helping.of_person(person.id)],
        "ours": [await _with_scans(row) for row in await helping.of_units(person.places("unit"))],
        "clerk": bool(person.places("unit")), "states": STATES, "words": helping.WORDS, "kept": kept, "status": said,
        "agreed_wrong": wrong.get("agreed", ""),
    }  # fmt: skip
    return show(request, "people/helping.html", context, status=status)


async def _with_scans(row: dict[str, Any]) -> dict[str, Any]:
    hanging = await evidence.files_of(helping.CONSENT.key, row["id"]) if row["kind"] == "scan" else {}
    return {**row, "scans": len(hanging.get("scan", []))}


@get("/helping", opt={"act": "own"})
async def helping_page(request: Request) -> Response[Any]:
    """The person's consents and the form for one; the unit's list of those who consented."""
    return await _page(request, {}, {}, 200)


@post("/helping", opt={"act": "own"}, status_code=200)
async def give(request: Request) -> Response[Any]:
    """The person consents."""
    posted = await form.read(request)
    person = request.state["person"]
    if not person.holds("applicant"):
        raise Refused("您现在没有申报单位，不能请单位帮办。")
    until = KINDS["day"].read(UNTIL, posted.text("until"), ()).value
    wrong = {} if posted.text("agreed") == "1" else {"agreed": "请阅读同意书，并勾选“我同意”。"}
    if wrong or until is None:
        wrong |= await helping.wrong_term(posted.whole("year"), until)
    else:
        wrong = await helping.give(person, posted.whole("year"), until, posted.text("password"))
    return await _page(request, dict(posted), wrong, 422) if wrong else go("/helping?said=given")


@get("/helping/scan", opt={"act": "own"})
async def scan_page(request: Request) -> Response[Any]:
    """For who cannot sign in: the paper to sign, and for whom."""
    return await _scan(request, {}, {}, 200)


def _unit(request: Request) -> int:
    """The unit for which the person helps."""
    if not (units := request.state["person"].places("unit")):
        raise Refused("只有单位管理员可以帮本单位的人员填报。")
    return int(units[0])


async def _scan(request: Request, typed: dict[str, str], wrong: dict[str, str], status: int) -> Response[Any]:
    unit = await helping.unit_of(_unit(request))
    boxes = _boxes({"login": WHO, "year": YEAR, "until": UNTIL}, await _years(), typed, wrong)
    paper = helping.WORDS.format(unit=unit, year="____", until="____年__月__日")
    return show(
        request, "people/helping_scan.html", {"boxes": boxes, "paper": paper, "wrong": wrong}, status=status
    )


@post("/helping/scan", opt={"act": "own"}, status_code=200)
async def prepare(request: Request) -> Response[Any]:
    """A consent on paper: for whom and how long; then its scan."""
    posted = await form.read(request)
    unit = _unit(request)
    until = KINDS["day"].read(UNTIL, posted.text("until"), ()).value
    wrong, consent = await helping.prepare(
        request.state["person"], unit, posted.text("login"), posted.whole("year"), until
    )
    return (
        await _scan(request, dict(posted), wrong, 422)
        if wrong
        else go(f"{PREFIX}/consent/{consent}/files/scan")
    )


async def _consent(request: Request) -> dict[str, Any]:
    """The consent that the path names, of the person or given to a unit of hers; 404 for any other."""
    row, person = await helping.one(request.path_params["consent"]), request.state["person"]
    if row is None or not (row["person"] == person.id or row["unit"] in person.places("unit")):
        raise NotFoundException
    return row


@post("/helping/{consent:int}/send", opt={"act": "own"}, status_code=200)
async def send_in(request: Request) -> Response[Any]:
    """The signed consent is there: it counts from now on."""
    await form.read(request)
    row, person = await _consent(request), request.state["person"]
    if row["unit"] not in person.places("unit"):
        raise NotFoundException
    if sentence := await helping.send_in(person, row):
        raise Refused(sentence)
    return go("/helping?said=sent")


@post("/helping/{consent:int}/end", opt={"act": "own"}, status_code=200)
async def end(request: Request) -> Response[Any]:
    """收回, at once."""
    await form.read(request)
    await helping.end(request.state["person"], await _consent(request))
    return go("/helping?said=ended")


@post("/helping/{consent:int}/start", opt={"act": "own"}, status_code=200)
async def start(request: Request) -> Response[Any]:
    """Into the person's pages, or back into a form that was posted after the session had ended."""
    posted = await form.read(request)
    if sentence := await helping.start(request.state["person"], await _consent(request)):
        raise Refused(sentence)
    kept = posted.text("kept")
    return go(f"/kept/{kept}" if keeping.SECRET.fullmatch(kept) else "/home")


@post("/helping/stop", opt={"act": "own"}, status_code=200)
async def stop(request: Request) -> Response[Any]:
    """Back to one's own pages."""
    await form.read(request)
    await helping.stop(request.state["person"].session)
    return go("/helping")


@post("/helping/ask/{declaration:int}", opt={"act": "own"}, status_code=200)
async def ask(request: Request, declaration: FromPath[int]) -> Response[Any]:
    """Tell the person that the declaration is filled and waits for her commitment."""
    await form.read(request)
    if request.state["person"].clerk is None:
        raise NotFoundException
    await helping.ask(request.state["person"], declaration)
    return go(f"/declarations/{declaration}/submit?said=asked")


async def load_scan(request: Request, act: str) -> Place:
    """The scans of one unit's consents; what counts already is no longer changed."""
    unit = _unit(request)
    row = await helping.one(request.path_params["row"])
    if row is None or row["unit"] != unit or request.path_params["key"] != helping.CONSENT.key:
        raise NotFoundException
    locked = "" if row["state"] == "waiting" else "同意书已经生效，不能再换。"
    return Place(helping.CONSENT, unit, request.state["person"].id, f"{PREFIX}/consent", locked=locked)


@get("/helping/papers/{key:str}", opt={"act": "own"})
async def papers(request: Request) -> Response[Any]:
    """The scans have no list of their own: 帮办 has it."""
    return go("/helping")


@get("/helping/papers/{key:str}/{row:int}", opt={"act": "own"})
async def paper(request: Request) -> Response[Any]:
    """The same from one of them."""
    return go("/helping")


async def _document(request: Request) -> Document:
    """One of the scans of a consent, for the person and for the unit."""
    row, number = await _consent(request), request.path_params["number"]
    files = (await evidence.files_of(helping.CONSENT.key, row["id"])).get("scan", [])
    if not 1 <= number <= len(files):
        raise NotFoundException
    file = files[number - 1]
    url = f"/helping/{row['id']}/scan/{number}"
    return Document(url, file.name, file.sha256, file.kind, file.pages, file.size, ("/helping", "帮办"))


@get("/helping/{consent:int}/scan/{number:int}", opt={"act": "own"})
async def look(request: Request) -> Response[Any]:
    """The signed paper, page by page."""
    return file_views.viewer(request, await _document(request))


@get("/helping/{consent:int}/scan/{number:int}/pages/{page:int}", opt={"act": "own"})
async def picture(request: Request, page: FromPath[int]) -> Response[Any]:
    """One page as a picture."""
    found = await _document(request)
    return await file_views.picture(request, found.sha256, found.kind, page)


@get("/helping/{consent:int}/scan/{number:int}/original", opt={"act": "own"})
async def original(request: Request) -> Response[Any]:
    """The file itself."""
    return await file_views.original(request, await _document(request))


PREFIX = "/helping/papers"
HANDLERS = [
    helping_page, give, scan_page, prepare, send_in, end, start, stop, ask, look, picture, original, papers, paper,
    *file_pages.handlers(PREFIX, "own", "own", load_scan),
]  # fmt: skip
