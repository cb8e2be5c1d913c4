"""Records, pages and errors in the states that tests/pages.py does not come through on its way."""

from collections.abc import Iterator
from datetime import timedelta

from litestar import get
from litestar.exceptions import HTTPException

from tests.browser import Browser, Page
from tests.cast import GONG, MOMENT, PASSWORD, QIAN, SUN, WANG, ZHANG, ZHOU
from web import clock
from web.app import create

LATER = MOMENT + timedelta(hours=3)
"""Every session that began at the cast's moment has ended."""
LONG = "字" * 600
ROWS, ITEMS = "honours", "papers"
Shown = tuple[str, Page]


def records() -> Iterator[Shown]:
    """Records on one page, one record a page: empty, added, filled, wrong, too long, expired, removed, brought back."""
    gong, url = GONG.browser(), f"/declarations/{GONG.declaration()}"
    yield "rows, empty", gong.open(f"{url}/{ROWS}")
    yield "rows, added", gong.press("增加")
    yield "rows, wrong", gong.press("保存", **{_field(gong, "granted_on"): "昨天"})
    yield "rows, over the limit", gong.press("保存", **{_field(gong, "name"): LONG})
    with clock.frozen(LATER):
        yield "rows, expired", gong.press("保存")
        yield "rows, kept", gong.press("立即登录", login=GONG.login, password=PASSWORD)
    gong = GONG.browser()
    gong.open(f"{url}/{ROWS}")
    yield "rows, removed", gong.press("删除")
    yield "rows, brought back", gong.press("撤销删除")
    gong.press("删除")
    yield "item, none yet", gong.open(f"{url}/{ITEMS}")
    yield "item, empty", gong.open(f"{url}/{ITEMS}/new")
    yield "item, wrong", gong.press("保存", published_on="去年")
    yield "item, over the limit", gong.press("保存", name=LONG)
    with clock.frozen(LATER):
        yield "item, expired", gong.press("保存")
        yield "item, kept", gong.press("立即登录", login=GONG.login, password=PASSWORD)
    gong = GONG.browser()
    yield "item, added", gong.open(f"{url}/{ITEMS}")
    yield "item, removed", gong.press("删除")
    yield "item, brought back", gong.press("撤销删除")
    gong.press("删除")
    yield from of_herself(gong, url)


def of_herself(gong: Browser, url: str) -> Iterator[Shown]:
    """基本信息, the choice and the passwords: too long, expired, read-only, changed."""
    gong.open("/profile/basic")
    yield "profile, over the limit", gong.press("保存", address=LONG)
    with clock.frozen(LATER):
        yield "profile, expired", gong.press("保存")
        yield "profile, kept", gong.press("立即登录", login=GONG.login, password=PASSWORD)
    gong, zhou, sun = GONG.browser(), ZHOU.browser(), SUN.browser()
    yield "profile, read-only", zhou.open("/profile/basic")
    gong.open(f"{url}/choice")
    with clock.frozen(LATER):
        yield "choice, expired", gong.press("更新选项")
        gong.open("/sign-in")
        gong.press("立即登录", login=GONG.login, password=PASSWORD)
        gong.open("/password")
        with clock.frozen(LATER + timedelta(hours=3)):
            yield (
                "password, expired",
                gong.press("修改密码", old=PASSWORD, new="一二三四五六七八九", again="一二三四五六七八九"),
            )
    sun_at = f"/declarations/{SUN.declaration()}"
    yield "choice, read-only", sun.open(f"{sun_at}/choice")
    yield "rows, read-only", sun.open(f"{sun_at}/awards")
    sun.open(f"{sun_at}/achievements")
    yield "item, read-only", sun.follow("查看")
    sun.open(f"{sun_at}/engineering_works")
    yield "upload, read-only", sun.follow("查看")


def changed() -> Iterator[Shown]:
    """A password of her own, changed, and changed back for those who come after."""
    wang, new = WANG.browser(), "河南好山好水好风光呀"
    wang.open("/password")
    yield "password, changed", wang.press("修改密码", old=PASSWORD, new=new, again=new)
    wang.open("/password")
    assert wang.press("修改密码", old=new, new=PASSWORD, again=PASSWORD).status == 200


def errors() -> Iterator[Shown]:
    """403 in both ways, 404, 405, 413, 429, 500, 503; 409 is a deadline crossed or a second window."""
    wang, qian = WANG.browser(), QIAN.browser()
    yield "403, not hers to open", wang.open("/years")
    wang.open("/profile/basic")
    yield "403, a form without its token", wang.post("/profile/basic", {"mobile": "13800138000"})
    yield "404, another's declaration", wang.open(f"/declarations/{ZHANG.declaration()}")
    yield "405", wang.open("/sign-out")
    yield "413", wang.post("/profile/basic", {"token": wang.token, "address": "字" * 300_000})
    stranger = Browser()
    for _ in range(12):
        stranger.open("/sign-in")
        page = stranger.press("立即登录", login=QIAN.login, password="x")
    assert "尝试次数太多" in page.text
    yield "sign-in, too many", page
    yield "queue, of another unit", qian.open(f"/reviews/{ZHANG.declaration()}")
    for status in (429, 500, 503):
        yield str(status), raised(status)


def raised(status: int) -> Page:
    """The page that says that a request failed with `status`, through the product's own handlers."""

    @get(f"/raised/{status}", opt={"act": "public"})
    async def raises() -> None:
        raise RuntimeError("raised") if status == 500 else HTTPException(status_code=status)

    app = create()
    app.register(raises)
    return Browser(app=app).open(f"/raised/{status}")


def _field(browser: Browser, name: str) -> str:
    """The field `name` of the last row of the page, as press() takes it."""
    names = browser.page.tree.xpath(f"//main//*[contains(@name, '.{name}')]/@name")
    return str(names[-1]).replace(".", "__")
