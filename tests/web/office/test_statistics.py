"""Statistics: what has come to the office, exactly as the log has it, and what everyone may know."""

import random
from datetime import timedelta

from tests.browser import Browser
from tests.offices import browser_of, declaration_of, declared, person_of
from tests.support import run
from web import clock
from web.declaration.failing_tables import FailedCheck
from web.declaration.tables import Declaration
from web.office import statistics, tally
from web.people.tables import Account
from web.review.rules import advance
from web.review.tables import Station
from web.workflow import STATES

YEAR = 2026


def more(count: int, level: str, state: str = "accepted") -> list[int]:
    organisation = person_of("卫老师").organisation
    made = []
    for number in range(count):
        account = Account(login=f"{level}-{state}-{number}", name="某人", organisation=organisation)
        run(account.save())
        made.append(run(declared(account.id, organisation, "某人", state=state, level=level)))
    return made


def figures(office: int = statistics.EVERYTHING) -> statistics.Figures:
    assert run(statistics.take_up())
    return run(statistics.figures(office, YEAR))


def test_counts_are_of_what_has_come_to_the_office(provinces: str) -> None:
    assert statistics.total(figures(person_of("卫老师").organisation)).n == 2
    assert statistics.total(figures()).n == 3
    page = browser_of("卫老师").open("/statistics")
    assert "中小学教师2" in page.text and "洛阳市2" in page.text
    assert browser_of("欧阳建国").open("/statistics").status == 403


def test_small_cells_are_kept_back_and_cannot_be_reckoned() -> None:
    assert statistics.kept_back({"a": 3, "b": 9, "c": 7, "d": 0}) == {"a": -1, "b": 9, "c": 7, "d": -1}
    assert statistics.kept_back({"a": 3, "b": 4, "c": 7}) == {"a": -1, "b": -1, "c": 7}
    assert statistics.kept_back({"a": 5, "b": 7}) == {"a": 5, "b": 7}


def test_the_public_page_keeps_small_cells_back(province: str) -> None:
    more(6, "fu_gao")
    page = Browser().open("/statistics/public")
    rows = {
        row[0]: row[1]
        for row in (
            [" ".join(cell.text_content().split()) for cell in row] for row in page.tree.xpath("//tbody/tr")
        )
    }
    assert (rows["中级"], rows["副高级"]) == ("不公布", "不公布")
    assert rows["中小学教师"] == "9"
    assert "已受理" not in page.text and "洛阳演示第一中学" not in page.text


def test_the_rate_is_of_those_decided(provinces: str) -> None:
    more(3, "fu_gao", "issued"), more(1, "fu_gao", "refused"), more(2, "fu_gao")
    total = statistics.total(figures())
    assert (total.n, total.accepted, total.passed, total.refused, total.rate) == (9, 5, 3, 1, "75.0%")
    assert browser_of("冯处长").open("/statistics?year=1999").status == 404
    assert browser_of("冯处长").send("GET", "/statistics/export").content.startswith(b"PK")
    answer = browser_of("冯处长").send("GET", "/statistics/export?kind=csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    lines = answer.content.decode("utf-8").splitlines()
    assert lines[0].startswith("\ufeff") and "筛选条件：" in lines[0]
    assert lines[1] == "统计,项,份数,评委会受理,评审通过,未通过,通过率"


def test_the_years_stand_side_by_side(province: str) -> None:
    assert "按年度" not in browser_of("冯处长").open("/statistics").text
    earlier = [*more(4, "fu_gao", "issued"), *more(2, "fu_gao", "refused")]
    run(Declaration.update({Declaration.year: 2025}).where(Declaration.id.is_in(earlier)))
    page = browser_of("冯处长").open("/statistics")
    rows = [
        [" ".join(cell.text_content().split()) for cell in row][:6]
        for row in page.tree.xpath("//table[caption='按年度']/tbody/tr")
    ]
    assert rows == [["2026 年度", "3", "0", "0", "0", "—"], ["2025 年度", "6", "4", "4", "2", "66.7%"]]
    answer = browser_of("冯处长").send("GET", "/statistics/export?kind=csv").content.decode()
    assert "按年度,2025 年度,6,4,4,2,66.7%" in answer
    public = Browser().open("/statistics/public").tree.xpath("//table[caption='按年度']//td[@data-label]")
    assert [cell.text_content().strip() for cell in public] == ["不公布", "不公布"]


def test_every_state_that_the_tallies_name_is_one() -> None:
    assert {*STATES} >= tally.ACCEPTED | tally.PASSED | tally.REFUSED


def recounted() -> dict[tuple[str, str], int]:
    """Counted from scratch, by another way than the tallies are."""
    found: dict[tuple[str, str], int] = {}
    for row in run(Declaration.select().where(Declaration.state != "draft")):
        for key in (("state", row["state"]), ("series", row["series"]), ("level", row["level"])):
            found[key] = found.get(key, 0) + 1
    return found


def test_figures_follow_the_log_exactly(provinces: str) -> None:
    """Moves in any order, counted at any moment, lead to what counting from scratch finds."""
    chance = random.Random(8)
    numbers = [*more(12, "fu_gao", "unit_review")]
    for _ in range(40):
        row = run(Declaration.select().where(Declaration.id == chance.choice(numbers)).first())
        moves = {
            "unit_review": ["withdraw", "refuse", "take", "return", "give_up"],
            "displaying": ["end_display"], "draft": ["submit"], "returned": ["submit", "give_up"],
        }  # fmt: skip
        if row["state"] in moves:
            act = chance.choice(moves[row["state"]])
            run(advance(row["id"], act, None, at=clock.now(), comment="理由"))
        if chance.random() < 0.3:
            run(tally.refresh(most=2))
    while not run(tally.refresh(most=3)):
        pass
    found = figures()
    counted = {(way, line[0]): line[1] for way in ("state", "series", "level") for line in found.ways[way]}
    assert counted == recounted()
    assert run(tally.faults()) == []


def test_a_wrong_figure_is_found(provinces: str) -> None:
    figures()
    row = declaration_of("欧阳建国")
    run(tally.Tally.update({tally.Tally.n: 7}).where(tally.Tally.key == f"0/{YEAR}/level/zhong_ji"))
    assert run(tally.faults()) == [f"figure 0/{YEAR}/level/zhong_ji is not the sum of its declarations"]
    run(tally.Tally.update({tally.Tally.n: 3}).where(tally.Tally.key == f"0/{YEAR}/level/zhong_ji"))
    run(Declaration.update({Declaration.level: "fu_gao"}).where(Declaration.id == row["id"]))
    assert run(tally.faults()) == [f"declaration {row['id']} is not counted as it is"]


def test_time_at_each_station_and_what_fails_most(provinces: str) -> None:
    row = declaration_of("欧阳建国")
    station = run(Station.select().where(Station.declaration == row["id"]).order_by(Station.position).first())
    run(
        Station.update({Station.left_at: station["entered_at"] + timedelta(days=3)}).where(
            Station.id == station["id"]
        )
    )
    for section, field in (("papers", "title"), ("papers", "issn"), ("choice", "region")):
        run(
            FailedCheck(
                declaration=row["id"], key=f"{row['id']}/{section}/{field}", section=section, field=field
            ).save()
        )
    found = figures()
    assert statistics.times(found) == [("单位审核", 1, 3.0)]
    labels = [label for label, _ in statistics.fields(found, "failed")]
    assert "申报职称：区域（城乡）" in labels and len(labels) == 3
    page = browser_of("卫老师").open("/statistics")
    assert "提交前检查最常不通过的项目" in page.text and "区域（城乡）" in page.text
