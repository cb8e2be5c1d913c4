"""Signing in and out, the first password, changing the password."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from web import clock
from web.box import Box
from web.columns import Field
from web.people import accounts, passwords, sessions
from web.settings import settings
from web.shell import form, keeping, visit
from web.shell.show import go, show

REFILLED = re.compile(
    r"(/profile/\w+|/declarations/\d+/(?!submit|withdraw|give_up|choice)\w+)(/\d+)?(/keep)?"
)
"""Addresses of section forms, which are shown again with what was typed."""

KEPT = {
    "text": "您刚才的登录已超时，填写的内容已经保留。登录后可以接着保存。",
    "files": "您刚才的登录已超时，文件已经收到。登录后会放到刚才要放的地方。",
    "lost": "您刚才的登录已超时，文件没有收下。请登录后再传一次。",
    "secret": "您刚才的登录已超时，没有收下选票、回执或开票码，也没有留下任何记录。请登录后重新填写。",
}

LOGIN = Field(
    "text",
    "账号",
    required=True,
    limit=64,
    autocomplete="username",
    hint="所在单位提供的账号，一般是居民身份证号。",
)
PASSWORD = Field(
    "password", "密码", required=True, autocomplete="current-password", hint="首次登录的密码是证件号后 8 位。"
)
CODE = Field(
    "text", "激活码", limit=20, autocomplete="one-time-code", hint="首次登录时填写，在单位发给您的激活单上。"
)
OLD = Field("password", "原密码", required=True, autocomplete="current-password")
NEW = Field(
    "password",
    "新密码",
    required=True,
    autocomplete="new-password",
    hint="至少 8 位，不能是证件号的一部分，也不能只用数字。",
)
AGAIN = Field("password", "再输入一次新密码", required=True, autocomplete="new-password")
FIRST, CHANGE = "people/first_password.html", "people/password.html"
SET = {FIRST: {"new": NEW, "again": AGAIN}, CHANGE: {"old": OLD, "new": NEW, "again": AGAIN}}
"""The boxes of the pages on which a password is set."""

NOTHING: Mapping[str, str] = {}


@get("/sign-in", opt={"act": "public"})
async def sign_in_page(request: Request) -> Response[Any]:
    """The door."""
    if request.state["person"]:
        return go("/home")
    kept, said = request.query_params.get("kept", ""), request.query_params.get("said", "")
    return _door(request, {}, "", 200, kept, KEPT.get(said, KEPT["text"] if kept else ""))


def _secret(field: Field, name: str, typed: Mapping[str, Any]) -> Box:
    """The box of a password; readable with what was typed after 显示密码 (WCAG 3.3.8: it can be checked by eye)."""
    shown = bool(typed.get("show"))
    return Box(field, name, name, str(typed.get(name, "")) if shown else "", shown=shown)


def _door(
    request: Request, typed: dict[str, str], complaint: str, status: int, kept: str, notice: str = ""
) -> Response[Any]:
    boxes = [Box(LOGIN, "login", "login", typed.get("login", "")), _secret(PASSWORD, "password", typed)]
    if settings.activation_code:
        boxes.append(Box(CODE, "code", "code", typed.get("code", "")))
    cookies = Response(b"")
    if not request.state["visitor"]:
        request.state["visitor"] = visit.new_visitor(cookies)
    page = show(
        request,
        "people/sign_in.html",
        {"boxes": boxes, "complaint": complaint, "kept": kept, "notice": notice, "wrong": complaint},
        status=status,
    )
    page.cookies.extend(cookies.cookies)
    return page


@post("/sign-in", opt={"act": "public"}, status_code=200)
async def sign_in(request: Request) -> Response[Any]:
    """Try to sign in; a posted form that was kept is offered again afterwards."""
    try:
        posted = await form.read(request)
    except form.TokenMismatch as mismatch:
        person = request.state["person"]
        if person and accounts.is_login(mismatch.posted.get("login", ""), person.login):
            return go(_after(mismatch.posted.get("kept", "")))  # pressed twice: the first time signed in
        sentence = "这个页面打开得太久，或浏览器没有保存 Cookie，请再登录一次。"
        return _door(request, mismatch.posted, sentence, 422, mismatch.posted.get("kept", ""))
    if posted.text("show"):
        return _door(request, dict(posted), "", 200, posted.text("kept"))
    outcome = await accounts.sign_in(
        posted.text("login"), posted.text("password"), posted.text("code"), visit.network(request)
    )
    if not outcome.token:
        return _door(request, dict(posted), outcome.sentence, 422, posted.text("kept"))
    if before := visit.sent(request, visit.SESSION):
        await sessions.end(before)
    answer = go("/password/first" if outcome.first else _after(posted.text("kept")))
    answer.set_cookie(visit.cookie(visit.SESSION, outcome.token))
    answer.set_cookie(visit.cookie(visit.VISITOR, "", 0))
    return answer


def _after(kept: str) -> str:
    """Where a person who has just signed in goes: back to the form that was kept, else to 首页."""
    return f"/kept/{kept}" if keeping.SECRET.fullmatch(kept) else "/home"


@post("/sign-out", opt={"act": "set_password"}, status_code=200)
async def sign_out(request: Request) -> Response[Any]:
    """End this session."""
    await form.read(request)
    await sessions.end(visit.sent(request, visit.SESSION))
    answer = go("/")
    answer.set_cookie(visit.cookie(visit.SESSION, "", 0))
    return answer


@get("/password/first", opt={"act": "set_password"})
async def first_password_page(request: Request) -> Response[Any]:
    """The only page that a first password opens."""
    if not request.state["person"].first:
        return go("/password")
    return _new_password(request, FIRST)


@post("/password/first", opt={"act": "set_password"}, status_code=200)
async def set_first_password(request: Request) -> Response[Any]:
    """Set the person's own password and go on to 首页."""
    person = request.state["person"]
    if not person.first:
        return go("/password")
    posted = await form.read(request)
    if posted.text("show"):
        return _new_password(request, FIRST, posted)
    wrong = _complaints(posted, person)
    if wrong:
        return _new_password(request, FIRST, posted, wrong)
    return await _set(request, posted.text("new"), "/home?said=password")


@get("/password", opt={"act": "own"})
async def password_page(request: Request) -> Response[Any]:
    """修改密码."""
    return _new_password(request, CHANGE)


@post("/password", opt={"act": "own"}, status_code=200)
async def change_password(request: Request) -> Response[Any]:
    """Change the password; every other session ends."""
    person = request.state["person"]
    posted = await form.read(request)
    if posted.text("show"):
        return _new_password(request, CHANGE, posted)
    wrong = _complaints(posted, person)
    if complaint := await accounts.asked_again(person.id, posted.text("old"), "原密码"):
        wrong["old"] = complaint
    if wrong:
        return _new_password(request, CHANGE, posted, wrong)
    return await _set(request, posted.text("new"), "/home?said=password")


def _complaints(posted: form.Form, person: sessions.Person) -> dict[str, str]:
    wrong = {}
    new, again = posted.text("new"), posted.text("again")
    if not new:
        wrong["new"] = "请填写新密码。"
    elif sentence := passwords.complaint(new, person.login, person.id_number):
        wrong["new"] = sentence
    if "new" not in wrong and new != again:
        wrong["again"] = "两次输入的新密码不一样，请重新输入。"
    return wrong


def _new_password(
    request: Request, name: str, typed: Mapping[str, Any] = NOTHING, wrong: Mapping[str, str] = NOTHING
) -> Response[Any]:
    boxes = [
        replace(_secret(field, key, typed), complaint=wrong.get(key, "")) for key, field in SET[name].items()
    ]
    return show(request, name, {"boxes": boxes, "wrong": wrong}, status=422 if wrong else 200)


async def _set(request: Request, new: str, after: str) -> Response[Any]:
    token = await accounts.set_password(request.state["person"].id, new)
    answer = go(after)
    answer.set_cookie(visit.cookie(visit.SESSION, token))
    return answer


@get("/kept/{secret:str}", opt={"act": "own"})
async def kept_form(request: Request, secret: FromPath[str]) -> Response[Any]:
    """What was typed into a form after its session had ended, to be saved with one button."""
    found = await keeping.kept(secret, request.state["person"].id)
    if found is None:  # typed for another, in whose pages the person is not yet again
        return go(f"/helping?kept={secret}" if request.state["person"].holds("unit") else "/home")
    path, values = found
    if REFILLED.fullmatch(path) or keeping.FILES in values:
        return go(f"{path.removesuffix('/keep')}?kept={secret}")
    return show(request, "people/kept.html", {"to": path, "values": values, "now": clock.now()})


HANDLERS = [
    sign_in_page, sign_in, sign_out, first_password_page, set_first_password, password_page, change_password,
    kept_form,
]  # fmt: skip
