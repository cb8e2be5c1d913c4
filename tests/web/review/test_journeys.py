"""The journeys of unit, department, county, city and committee office in a browser without script."""

import brotli
import pytest

from tests.support import run
from tests.web.review.people import (
    CHEN,
    CHU,
    FENG,
    HAN,
    JIANG,
    WEI,
    browser_of,
    climbed,
    copies,
    later,
    occupied,
    row_of,
    submit,
)  # fmt: skip


def test_the_unit_from_receiving_to_reporting(province):
    browser = browser_of(FENG)
    page = browser.open("/reviews")
    assert page.heading == "审核" and "中牟县演示初级中学：待办 1 件。" in page.text
    page = browser.follow("韩十一")
    assert (page.status, page.heading) == (200, "韩十一 中小学二级教师")
    page = browser.press("受理并公开展示")
    assert page.status == 422 and page.complaints == ["请填写展示地点。"]
    page = browser.press("受理并公开展示", place="长" * 81)
    assert page.status == 422 and page.value("place") == "长" * 81
    page = browser.press("受理并公开展示", place="教学楼公示栏")
    assert "韩十一：受理并公开展示，已办。" in page.text
    assert "结束展示：公开展示不少于 3 天，到 2026年10月11日 24:00 满，之后才能往下办。" in page.text
    with later(4):
        browser = browser_of(FENG)
        browser.open("/reviews")
        browser.follow("韩十一")
        page = browser.press("结束展示")
        assert "开始公示：还没有记录考核结果和民主测评票数" in page.text
        browser.follow("考核和民主测评")
        page = browser.press(
            "保存", grade="competent", opinion="称职。", entitled="40", present="38", in_favour="30"
        )
        assert page.status == 422 and "请填写不同意票数。" in page.complaints
        page = browser.press("保存", against="5", abstained="3", held_on="2026-10-12")
        assert page.complaints == [] and page.path.startswith("/reviews/")
        browser.press("开始公示", place="教学楼公示栏")
        browser.follow("异议（0）")
        page = browser.press("登记", words="", received_on="")
        assert page.complaints == ["请填写异议内容。", "请填写收到日期。"]
        page = browser.press("登记", words="课时数不实。", received_on="2026-10-12", source="")
        page = browser.press("答复", answer="", upheld="0")
        assert page.complaints == ["请填写核实结果，并选择异议是否成立。"]
        assert page.tree.xpath("//input[@name='upheld'][@checked]/@value") == ["0"]
        page = browser.press("答复", answer="查阅课表，属实。", upheld="0")
        assert "不成立" in page.text
    with later(12):
        browser = browser_of(FENG)
        browser.open(f"/reviews/{run(row_of(HAN))['id']}")
        browser.press("结束公示")
        browser.follow("推荐意见")
        browser.press("保存", words="同意推荐。", leader="冯校长", signed_on="2026-10-20")
        browser.press("同意推荐")
        page = browser.press("上报")
        assert page.path.startswith("/reviews?") and "韩十一：上报，已办。" in page.text
    assert run(row_of(HAN))["state"] == "department_review"


def test_department_county_city_and_committee_office(province):
    climbed("report")
    with later(13):
        for officer, button in ((CHEN, "审核通过"), (CHU, "审核通过"), (WEI, "审核通过"), (JIANG, "受理")):
            browser = browser_of(officer)
            assert "待办 1 件" in browser.open("/reviews").text
            browser.follow("韩十一")
            page = browser.press(button)
            assert f"韩十一：{button}，已办。" in page.text, officer.name
    assert run(row_of(HAN))["state"] == "accepted"


def test_returned_mended_and_seen_again(province):
    browser = browser_of(FENG)
    number = run(row_of(HAN))["id"]
    browser.open(f"/reviews/{number}/mark?at=achievements/0/")
    assert "申报人会看到这段话。" in browser.page.text
    where = browser.page.tree.xpath("//select[@name='where']/option[contains(., '工作名称')]/@value")[0]
    browser.press("标出", where=where, words="写明课题级别。")
    page = browser.open(f"/reviews/{number}/return")
    assert "申报人将看到的 1 条" in page.text and "逾期未改，视为放弃本次申报" in page.text
    for days in ("0", "31", "一周", ""):
        page = browser.press("退回修改", days=days)
        assert page.status == 422 and page.complaints == ["修改期限应为 1 至 30 个工作日。"]
    assert run(row_of(HAN))["state"] == "unit_review"
    page = browser.press("退回修改", days="3")
    assert "韩十一：退回修改，已办。" in page.text
    hers = browser_of(HAN)
    page = hers.open(f"/declarations/{number}/progress")
    assert (
        "中牟县演示初级中学退回修改：1 处要改" in page.text
        and "请在 2026年10月12日 24:00 前改好" in page.text
    )
    page = hers.follow("工作名称")
    assert page.status == 200 and not page.tree.xpath("//*[@name='content']")
    page = hers.press("保存", name="主持县级课题", content="不该改的")
    assert page.status == 200
    page = hers.open(f"/declarations/{number}/autobiography")
    assert "申报已退回修改，只能改退回时指出的内容；这里没有被指出，只能查看。" in page.text
    hers.open("/password")
    assert (
        hers.post(f"/declarations/{number}/autobiography", {"token": hers.token, "story": "改"}).status == 409
    )
    assert "已改动" in hers.open(f"/declarations/{number}/progress").text
    assert run(submit(HAN))["accepted"]
    page = browser_of(FENG).open(f"/reviews/{number}")
    assert (
        "与上一版相比改了 1 处" in page.text and "主持县级课题" in page.text and "不该改的" not in page.text
    )


def test_a_batch_is_previewed_done_and_taken_back(province):
    climbed("report")
    with later(13):
        browser, number = browser_of(CHEN), run(row_of(HAN))["id"]
        browser.open("/reviews")
        page = browser.open(f"/reviews/batch?act=pass&d{number}=1&d1=1")
        assert "1 份中 1 份可以审核通过。还没有办理任何一份。" in page.text
        page = browser.press("确认审核通过 1 份")
        assert page.heading == "批量审核通过：办成 1 份"
        page = browser.press("撤回这一批")
        assert "已撤回" in page.text
    assert run(row_of(HAN))["state"] == "department_review"


def test_a_stale_tab_is_told(province):
    climbed("report")
    with later(13):
        one, two = browser_of(CHEN), browser_of(CHEN)
        number = run(row_of(HAN))["id"]
        one.open(f"/reviews/{number}")
        two.open(f"/reviews/{number}")
        one.press("审核通过")
        page = two.press("审核通过")
        assert page.status == 409 and "您已经办理：主管部门审核通过" in page.text
        forged = {"token": two.token}  # no version: whoever sends that has seen nothing
        page = two.post(f"/reviews/{number}/decisions/undo", forged)
        assert page.status == 409 and run(row_of(HAN))["state"] == "county_review"


def test_saved_views_and_filters_live_in_the_address(province):
    browser = browser_of(FENG)
    page = browser.open("/reviews?show=all&q=韩")
    assert page.value("q") == "韩" and "全部 1 件" in page.text
    page = browser.press("保存视图", name=" ")
    assert page.status == 422 and page.complaints == ["请填写视图名称。"] and page.value("q") == "韩"
    page = browser.press("保存视图", name="长" * 31)
    assert page.complaints == ["视图名称最多 30 个字，现在是 31 个字，请删去 1 个字。"]
    page = browser.press("保存视图", name="姓韩的")
    assert "姓韩的（1）" in page.text
    assert browser.follow("姓韩的").path == "/reviews?show=all&q=%E9%9F%A9"
    page = browser.press("删除视图“姓韩的”")
    assert "姓韩的" not in page.text


@pytest.mark.parametrize(
    "route", ["", "/mark?at=achievements/0/", "/return", "/refuse", "/records/assessment", "/objections"]
)
def test_nobody_else_sees_anything(province, route):
    number = run(row_of(HAN))["id"]
    assert browser_of(FENG).open(f"/reviews/{number}{route}").status == 200
    assert browser_of(CHEN).open(f"/reviews/{number}{route}").status == 404
    assert browser_of(HAN).open(f"/reviews/{number}{route}").status in (403, 404)


def test_the_queue_is_for_reviewers(province):
    page = browser_of(HAN).open("/reviews")
    assert (page.status, "您没有审核的职责。" in page.text) == (403, True)


def test_fifty_rows_weigh_little():
    for _ in occupied("sqlite"):
        run(copies(60))
        browser = browser_of(FENG)
        page = browser.open("/reviews")
        assert len(page.tree.xpath("//tbody/tr")) == 50 and page.tree.xpath("//a[@rel='next']")

        def weight(answer) -> int:
            return len(brotli.compress(answer.content, quality=5)) + sum(
                len(k) + len(v) + 4 for k, v in answer.headers.items()
            )

        again = weight(page.answer)
        first = again + sum(
            weight(browser.send("GET", href, headers={"accept-encoding": "identity"}))
            for href in page.tree.xpath("//link[@rel='stylesheet']/@href | //script/@src")
        )
        assert again <= 5_000 and first <= 22_000, (again, first)
        page = browser.open("/reviews?page=2")
        assert len(page.tree.xpath("//tbody/tr")) == 11
        page = browser.open(f"/reviews/{run(row_of(HAN))['id']}")
        assert page.tree.xpath("//a[@rel='next']/@accesskey")[0] == "n"


def test_refusing_asks_for_the_reason(province):
    climbed("report")
    with later(13):
        browser = browser_of(CHEN)
        browser.open(f"/reviews/{run(row_of(HAN))['id']}/refuse")
        page = browser.press("审核不通过", comment=" ")
        assert page.status == 422 and page.complaints == ["请写明理由，申报人会看到这段话。"]
        page = browser.press("审核不通过", comment="任教年限不足。")
        assert "韩十一：审核不通过，已办。" in page.text
    assert run(row_of(HAN))["state"] == "refused"
