"""A form posted after the session had ended lands, after signing in, on the same form with what was typed."""

from datetime import timedelta

from tests import cast
from web import clock
from web.people.sessions import IDLE


def test_one_record_is_refilled(town: str) -> None:
    browser = cast.ZHANG.browser()
    address = f"/declarations/{cast.ZHANG.declaration()}/autobiography"
    browser.open(address)
    with clock.frozen(clock.now() + IDLE + timedelta(minutes=1)):
        browser.press("保存", story="夜里写的一段话")
        assert "填写的内容已经保留" in browser.page.text
        browser.press("立即登录", login=cast.ZHANG.login, password=cast.PASSWORD)
        assert browser.page.path.startswith(f"{address}")
        assert browser.page.value("story").strip() == "夜里写的一段话"
        assert "登录超时前填写的内容已经填回" in browser.page.text
        browser.press("保存")
        assert "已保存。" in browser.page.text


def test_rows_are_refilled(town: str) -> None:
    browser = cast.WANG.browser()
    browser.open("/profile/assessments")
    browser.press("增加")
    name = next(each.get("name") for each in browser.page.tree.xpath("//input[@type='text']"))
    with clock.frozen(clock.now() + IDLE + timedelta(minutes=1)):
        browser.press("保存", **{name.replace(".", "__"): "2025"})
        browser.press("立即登录", login=cast.WANG.login, password=cast.PASSWORD)
        assert browser.page.value(name) == "2025"


def test_nobody_else_gets_it(town: str) -> None:
    browser = cast.ZHANG.browser()
    browser.open(f"/declarations/{cast.ZHANG.declaration()}/autobiography")
    with clock.frozen(clock.now() + IDLE + timedelta(minutes=1)):
        browser.press("保存", story="只给本人看")
        browser.press("立即登录", login=cast.WANG.login, password=cast.PASSWORD)
        assert "只给本人看" not in browser.page.answer.text
