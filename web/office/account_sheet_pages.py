"""人员账号：按名单开通: a list of people read, reported on row by row, opened, handed over on slips."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from web.box import Box
from web.columns import Field
from web.database import transaction
from web.office import opening, postings, sending, sheet_answers
from web.office.loading import office_of, seated
from web.office.slip_page import slips
from web.sheet import reading
from web.sheet import rules as sheets
from web.shell import form
from web.shell.show import go, show

FILE = Field(
    "upload",
    "人员名单",
    hint="XLSX 或 CSV，8 MB 以内。表头：姓名、证件号、手机。证件号一列须为文本格式，空白表里已经设好。",
)


async def _sheet_page(request: Request, wrong: str, status: int) -> Response[Any]:
    box = Box(FILE, "file", "file", complaint=wrong, upload_url="/people/sheet")
    recent = await sheets.recent("accounts", office_of(request))
    return show(
        request, "office/people_sheet.html", {"box": box, "wrong": wrong, "sheets": recent}, status=status
    )


@get("/people/sheet/blank", opt={"act": "accounts"})
async def blank(request: Request) -> Response[bytes]:
    """An empty list to fill in."""
    seated(request)
    return await sheet_answers.blank("人员名单", opening.NEEDED, "people")


@get("/people/sheet", opt={"act": "accounts"})
async def sheet_page(request: Request) -> Response[Any]:
    """Where a list of people is sent."""
    seated(request)
    return await _sheet_page(request, "", 200)


@post("/people/sheet", opt={"act": "accounts"}, status_code=200, request_max_body_size=sending.LIMIT)
async def send_sheet(request: Request) -> Response[Any]:
    """Read a list of people and report on it; no account is opened yet."""
    seated(request)
    needed, also = opening.NEEDED[:2], opening.NEEDED[2:]
    try:
        sheet = await sending.keep(request, "accounts", needed, also, "请选择人员名单文件。")
    except reading.Unreadable as error:
        return await _sheet_page(request, str(error), 422)
    return go(f"/people/sheet/{sheet}")


@get("/people/sheet/{sheet:int}", opt={"act": "accounts"})
async def report(request: Request, sheet: FromPath[int]) -> Response[Any]:
    """The report: every row that is wrong, with its number and the reason; how many accounts would be opened."""
    seated(request)
    row = await sending.in_hand(request, "accounts")
    judged = [] if row["written_at"] else await opening.judge(sheets.lines_of(row), office_of(request))
    wrong = [each for each in judged if each.sentence]
    waiting = await postings.not_yet_in(office_of(request), row["outcome"].get("accounts", []))
    context = {
        "sheet": row, "wrong_rows": wrong, "right": len(judged) - len(wrong),
        "taken": [each for each in judged if each.known], "waiting": len(waiting),
    }  # fmt: skip
    return show(request, "office/people_report.html", context)


@get("/people/sheet/{sheet:int}/refused", opt={"act": "accounts"})
async def refused(request: Request, sheet: FromPath[int]) -> Response[bytes]:
    """The rows that are wrong as a list of their own, to be mended and sent again."""
    seated(request)
    row = await sending.in_hand(request, "accounts")
    if row["written_at"]:
        raise NotFoundException
    lines = {line.number: line for line in sheets.lines_of(row)}
    rows = [
        [*(lines[each.number].cells[name] for name in opening.NEEDED), each.sentence, each.number]
        for each in await opening.judge([*lines.values()], office_of(request))
        if each.sentence
    ]
    return await sheet_answers.refused("有问题的行", (*opening.NEEDED, "原因", "原来的行"), rows, "refused")


def _fit(judged: list[opening.Judged]) -> list[opening.Judged]:
    return [each for each in judged if not each.sentence]


@post("/people/sheet/{sheet:int}", opt={"act": "accounts"}, status_code=200)
async def open_sheet(request: Request, sheet: FromPath[int]) -> Response[Any]:
    """Open the accounts of the right rows, once; the answer is the slips, of which there is no other copy."""
    person, unit = seated(request), office_of(request)
    await form.read(request)
    row = await sending.in_hand(request, "accounts")
    if row["written_at"]:
        return go(f"/people/sheet/{sheet}")
    lines = sheets.lines_of(row)
    fit = _fit(await opening.judge(lines, unit))
    sealed = await opening.seal([each.id_number for each in fit])
    async with transaction():
        if not await sheets.claim(sheet):
            return go(f"/people/sheet/{sheet}")
        judged = await opening.judge(lines, unit)
        again = _fit(judged)
        if again != fit:
            codes = dict(zip((each.id_number for each in fit), sealed, strict=True))
            fit, sealed = again, [codes[each.id_number] for each in again]
        made = await opening.write(fit, sealed, unit, person.id)
        await sheets.close(
            sheet,
            {
                "opened": len(made),
                "wrong": len(lines) - len(made),
                "accounts": [slip.account for slip in made],
                "refused": [[each.number, each.sentence] for each in judged if each.sentence],
            },
        )
    return slips(request, made, f"/people/sheet/{sheet}")


@post("/people/sheet/{sheet:int}/reissue", opt={"act": "accounts"}, status_code=200)
async def reissue(request: Request, sheet: FromPath[int]) -> Response[Any]:
    """New slips for everybody of the list who has not set a password yet: the first ones were lost, or ran out."""
    person, unit = seated(request), office_of(request)
    await form.read(request)
    row = await sending.in_hand(request, "accounts")
    waiting = await postings.not_yet_in(unit, row["outcome"].get("accounts", []))
    if not waiting:
        return go(f"/people/sheet/{sheet}")
    return slips(request, await postings.reissue_all(waiting, unit, person.id), f"/people/sheet/{sheet}")


HANDLERS = [blank, sheet_page, send_sheet, report, refused, open_sheet, reissue]
