"""What was filled in an earlier year can be had again with one button."""

from datetime import datetime

from tests import cast
from tests.support import run
from web import clock
from web.declaration import rules
from web.declaration.sections import SECTIONS
from web.review.rules import advance
from web.rows import rows_of


def test_rows_of_an_earlier_year_are_copied_once(town: str) -> None:
    before = run(rows_of(SECTIONS["achievements"], cast.ZHANG.declaration()))
    assert before
    run(advance(cast.ZHANG.declaration(), "give_up", cast.ZHANG.account(), at=clock.now()))
    with clock.frozen(datetime.fromisoformat("2027-02-01T09:00:00+08:00")):
        browser = cast.ZHANG.browser()
        choice = run(rules.mine(cast.ZHANG.account()))[0]
        browser.open("/declarations/begin/2027")
        browser.press(
            "同意并进入选择系列",
            agreed=str(browser.page.tree.xpath("string(//input[@name='agreed']/@value)")),
        )
        names = (
            "type",
            "series",
            "level",
            "specialty",
            "title",
            "committee",
            "region",
            "post",
            "identity",
            "unit_type",
        )
        browser.press("进入申报", **{name: choice[name] for name in names})
        new = browser.page.path
        browser.open(f"{new}/achievements")
        browser.press("复制以前年度填写的内容")
        assert "已复制，请核对后保存。" in browser.page.text
        assert "复制以前年度填写的内容" not in browser.page.text
        copies = run(rows_of(SECTIONS["achievements"], int(new.split("/")[2])))
        assert [row["name"] if "name" in row else row["id"] for row in copies] != []
        assert len(copies) == len(before)
