"""The ballot of a sitting: keys, paper, closing, the count, and what is published of it."""

from dataclasses import replace
from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from web.box import Box
from web.columns import Field
from web.committee import ballot, gathering, papers, sealing, sittings, turnout
from web.committee.at_sitting import in_hand, said, seat
from web.committee.tables import Recusal
from web.committee.terms import rule
from web.documents.rules import CannotTypeset
from web.publicity import rules as publicity
from web.rows import Row
from web.shell import form
from web.shell.errors import Refused
from web.shell.show import go, show

CHOSEN = {word: code for code, word in ballot.CHOICES.items()}
"""What a ballot paper sends: the words, all of one length, so that no length of a request tells the choice."""
RECEIPT = Field(
    "text", "回执", required=True, limit=60, hint="投票后显示的 8 组字符。只用来核对，不保存，也不写入日志。"
)
CODE = Field("text", "开票码", required=True, limit=60, hint="7 组，每组 4 个字符，如 ABCD-EFGH-…")


@post("/sittings/{number:int}/key", opt={"act": "sittings"}, status_code=200)
async def take_key(request: Request, number: FromPath[int]) -> Response[Any]:
    """领取开票码: shown this once."""
    await form.read(request)
    row, member = await seat(request, number)
    try:
        code = await ballot.take_key(number, member["id"])
    except ballot.Refusal as refused:
        raise Refused(str(refused)) from refused
    return show(
        request, "committee/key.html", {"row": row, "code": code, "needed": rule("key_holders")["needed"]}
    )


@get("/sittings/{number:int}/ballot", opt={"act": "sittings"})
async def paper(request: Request, number: FromPath[int]) -> Response[Any]:
    """The ballot paper: every item on which the member may still vote."""
    row, member = await seat(request, number)
    return await _paper(request, row, member, {}, "", 200)


async def _paper(
    request: Request, row: Row, member: Row, typed: dict[str, str], wrong: str, status: int
) -> Response[Any]:
    open_items = {each["id"] for each in await ballot.paper_of(row["id"], member["id"])}
    items = [each for each in await sittings.items_for(row["id"], member["id"]) if each["id"] in open_items]
    if row["state"] != "voting" or not items:
        return go(f"/sittings/{row['id']}")
    context = {"row": row, "items": items, "choices": ballot.CHOICES, "typed": typed, "wrong": wrong}
    return show(request, "committee/ballot.html", context, status=status)


@post("/sittings/{number:int}/ballot", opt={"act": "sittings", "secret": True}, status_code=200)
async def cast(request: Request, number: FromPath[int]) -> Response[Any]:
    """Vote, once; the receipt is shown this once."""
    posted = await form.read(request)
    row, member = await seat(request, number)
    items = await ballot.paper_of(number, member["id"])
    choices = {each["id"]: CHOSEN.get(posted.text(f"item.{each['number']}"), "") for each in items}
    missing = [each["number"] for each in items if choices[each["id"]] not in ballot.CHOICES]
    if missing:
        words = "、".join(str(each) for each in missing)
        return await _paper(
            request, row, member, dict(posted), f"第 {words} 号还没有选择。请选同意、反对或弃权。", 422
        )
    try:
        receipt = await ballot.cast(number, member["id"], choices)
    except ballot.Refusal as refused:
        raise Refused(str(refused)) from refused
    return show(request, "committee/voted.html", {"row": row, "receipt": receipt, "count": len(choices)})


@get("/sittings/{number:int}/close", opt={"act": "sittings"})
async def close_page(request: Request, number: FromPath[int]) -> Response[Any]:
    """Where two key holders type their codes."""
    row, _, _ = await in_hand(request, number)
    if row["state"] == "closed":
        return go(f"/sittings/{number}/result")
    return await _close_page(request, row, "")


async def _close_page(request: Request, row: Row, wrong: str, unsaid: str = "") -> Response[Any]:
    """`wrong`: about the codes; `unsaid`: that those who have not voted were not confirmed to be left out."""
    words = ("第一位开票人的开票码", "第二位开票人的开票码")
    boxes = [
        Box(replace(CODE, label=word), f"code{n}", f"code{n}", "", wrong if n == 1 else "")
        for n, word in enumerate(words, 1)
    ]
    context = {
        "row": row,
        "boxes": boxes,
        "wrong": wrong or unsaid,
        "unsaid": unsaid,
        "holders": await ballot.holders(row["id"]),
        "needed": rule("key_holders"),
        "awaited": await turnout.awaited(row["id"]),
    }
    return show(request, "committee/close.html", context, status=422 if wrong or unsaid else 200)


@post("/sittings/{number:int}/close", opt={"act": "sittings", "secret": True}, status_code=200)
async def close(request: Request, number: FromPath[int]) -> Response[Any]:
    """Close, open, count and publish the hash; a second click finds it done."""
    posted = await form.read(request)
    row, _, _ = await in_hand(request, number)
    if row["state"] == "closed":
        return go(f"/sittings/{number}/result")
    if posted.text("without") != "1" and await turnout.awaited(number):
        return await _close_page(request, row, "", "还有出席的专家没有投完票。确实不再等的，请勾选后再开票。")
    try:
        await ballot.close(number, [posted.text("code1"), posted.text("code2")])
    except (ballot.Refusal, sealing.WrongCode) as refused:
        return await _close_page(request, row, str(refused))
    return go(f"/sittings/{number}/result?said=closed")


@get("/sittings/{number:int}/result", opt={"act": "sittings"})
async def result(request: Request, number: FromPath[int]) -> Response[Any]:
    """The count, counted again from the ballots, with the hash and the list."""
    return await _result(request, number, "", {}, "")


@post("/sittings/{number:int}/result", opt={"act": "sittings", "secret": True}, status_code=200)
async def find_own(request: Request, number: FromPath[int]) -> Response[Any]:
    """核对本人的选票: what stands under the receipt, for a member only. Nothing of it is written anywhere."""
    posted = await form.read(request)
    await seat(request, number)
    found = await ballot.found_by(posted.text("receipt"), number)
    wrong = "" if found else "没有找到这个回执的选票，请对照投票后记下的回执再输一次。"
    return await _result(request, number, posted.text("receipt"), found, wrong)


async def _result(
    request: Request, number: int, receipt: str, own: dict[int, str], wrong: str
) -> Response[Any]:
    row, member, office = await in_hand(request, number)
    if row["state"] != "closed":
        return go(f"/sittings/{number}")
    try:
        counts = await ballot.recount(number)
    except ballot.Refusal as refused:
        raise Refused(str(refused)) from refused
    items = await (sittings.items(number) if office else sittings.items_for(number, (member or {})["id"]))
    context = {
        "row": row, "items": items, "counts": counts, "office": office, "member": member, "status": said(request),
        "publicity": await gathering.publicity_of(number) if office else None, "choices": ballot.CHOICES, "own": own,
        "box": Box(RECEIPT, "receipt", "receipt", receipt if wrong else "", wrong), "wrong": wrong,
    }  # fmt: skip
    return show(request, "committee/result.html", context, status=422 if wrong else 200)


@get("/sittings/{number:int}/papers/{paper_key:str}", opt={"act": "sittings"})
async def print_paper(request: Request, number: FromPath[int], paper_key: FromPath[str]) -> Response[Any]:
    """计票表 (tally) and 会议记录 (minutes), for the office."""
    row, _, _ = await in_hand(request, number, office=True)
    make = {"tally.pdf": papers.tally, "minutes.pdf": papers.minutes}.get(paper_key)
    if row["state"] != "closed" or make is None:
        raise NotFoundException
    try:
        made = await make(row)
    except (ballot.Refusal, CannotTypeset) as refused:
        raise Refused(str(refused)) from refused
    headers = {
        "content-disposition": f'inline; filename="{paper_key}"',
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
    }
    return Response(made, media_type="application/pdf", headers=headers)


@post("/sittings/{number:int}/publicise", opt={"act": "sittings"}, status_code=200)
async def publicise(request: Request, number: FromPath[int]) -> Response[Any]:
    """Put those who passed before the public for the least term, as the ballots have it."""
    await form.read(request)
    row, _, _ = await in_hand(request, number, office=True)
    if row["state"] != "closed":
        return go(f"/sittings/{number}")
    if known := await gathering.publicity_of(number):
        return go(f"/publicity-desk/{known}")
    try:
        shown = await gathering.publicise(row, request.state["person"])
    except (ballot.Refusal, publicity.Refusal) as refused:
        raise Refused(str(refused)) from refused
    return go(f"/publicity-desk/{shown['id']}")


@get("/sittings/{number:int}/ballots.txt", opt={"act": "sittings"})
async def ballots(request: Request, number: FromPath[int]) -> Response[Any]:
    """The opened ballots, sorted, for docs/verify_ballot.py."""
    row, member, office = await in_hand(request, number)
    if row["state"] != "closed":
        raise NotFoundException
    if member and not office and await Recusal.exists().where(Recusal.member == member["id"]):
        raise Refused("您有应当回避的评审对象，不能下载全部选票。您投的票，请在评审结果页凭回执核对。")
    headers = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
    return Response(await ballot.published(number), media_type="text/plain", headers=headers)


HANDLERS = [take_key, paper, cast, close_page, close, result, find_own, print_paper, publicise, ballots]
