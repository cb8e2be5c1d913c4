"""下级单位: organisations right under the office, looked for, opened one by one or from a sheet."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from web import codelists
from web.box import Box
from web.columns import Field, Option
from web.database import transaction
from web.office import sending, sheet_answers, unit_records, units
from web.office.loading import office_of, over_committees, page_of, seated
from web.office.slip_page import slips
from web.people import sessions
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
    "单位类别": Field("choice", "单位类别", required=True),
    "单位名称": Field(
        "text", "单位名称", required=True, limit=units.NAME_LIMIT, hint="法定全称，与公章一致。"
    ),
    "统一社会信用代码": Field("text", "统一社会信用代码", required=True, limit=18, hint="18 位。"),
    "行政区划": Field("text", "行政区划", required=True, limit=6, hint="6 位代码，如 410300。"),
    "单位性质": Field("choice", "单位性质", required=True, options=codelists.options("unit_nature")),
    "单位层级": Field(
        "choice",
        "单位层级",
        options=codelists.options("unit_level"),
        hint="决定申报材料经哪些部门审核。中央驻豫、省直单位必须选。",
    ),
    "岗位管理": Field(
        "choice",
        "岗位管理",
        options=tuple(Option(each, each) for each in units.ANSWERS),
        hint="实行岗位管理的，推荐人数不能超过评审职数。",
    ),
    "管理员姓名": Field("text", "管理员姓名", required=True, limit=40),
    "管理员证件号": Field("text", "管理员证件号", required=True, limit=18),
    "手机": Field("text", "手机", limit=20, hint="可以不填。"),
}


SAID = {"moved": "已划转，以后由接管的部门管理。"}


@get("/organisations", opt={"act": "organisations"})
async def organisations(request: Request) -> Response[Any]:
    """Organisations right under the office."""
    seated(request)
    office, page = office_of(request), page_of(request)
    word = " ".join(request.query_params.get("word", "").split())[:40]
    committees = request.query_params.get("kind") == unit_records.COMMITTEES and over_committees(request)
    if committees:
        await unit_records.make_committee_offices()
    rows, count = await unit_records.listed(office, word, page, SIZE, committees=committees)
    context = {
        "rows": rows, "count": count, "page": page, "pages": max(1, -(-count // SIZE)), "word": word,
        "committees": committees, "over": over_committees(request),
        "status": SAID.get(request.query_params.get("said", ""), ""),
        "sheets": [] if committees else await sheets.recent("organisations", office),
    }  # fmt: skip
    return show(request, "office/organisations.html", context)


async def _parent(request: Request) -> dict[str, Any]:
    return (await sessions.parents(office_of(request)))[0]


async def _one(request: Request, typed: dict[str, str], wrong: str, status: int) -> Response[Any]:
    able = units.BELOW.get((await _parent(request))["kind"], ())
    kinds = tuple(Option(kind, units.KINDS[kind]) for kind in able)
    place = next(
        (name for name in FIELDS if name in wrong),
        "管理员证件号" if "身份证" in wrong else "统一社会信用代码",
    )
    boxes = []
    for number, (name, field) in enumerate(FIELDS.items()):
        options: tuple[Option, ...] = field.options if isinstance(field.options, tuple) else ()
        options = kinds if name == "单位类别" else options
        complaint = f"{wrong}。" if wrong and name == place else ""
        boxes.append(Box(field, name, f"f{number}", typed.get(name, ""), complaint, options))
    return show(request, "office/organisation_new.html", {"boxes": boxes, "wrong": wrong}, status=status)


@get("/organisations/new", opt={"act": "organisations"})
async def new(request: Request) -> Response[Any]:
    """The form for one organisation and its administrator."""
    seated(request)
    return await _one(request, {"单位类别": "unit"}, "", 200)


@post("/organisations/new", opt={"act": "organisations"}, status_code=200)
async def open_one(request: Request) -> Response[Any]:
    """Open one organisation; the answer is its administrator's slip."""
    person = seated(request)
    posted = await form.read(request)
    typed = {name: posted.text(name) for name in FIELDS}
    judged = await units.judge([Line(1, typed)], await _parent(request))
    if judged[0].sentence:
        return await _one(request, typed, judged[0].sentence, 422)
    return slips(request, await units.write(judged, office_of(request), person.id), "/organisations")


async def _sheet_page(request: Request, wrong: str, status: int) -> Response[Any]:
    box = Box(FILE, "file", "file", complaint=wrong, upload_url="/organisations/sheet")
    return show(request, "office/organisations_sheet.html", {"box": box, "wrong": wrong}, status=status)


@get("/organisations/sheet/blank", opt={"act": "organisations"})
async def blank(request: Request) -> Response[bytes]:
    """An empty list to fill in."""
    seated(request)
    return await sheet_answers.blank("单位名单", (*units.NEEDED, *units.ALSO), "organisations")


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
    judged = [] if row["written_at"] else await units.judge(sheets.lines_of(row), await _parent(request))
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
        judged = await units.judge(lines, await _parent(request))
        fit = [each for each in judged if not each.sentence]
        made = await units.write(fit, office_of(request), person.id)
        await sheets.close(
            sheet,
            {
                "opened": len(made),
                "wrong": len(lines) - len(made),
                "refused": [[each.number, each.sentence] for each in judged if each.sentence],
            },
        )
    return slips(request, made, "/organisations")


HANDLERS = [organisations, new, open_one, blank, sheet_page, send_sheet, report, open_sheet]
