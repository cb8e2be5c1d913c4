"""Checking, previewing, submitting and taking back a declaration; receipts and the line of what happened."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from markdown_it import MarkdownIt
from markupsafe import Markup

from web import rows
from web.box import Box
from web.catalogue import rules as catalogue
from web.columns import Field
from web.declaration import check, eligibility, failing, rules, snapshot
from web.declaration.loading import in_hand
from web.declaration.unlocking import Place
from web.enquiry import rules as enquiry
from web.evidence.loose import loose
from web.people import accounts
from web.people.sessions import Person
from web.permissions import Case, may, refusal
from web.review import difference, dossier, helping, returns, submission
from web.review import progress as progress_rules
from web.shell import form
from web.shell.show import go, show
from web.workflow import SENT_BACK, STATES

MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
NAME = Field(
    "text", "承诺人姓名", required=True, limit=40, autocomplete="name", hint="请输入您的姓名，作为签名。"
)
PASSWORD = Field(
    "password",
    "登录密码",
    required=True,
    autocomplete="current-password",
    hint="再输入一次密码，确认是本人提交。",
)
CLERK_PASSWORD = Field(
    "password",
    "帮办人的登录密码",
    required=True,
    autocomplete="current-password",
    hint="请输入您自己的密码，不是本人的密码。",
)


@get("/declarations/{declaration:int}/check", opt={"act": "own_declaration"})
async def check_page(request: Request, declaration: FromPath[int]) -> Response[Any]:
    """Every section with what is done, missing or wrong."""
    case = await in_hand(request, "own_declaration")
    checked = await check.of_all(case.row)
    locked = refusal("edit", request.state["person"], case)
    if not locked:
        await failing.note(declaration, checked)
    context = {
        "row": case.row, "checked": checked, "complete": check.complete(checked),
        "count": sum(len(each.findings) for each in checked), "window": await rules.window_of(case.row),
        "locked": locked, "loose": await loose(case.row["person"]), "at": request.state["arrived"],
        "answer": await eligibility.of_declaration(case.row) if rules.chosen(case.row) else None,
    }  # fmt: skip
    return show(request, "review/check.html", context)


@get("/declarations/{declaration:int}/preview", opt={"act": "view"})
async def preview(request: Request, declaration: FromPath[int]) -> Response[Any]:
    """预览信息: the frozen snapshot's rendering; before submission, what would be frozen now."""
    case = await in_hand(request, "view")
    frozen = await snapshot.newest(declaration)
    own_draft = case.row["person"] == request.state["person"].id and case.row["state"] in (
        "draft",
        "returned",
    )
    if own_draft or frozen is None:
        body, sha256 = await snapshot.compose(case.row, {}), ""
    else:
        body, sha256 = frozen["snapshot"], frozen["sha256"]
    await enquiry.looked(case.row["person"], request.state["person"], f"{case.row['year']} 年度申报材料")
    context = {"row": case.row, "snapshot": body, "sha256": sha256}
    return show(request, "review/preview.html", context)


async def _submit_page(
    request: Request, case: Case, wrong: dict[str, str], typed: dict[str, str], status: int
) -> Response[Any]:
    commitment = await catalogue.commitment(case.row["year"])
    checked = await check.of_all(case.row)
    scans = await submission.signed_scans(case.row)
    asked = [] if scans else [Box(NAME, "name", "name", typed.get("name", ""), wrong.get("name", ""))]
    person = request.state["person"]
    boxes = [
        *asked,
        Box(
            CLERK_PASSWORD if person.clerk else PASSWORD,
            "password",
            "password",
            "",
            wrong.get("password", ""),
        ),
    ]
    context = {
        "row": case.row, "commitment": commitment, "body": Markup(MARKDOWN.render(commitment.body)), "boxes": boxes,
        "complete": check.complete(checked), "wrong": wrong, "scans": scans, "agreed_wrong": wrong.get("agreed", ""),
        "window": await rules.window_of(case.row), "at": request.state["arrived"],
        "values": await rows.shown(rules.CHOICE, case.row), "not_hers": await submission.not_hers(case.row, person),
        "clerks": await helping.clerks_of(person.id, case.row["year"]), "name": person.name,
        "loose": await loose(case.row["person"]),
        "status": "已提醒本人确认。" if request.query_params.get("said") == "asked" else "",
    }  # fmt: skip
    return show(request, "review/submit.html", context, status=status)


@get("/declarations/{declaration:int}/submit", opt={"act": "submit"})
async def submit_page(request: Request, declaration: FromPath[int]) -> Response[Any]:
    """确认上报: the commitment letter, the name, the password once more."""
    case = await in_hand(request, "own_declaration")
    if not may("submit", request.state["person"], case):
        return go(f"/declarations/{declaration}/progress")
    return await _submit_page(request, case, {}, {}, 200)


def _signing(person: Person) -> int:
    """Whose password is asked: the person's, or her clerk's."""
    return person.clerk.account if person.clerk else person.id


@post("/declarations/{declaration:int}/submit", opt={"act": "submit"}, status_code=200)
async def submit(request: Request, declaration: FromPath[int]) -> Response[Any]:
    """Submit, once; whatever is clicked leads to the receipt."""
    posted = await form.read(request)
    person = request.state["person"]
    case = await in_hand(request, "own_declaration")
    if not may("submit", person, case):
        known = await submission.newest_receipt(declaration, "submit")
        return go(f"/receipts/{known['number']}" if known else f"/declarations/{declaration}")
    if await submission.not_hers(case.row, person):
        return await _submit_page(request, case, {}, {}, 422)
    commitment = await catalogue.commitment(case.row["year"])
    wrong = {}
    if posted.text("agreed") != commitment.version:
        wrong["agreed"] = "请阅读承诺书，并勾选“我承诺”。"
    if posted.text("name").strip() != person.name and not await submission.signed_scans(case.row):
        wrong["name"] = (
            "承诺人姓名与账号的姓名不一致，请填写本人姓名。"
            if posted.text("name").strip()
            else "请填写承诺人姓名。"
        )
    if complaint := await accounts.asked_again(_signing(person), posted.text("password")):
        wrong["password"] = complaint
    if wrong:
        return await _submit_page(request, case, wrong, dict(posted), 422)
    signed = submission.Commitment(commitment.version, commitment.body, person.name)
    receipt = await submission.submit(case, person, signed, request.state["arrived"])
    return go(f"/receipts/{receipt['number']}")


@get("/receipts/{number:str}", opt={"act": "own"})
async def receipt_page(request: Request, number: FromPath[str]) -> Response[Any]:
    """A receipt: number, moment of arrival, outcome, hash."""
    receipt = await submission.receipt_of(number)
    if receipt is None or receipt["person"] != request.state["person"].id:
        raise NotFoundException
    case = await rules.load(receipt["declaration"], request.state["arrived"])
    assert case is not None
    return show(
        request,
        "review/receipt.html",
        {"receipt": receipt, "row": case.row, "stage": STATES[case.row["state"]]},
    )


@get("/declarations/{declaration:int}/progress", opt={"act": "own_declaration"})
async def progress(request: Request, declaration: FromPath[int]) -> Response[Any]:
    """What happened to the declaration, who holds it, every receipt."""
    case = await in_hand(request, "own_declaration")
    versions = await dossier.versions(declaration)
    changed: set[Place] = set()
    if case.row["state"] in SENT_BACK and versions:
        now = await snapshot.compose(case.row, {})
        changed = {each.place for each in difference.between(versions[0]["snapshot"], now)}
    context = {
        "row": case.row, "stage": STATES[case.row["state"]], "receipts": await submission.receipts(declaration),
        "milestones": await progress_rules.milestones(case.row), "outcome": progress_rules.outcome(case.row),
        "line": await progress_rules.line(case.row),
        "log": await progress_rules.events(case.row),
        "notice": await returns.notice_of(case.row, changed),
        "may_withdraw": may("withdraw", request.state["person"], case),
        "may_give_up": may("give_up", request.state["person"], case),
    }  # fmt: skip
    return show(request, "review/progress.html", context)


async def _question(request: Request, act: str) -> Response[Any]:
    case = await in_hand(request, act)
    return show(request, "review/take_back.html", {"row": case.row, "act": act})


@get("/declarations/{declaration:int}/withdraw", opt={"act": "withdraw"})
async def withdraw_page(request: Request) -> Response[Any]:
    """The question before a declaration is withdrawn."""
    return await _question(request, "withdraw")


@get("/declarations/{declaration:int}/give_up", opt={"act": "give_up"})
async def give_up_page(request: Request) -> Response[Any]:
    """The question before a declaration is given up."""
    return await _question(request, "give_up")


async def _take_back(request: Request, declaration: int, act: str) -> Response[Any]:
    await form.read(request)
    case = await in_hand(request, "own_declaration")
    receipt = await submission.take_back(case, request.state["person"], act, request.state["arrived"])
    return go(f"/receipts/{receipt['number']}")


@post("/declarations/{declaration:int}/withdraw", opt={"act": "withdraw"}, status_code=200)
async def withdraw(request: Request, declaration: FromPath[int]) -> Response[Any]:
    """撤回修改, before the unit acts."""
    return await _take_back(request, declaration, "withdraw")


@post("/declarations/{declaration:int}/give_up", opt={"act": "give_up"}, status_code=200)
async def give_up(request: Request, declaration: FromPath[int]) -> Response[Any]:
    """撤销申报, for good: the year is free again."""
    return await _take_back(request, declaration, "give_up")


HANDLERS = [
    check_page,
    preview,
    submit_page,
    submit,
    receipt_page,
    progress,
    withdraw_page,
    give_up_page,
    withdraw,
    give_up,
]
