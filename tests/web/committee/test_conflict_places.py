"""Conflicts of every kind, in every place: lists, pages, search, counts, files, exports, the ballot, the interview."""

from datetime import datetime, timedelta

import pytest

from tests.browser import Browser, signed_in
from tests.support import run
from tests.web.committee import hall
from tests.web.committee.dossiers import freeze_declaration
from tests.web.committee.test_sitting_pages import _doors
from web.catalogue.load import load
from web.committee import ballot, interviews, panels, reading, recusals, sittings
from web.committee.expert_tables import Expert, Tie
from web.committee.interviews import Room
from web.committee.tables import Item, Recusal
from web.declaration.tables import Declaration
from web.people.tables import Account

pytestmark = pytest.mark.torn  # the hall's declarations have snapshots without a submission
NINE = datetime.fromisoformat("2026-12-07T09:00:00+08:00")
KINDS = {
    "self": "本人的申报", "unit": "与申报人同在", "moved": "与申报人同在", "tied unit": "专家申明回避单位",
    "relative": "夫妻、直系血亲", "teacher": "师生", "handled": "参加过这份申报的审核或推荐",
    "authors": "合作作者", "owner": "共同专利权人", "inventors": "共同发明人", "members": "项目合作者", "award": "共同获奖人",
    "supervisor": "导师", "recommender": "推荐人", "witness": "证明人",
}  # fmt: skip
"""Kind → how the reason begins."""
FREE = "无关人"


class Judged:
    """A sitting of five; its first member has a conflict of each kind with one dossier each, and none with the last."""

    def __init__(self) -> None:
        run(load())
        self.hall = run(hall.gather(5, len(KINDS) + 1))
        rows = run(Item.select(Item.declaration).order_by(Item.number))
        self.declarations = dict(zip([*KINDS, FREE], [row["declaration"] for row in rows], strict=True))
        run(Item.delete(force=True))
        self.expert = run(Expert.select().where(Expert.id == self.hall.experts[0]).first())
        run(self._connect())
        handled = {self.declarations["handled"]: [self.expert["person"]]}
        run(sittings.add_items(self.hall.sitting, self.declarations.values(), handled))
        run(panels.add_panel(self.hall.sitting, "第一组", self.hall.members[:4]))
        run(panels.assign(self.hall.sitting))
        run(_doors(self.hall))
        self.numbers = dict(zip([*KINDS, FREE], range(1, 99), strict=False))
        self.browser: Browser = signed_in(self._login())

    def name(self, kind: str) -> str:
        return f"申报人-{kind.replace(' ', '-')}-"

    def _login(self) -> str:
        row = run(Account.select(Account.login).where(Account.id == self.expert["person"]).first())
        return str(row["login"])

    async def _connect(self) -> None:
        name, unit = self.expert["name"], self.expert["unit"]
        for kind, declaration in self.declarations.items():
            named = kind not in ("self", "unit", "moved", "tied unit", "relative", "teacher", "handled", FREE)
            people = {kind: f"孟浩、{name}；杜审言"} if named else {}
            await freeze_declaration(declaration, name=self.name(kind), unit=f"{kind}的单位", people=people)
        for kind, changes in {"self": {Declaration.person: self.expert["person"]}, "unit": {Declaration.unit: unit}}.items():  # fmt: skip
            await Declaration.update(changes).where(Declaration.id == self.declarations[kind])
        moved = await hall.organisation("moved-to", "新调入的单位")
        await Account.update({Account.organisation: moved}).where(Account.id == self.expert["person"])
        await Declaration.update({Declaration.unit: moved}).where(
            Declaration.id == self.declarations["moved"]
        )
        await Tie(expert=self.expert["id"], kind="unit", unit="tied unit的单位").save()
        for kind in ("relative", "teacher"):
            await Tie(expert=self.expert["id"], kind=kind, name=self.name(kind)).save()


@pytest.fixture
def judged(database: str) -> Judged:
    return Judged()


def test_every_kind_is_found_and_recorded(judged: Judged) -> None:
    mine = Recusal.member == judged.hall.members[0]
    found = run(Recusal.select(Recusal.reason, Recusal.item.number.as_alias("number")).where(mine))
    reasons = {row["number"]: row["reason"] for row in found}
    assert set(reasons) == set(range(1, len(KINDS) + 1))
    for kind, words in KINDS.items():
        assert words in reasons[judged.numbers[kind]], kind
    assert run(Recusal.count()) == len(KINDS)


def test_no_place_shows_any_of_them(judged: Judged) -> None:
    place, browser = judged.hall, judged.browser
    until = NINE + timedelta(hours=8)
    items = [row["id"] for row in run(Item.select(Item.id).order_by(Item.number))]
    run(interviews.arrange(items, [Room("一号室", None, NINE, until)]))
    codes = [run(ballot.take_key(place.sitting, member)) for member in place.members[1:4]]
    lists = {
        "sitting": f"/sittings/{place.sitting}", "readings": "/readings", "offline": f"/readings/{place.sitting}/offline.html",
        "interviews": f"/sittings/{place.sitting}/interviews",
    }  # fmt: skip
    _only_the_free_one(judged, lists)
    assert "共 1 位（不含您应当回避的）" in browser.open(lists["sitting"]).text
    assert "由您评分的 1 场" in browser.open(lists["interviews"]).text
    for number in (each for kind, each in judged.numbers.items() if kind != FREE):
        for path in (
            f"/readings/{place.sitting}/{number}", f"/readings/{place.sitting}/{number}/submit",
            f"/readings/{place.sitting}/{number}/files/1", f"/readings/{place.sitting}/{number}/files/1/pages/1",
            f"/readings/{place.sitting}/{number}/files/1/original", f"/sittings/{place.sitting}/items/{number}/recuse",
            f"/sittings/{place.sitting}/interviews/{number}",
        ):  # fmt: skip
            assert browser.open(path).status == 404, path
    run(ballot.start(place.sitting))
    _only_the_free_one(judged, {"ballot": f"/sittings/{place.sitting}/ballot"})
    data = {f"item.{number}": "同意" for number in judged.numbers.values()}
    browser.open(f"/sittings/{place.sitting}/ballot")
    page = browser.post(f"/sittings/{place.sitting}/ballot", {"token": browser.token, **data})
    assert "对 1 位评审对象的表决已经封存" in page.text
    run(ballot.close(place.sitting, codes[:2]))
    _only_the_free_one(judged, {"result": f"/sittings/{place.sitting}/result"})
    page = browser.open(f"/sittings/{place.sitting}/ballots.txt")
    assert page.status == 403
    assert "您有应当回避的评审对象，不能下载全部选票" in page.text
    for name in (judged.name("unit"), "申报人"):
        assert browser.open(f"/search?q={name}").status in (403, 404)


def _only_the_free_one(judged: Judged, pages: dict[str, str]) -> None:
    for where, path in pages.items():
        text = judged.browser.send("GET", path).text
        assert judged.name(FREE) in text, where
        for kind in KINDS:
            assert judged.name(kind) not in text, (where, kind)
            assert f"{kind}的单位" not in text, (where, kind)


def test_a_relation_declared_later_is_found_before_the_ballot(judged: Judged) -> None:
    place = judged.hall
    other = place.experts[1]
    run(Tie(expert=other, kind="work", name=judged.name(FREE)).save())
    assert run(recusals.find(place.sitting)) == 1
    person = run(Expert.select(Expert.person).where(Expert.id == other).first())["person"]
    assert judged.numbers[FREE] not in [
        each.item["number"] for each in run(reading.given(place.sitting, person))
    ]
    assert run(recusals.find(place.sitting)) == 0
