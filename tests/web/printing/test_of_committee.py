"""A committee's papers: for its hall, of its count, of its 公示; for its office alone, the public notice for anyone."""

from datetime import datetime, timedelta

from tests.browser import Browser, signed_in
from tests.cast import PASSWORD
from tests.support import run
from tests.web.committee import hall
from tests.web.committee.test_sitting_pages import _doors, place  # noqa: F401
from tests.web.printing.reading import paper, status, workbook
from web import clock
from web.committee import ballot, sittings
from web.committee.interviews import Room, arrange
from web.committee.reading_tables import ReadingOpinion
from web.committee.tables import Assignment, Member, Sitting
from web.people import accounts
from web.publicity import rules as publicity

MONDAY = datetime.fromisoformat("2026-11-23T16:00:00+08:00")
AFTER = MONDAY + timedelta(days=9)


async def voted(at: hall.Hall) -> None:
    """Everybody has come; the first of two passes with five votes, the second does not with three."""
    await sittings.set_present(at.sitting, at.members)
    codes = [await ballot.take_key(at.sitting, member) for member in at.members[:3]]
    await ballot.start(at.sitting)
    first, second = at.items
    for turn, member in enumerate(at.members):
        await ballot.cast(at.sitting, member, {first: "yes", second: "yes" if turn < 3 else "no"})
    await ballot.close(at.sitting, codes[:2])


def office_of(at: hall.Hall) -> Browser:
    run(_doors(at))
    return signed_in("office")


def printed(page) -> list[str]:  # type: ignore[no-untyped-def]
    return [a.text_content() for a in page.tree.xpath("//ul[@class='papers']//a")]


def test_papers_for_the_hall(place: hall.Hall) -> None:  # noqa: F811
    office = office_of(place)
    office.open(f"/sittings/{place.sitting}")
    page = office.follow("会议用表")
    assert printed(page) == ["签到表", "评议表", "表决票（纸质投票用）"]
    at = f"/sittings/{place.sitting}/print"
    text = paper(office, f"{at}/sign_in_sheet.pdf")
    for said in ("签到表", "赵委员0", "第0设计院", "主任委员", "孙委员2", "2026年度建设工程高级评审会议"):
        assert said in text, said
    text = paper(office, f"{at}/ballot_paper.pdf")
    assert [f"票号:00{n}" in text for n in range(1, 7)] == [True] * 5 + [False]
    assert "委员0" not in text and text.count("申报人1") == 5
    run(sittings.set_present(place.sitting, place.members[:4]))
    assert "票号:005" not in paper(office, f"{at}/ballot_paper.pdf")
    text = paper(office, f"{at}/evaluation_sheet.pdf")
    assert text.count("评议表") == 2 and "申报人0" in text and "回答提问" in text
    assert status(office, f"{at}/result_summary.pdf") == 404
    first = office.send("GET", f"{at}/sign_in_sheet.pdf").content
    assert office.send("GET", f"{at}/sign_in_sheet.pdf").content == first


def test_a_blind_sitting_prints_no_names_before_the_count(place: hall.Hall) -> None:  # noqa: F811
    run(Sitting.update({Sitting.blind: True}).where(Sitting.id == place.sitting))
    office = office_of(place)
    for name in ("evaluation_sheet", "ballot_paper"):
        text = paper(office, f"/sittings/{place.sitting}/print/{name}.pdf")
        assert "(匿名)" in text and "申报人0" not in text and "中州建工" not in text


def test_what_a_reader_has_submitted_stands_on_her_sheet(place: hall.Hall) -> None:  # noqa: F811
    office = office_of(place)
    about = {"item": place.items[0], "member": place.members[1], "reason": "专业相符"}
    run(Assignment(key=f"{place.items[0]}-{place.members[1]}", **about).save())
    said = {
        "item": place.items[0],
        "member": place.members[1],
        "words": "业绩突出，同意推荐。",
        "notes": "只给自己看。",
    }
    run(ReadingOpinion(key="1", submitted_at=MONDAY, **said).save())
    text = paper(office, f"/sittings/{place.sitting}/print/evaluation_sheet.pdf")
    for words in ("业绩突出,同意推荐。", "评议专家签名:钱委员1", "2026年11月23日"):
        assert words in text, words
    assert "只给自己看" not in text


def test_invitations_for_all_and_for_the_applicant(place: hall.Hall) -> None:  # noqa: F811
    office = office_of(place)
    room = Room("一号会议室", None, MONDAY, MONDAY + timedelta(hours=2))
    with clock.frozen(MONDAY - timedelta(days=3)):
        run(arrange(place.items, [room]))
    office.open(f"/sittings/{place.sitting}/interviews")
    (link,) = office.page.tree.xpath("//a[contains(., '全部面试通知')]/@href")
    text = paper(office, link)
    for said in (
        "申报人0:", "申报人1:", "2026年11月23日(星期一)16:00–16:15", "一号会议室", "本人有效身份证件", "2026年11月20日",
    ):  # fmt: skip
        assert said in text, said


def test_the_count_as_a_summary_and_as_a_sheet(place: hall.Hall) -> None:  # noqa: F811
    office = office_of(place)
    with clock.frozen(MONDAY):
        run(voted(place))
    at = f"/sittings/{place.sitting}/print"
    office.open(f"/sittings/{place.sitting}/result")
    page = office.follow("全部会议用表")
    assert printed(page)[3:] == ["评审结果汇总表", "计票表", "会议记录", "XLSX", "CSV"]
    text = paper(office, f"{at}/result_summary.pdf")
    row = run(sittings.sitting_of(place.sitting))
    for said in ("参评人数2", "通过人数1", "未通过人数1", row["sha256"], "2026年11月23日16:00"):
        assert said in text, said
    cells = workbook(office, f"{at}/results.xlsx")
    assert cells[1][0].startswith("筛选条件：会议：2026年度建设工程高级评审会议；选票校验码")
    assert [line[0] for line in cells[4:]] == ["申报人0", "申报人1"]
    assert [line[4:] for line in cells[4:]] == [[5, 5, 0, 0, "通过"], [5, 3, 2, 0, "未通过"]]
    assert office.send("GET", f"{at}/results.csv").content.startswith(b"\xef\xbb\xbf")


def test_members_and_strangers_print_nothing(place: hall.Hall) -> None:  # noqa: F811
    run(_doors(place))
    with clock.frozen(MONDAY):
        run(voted(place))
    login = run(Member.select(Member.expert.person.login.as_alias("login")).order_by(Member.id).first())
    stranger = run(hall.account("外人", "stranger", run(hall.organisation("elsewhere", "别处"))))
    run(accounts.set_password(stranger, PASSWORD))
    for browser in (signed_in(login["login"]), signed_in("stranger")):
        for name in ("", "/sign_in_sheet.pdf", "/ballot_paper.pdf", "/result_summary.pdf", "/results.xlsx"):
            assert status(browser, f"/sittings/{place.sitting}/print{name}") == 404, name


def test_results_in_public_their_proof_and_the_letter(place: hall.Hall) -> None:  # noqa: F811
    with clock.frozen(MONDAY):
        office = office_of(place)
        run(voted(place))
        page = office.open(f"/sittings/{place.sitting}/result")
        page = office.press("公示通过人员")
        number = int(page.path.rpartition("/")[2])
        desk, public = f"/publicity-desk/{number}/print", f"/publicity/{number}/notice.pdf"
        text = paper(office, f"{desk}/publicity_notice.pdf")
        for said in (
            "年度评审结果公示",
            "申报人0",
            "2026年11月23日至2026年11月30日",
            "5个工作日",
            "中州建工集团有限公司",
        ):
            assert said in text, said
        assert "申报人1" not in text
        visitor = Browser()
        (link,) = visitor.open(f"/publicity/{number}").tree.xpath("//a[contains(., '公示文')]/@href")
        assert link == public and "申报人0" in paper(visitor, public)
        for name in ("publicity_proof", "announcement"):
            assert status(office, f"{desk}/{name}.pdf") == 404
    with clock.frozen(AFTER):
        run(accounts.set_password(run(accounts._find("office"))["id"], PASSWORD))
        office = signed_in("office")
        assert "申**0" in paper(visitor, public) and "申报人0" not in paper(visitor, public)
        assert "没有收到异议" in paper(office, f"{desk}/publicity_proof.pdf")
        run(publicity.confirm(number, "豫人社职〔2026〕1号"))
        text = paper(office, f"{desk}/announcement.pdf")
        for said in (
            "豫人社职〔2026〕1号",
            "关于确认申报人02026年度职称评审结果的通知",
            "2026年11月23日",
            "附件",
        ):
            assert said in text, said
        assert "申报人1" not in text
        cells = workbook(office, f"{desk}/list.xlsx")
        assert cells[1][0] == "筛选条件：文号：豫人社职〔2026〕1号" and cells[4][0] == "申报人0"
        stranger = run(hall.account("外人", "stranger", run(hall.organisation("elsewhere", "别处"))))
        run(accounts.set_password(stranger, PASSWORD))
        browser = signed_in("stranger")
        for name in ("publicity_notice.pdf", "publicity_proof.pdf", "announcement.pdf", "list.csv"):
            assert status(browser, f"{desk}/{name}") == 404
            assert status(Browser(), f"{desk}/{name}") == 303
