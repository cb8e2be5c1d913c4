"""Search: any part of a name, a number, a title; within one's own units only."""

import io
from urllib.parse import quote

import openpyxl
import pytest

from tests.offices import browser_of, declaration_of, declared, person_of
from tests.support import run
from web import clock
from web.declaration.tables import Declaration, Receipt
from web.office import search
from web.people.tables import Account


@pytest.fixture
def indexed(provinces: str) -> None:
    for row in run(Declaration.select(Declaration.id, Declaration.person)):
        run(
            Receipt(
                number=f"r{row['id']}",
                declaration=row["id"],
                person=row["person"],
                act="submit",
                accepted=True,
                arrived_at=clock.now(),
            ).save()
        )
    run(search.refresh())


def names(words: str, **more: str) -> list[str]:
    return [row["name"] for row in run(search.find(search.Query(words, **more), None)).rows]


def test_any_part_of_a_name_is_found(indexed: None) -> None:
    assert names("阳建") == ["欧阳建国"]
    assert names("建") == ["韩建华", "欧阳建国"]
    assert names("阳建国") == ["欧阳建国"]
    assert names("欧阳建国") == ["欧阳建国"]
    assert names("建欧") == []
    assert names("阳国") == []


def test_numbers_and_titles_are_found(indexed: None) -> None:
    row = declaration_of("沈国华")
    assert names(row["number"]) == ["沈国华"]
    assert names(str(row["id"])) == ["沈国华"]
    assert names("一级教师") == ["韩建华", "沈国华", "欧阳建国"]
    assert names("", series="zhongxiaoxue", year="2026") == ["韩建华", "沈国华", "欧阳建国"]
    assert names("建", state="accepted") == []


def test_what_was_submitted_since_is_found_at_once_and_a_changed_title_too(indexed: None) -> None:
    account = Account(login="x", name="褚晓晓", organisation=person_of("卫老师").organisation)
    run(account.save())
    number = run(declared(account.id, account.organisation, account.name, state="unit_review"))
    assert names("晓晓") == []
    run(
        Receipt(
            number="later",
            declaration=number,
            person=account.id,
            act="submit",
            accepted=True,
            arrived_at=clock.now(),
        ).save()
    )
    run(search.refresh())
    assert names("晓晓") == ["褚晓晓"]
    run(
        Declaration.update({Declaration.title: "zhongxiaoxue.jiaoshi.fu_gao"}).where(Declaration.id == number)
    )
    run(search.refresh())
    assert "褚晓晓" in names("高级教师") and "褚晓晓" not in names("一级教师")


def test_an_office_finds_only_what_is_below_it(indexed: None) -> None:
    assert "韩建华" not in browser_of("卫老师").open("/search?words=建").text
    page = browser_of("褚科员").open("/search?words=建")
    assert "韩建华" in page.text and "欧阳建国" in page.text
    assert browser_of("欧阳建国").open("/search").status == 403


def test_results_are_exported_and_filters_kept(indexed: None) -> None:
    browser = browser_of("冯处长")
    browser.open("/search?words=建&year=2026")
    browser.press("保存", name="姓名带建")
    assert browser.open("/search").tree.xpath("//a[text()='姓名带建']/@href") == [
        "/search?words=%E5%BB%BA&year=2026"
    ]
    answer = browser.send("GET", "/search/export/xlsx?words=建&year=2026")
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert [row[1] for row in rows[4:]] == ["韩建华", "欧阳建国"]
    assert "查什么：建；年度：2026" in str(rows[1])
    assert browser.send("GET", "/search/export/csv?words=建").content.startswith(b"\xef\xbb\xbf")
    browser.open("/search")
    browser.press("删除")
    assert "姓名带建" not in browser.open("/search").text


@pytest.mark.parametrize("words", ["%", "_", "'", "''; --", "{}", "䶮", "a", "💥", "1" * 30, "　"])
def test_odd_words_find_nothing_and_break_nothing(indexed: None, words: str) -> None:
    page = browser_of("冯处长").open(f"/search?words={quote(words)}")
    assert page.status == 200
