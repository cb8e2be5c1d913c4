"""代办: a role lent for a time; 技术支持: a read-only view that its person hears of."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from web import clock
from web.box import Box
from web.clock import day_in_words as day
from web.columns import Field, Option
from web.kinds import KINDS, too_long
from web.notice import rules as notice
from web.people import lending
from web.people.sessions import ROLES
from web.review.telling import address_of
from web.shell import form
from web.shell.errors import Refused
from web.shell.show import go, show

WHICH = Field("choice", "借出的职责", required=True)
TO = Field("text", "代办人账号", required=True, limit=64, hint="本单位人员的登录账号。")
UNTIL = Field("day", "截止日期", required=True, future=True, hint="到这一天 24:00 自动结束，如 2026-11-30")
SAID = {"lent": "已借出，代办人会收到消息。", "ended": "已收回，立即生效。"}
WHOM = Field("text", "账号", required=True, limit=64)
WHY = Field("text", "事由", required=True, limit=200, hint="本人会收到消息，看到您的姓名、时间和这条事由。")


async def _stand_ins(
    request: Request, typed: dict[str, str], wrong: dict[str, str], status: int
) -> Response[Any]:
    person = request.state["person"].id
    mine = await lending.lendable(person)
    offered = tuple(Option(str(each["id"]), f"{ROLES[each['role']]}（{each['office']}）") for each in mine)
    only = offered[0].value if len(offered) == 1 else ""
    boxes = [
        Box(WHICH, "role", "role", typed.get("role", only), wrong.get("role", ""), options=offered),
        Box(TO, "login", "login", typed.get("login", ""), wrong.get("login", "")),
        Box(UNTIL, "until", "until", typed.get("until", ""), wrong.get("until", "")),
    ]
    context = {
        "boxes": boxes if mine else [], "lent": await lending.lent(person), "roles": ROLES, "now": clock.now(),
        "wrong": wrong, "views": await lending.views_of(person),
        "status": SAID.get(request.query_params.get("said", ""), ""),
    }  # fmt: skip
    return show(request, "people/stand_ins.html", context, status=status)


@get("/stand-ins", opt={"act": "own"})
async def stand_ins(request: Request) -> Response[Any]:
    """What the person has lent, and who looked at her pages."""
    return await _stand_ins(request, {}, {}, 200)


@post("/stand-ins", opt={"act": "own"}, status_code=200)
async def lend(request: Request) -> Response[Any]:
    """Lend a role until a day."""
    posted = await form.read(request)
    person = request.state["person"]
    until = KINDS["day"].read(UNTIL, posted.text("until"), ()).value
    wrong, other = await lending.lend(person.id, posted.whole("role"), posted.text("login"), until)
    if wrong or until is None:
        return await _stand_ins(request, dict(posted), wrong, 422)
    values = {"who": person.name, "until": day(until), "office": person.unit}
    await notice.send(other, "lent", values, href="/home", address=await address_of(other))
    return go("/stand-ins?said=lent")


@post("/stand-ins/{role:int}/end", opt={"act": "own"}, status_code=200)
async def take_back(request: Request, role: FromPath[int]) -> Response[Any]:
    """End it now."""
    await form.read(request)
    await lending.take_back(request.state["person"].id, role)
    return go("/stand-ins?said=ended")


def _support(request: Request) -> None:
    if not request.state["person"].holds("administrator"):
        raise Refused("只有系统管理员可以以只读方式查看别人的页面。")


async def _look(request: Request, typed: dict[str, str], wrong: dict[str, str], status: int) -> Response[Any]:
    boxes = [
        Box(field, name, name, typed.get(name, ""), wrong.get(name, ""))
        for name, field in (("login", WHOM), ("reason", WHY))
    ]
    return show(request, "people/support.html", {"boxes": boxes, "wrong": wrong}, status=status)


@get("/support", opt={"act": "support"})
async def support_page(request: Request) -> Response[Any]:
    """Whose pages, and why."""
    _support(request)
    return await _look(request, {}, {}, 200)


@post("/support", opt={"act": "support"}, status_code=200)
async def look_at(request: Request) -> Response[Any]:
    """Begin the view; the person hears of it."""
    posted = await form.read(request)
    _support(request)
    person = request.state["person"]
    if wrong := too_long(WHY, posted.text("reason")):
        return await _look(request, dict(posted), {"reason": wrong}, 422)
    complaints, other = await lending.look_at(
        person.id, person.session, posted.text("login"), posted.text("reason")
    )
    if complaints:
        return await _look(request, dict(posted), complaints, 422)
    values = {"who": person.name, "day": day(clock.today()), "comment": posted.text("reason").strip()}
    await notice.send(other, "viewed", values, href="/stand-ins", address=await address_of(other))
    return go("/home")


@post("/support/end", opt={"act": "support"}, status_code=200)
async def look_away(request: Request) -> Response[Any]:
    """End the view."""
    await form.read(request)
    await lending.look_away(request.state["person"].session)
    return go("/support")


HANDLERS = [stand_ins, lend, take_back, support_page, look_at, look_away]
