"""The papers of one declaration while it climbs: what each says, who gets it, and that it stays the same."""

import csv
import io

from tests import cast
from tests.browser import Browser
from tests.support import run
from tests.web.printing.reading import paper, status, workbook
from tests.web.review import people
from tests.web.review.people import (
    CHEN,
    CHU,
    FENG,
    HAN,
    JIANG,
    OUTSIDER,
    WEI,
    browser_of,
    climbed,
    does,
    later,
)
from web.documents import codes
from web.review.rules import log_of

SNAPSHOT_ONLY = ("review_form", "summary_sheet", "commitment", "submission_receipt")


def at(name: str) -> str:
    return f"/declarations/{run(people.row_of(HAN))['id']}/documents/{name}.pdf"


def offered(someone: people.Someone) -> list[str]:
    browser = browser_of(someone)
    page = browser.open(at("x").rpartition("/")[0])
    assert page.status == 200
    return [a.text_content() for a in page.tree.xpath("//ul[@class='papers']//a")]


def to_the_committee() -> None:
    climbed("report")
    with later(13):
        run(does(CHEN, "pass", comment="材料齐全，同意上报。"))
        run(does(CHU, "pass"))
        run(does(WEI, "pass"))
        run(does(JIANG, "accept"))


def test_before_anything_is_decided_there_is_what_was_submitted(province: str) -> None:
    forms = ["职称评审表", "职称评审简表", "诚信承诺书", "提交回执"]
    assert offered(HAN) == offered(FENG) == forms
    text = paper(browser_of(HAN), at("review_form"))
    for said in ("性别男", "出生年月1990年3月15日", "联系电话13800138000"):
        assert said in text, said
    assert "单位推荐意见" in text and "同意推荐" not in text
    assert "办理记录至第1条(2026年10月8日09:12)" in text
    assert "办理记录" not in paper(browser_of(HAN), at("commitment"))


def test_the_units_papers(province: str) -> None:
    climbed("take")
    han, feng = browser_of(HAN), browser_of(FENG)
    text = paper(han, at("unit_acceptance"))
    for said in (
        "受理凭证",
        "韩十一",
        "中牟县演示初级中学",
        "受理时间2026年10月8日",
        "经办人冯十二",
        "基本信息",
        "1份",
    ):
        assert said in text, said
    assert status(feng, at("publicity_notice")) == 404
    climbed_from("end_display", "publish")
    with later(5):
        text = paper(browser_of(FENG), at("publicity_notice"))
        for said in ("2026年度职称申报拟推荐人员公示", "韩十一", "共5个工作日", "中牟县教育局"):
            assert said in text, said
        assert HAN.id_number not in text
        assert status(browser_of(FENG), at("publicity_proof")) == 404
        assert status(browser_of(HAN), at("publicity_notice")) == 404
    climbed_from("end_publicity")
    with later(12):
        text = paper(browser_of(FENG), at("publicity_proof"))
        for said in (
            "公示证明",
            "单位公示栏",
            "公示期间没有收到异议",
            "公示期满,上述人员可以按规定推荐。",
            "韩十一",
        ):
            assert said in text, said
        assert status(browser_of(HAN), at("publicity_proof")) == 404
        run(people.record("opinion", people.OPINED))
        text = paper(browser_of(FENG), at("recommendation"))
        assert "经考核、民主测评和公示,同意推荐。" in text
        assert status(browser_of(HAN), at("recommendation")) == 404
        run(does(FENG, "recommend"))
        text = paper(browser_of(HAN), at("recommendation"))
        for said in (
            "经考核、民主测评和公示,同意推荐。", "负责人签字:冯校长", "2026年10月20日", "应到40人,实到38人,同意35票,不同意2票,弃权1票",
            "合格;师德良好,能胜任教学工作。", "没有收到异议",
        ):  # fmt: skip
            assert said in text, said


def climbed_from(*acts: str) -> None:
    days = dict(zip(people.UNIT_WAY, (0, 4, 4, 12, 12, 12), strict=True))
    for act in acts:
        with later(days[act]):
            if act == "publish":
                run(people.record("assessment", people.ASSESSED))
            run(does(FENG, act, place="单位公示栏"))


def test_every_opinion_is_drawn_from_the_log(province: str) -> None:
    to_the_committee()
    with later(14):
        text = paper(browser_of(HAN), at("review_form"))
        for said in (
            "经考核、民主测评和公示,同意推荐。", "负责人签字:冯校长", "审核单位:中牟县教育局", "主管部门审核通过。材料齐全,同意上报。",
            "负责人签字:陈十三", "县级人社部门审核通过。", "负责人签字:褚十四", "市级人社部门审核通过。",
            "审核单位:郑州市人力资源和社会保障局",
            "2026年10月21日", "评委会章", "审批章",
        ):  # fmt: skip
            assert said in text, said
        last = run(log_of(run(people.row_of(HAN))["id"]))[-1]
        assert f"办理记录至第{last['number']}条(2026年10月21日09:12)" in text
        text = paper(browser_of(HAN), at("committee_acceptance"))
        for said in ("受理凭证", "经办人蒋十六", f"办理记录第{last['number']}条"):
            assert said in text, said
        assert "主管部门审核通过。材料齐全" in paper(browser_of(HAN), at("summary_sheet"))


def test_an_office_that_the_path_does_not_pass_says_so(province: str) -> None:
    row = run(cast.case_of(cast.SUN)).row
    text = paper(browser_of(cast.SUN), f"/declarations/{row['id']}/documents/review_form.pdf")
    assert "无(申报不经过这一级)" in text


def test_the_same_snapshot_and_the_same_log_give_the_same_bytes(province: str) -> None:
    to_the_committee()
    with later(14):
        first = {
            each: browser_of(HAN).send("GET", at(each)).content for each in (*SNAPSHOT_ONLY, "recommendation")
        }
    with later(20):
        again = {each: browser_of(JIANG).send("GET", at(each)).content for each in first}
    assert all(first[each] == again[each] for each in first)
    before = first["review_form"]
    with later(21):
        run(does(JIANG, "undo"))
        after = browser_of(HAN).send("GET", at("review_form")).content
    assert after != before


def test_a_recommendation_that_was_taken_back_is_no_longer_printed(province: str) -> None:
    climbed("recommend")
    with later(13):
        assert paper(browser_of(HAN), at("recommendation"))
        run(people.mark(FENG))
        run(does(FENG, "return"))
        run(people.submit(HAN))
        assert status(browser_of(HAN), at("recommendation")) == 404
        assert "同意推荐" not in paper(browser_of(HAN), at("review_form"))


def test_a_refusal_stands_in_its_box(province: str) -> None:
    climbed("report")
    with later(13):
        run(does(CHEN, "refuse", comment="任职年限不足。"))
        text = paper(browser_of(HAN), at("review_form"))
    assert "主管部门审核不通过。任职年限不足。" in text


def test_what_must_be_mended_is_told_on_paper_too(province: str) -> None:
    run(people.mark(FENG, words="业绩起止时间与任职文件不一致，请核对。"))
    run(does(FENG, "return"))
    browser = browser_of(HAN)
    page = browser.open(f"/declarations/{run(people.row_of(HAN))['id']}/progress")
    (link,) = page.tree.xpath("//main//a[contains(., '一次性告知书')]/@href")
    text = paper(browser, link)
    for said in (
        "补正材料一次性告知书", "韩十一:", "业绩起止时间与任职文件不一致,请核对。", "增加、修改或者删除这一部分的内容", "24:00前补正",
        "视为放弃本次申报", "中牟县演示初级中学",
    ):  # fmt: skip
        assert said in text, said
    assert link in browser_of(FENG).open(f"/reviews/{run(people.row_of(HAN))['id']}").answer.text
    assert status(browser_of(OUTSIDER), link) == 404


def test_nobody_else_gets_a_paper(province: str) -> None:
    to_the_committee()
    names = [
        *SNAPSHOT_ONLY,
        "recommendation",
        "unit_acceptance",
        "committee_acceptance",
        "publicity_notice",
        "publicity_proof",
    ]
    stranger = browser_of(OUTSIDER)
    for name in names:
        assert status(browser_of(JIANG), at(name)) == 200, name
        assert status(stranger, at(name)) == 404, name
    assert stranger.open(at("x").rpartition("/")[0]).status == 404


def test_the_code_on_a_paper_leads_to_what_it_says(province: str) -> None:
    row = run(people.row_of(HAN))
    facts = "review_form.1.0123456789abcdef"
    path = f"/papers/{row['number']}?p={facts}.{codes.seal(row['number'], facts)}"
    page = Browser().open(path)
    assert page.status == 200 and "本系统出具的文件" in page.text and "职称评审表" in page.text
    assert "韩十一" not in page.text and "更新的版本" not in page.text
    for wrong in (
        path[:-1] + ("0" if path[-1] != "0" else "1"),
        path.replace("form.1.", "form.2."),
        f"/papers/{row['number']}",
        "/papers/x?p=字.1.2.3",
    ):
        assert "不能确认这份文件" in Browser().open(wrong).text, wrong


def test_the_roster_of_the_queue_is_a_paper_and_a_sheet(province: str) -> None:
    feng = browser_of(FENG)
    page = feng.open("/reviews?show=all")
    links = page.tree.xpath("//p[contains(., '推荐人员花名册')]/a/@href")
    assert links == [f"/reviews/roster/{kind}?show=all" for kind in ("pdf", "xlsx", "csv")]
    text = paper(feng, links[0])
    for said in (
        "推荐人员花名册",
        "单位(章):中牟县演示初级中学",
        "韩十一",
        "名单范围:范围全部。共1人。",
        "中小学教师",
    ):
        assert said in text, said
    assert HAN.id_number not in text
    cells = workbook(feng, links[1])
    assert cells[1][0] == "筛选条件：范围 全部"
    assert cells[3][:4] == ["申报编号", "居民身份证号", "单位", "姓名"]
    assert cells[4][1] == HAN.id_number and cells[4][3] == "韩十一"
    body = feng.send("GET", links[2]).content
    assert body.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    assert lines[0][1] == "筛选条件：范围 全部"
    assert lines[2][1] == (HAN.id_number if HAN.id_number.endswith("X") else f"'{HAN.id_number}")
    assert status(browser_of(HAN), links[0]) in (403, 404, 409)
    other = workbook(browser_of(OUTSIDER), "/reviews/roster/xlsx?show=all")
    assert all("韩十一" not in row for row in other)


def test_a_batch_has_its_roster_and_its_notice(province: str) -> None:
    climbed("end_display")
    with later(4):
        run(people.record("assessment", people.ASSESSED))
        feng, number = browser_of(FENG), run(people.row_of(HAN))["id"]
        feng.open(f"/reviews/batch?act=publish&d{number}=1")
        page = feng.press("开始公示", place="单位公示栏")
        assert "办成 1 份" in page.text, page.text
        links = page.tree.xpath("//main//a[contains(@href, '/batches/')]/@href")
        assert [each.rpartition("/")[2] for each in links] == [
            "roster.pdf",
            "roster.xlsx",
            "roster.csv",
            "publicity_notice.pdf",
        ]
        assert "韩十一" in paper(feng, links[0]) and "韩十一" in paper(feng, links[3])
        for stranger in (OUTSIDER, CHEN):
            assert status(browser_of(stranger), links[0]) == 404
