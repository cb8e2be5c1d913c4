"""Statistics: the office's own units, and what everyone may know."""

from tests.browser import Browser
from tests.offices import browser_of, declared, person_of
from tests.support import run
from web.office import statistics
from web.people.tables import Account


def more(count: int, level: str) -> None:
    organisation = person_of("卫老师").organisation
    for number in range(count):
        account = Account(login=f"{level}-{number}", name="某人", organisation=organisation)
        run(account.save())
        run(declared(account.id, organisation, "某人", state="accepted", level=level))


def test_counts_are_of_the_offices_own_units(provinces: str) -> None:
    found = run(statistics.figures((person_of("卫老师").organisation,)))
    assert sum(cell[5] for cell in found.cells) == 2
    assert sum(cell[5] for cell in run(statistics.figures(None)).cells) == 3
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
    assert "已受理" not in page.text


def test_the_rate_is_of_those_decided(province: str) -> None:
    more(3, "fu_gao")
    found = run(statistics.figures(None))
    assert (statistics.share(found, 2026).submitted, statistics.share(found, 2026).rate) == (6, "100.0%")
    assert browser_of("冯处长").open("/statistics?year=1999").status == 404
    assert browser_of("冯处长").send("GET", "/statistics/export").content.startswith(b"PK")
    answer = browser_of("冯处长").send("GET", "/statistics/export?kind=csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    lines = answer.content.decode("utf-8").splitlines()
    assert lines[0].startswith("\ufeff") and "筛选条件：" in lines[0] and lines[1] == "统计,项,份数"
