"""代办: a role lent for a time; 技术支持: a read-only view that its person hears of."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from web import clock
from web.box import Box
from web.columns import Field, Option
from web.kinds import KINDS, too_long
from web.notice import rules as notice
from web.people import lending
from web.people.sessions import ROLES
from web.shell import form
from web.shell.errors import Refused
from web.shell.show import go, show

WHICH = Field("choice", "借出的职责", required=True)
TO = Field("text", "代办人账号", required=True, limit=64, hint="本单位人员的登录账号。")
UNTIL = Field("day", "截止日期", required=True, future=True, hint="到这一天 24:00 自动结束，如 2026-11-30")
WHOM = Field("text", "账号", required=True, limit=64)
WHY = Field("text", "事由", required=True, limit=200, hint="本人会收到消息，看到您的姓名、时间和这条事由。")


async def _stand_ins(request: Request, typed: dict[str, str], complaint: str, status: int) -> Response[Any]:
    person = request.state["person"].id
    mine = await lending.lendable(person)
    offered = tuple(Option(str(each["id"]), f"{ROLES[each['role']]}（{each['office']}）") for each in mine)
    boxes = [
        Box(WHICH, "role", "role", typed.get("role", ""), complaint, options=offered),
        Box(TO, "login", "login", typed.get("login", "")), Box(UNTIL, "until", "until", typed.get("until", "")),
    ]  # fmt: skip
    context = {
        "boxes": boxes if mine else [], "lent": await lending.lent(person), "roles": ROLES, "now": clock.now(),
        "wrong": complaint, "views": await lending.views_of(person),
    }  # fmt: skip
    return show(request, "people/stand_ins.html", context, status=status)


@get("/stand-ins", opt={"act": "own"})
async def stand_ins(request: Request) -> Response[Any]:
    """What the person has lent, and who looked at her pages."""
    return await _stand_ins(request, {}, "", 200)


@post("/stand-ins", opt={"act": "own"}, status_code=200)
async def lend(request: Request) -> Response[Any]:
    """Lend a role until a day."""
    posted = await form.read(request)
    person = request.state["person"]
    until = KINDS["day"].read(UNTIL, posted.text("until"), ()).value
    if until is None:
        return await _stand_ins(request, dict(posted), "请填写截止日期，如 2026-11-30。", 422)
    sentence, other = await lending.lend(person.id, posted.whole("role"), posted.text("login"), until)
    if sentence:
        return await _stand_ins(request, dict(posted), sentence, 422)
    values = {
        "who": person.name,
        "until": f"{until.year}年{until.month}月{until.day}日",
        "office": person.unit,
    }
    await notice.send(other, "lent", values, href="/home")
    return go("/stand-ins")


@post("/stand-ins/{role:int}/end", opt={"act": "own"}, status_code=200)
async def take_back(request: Request, role: FromPath[int]) -> Response[Any]:
    """End it now."""
    await form.read(request)
    await lending.take_back(request.state["person"].id, role)
    return go("/stand-ins")


def _support(request: Request) -> None:
    if not request.state["person"].holds("administrator"):
        raise Refused("只有系统管理员可以以只读方式查看别人的页面。")


async def _look(request: Request, typed: dict[str, str], complaint: str, status: int) -> Response[Any]:
    boxes = [
        Box(WHOM, "login", "login", typed.get("login", ""), complaint), Box(WHY, "reason", "reason", typed.get("reason", "")),
    ]  # fmt: skip
    return show(request, "people/support.html", {"boxes": boxes, "wrong": complaint}, status=status)


@get("/support", opt={"act": "support"})
async def support_page(request: Request) -> Response[Any]:
    """Whose pages, and why."""
    _support(request)
    return await _look(request, {}, "", 200)


@post("/support", opt={"act": "support"}, status_code=200)
async def look_at(request: Request) -> Response[Any]:
    """Begin the view; the person hears of it."""
    posted = await form.read(request)
    _support(request)
    person = request.state["person"]
    if wrong := too_long(WHY, posted.text("reason")):
        return await _look(request, dict(posted), wrong, 422)
    sentence, other = await lending.look_at(
        person.id, person.session, posted.text("login"), posted.text("reason")
    )
    if sentence:
        return await _look(request, dict(posted), sentence, 422)
    day = f"{clock.today().year}年{clock.today().month}月{clock.today().day}日"
    values = {"who": person.name, "day": day, "comment": posted.text("reason").strip()}
    await notice.send(other, "viewed", values, href="/stand-ins")
    return go("/home")


@post("/support/end", opt={"act": "support"}, status_code=200)
async def look_away(request: Request) -> Response[Any]:
    """End the view."""
    await form.read(request)
    await lending.look_away(request.state["person"].session)
    return go("/support")


HANDLERS = [stand_ins, lend, take_back, support_page, look_at, look_away]
