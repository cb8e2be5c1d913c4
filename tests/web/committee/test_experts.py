"""申报专家候选人 in a browser without script, from the first page to the pool."""

from datetime import date

from tests import cast, matter
from tests.browser import Browser
from tests.support import run
from tests.web.committee.cast import CHEN, CHU, FENG, WANG, ZHAO, ZHENG
from web.committee import experts, pool
from web.committee.sections import SECTIONS

RECOMMENDATION = {
    "推荐系列": "中小学教师", "推荐专业": "中学数学", "适用范围": "中评会", "推荐评审等级": "中级",
    "推荐评审职称": "中小学一级教师", "研究方向": "数学",
}  # fmt: skip


def filled(**more: str) -> Browser:
    """The candidate's browser with everything filled in."""
    browser = ZHENG.browser()
    browser.open("/experts")
    browser.press("开始填写")
    browser.open("/experts/representative")
    page = browser.press("增加")
    name = (
        next(each for each in page.tree.forms[-1].fields if each.endswith(".name")) if page.tree.forms else ""
    )
    row = (
        next(n.split(".")[0] for form in page.tree.forms for n in form.fields if n.endswith(".name"))
        if not name
        else name.split(".")[0]
    )
    browser.press(
        "保存",
        **{f"{row}.obtained_on": "2020-05-01", f"{row}.name": "河南省教学名师", f"{row}.remark": "省教育厅"},
    )
    browser.open("/experts/recommendation")
    posted = run(matter.posted(SECTIONS["recommendation"], {**RECOMMENDATION, **more}))
    browser.press("保存信息", **posted)
    assert browser.page.complaints == []
    browser.open("/experts/others")
    others = {
        "admin_rank": "01",
        "review_work": "参加过三次中评会。",
        "introduction": "从事中学数学教学二十五年。",
    }
    browser.press("保存信息", **others)
    assert browser.page.complaints == []
    return browser


def test_from_the_first_page_to_the_pool(offices: str) -> None:
    browser = filled()
    page = browser.open("/experts")
    assert page.heading == "申报专家候选人"
    assert "河南省教学名师" in page.text
    page = browser.press("提交审核")
    assert page.status == 200, page.text
    assert "已提交，正在逐级审核" in page.text
    assert "现在由 郑州市演示第一中学 办理" in page.text
    for someone, comment in ((ZHAO, "教学能力突出，同意推荐。"), (FENG, "同意推荐。"), (CHEN, "同意推荐。")):
        office = someone.browser()
        office.open("/expert-reviews")
        page = office.follow("郑十一")
        assert "从事中学数学教学二十五年。" in page.text
        assert "开户银行" not in page.text
        page = office.press("同意推荐", comment="")
        assert page.status == 422
        assert page.complaints == ["请写明意见，候选人会看到这段话。"]
        page = office.press("同意推荐", comment=comment)
        assert page.path.startswith("/expert-reviews?said=decided")
        assert "郑十一" not in page.text.replace("陈十三", "")
    office = CHU.browser()
    office.open("/expert-reviews")
    page = office.follow("郑十一")
    assert "开户银行" in page.text
    page = office.press("同意入库", since="2026-10-08", until="2029-10-08")
    assert page.complaints == ["专家每届任期不超过 3 年（人社部令第40号第十条），这一届最迟到 2029-10-07。"]
    page = office.press("同意入库", since="2026-10-08", until="2029-10-07")
    assert page.status == 200
    entry = run(pool.of_person(ZHENG.account()))
    assert entry is not None
    assert (entry["level"], entry["since"], entry["until"]) == (
        "zhong_ji",
        date(2026, 10, 8),
        date(2029, 10, 7),
    )
    page = browser.open("/experts")
    assert "您在评审专家库中" in page.text
    assert "教学能力突出，同意推荐。" in page.text


def test_what_is_missing_is_said_with_a_link(offices: str) -> None:
    browser = ZHENG.browser()
    browser.open("/experts")
    browser.press("开始填写")
    page = browser.press("提交审核")
    assert page.status == 422
    links = page.tree.xpath("//section[@id='errors']//a")
    assert [(each.get("href"), each.text_content()) for each in links] == [
        ("/experts/representative", "请至少填写一项代表成果。"),
        ("/experts/recommendation", "请填写基础信息。"),
        ("/experts/others", "请填写其他信息。"),
    ]


def test_a_thousand_characters_are_counted(offices: str) -> None:
    browser = ZHENG.browser()
    browser.open("/experts")
    browser.press("开始填写")
    page = browser.open("/experts/others")
    assert "最多 1000 个字" in page.text
    page = browser.press("保存信息", review_work="评" * 1001)
    assert (
        "参加评审工作情况（限1000字以下）最多 1000 个字，现在是 1001 个字，请删去 1 个字。" in page.complaints
    )
    assert page.value("review_work").strip() == "评" * 1001
    page = browser.press("保存信息", review_work="䶮" * 1000)
    assert not any("最多 1000" in each for each in page.complaints)


def test_nobody_judges_above_the_own_level(offices: str) -> None:
    filled()
    who = ZHENG.account()
    assert run(pool.level_refusal(who, "zhongxiaoxue", "zheng_gao")) == ""
    assert run(pool.level_refusal(who, "gongcheng", "zhong_ji")).startswith("基本信息库“现任职称”里没有")
    teacher = run(cast.person(WANG))
    held = {**matter_title("一级教师")}
    run(cast._fill(cast.PROFILE["titles"], teacher.id, [held]))
    assert (
        run(pool.level_refusal(teacher.id, "zhongxiaoxue", "zheng_gao"))
        == "您在本系列取得的最高等级是中级，不能评审正高级。"
    )


def matter_title(name: str) -> dict[str, str]:
    return {
        "系列": "中小学教师",
        "专业": "中学数学",
        "职称": "中小学一级教师",
        "职称取得时间": "2018-12-20",
        "取得方式": "评审取得",
    }


def test_it_is_closed_to_others_and_locked_once_submitted(offices: str) -> None:
    browser = filled()
    browser.open("/experts")
    browser.press("提交审核")
    application = run(experts.current(ZHENG.account()))
    assert application is not None
    assert WANG.browser().open(f"/expert-reviews/{application['id']}").status == 404
    assert CHU.browser().open(f"/expert-reviews/{application['id']}").status == 200
    page = CHU.browser().open(f"/expert-reviews/{application['id']}")
    assert "同意入库" not in page.text
    page = browser.post("/experts/others", {"token": browser.token, "review_work": "改写"})
    assert page.status == 409
    browser.open("/experts")
    page = browser.press("撤回修改")
    assert "已撤回，可以修改。" in page.text
    page = browser.press("提交审核")
    unit = ZHAO.browser()
    unit.open(f"/expert-reviews/{application['id']}")
    page = unit.press("退回修改", comment="请补充备注。")
    assert page.status == 200
    assert "请补充备注。" in browser.open("/experts").text
