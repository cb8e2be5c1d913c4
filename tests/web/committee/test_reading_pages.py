"""Reading in browsers without script: the list, a dossier with its pages, notes, the opinion, others' afterwards."""

import pytest

from tests.browser import signed_in
from tests.support import run
from tests.web.committee import hall
from tests.web.committee.dossiers import NAME, UNIT, freeze
from tests.web.committee.test_sitting_pages import _doors
from web.committee import ballot, panels, recusals
from web.committee.reading_tables import ReadingOpinion
from web.committee.tables import Assignment, Member

pytestmark = pytest.mark.torn  # the hall's declarations have snapshots without a submission


@pytest.fixture
def place(catalogue: str) -> hall.Hall:
    """Five members, a panel of four, two dossiers with files, given out to three readers each."""
    found = run(hall.gather(5, 2))
    run(freeze(found.items[0]))
    run(freeze(found.items[1], name="司徒望舒", unit="洛阳市望舒桥梁有限公司"))
    run(panels.add_panel(found.sitting, "第一组", found.members[:4]))
    run(panels.assign(found.sitting))
    run(_doors(found))
    return found


def logins(place: hall.Hall) -> dict[int, str]:
    """Member → login."""
    rows = run(Member.select(Member.id, Member.expert.person.login.as_alias("login")))
    return {row["id"]: row["login"] for row in rows}


def readers(place: hall.Hall, item: int) -> list[int]:
    rows = run(Assignment.select(Assignment.member).where(Assignment.item == item).order_by(Assignment.id))
    return [row["member"] for row in rows]


def test_one_dossier_after_another_and_others_only_after_the_own_opinion(place: hall.Hall) -> None:
    first, second, third = readers(place, place.items[0])
    browsers = [signed_in(logins(place)[each]) for each in (first, second, third)]
    url = f"/readings/{place.sitting}/1"
    page = browsers[0].open("/readings")
    assert "已提交意见 0 份" in page.text
    page = browsers[0].open(url)
    assert page.heading == f"1．{NAME}"
    assert "富水断层带注浆止水" in page.text
    assert "您提交意见以后才能看到。" in page.text
    page = browsers[0].press("保存，以后再写", notes="公式（3）要问\r\n第二行", words="")
    assert "已保存。" in page.answer.text
    assert page.value("notes").strip() == "公式（3）要问\n第二行"
    page = browsers[0].press("提交意见")
    assert page.status == 422
    assert page.complaints == ["请先选择建议通过、建议不通过或提交会议讨论。"]
    page = browsers[0].press("提交意见", advice="pass", words="论文扎实。")
    assert page.heading == "提交 1 份评议意见"
    assert "提交以后不能再改，笔记还可以改。" in page.text
    page = browsers[0].press("确认提交")
    assert "评议意见已提交，不能再改。" in page.answer.text
    assert "还没有其他专家提交。" in page.text
    browsers[1].open(url)
    assert "论文扎实" not in browsers[1].press("保存，以后再写", words="应用不足。").text
    browsers[1].press("提交意见", advice="fail")
    page = browsers[1].press("确认提交")
    assert "论文扎实。" in page.text
    for words in (logins(place)[first], run(_name(first)), "公式（3）要问"):
        assert words not in page.answer.text
    page = browsers[0].open(url)
    assert "应用不足。" in page.text
    again = {"token": browsers[0].token, "version": page.value("version"), "notes": "补记", "words": "改口"}
    page = browsers[0].post(url, again)
    assert "评议意见已经提交，不能再改。" in page.text
    assert "改口" in page.answer.text
    assert "论文扎实" not in browsers[2].open(url).answer.text
    assert "已收到评议意见 2 份，共分配 6 份。" in signed_in("office").open(f"/sittings/{place.sitting}").text


async def _name(member: int) -> str:
    row = await Member.select(Member.expert.name.as_alias("name")).where(Member.id == member).first()
    return str(row["name"]) if row else ""


def test_two_windows_never_overwrite_each_other_and_nothing_is_lost(place: hall.Hall) -> None:
    browser = signed_in(logins(place)[readers(place, place.items[0])[0]])
    url = f"/readings/{place.sitting}/1"
    page = browser.open(url)
    old = {"token": browser.token, "version": page.value("version")}
    answer = browser.send("POST", f"{url}/keep", data={**old, "notes": "自动保存的"})
    assert (answer.status_code, answer.json()["version"]) == (200, "1")
    assert answer.json()["said"].startswith("已自动保存 ")
    answer = browser.send("POST", f"{url}/keep", data={**old, "notes": "另一窗口"})
    assert answer.status_code == 409
    page = browser.post(url, {**old, "notes": "另一窗口", "words": "长" * 2001})
    assert page.status == 409
    assert page.value("notes").strip() == "另一窗口"
    assert "自动保存的" in page.text
    page = browser.open(url)
    page = browser.press("保存，以后再写", words="长" * 2001)
    assert (page.status, page.complaints) == (422, ["评议意见最多 2000 个字，现在有 2001 个字。"])
    assert browser.open(url).value("words").strip() == "长" * 2001


def test_recusal_gives_the_dossier_to_another_and_the_text_back(place: hall.Hall) -> None:
    item = place.items[0]
    before = readers(place, item)
    browser = signed_in(logins(place)[before[0]])
    browser.open(f"/readings/{place.sitting}/1")
    token = browser.token
    page = browser.follow("申请回避")
    assert page.heading == f"申请回避：1．{NAME}"
    page = browser.press("确认回避", reason="曾经共事")
    assert "已回避，这份材料不再由您评审。" in page.answer.text
    assert NAME not in page.answer.text
    assert len(readers(place, item)) == 3
    assert before[0] not in readers(place, item)
    last = run(
        Assignment.select().where(Assignment.item == item).order_by(Assignment.id, ascending=False).first()
    )
    assert last["reason"].startswith("补位，")
    assert browser.open(f"/readings/{place.sitting}/1").status == 404
    page = browser.post(f"/readings/{place.sitting}/1", {"token": token, "version": "0", "notes": "写到一半"})
    assert page.status == 404
    assert "写到一半" in page.answer.text
    assert run(ReadingOpinion.count()) == 0


def test_files_are_looked_at_by_readers_only_and_not_after_the_end(place: hall.Hall) -> None:
    mine = readers(place, place.items[0])
    url = f"/readings/{place.sitting}/1/files/1"
    browser = signed_in(logins(place)[mine[0]])
    assert f"{NAME}-论文.jpg" in browser.open(url).text
    answer = browser.send("GET", f"{url}/pages/1")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
    assert browser.send("GET", f"{url}/original").status_code == 200
    assert browser.send("GET", f"/readings/{place.sitting}/1/files/3/pages/1").status_code == 404
    outside = signed_in(logins(place)[place.members[4]])
    for path in (url, f"{url}/pages/1", f"{url}/original", f"/readings/{place.sitting}/1"):
        assert outside.open(path).status == 404
        assert signed_in("office").open(path).status == 404
    codes = [run(ballot.take_key(place.sitting, member)) for member in place.members[:3]]
    run(ballot.start(place.sitting))
    run(ballot.close(place.sitting, codes[:2]))
    assert browser.open(url).status == 404
    assert "现在没有由您评阅的材料" in browser.open("/readings").text


def test_a_second_assignment_is_refused_once_an_opinion_is_in(place: hall.Hall) -> None:
    browser = signed_in(logins(place)[readers(place, place.items[0])[0]])
    browser.open(f"/readings/{place.sitting}/1")
    browser.press("提交意见", advice="discuss", words="请会议讨论。")
    browser.press("确认提交")
    office = signed_in("office")
    office.open(f"/sittings/{place.sitting}")
    page = office.press("分配评议专家")
    assert page.status == 422
    assert "已经有专家提交评议意见，不能重新分配。专家回避后，系统会自动补位。" in page.text


def test_who_has_voted_cannot_recuse_from_the_dossier(place: hall.Hall) -> None:
    for member in place.members[:3]:
        run(ballot.take_key(place.sitting, member))
    run(ballot.start(place.sitting))
    member = readers(place, place.items[0])[0]
    run(ballot.cast(place.sitting, member, {place.items[0]: "yes"}))
    with pytest.raises(ballot.Refusal, match="^已经投过票，不能再申请回避。$"):
        run(recusals.recuse(place.items[0], member, "曾经共事"))
    assert UNIT in signed_in(logins(place)[member]).open(f"/readings/{place.sitting}/1").text
