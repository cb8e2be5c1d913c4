"""The way of two declarations from the unit to the committee's office, as those who decide walk it, for any browser.

One browser serves everybody in turn: each signs in, does what waits, and signs out. A box to tick in a list is
filled like any other: {"选 韩十一": "是"}. Terms are read from the page and waited for to the day after.
"""

import re
from datetime import date, timedelta

from tests.cast import PASSWORD, Someone
from tests.journeys.days import Days
from tests.journeys.province import CHEN, CHU, FENG, HAN, JIANG, WEI, YOU
from tests.journeys.route import Driver

BOTH = (HAN, YOU)
PLACE = "教学楼公示栏"
SCHOOL, BUREAU, COUNTY = "中牟县演示初级中学", "中牟县教育局", "中牟县人力资源和社会保障局"


def to_acceptance(browser: Driver, days: Days) -> None:
    """Everything from 单位受理 to 评委会受理: displayed, assessed, publicised, recommended, reported in a batch that is
    taken back once, passed on, sent back with a field named, mended, seen again, and accepted."""
    unit_takes(browser, days)
    unit_assesses(browser, days)
    unit_recommends(browser, days)
    unit_reports(browser)
    office_passes_a_batch(browser)
    county_sends_back(browser)
    applicant_mends(browser)
    county_sees_the_change(browser)
    for officer, button in ((WEI, "审核通过"), (JIANG, "受理")):
        one_by_one(browser, officer, button)
    applicant_reads(browser)


def sign_in(browser: Driver, who: Someone) -> None:
    """Her first page; an older session has run out by itself or was signed out."""
    browser.open("/sign-in")
    browser.fill({"账号": who.login, "密码": PASSWORD})
    browser.press("立即登录")
    assert browser.heading == f"{who.name}，您好", browser.text[:300]


def sign_out(browser: Driver) -> None:
    browser.press("退出")


def queue(browser: Driver, count: int) -> None:
    """The page of what waits, as 首页 leads to it."""
    browser.open("/home")
    browser.follow("去办理")
    assert browser.heading == "审核"
    assert f"待办 {count} 件" in browser.text, browser.text[:400]


def dossier(browser: Driver, whose: Someone) -> None:
    """One declaration from the queue; its material stands on the same page."""
    browser.follow(whose.name)
    assert browser.heading == f"{whose.name} 中小学二级教师", browser.heading
    assert "七年级语文教学" in browser.text


def batch(browser: Driver, label: str, place: str = "") -> None:
    """Tick both, see what would happen to each, confirm."""
    browser.fill({f"选 {who.name}": "是" for who in BOTH})
    browser.press(f"批量{label}")
    assert browser.heading == f"批量{label}：先看每一份会怎样"
    assert f"2 份中 2 份可以{label}。还没有办理任何一份。" in browser.text, browser.text
    if place:
        browser.fill({place: PLACE})
    browser.press(f"确认{label} 2 份")
    assert browser.heading == f"批量{label}：办成 2 份", browser.text


def day_in(text: str, words: str) -> date:
    """The day that stands after `words`: "到 2026年10月11日 24:00 满"."""
    found = re.search(rf"{words}\s*(\d+)年(\d+)月(\d+)日", text)
    assert found, (words, text[:600])
    return date(int(found[1]), int(found[2]), int(found[3]))


def unit_takes(browser: Driver, days: Days) -> None:
    """受理 and 公开展示, both at once; ending it early is refused with the day from which it may end."""
    sign_in(browser, FENG)
    queue(browser, 2)
    batch(browser, "受理并公开展示", "展示地点")
    queue(browser, 2)
    dossier(browser, HAN)
    assert "公开展示不少于 3 天" in browser.text
    until = day_in(browser.text, "不少于 3 天，到")
    sign_out(browser)
    days.wait_until(until + timedelta(days=1))


def unit_assesses(browser: Driver, days: Days) -> None:
    """考核 and 民主测评 with figures that must add up; 公示; an objection recorded and answered."""
    sign_in(browser, FENG)
    queue(browser, 2)
    batch(browser, "结束展示")
    for who in BOTH:
        queue(browser, 2)
        dossier(browser, who)
        assert "还没有记录考核结果和民主测评票数" in browser.text
        browser.follow("考核和民主测评")
        figures = {"应到人数": "40", "实到人数": "38", "同意票数": "35", "不同意票数": "2", "弃权票数": "5"}
        browser.fill(
            {"考核结果": "合格", "考核意见": "师德良好，能胜任教学工作。", **figures, "测评日期": days.today.isoformat()}
        )  # fmt: skip
        browser.press("保存")
        assert browser.complaints == ["同意、不同意、弃权票数之和应等于实到人数。"]
        browser.fill({"弃权票数": "1"})
        browser.press("保存")
        assert browser.heading.startswith(who.name), browser.text[:300]
        browser.fill({"公示地点": PLACE})
        browser.press("开始公示")
    browser.follow("异议（0）")
    browser.fill({"提出人": "匿名", "异议内容": "课时数不实。", "收到日期": days.today.isoformat()})
    browser.press("登记")
    browser.fill({"核实结果和答复": "查阅课表，属实。", "异议是否成立": "不成立"})
    browser.press("答复")
    assert "不成立" in browser.text
    queue(browser, 2)
    dossier(browser, HAN)
    assert "公示不少于 5 个工作日" in browser.text
    until = day_in(browser.text, "不少于 5 个工作日，到")
    sign_out(browser)
    days.wait_until(until + timedelta(days=1))


def unit_recommends(browser: Driver, days: Days) -> None:
    """公示 ends, and the unit writes its opinion on each."""
    sign_in(browser, FENG)
    queue(browser, 2)
    batch(browser, "结束公示")
    for who in BOTH:
        queue(browser, 2)
        dossier(browser, who)
        browser.follow("推荐意见")
        words = "经考核、民主测评和公示，同意推荐。"
        browser.fill({"推荐意见": words, "单位负责人": "冯校长", "签署日期": days.today.isoformat()})
        browser.press("保存")
        browser.press("同意推荐")
        assert "待上报" in browser.text, browser.text[:300]


def unit_reports(browser: Driver) -> None:
    """上报 both, take the batch back, and report once more."""
    queue(browser, 2)
    batch(browser, "上报")
    browser.press("撤回这一批")
    assert "撤回" in browser.text and "待上报" in browser.text
    queue(browser, 2)
    batch(browser, "上报")
    sign_out(browser)


def office_passes_a_batch(browser: Driver) -> None:
    """主管部门: a batch, its one undo, the batch again; a view is saved for the next time."""
    sign_in(browser, CHEN)
    queue(browser, 2)
    dossier(browser, HAN)
    assert SCHOOL in browser.text and "查阅课表，属实。" not in browser.text
    queue(browser, 2)
    batch(browser, "审核通过")
    browser.press("撤回这一批")
    queue(browser, 2)
    batch(browser, "审核通过")
    browser.open("/reviews?show=all")
    browser.fill({"视图名称": "我办过的"})
    browser.press("保存视图")
    browser.open("/reviews")
    browser.follow("我办过的")
    assert "韩十一" in browser.text
    sign_out(browser)


def county_sends_back(browser: Driver) -> None:
    """县: one passes, the other goes back with one field named, a reason, and a term in working days."""
    sign_in(browser, CHU)
    queue(browser, 2)
    dossier(browser, YOU)
    browser.press("审核通过")
    queue(browser, 1)
    dossier(browser, HAN)
    browser.follow("标出要改的内容：主要业绩")
    assert "申报人会看到这段话。" in browser.text
    browser.fill(
        {"要改的内容": "主要业绩 第 1 项（七年级语文教学） 工作名称", "补充说明": "请写明年级和班数。"}
    )
    browser.press("标出")
    browser.follow("退回修改（已标出 1 处）")
    assert "申报人将看到的 1 条" in browser.text and "逾期未改，视为放弃本次申报" in browser.text
    browser.fill({"修改期限": "3"})
    browser.press("退回修改（1 条）")
    assert "韩十一：退回修改，已办。" in browser.text, browser.text[:300]
    sign_out(browser)


def applicant_mends(browser: Driver) -> None:
    """The applicant has a list to work through; only what was named is open; she submits again."""
    sign_in(browser, HAN)
    browser.follow("2026 年度申报")
    assert f"{COUNTY}退回修改：1 处要改" in browser.text, browser.text[:400]
    browser.open("/declarations")
    browser.follow("2026 年度")
    browser.follow("获奖情况")
    assert "这里没有被指出，只能查看。" in browser.text
    browser.open("/home")
    browser.follow("2026 年度申报")
    browser.follow("工作名称")
    browser.fill({"工作名称": "七年级两个班语文教学"})
    browser.press("保存")
    assert browser.complaints == []
    browser.open("/home")
    browser.follow("2026 年度申报")
    assert "已改动" in browser.text
    browser.follow("改好了，检查并重新提交")
    browser.follow("提交审核")
    browser.fill({"我承诺以上内容": "是", "承诺人姓名": HAN.name, "登录密码": PASSWORD})
    browser.press("提交审核")
    assert browser.heading == "已提交审核", browser.text[:300]
    sign_out(browser)


def county_sees_the_change(browser: Driver) -> None:
    """What changed stands first, old beside new; the county passes it."""
    sign_in(browser, CHU)
    queue(browser, 1)
    browser.follow(HAN.name)
    assert "与上一版相比改了 1 处" in browser.text
    assert browser.text.index("七年级两个班语文教学") < browser.text.index("申报材料")
    browser.press("审核通过")
    assert "韩十一：审核通过，已办。" in browser.text
    sign_out(browser)


def one_by_one(browser: Driver, officer: Someone, button: str) -> None:
    """Each decision leads to the next in the queue, the last one back to it."""
    sign_in(browser, officer)
    queue(browser, 2)
    browser.follow(HAN.name)
    browser.follow("下一份" if "下一份" in browser.text else "上一份")
    assert browser.heading.startswith(YOU.name)
    browser.press(button)
    assert f"{YOU.name}：{button}，已办。" in browser.text, browser.text[:300]
    queue(browser, 1)
    browser.follow(HAN.name)
    browser.press(button)
    assert f"{HAN.name}：{button}，已办。" in browser.text, browser.text[:300]
    sign_out(browser)


def applicant_reads(browser: Driver) -> None:
    """Every station with what was done, in the applicant's own words."""
    sign_in(browser, HAN)
    browser.follow("2026 年度申报")
    assert "现在：评委会已受理" in browser.text, browser.text[:300]
    for done in (
        "单位公示结束",
        "单位推荐",
        "单位上报",
        "主管部门审核通过",
        "县级人社部门退回修改",
        "评委会办公室受理",
    ):
        assert done in browser.text, done
    sign_out(browser)
