"""From the acceptance to the certificate: every act moves every declaration once, and nothing moves without it."""

from collections.abc import Iterator
from datetime import date

import pytest

from tests.support import run
from tests.web.review import people, sitting
from tests.web.review.people import CHEN, HAN, JIANG, browser_of, later, row_of
from tests.web.review.sitting import TITLES, account_of
from web import clock
from web.certificate import rules as certificates
from web.committee import ballot, gathering, sittings
from web.committee.ballot import Refusal
from web.committee.tables import Item
from web.database import transaction
from web.declaration import bars, eligibility
from web.declaration import rules as declarations
from web.declaration.tables import Declaration
from web.notice import rules as notice
from web.payment import fees
from web.payment.tables import FeeItem
from web.publicity import rules as publicity
from web.publicity.tables import PublicityEntry
from web.review import decisions, invariants, ledger, progress
from web.review.conclusion import follow
from web.review.rules import log_of

ACTS = ["group", "ballot", "approve", "publicise", "confirm", "file", "issue"]


@pytest.fixture(params=["sqlite", "postgres"])
def province(request: pytest.FixtureRequest) -> Iterator[str]:
    """Everybody, with Han's declaration accepted and the office for titles manned."""
    from tests.conftest import _wanted

    if request.param not in _wanted(request.config):
        pytest.skip(f"{request.param} is left out")
    for which in people.occupied(request.param):
        run(sitting.office_for_titles())
        sitting.accepted()
        yield which
        with later(sitting.DAY + 30):
            assert run(invariants.broken()) == []


def state() -> str:
    return str(run(row_of(HAN))["state"])


def acts() -> list[str]:
    found = [each["act"] for each in run(log_of(run(row_of(HAN))["id"]))]
    return found[found.index("accept") + 1 :]


def certified() -> dict[str, object]:
    """Everything up to the certificate; its row."""
    with later(sitting.DAY):
        shown = run(sitting.publicised(run(sitting.closed())))
    with later(sitting.DAY + 10):
        by = run(account_of(TITLES))
        run(publicity.confirm(shown["id"], "豫人社职〔2026〕1号", by))
        run(publicity.file(shown["id"], "豫职备〔2026〕9号", clock.today(), by))
        return run(certificates.issue(run(row_of(HAN))["id"], by, obtained_on=date(2026, 11, 1)))


def test_to_the_certificate(province: str) -> None:
    row = certified()
    assert (state(), acts()) == ("issued", ACTS)
    declaration = run(row_of(HAN))
    assert declaration["slot"] and declaration["holder"] is None
    assert ledger.replayed(run(log_of(declaration["id"]))) == "issued"
    told = [each["title"] for each in run(notice.messages(declaration["person"]))]
    assert told[:7] == [
        "电子证书已发放", "评审结果已备案", "评审结果已确认", "评审结果公示", "评审通过，待公示", "评审会议开始投票", "已列入评审会议",
    ]  # fmt: skip
    with later(sitting.DAY + 10):
        browser = browser_of(HAN)
        page = browser.open(f"/declarations/{declaration['id']}/progress")
        assert (
            "审核（已完成，2026年10月21日） → 评审（已完成，2026年11月1日） → 公示（已完成，2026年11月11日）"
            in page.text
        )
        assert "发证（已完成，2026年11月11日）" in page.text
        assert "已取得职称" in page.text and f"证书编号：{row['number']}" in page.text
        page = browser.follow("查看电子证书")
        assert str(row["number"]) in page.text


def test_an_interview_stands_between_where_the_committee_asks(province: str) -> None:
    with later(sitting.DAY):
        held = run(sitting.planned())
        run(sitting.grouped(held))
        assert state() == "grouped"
        run(sitting.interviewed(held))
        assert state() == "interviewing"
        assert (
            "2026年11月2日 09:00，演示会议室" in run(notice.messages(run(row_of(HAN))["person"]))[0]["body"]
        )
        run(sitting.opened(held))
        assert (state(), acts()) == ("balloting", ["group", "interview", "ballot"])


def test_one_that_fails_is_told_why_and_what_to_do_next(province: str) -> None:
    with later(sitting.DAY):
        held = run(sitting.closed(yes=4))
        assert (state(), acts()) == ("failed", ["group", "ballot", "reject"])
        with pytest.raises(publicity.Refusal, match="^没有可以公示的人员。$"):
            run(sitting.publicised(held))
        row = run(row_of(HAN))
        assert row["slot"] == f"{row['person']}-2026"
        page = browser_of(HAN).open(f"/declarations/{row['id']}/progress")
        assert "同意票没有达到出席专家总数的三分之二（第二十条）" in page.text
        assert "可以向评委会办公室申请复查" in page.text
        assert "评审（评审未通过，2026年11月1日）" in page.text
        assert run(notice.messages(row["person"]))[0]["title"] == "评审未通过"
        assert run(declarations.still_open(row["person"], 2027)) == []


def test_closing_twice_moves_once(province: str) -> None:
    with later(sitting.DAY):
        held = run(sitting.closed())
        log = run(log_of(run(row_of(HAN))["id"]))
        with pytest.raises(Refusal):
            run(ballot.close(held.number, held.codes[:2]))
        office = browser_of(JIANG)
        office.open(f"/sittings/{held.number}/result")
        again = browser_of(JIANG)
        again.open(f"/sittings/{held.number}/result")
        assert office.press("公示通过人员").path == again.press("公示通过人员").path
        assert acts() == ["group", "ballot", "approve", "publicise"]
        assert run(log_of(run(row_of(HAN))["id"]))[: len(log)] == log


def test_what_is_not_paid_does_not_enter(province: str) -> None:
    with later(sitting.DAY):
        row = run(row_of(HAN))
        run(FeeItem(key="fee", year=2026, code="fee", name="评审费", amount=12000, source="演示").save())
        held = run(sitting.planned())
        sentence = f"评审费 120.00 元还没有缴纳（缴款通知 P{row['number']}01）。"
        assert run(gathering.waiting(run(sittings.sitting_of(held.number))))[0]["sentence"] == sentence
        assert run(gathering.candidates(run(sittings.sitting_of(held.number)))) == []
        with pytest.raises(Refusal, match="^韩十一：评审费 120.00 元还没有缴纳"):
            run(sittings.add_items(held.number, [row["id"]], {}, by=run(account_of(JIANG))))
        assert run(Item.count().where(Item.sitting == held.number)) == 0
        assert state() == "accepted"
        assert sentence in browser_of(JIANG).open(f"/sittings/{held.number}").text
        assert fees.yuan(12000) == "120.00"


def test_an_objection_waits_and_an_upheld_one_strikes(province: str) -> None:
    with later(sitting.DAY):
        shown = run(sitting.publicised(run(sitting.closed())))
        entry = run(PublicityEntry.select().first())
        run(publicity.object(shown["id"], entry["id"], "业绩不是本人的。", "", "", clock.now()))
    with later(sitting.DAY + 10):
        by = run(account_of(TITLES))
        with pytest.raises(publicity.Refusal, match="^还有 1 条异议没有答复，答复后才能确认。$"):
            run(publicity.confirm(shown["id"], "豫人社职〔2026〕1号", by))
        assert state() == "publicised"
        objection = run(publicity.objections(shown["id"]))[0]
        run(publicity.answer(objection["id"], by, "经核实，业绩属他人。", upheld=True))
        assert state() == "struck"
        assert run(publicity.confirm(shown["id"], "豫人社职〔2026〕1号", by)) == []
        page = browser_of(HAN).open(f"/declarations/{run(row_of(HAN))['id']}/progress")
        assert "公示异议成立，不予确认" in page.text and "经核实，业绩属他人。" in page.text


def test_a_revocation_keeps_from_declaring_for_three_years(province: str) -> None:
    row = certified()
    with later(sitting.DAY + 12):
        run(certificates.revoke(str(row["number"]), run(account_of(TITLES)), "论文造假", dishonest=True))
        assert state() == "revoked"
        person = run(row_of(HAN))["person"]
        sentence = (
            "您因职称申报弄虚作假，2026年11月13日起记入诚信档案，2029年11月12日以前不得申报职称，"
            "2029年11月13日起可以申报（人社部令第40号第三十九条；人社部发〔2024〕56号）。"
        )
        assert run(bars.sentence(person, clock.today())) == sentence
        browser = browser_of(HAN)
        assert sentence in browser.open("/declarations").text
        page = browser.open("/declarations/begin/2026")
        assert (page.status, sentence in page.text) == (403, True)
        answer = run(eligibility.of_declaration(run(row_of(HAN))))
        found = next(each for each in answer.checks if each.name == "诚信")
        assert (found.result, found.sentence) == ("不符合", "申报弄虚作假，到 2029年11月13日 前不得申报。")
        assert run(bars.sentence(person, date(2029, 11, 13))) == ""
        with pytest.raises(certificates.Refusal, match="的申报现在是“职称已撤销”，这一步没有做。$"):
            run(
                certificates.issue(
                    run(row_of(HAN))["id"], run(account_of(TITLES)), obtained_on=date(2026, 11, 1)
                )
            )


def test_a_voided_sitting_gives_back_what_it_had(province: str) -> None:
    with later(sitting.DAY):
        held = run(sitting.closed(yes=4))

        async def void() -> None:
            from web.committee.tables import Sitting

            async with transaction():
                await Sitting.update({Sitting.state: "void"}).where(Sitting.id == held.number)
                mine = (await row_of(HAN))["id"]
                await follow("release", [mine], await account_of(JIANG), "计票有误，会议作废。")

        run(void())
        row = run(row_of(HAN))
        assert (row["state"], acts()) == ("accepted", ["group", "ballot", "reject", "release"])
        assert row["holder"] and row["due_on"] is None
        run(sitting.closed())
        assert state() == "passed"


def test_nobody_moves_it_without_the_sitting(province: str) -> None:
    with later(sitting.DAY):
        row = run(row_of(HAN))
        for who in (JIANG, TITLES, CHEN):
            for act in ("group", "interview", "ballot", "publicise", "confirm", "file", "issue", "revoke"):
                assert run(people.refused(who, act)), (who.name, act)
        with pytest.raises(KeyError):
            run(people.refused(JIANG, "approve"))
        assert run(row_of(HAN)) == row
        with pytest.raises(Refusal, match="^韩十一：还没有列入评审会议的名单。$"):
            run(follow("group", [row["id"]], run(account_of(JIANG)), ""))


def test_all_or_none(province: str) -> None:
    """One that cannot be moved keeps the others where they are."""
    with later(sitting.DAY):
        mine = run(row_of(HAN))["id"]
        other = run(Declaration.select(Declaration.id).where(Declaration.state == "unit_review").first())[
            "id"
        ]
        before = run(row_of(HAN))
        with pytest.raises(Refusal, match="的申报现在是“待受理”，这一步没有做。$"):
            run(follow("approve", [mine, other], None, ""))
        assert run(row_of(HAN)) == before


def test_the_line_says_what_comes_next(province: str) -> None:
    with later(sitting.DAY):
        row = run(row_of(HAN))
        assert [(each["label"], each["state"]) for each in run(progress.line(row))][-5:] == [
            ("评委会办公室受理", "done"), ("评审会议", "current"), ("公示", "todo"), ("确认、备案", "todo"), ("发证", "todo"),
        ]  # fmt: skip
        run(sitting.publicised(run(sitting.closed())))
        line = run(progress.line(run(row_of(HAN))))
        assert [(each["label"], each["state"]) for each in line][-4:] == [
            ("评审会议", "done"), ("公示", "current"), ("确认、备案", "todo"), ("发证", "todo"),
        ]  # fmt: skip
        assert line[-3]["about"] == "公示到 2026年11月6日"


def test_the_office_for_titles_reads_what_it_concludes(province: str) -> None:
    with later(sitting.DAY):
        row = run(row_of(HAN))
        assert browser_of(TITLES).open(f"/reviews/{row['id']}").status == 404
        run(sitting.closed())
        browser = browser_of(TITLES)
        assert browser.open(f"/reviews/{row['id']}").status == 200
        assert "韩十一" in browser.open("/reviews?show=all").text
        assert decisions.for_titles_office("confirm")
