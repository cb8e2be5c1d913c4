"""Numbers of another sitting's members and panels in a form: nothing of it is done, and it is said why."""

import pytest

from tests.browser import Browser, signed_in
from tests.support import run
from tests.web.committee import hall
from tests.web.committee.test_sitting_pages import _doors, place  # noqa: F401
from web.committee import panels
from web.committee.tables import Interview, Member, Panel, PanelMember


@pytest.fixture
def office(place: hall.Hall) -> Browser:  # noqa: F811
    browser = signed_in(run(_doors(place)))
    browser.open(f"/sittings/{place.sitting}")
    return browser


def posted(office: Browser, path: str, **data: str) -> tuple[int, str]:
    page = office.post(path, {"token": office.token, **data})
    return page.status, page.text


def panel(office: Browser, sitting: int, numbers: list[object]) -> tuple[int, str]:
    return posted(
        office, f"/sittings/{sitting}/panels", name="组", **{f"panel.{each}": "1" for each in numbers}
    )


@pytest.mark.parametrize("strange", ["9" * 5000, "9" * 30, "999999999", "-1", "0", "１"])
def test_no_panel_of_people_who_are_not_members(place: hall.Hall, office: Browser, strange: str) -> None:  # noqa: F811
    status, text = panel(office, place.sitting, [*place.members[:3], strange])
    assert (status, "其中有人不是这次会议的专家，请重新选择。" in text) == (422, True)
    assert run(PanelMember.count()) == 0


def test_no_panel_of_another_sittings_members(place: hall.Hall, office: Browser) -> None:  # noqa: F811
    other = run(hall.gather(5, 1))
    status, text = panel(office, place.sitting, list(other.members[:3]))
    assert (status, "其中有人不是这次会议的专家，请重新选择。" in text) == (422, True)
    assert run(Panel.count()) == 0


@pytest.mark.parametrize("strange", ["9" * 5000, "9" * 30, "999999999", "-1"])
def test_numbers_that_nobody_has_come_to_no_sitting(place: hall.Hall, office: Browser, strange: str) -> None:  # noqa: F811
    status, _ = posted(office, f"/sittings/{place.sitting}/present", **{f"present.{strange}": "1"})
    assert (status, run(Member.count().where(Member.present.eq(True)))) == (200, 0)


def test_another_sittings_member_is_not_made_present_or_chair(place: hall.Hall, office: Browser) -> None:  # noqa: F811
    other = run(hall.gather(5, 1, present=0))
    posted(office, f"/sittings/{place.sitting}/present", **{f"present.{other.members[1]}": "1"})
    posted(office, f"/sittings/{place.sitting}/duty", member=str(other.members[1]), duty="chair")
    row = run(Member.select().where(Member.id == other.members[1]).first())
    assert (row["present"], row["duty"]) == (False, "member")


def test_no_interview_before_a_panel_of_another_sitting(place: hall.Hall, office: Browser) -> None:  # noqa: F811
    other = run(hall.gather(5, 1))
    foreign = run(panels.add_panel(other.sitting, "组", other.members[:3]))
    for number in (str(foreign), "999999999"):
        status, text = posted(office, f"/sittings/{place.sitting}/interviews", panel=number, place="一号会议室",
                              day="2026-12-07", **{"from": "09:00", "to": "12:00"})  # fmt: skip
        assert (status, "请从列表中选择评议组。" in text) == (422, True)
    assert run(Interview.count()) == 0


@pytest.mark.parametrize("day", ["9999-12-31", "0000-00-00", "0001-01-01", "2026-02-30"])
def test_no_interview_on_a_day_that_nobody_lives_to_see(place: hall.Hall, office: Browser, day: str) -> None:  # noqa: F811
    status, _ = posted(office, f"/sittings/{place.sitting}/interviews", place="一号会议室", day=day,
                       **{"from": "23:00", "to": "23:59"})  # fmt: skip
    assert (status, run(Interview.count())) == (422, 0)
