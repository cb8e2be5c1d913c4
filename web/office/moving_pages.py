"""人员账号：一起调出: several people of the unit move to another at once, each with her own history."""

from typing import Any

from litestar import Request, Response, get, post

from web.box import Box
from web.columns import Field
from web.database import transaction
from web.office import postings
from web.office.loading import office_of, page_of, seated
from web.shell import form
from web.shell.show import go, show

SIZE = 50
TARGET = Field(
    "text", "调往单位", required=True, limit=100, hint="单位全称，或统一社会信用代码。由该单位逐人确认接收后生效。"
)  # fmt: skip


async def _page(
    request: Request, typed: str, ticked: set[int], wrong: str, status: int, on_people: bool = False
) -> Response[Any]:
    page, name = page_of(request), request.query_params.get("name", "").strip()[:40]
    rows, count = await postings.people(office_of(request), name, False, page, SIZE)
    context = {
        "box": Box(TARGET, "target", "target", typed, "" if on_people else wrong), "rows": rows, "count": count,
        "ticked": ticked, "wrong": wrong if on_people else "", "name": name, "page": page,
        "pages": max(1, -(-count // SIZE)),
    }  # fmt: skip
    return show(request, "office/people_move.html", context, status=status)


@get("/people/moving", opt={"act": "accounts"})
async def moving_page(request: Request) -> Response[Any]:
    """The unit's people, to be ticked, and where they go."""
    seated(request)
    return await _page(request, "", set(), "", 200)


@post("/people/moving", opt={"act": "accounts"}, status_code=200)
async def move_several(request: Request) -> Response[Any]:
    """Ask for all of them at once, or for none when one of them cannot move."""
    person, unit = seated(request), office_of(request)
    posted = await form.read(request)
    target = posted.text("target").strip()
    ticked = {form.whole(number) for number in posted.under("who.")} - {0}
    if not ticked:
        return await _page(request, target, ticked, "请勾选要调出的人员。", 422, on_people=True)
    if not target:
        return await _page(request, target, ticked, "请填写调往单位。", 422)
    try:
        async with transaction():
            for account in sorted(ticked):
                known = await postings.person(unit, account)
                if known is None or not known["here"]:
                    raise postings.Refusal("勾选的人员中有人已经不在本单位。")
                try:
                    await postings.ask(account, unit, target, person.id)
                except postings.Refusal as refusal:
                    raise postings.Refusal(f"{known['name']}：{refusal}") from refusal
    except postings.Refusal as refusal:
        return await _page(request, target, ticked, str(refusal), 422)
    return go("/people?said=asked")


HANDLERS = [moving_page, move_several]
