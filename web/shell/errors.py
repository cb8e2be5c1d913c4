"""What goes wrong, in Chinese and as a page: never a bare JSON, never a trace."""

import logging
import secrets
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException

from web.database import is_absent
from web.section import Closed
from web.shell.form import TokenMismatch
from web.shell.place import Locked
from web.shell.show import show

SENTENCES = {
    400: ("没有看懂这次请求", "请返回上一页再试一次。"),
    403: ("不能这样做", "这一步需要从本系统的页面上提交。请返回上一页，刷新后再试。"),
    404: ("没有找到这个页面", "地址可能不对，或这项内容不属于您。"),
    405: ("不能这样打开", "请从页面上的按钮操作。"),
    413: ("提交的内容太大", "文字或文件超过了这一页的限制。请返回上一页，减少内容后再试；文件请分开上传。"),
    429: ("操作太频繁", "请稍等一会儿再试。"),
    503: ("系统正忙", "请稍等一会儿再试。"),
}
AWAY = (
    "系统暂时不能用",
    "系统正在维护或刚刚重新启动，还连不上资料库。已经保存的内容都在，请过几分钟再试。",
)
AGAIN = "30"
"""Seconds after which a machine may ask again."""
SECRET = ("token", "password", "old", "new", "again", "version", "once")
"""Posted names that are never shown or kept."""

log = logging.getLogger("zhicheng")


class Refused(Exception):
    """The person may not do this; `sentence` says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def on_http(request: Request, error: HTTPException) -> Response[Any]:
    """An HTTP error as a page."""
    title, sentence = SENTENCES.get(error.status_code, SENTENCES[400])
    return _page(request, title, sentence, error.status_code)


def on_refused(request: Request, error: Refused) -> Response[Any]:
    """A refusal of the permissions, in its own words."""
    return _page(request, "现在不能这样做", error.sentence, 403)


def on_token(request: Request, error: TokenMismatch) -> Response[Any]:
    """A form whose token does not fit: what was typed is given back with a fresh one, to be sent again."""
    values = {
        name: text
        for name, text in error.posted.items()
        if name not in ("token", "password", "old", "new", "again")
    }
    if not request.state.get("person"):
        return _page(request, "页面打开得太久", "请重新登录后再试。", 403)
    return show(request, "people/kept.html", {"to": request.url.path, "values": values}, status=403)


def on_locked(request: Request, error: Locked) -> Response[Any]:
    """The section is locked, by the deadline or by having been submitted: the typed text is given back."""
    context = {"place": error.place, "sentence": error.place.locked, "posted": error.posted}
    return show(request, "section/locked.html", context, status=409)


def on_closed(request: Request, error: Closed) -> Response[Any]:
    """Submitted in another window while this one was saving."""
    return _page(request, "没有保存", "这份申报刚刚在别处提交了，内容已经锁定。需要修改时，请先撤回。", 409)


def on_error(request: Request, error: Exception) -> Response[Any]:
    """Something nobody foresaw: a number to quote, the trace in the log only. 503 while the database is away."""
    number = secrets.token_hex(4)
    if is_absent(error):
        log.error("database away %s at %s", number, request.method, exc_info=error)
        answer = _page(request, *AWAY, 503)
        answer.headers["retry-after"] = AGAIN
        return answer
    route = (
        request.scope.get("path_template") or "unmatched"
    )  # an address filled in may hold a name or a secret
    log.exception("error %s at %s %s", number, request.method, route, exc_info=error)
    sentence = f"系统出了问题，已经记录，编号 {number}。请稍后再试。"
    return _page(request, "系统出了问题", sentence, 500)


def _page(request: Request, title: str, sentence: str, status: int) -> Response[Any]:
    posted = {
        name: text
        for name, text in request.state.get("posted", {}).items()
        if name not in SECRET and text.strip()
    }
    context = {"title": title, "sentence": sentence, "wrong": "", "posted": posted}
    return show(request, "error.html", context, status=status)


HANDLERS: dict[Any, Any] = {
    TokenMismatch: on_token,
    Closed: on_closed, Refused: on_refused, Locked: on_locked, HTTPException: on_http, 500: on_error, Exception: on_error,
}  # fmt: skip
