"""显示密码 without script: what was typed is read back, and nothing is tried."""

import pytest

from tests.browser import Browser
from tests.cast import NEW, WANG
from tests.support import run
from web.people.tables import Account, Attempt

TYPED = '河南 "好" 风光<1>'


def shown(browser: Browser) -> dict[str, tuple[str, str]]:
    """Type and value of each box of a password on the page."""
    boxes = browser.page.tree.xpath("//form[@class='narrow']//input[not(@type='hidden')]")
    return {
        box.get("name"): (box.get("type"), box.get("value"))
        for box in boxes
        if box.get("name") not in ("login", "code")
    }


def test_at_the_door(town: str) -> None:
    browser = Browser()
    browser.open("/sign-in")
    page = browser.press("显示密码", login=WANG.login, password=TYPED)
    assert (page.status, shown(browser)) == (200, {"password": ("text", TYPED)})
    assert page.tree.xpath("string(//input[@name='login']/@value)") == WANG.login
    assert run(Attempt.count()) == 0
    page = browser.press("立即登录")
    assert (page.status, shown(browser)) == (422, {"password": ("password", None)})
    assert TYPED not in page.answer.text


@pytest.mark.parametrize(
    "path,names", [("/password/first", ["new", "again"]), ("/password", ["old", "new", "again"])]
)
def test_where_it_is_set(town: str, path: str, names: list[str]) -> None:
    browser = Browser() if path != "/password" else WANG.browser()
    if path == "/password/first":
        browser.open("/sign-in")
        browser.press("立即登录", login=NEW.login, password=NEW.id_number[-8:])
    browser.open(path)
    before = run(Account.select(Account.password).order_by(Account.id))
    browser.press("显示密码", **dict.fromkeys(names, TYPED))
    assert shown(browser) == dict.fromkeys(names, ("text", TYPED))
    assert run(Account.select(Account.password).order_by(Account.id)) == before
