"""下级单位: organisations right under the office, opened one by one or from a sheet."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from web import codelists
from web.box import Box
from web.columns import Field, Option
from web.database import transaction
from web.office import administrators, postings, sending, units
from web.office.loading import office_of, page_of, seated
from web.settings import settings
from web.sheet import reading
from web.sheet import rules as sheets
from web.sheet.reading import Line
from web.shell import form
from web.shell.show import go, show

SIZE = 50
FILE = Field(
    "upload", "单位名单", hint=f"XLSX 或 CSV，8 MB 以内。表头：{'、'.join((*units.NEEDED, *units.ALSO))}。"
)
FIELDS = {
    "单位名称": Field(
        "text", "单位名称", required=True, limit=units.NAME_LIMIT, hint="法定全称，与公章一致。"
    ),
    "统一社会信用代码": Field("text", "统一社会信用代码", required=True, limit=18, hint="18 位。"),
    "行政区划": Field("text", "行政区划", required=True, limit=6, hint="6 位代码，如 410300。"),
    "单位性质": Field("choice", "单位性质", required=True, options=codelists.options("unit_nature")),
    "管理员姓名": Field("text", "管理员姓名", required=True, limit=40),
    "管理员证件号": Field("text", "管理员证件号", required=True, limit=18),
    "手机": Field("text", "手机", limit=20, hint="可以不填。"),
}
RENAME = Field("text", "新的单位名称", limit=units.NAME_LIMIT)


@get("/organisations", opt={"act": "organisations"})
async def organisations(request: Request) -> Response[Any]:
    """Organisations right under the office."""
    seated(request)
    office, page = office_of(request), page_of(request)
    rows, count = await units.children(office, page, SIZE)
    context = {
        "rows": rows, "count": count, "page": page, "pages": max(1, -(-count // SIZE)),
        "sheets": await sheets.recent("organisations", office),
    }  # fmt: skip
    return show(request, "office/organisations.html", context)


def _slips(request: Request, slips: list[Any]) -> Response[Any]:
    context = {
        "slips": slips,
        "back": "/organisations",
        "activation": settings.activation_code,
        "address": settings.public_url,
    }
    return show(request, "office/slips.html", context)


def _one(request: Request, typed: dict[str, str], wrong: str, status: int) -> Response[Any]:
    place = next(
        (name for name in FIELDS if name in wrong),
        "管理员证件号" if "身份证" in wrong else "统一社会信用代码",
    )
    boxes = []
    for number, (name, field) in enumerate(FIELDS.items()):
        options: tuple[Option, ...] = field.options if isinstance(field.options, tuple) else ()
        complaint = f"{wrong}。" if wrong and name == place else ""
        boxes.append(Box(field, name, f"f{number}", typed.get(name, ""), complaint, options))
    return show(request, "office/organisation_new.html", {"boxes": boxes, "wrong": wrong}, status=status)


@get("/organisations/new", opt={"act": "organisations"})
async def new(request: Request) -> Response[Any]:
    """The form for one organisation and its administrator."""
    seated(request)
    return _one(request, {}, "", 200)


@post("/organisations/new", opt={"act": "organisations"}, status_code=200)
async def open_one(request: Request) -> Response[Any]:
    """Open one organisation; the answer is its administrator's slip."""
    person = seated(request)
    posted = await form.read(request)
    typed = {name: posted.text(name) for name in FIELDS}
    judged = await units.judge([Line(1, typed)])
    if judged[0].sentence:
        return _one(request, typed, judged[0].sentence, 422)
    return _slips(request, await units.write(judged, office_of(request), person.id))


async def _sheet_page(request: Request, wrong: str, status: int) -> Response[Any]:
    box = Box(FILE, "file", "file", complaint=wrong, upload_url="/organisations/sheet")
    return show(request, "office/organisations_sheet.html", {"box": box, "wrong": wrong}, status=status)


@get("/organisations/sheet", opt={"act": "organisations"})
async def sheet_page(request: Request) -> Response[Any]:
    """Where a list of organisations is sent."""
    seated(request)
    return await _sheet_page(request, "", 200)


@post(
    "/organisations/sheet",
    opt={"act": "organisations"},
    status_code=200,
    request_max_body_size=sending.LIMIT,
)
async def send_sheet(request: Request) -> Response[Any]:
    """Read the list and report on it."""
    seated(request)
    try:
        sheet = await sending.keep(request, "organisations", units.NEEDED, units.ALSO, "请选择单位名单文件。")
    except reading.Unreadable as error:
        return await _sheet_page(request, str(error), 422)
    return go(f"/organisations/sheet/{sheet}")


@get("/organisations/sheet/{sheet:int}", opt={"act": "organisations"})
async def report(request: Request, sheet: FromPath[int]) -> Response[Any]:
    """Every row that is wrong, with its number and the reason."""
    seated(request)
    row = await sending.in_hand(request, "organisations")
    judged = [] if row["written_at"] else await units.judge(sheets.lines_of(row))
    wrong = [each for each in judged if each.sentence]
    return show(
        request,
        "office/organisations_report.html",
        {"sheet": row, "wrong_rows": wrong, "right": len(judged) - len(wrong)},
    )


@post("/organisations/sheet/{sheet:int}", opt={"act": "organisations"}, status_code=200)
async def open_sheet(request: Request, sheet: FromPath[int]) -> Response[Any]:
    """Open the organisations of the right rows, once; the answer is their administrators' slips."""
    person = seated(request)
    await form.read(request)
    row = await sending.in_hand(request, "organisations")
    lines = sheets.lines_of(row)
    async with transaction():
        if not await sheets.claim(sheet):
            return go(f"/organisations/sheet/{sheet}")
        fit = [each for each in await units.judge(lines) if not each.sentence]
        slips = await units.write(fit, office_of(request), person.id)
        await sheets.close(sheet, {"opened": len(slips), "wrong": len(lines) - len(slips)})
    return _slips(request, slips)


async def _child(request: Request, organisation: int) -> dict[str, Any]:
    seated(request)
    row = await units.child(office_of(request), organisation)
    if row is None:
        raise NotFoundException
    return row


def _page(request: Request, row: dict[str, Any], typed: str, wrong: str, status: int) -> Response[Any]:
    context = {
        "row": row,
        "box": Box(RENAME, "name", "name", typed, wrong),
        "wrong": wrong,
        "labels": units.CHANGES,
    }
    return show(request, "office/organisation.html", context, status=status)


@get("/organisations/{organisation:int}", opt={"act": "organisations"})
async def organisation_page(request: Request, organisation: FromPath[int]) -> Response[Any]:
    """One organisation: its administrators, its former names, what can be done."""
    row = await _child(request, organisation)
    return _page(request, row, row["name"], "", 200)


@post("/organisations/{organisation:int}", opt={"act": "organisations"}, status_code=200)
async def change(request: Request, organisation: FromPath[int]) -> Response[Any]:
    """Rename, close or reopen."""
    row = await _child(request, organisation)
    posted = await form.read(request)
    act = posted.text("act")
    if act not in ("renamed", "closed", "reopened"):
        raise NotFoundException
    if wrong := await units.change(row, act, posted.text("name"), request.state["person"].id):
        return _page(request, row, posted.text("name"), wrong, 422)
    return go(f"/organisations/{organisation}")


def _administrator(
    request: Request, row: dict[str, Any], typed: dict[str, str], wrong: dict[str, str], status: int
) -> Response[Any]:
    boxes = [
        Box(
            Field("text", label, required=name != "mobile", limit=40),
            name,
            name,
            typed.get(name, ""),
            wrong.get(name, ""),
        )
        for name, label in administrators.FIELDS.items()
    ]
    return show(request, "office/administrator.html", {"row": row, "boxes": boxes}, status=status)


@get("/organisations/{organisation:int}/administrator", opt={"act": "organisations"})
async def administrator_page(request: Request, organisation: FromPath[int]) -> Response[Any]:
    """The question before an administrator is replaced."""
    return _administrator(request, await _child(request, organisation), {}, {}, 200)


@post("/organisations/{organisation:int}/administrator", opt={"act": "organisations"}, status_code=200)
async def replace(request: Request, organisation: FromPath[int]) -> Response[Any]:
    """Replace the administrator; the answer is the new one's slip."""
    row = await _child(request, organisation)
    posted = await form.read(request)
    typed = {name: posted.text(name).strip() for name in administrators.FIELDS}
    if wrong := administrators.wrong(typed):
        return _administrator(request, row, typed, wrong, 422)
    return _slips(request, [await administrators.replace(row, typed, request.state["person"].id)])


@post(
    "/organisations/{organisation:int}/administrators/{account:int}",
    opt={"act": "organisations"},
    status_code=200,
)
async def reissue(request: Request, organisation: FromPath[int], account: FromPath[int]) -> Response[Any]:
    """A new first password for an administrator; the answer is the slip."""
    row = await _child(request, organisation)
    await form.read(request)
    if account not in {each["id"] for each in row["administrators"]}:
        raise NotFoundException
    return _slips(request, [await postings.reissue(account, organisation, request.state["person"].id)])


HANDLERS = [
    organisations, new, open_one, sheet_page, send_sheet, report, open_sheet, organisation_page, change, reissue,
    administrator_page, replace,
]  # fmt: skip
