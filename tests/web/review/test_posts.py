"""评审职数 are approved by the hrss office above, for units below it, and read by the unit."""

from tests.support import run
from tests.web.review.people import CHU, FENG, HAN, JIANG, browser_of, row_of
from web.review import unit


def test_the_county_approves_and_the_unit_reads(province):
    row = run(row_of(HAN))
    browser = browser_of(CHU)
    browser.open("/posts")
    page = browser.press(
        "保存", unit=str(row["unit"]), series="zhongxiaoxue", level="fu_gao", posts="", document=""
    )
    assert page.status == 422 and page.complaints == ["请填写核定的个数，没有的填 0。", "请填写核定文号。"]
    page = browser.press("保存", posts="3", document="牟人社〔2026〕8号")
    assert "中牟县演示初级中学" in page.text and "牟人社〔2026〕8号" in page.text
    page = browser.press(
        "保存", unit=str(row["unit"]), series="zhongxiaoxue", level="fu_gao", posts="2", document="更正"
    )
    (quota,) = run(unit.quotas([row["unit"]]))
    assert (quota["posts"], quota["document"]) == (2, "更正")
    page = browser_of(FENG).open("/posts")
    assert "更正" in page.text and not page.tree.xpath("//button[text()='保存']")


def test_others_approve_nothing(province):
    feng = browser_of(FENG)
    feng.open("/posts")
    assert feng.post("/posts", {"token": feng.token, "unit": "1"}).status == 403
    assert browser_of(JIANG).open("/posts").status == 403
    row, chu = run(row_of(HAN)), browser_of(CHU)
    chu.open("/posts")
    elsewhere = {
        "unit": str(row["unit"] - 2),
        "series": "zhongxiaoxue",
        "level": "fu_gao",
        "posts": "1",
        "document": "x",
    }
    assert chu.post("/posts", {"token": chu.token, **elsewhere}).complaints == ["请选择单位。"]
