"""The ID photo, asked for before submitting where the declaration's year asks for it."""

from tests.cast import PASSWORD, YEAR, ZHANG, ZHOU, Someone
from tests.support import run
from tests.web.evidence.states import photograph
from tests.web.evidence.test_pages import send
from web import clock
from web.catalogue import rules as catalogue
from web.declaration import check
from web.declaration import rules as declarations
from web.evidence.tables import File

MISSING = "照片：还没有上传。"


def lose(someone: Someone) -> None:
    """As before she had sent a photo."""
    mine = (File.owner == someone.account()) & (File.purpose == "portrait")
    run(File.update({File.removed_at: clock.now()}).where(mine))


def said_of(someone: Someone, year: int = YEAR) -> list[str]:
    row = run(declarations.of_year(someone.account(), YEAR))
    assert row is not None
    return [each.sentence for each in run(check.of_photo({**row, "year": year})).findings]


def test_the_check_leads_to_the_photo_and_nothing_is_submitted_without(town: str) -> None:
    lose(ZHANG)
    browser, url = ZHANG.browser(), f"/declarations/{ZHANG.declaration()}"
    page = browser.open(f"{url}/check")
    links = {link.text_content(): link.get("href") for link in page.tree.xpath("//main//li/a")}
    assert links == {MISSING: "/profile/photo#file"}
    assert "还不能提交" in browser.open(f"{url}/submit").text
    agreed = run(catalogue.commitment(YEAR)).version
    form = {"token": browser.token, "agreed": agreed, "name": "张三", "password": PASSWORD}
    page = browser.post(f"{url}/submit", form)
    assert "还有没有填完或填错的内容，请按检查结果改好后再提交。" in page.text
    browser.open(f"{url}/check")
    assert browser.follow(MISSING.rstrip("。")).tree.xpath("//input[@id='file'][@type='file']")
    send(browser, "/profile/photo", ("我.jpg", photograph(3)))
    assert "全部填好了" in browser.open(f"{url}/check").text
    browser.open(f"{url}/submit")
    assert browser.press("提交审核", agreed=agreed, name="张三", password=PASSWORD).heading == "已提交审核"


def test_a_year_that_does_not_ask_lets_pass(town: str) -> None:
    lose(ZHANG)
    assert (said_of(ZHANG, 2025), said_of(ZHANG)) == ([], [MISSING])


def test_whom_a_return_keeps_from_changing_it_is_not_asked(town: str) -> None:
    """What was submitted without a photo, before the year asked for one, can still be answered."""
    lose(ZHOU)
    assert said_of(ZHOU) == []
