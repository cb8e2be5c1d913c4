"""信息查询: everything about oneself, and who has looked."""

from datetime import timedelta

from tests.offices import MOMENT, browser_of, declaration_of, person_of
from tests.support import run
from web import clock
from web.enquiry import rules


def test_one_page_has_everything(province: str) -> None:
    page = browser_of("欧阳建国").open("/enquiry")
    assert page.heading == "信息查询"
    for words in ("历年申报", "回执", "消息", "缴费", "谁看过我的材料", "2026 年度", "评审费"):
        assert words in page.text


def test_a_look_is_told_by_office_and_not_by_name(provinces: str) -> None:
    applicant, unit = person_of("欧阳建国"), person_of("卫老师")
    run(rules.looked(applicant.id, unit, "2026 年度申报材料"))
    run(rules.looked(applicant.id, applicant, "2026 年度申报材料"))
    run(rules.looked(applicant.id, unit, "2026 年度申报材料"))
    assert [row["shown"] for row in run(rules.looks(applicant.id))] == ["洛阳演示第一中学（单位管理员）"]
    with clock.frozen(MOMENT + timedelta(minutes=11)):
        run(rules.looked(applicant.id, unit, "2026 年度申报材料"))
    assert len(run(rules.looks(applicant.id))) == 2
    page = browser_of("欧阳建国").open("/enquiry/looks")
    assert "洛阳演示第一中学（单位管理员）" in page.text and "卫老师" not in page.text
    assert "洛阳演示第一中学（单位管理员）" not in browser_of("沈国华").open("/enquiry/looks").text


def test_a_list_that_does_not_exist_is_not_found(province: str) -> None:
    assert browser_of("欧阳建国").open("/enquiry/secrets").status == 404


def test_a_unit_that_opens_the_preview_is_logged(province: str) -> None:
    declaration = declaration_of("欧阳建国")["id"]
    assert browser_of("卫老师").open(f"/declarations/{declaration}/preview").status == 200
    assert browser_of("欧阳建国").open(f"/declarations/{declaration}/preview").status == 200
    found = run(rules.looks(person_of("欧阳建国").id))
    assert [(row["shown"], row["what"]) for row in found] == [
        ("洛阳演示第一中学（单位管理员）", "2026 年度申报材料")
    ]
