"""Whose session it is, what ends it, and what a form's token is worth in another."""

import secrets
from dataclasses import replace
from datetime import timedelta
from typing import Any

from tests.browser import Browser
from tests.cast import PASSWORD
from tests.support import run
from tests.web.people.test_accounts import NUMBER, opened
from web import clock
from web.people import accounts, lending, sessions
from web.people.tables import Account, Organisation, Role
from web.shell import token, visit


def signed_in() -> Browser:
    browser = Browser()
    browser.open("/sign-in")
    browser.press("立即登录", login=NUMBER, password=PASSWORD)
    return browser


def cookie_of(browser: Browser) -> str:
    return str(browser.client.cookies[visit.SESSION])


def test_the_session_that_a_browser_brings_is_never_the_one_it_gets(database: str) -> None:
    run(accounts.set_password(run(opened()).account, PASSWORD))
    browser = Browser()
    browser.client.cookies.set(visit.SESSION, "fixed-by-another", domain="testserver.local")
    browser.open("/sign-in")
    browser.press("立即登录", login=NUMBER, password=PASSWORD)
    assert run(sessions.person_of("fixed-by-another")) is None
    assert browser.open("/home").status == 200


def test_signing_in_again_ends_the_session_before(database: str) -> None:
    run(accounts.set_password(run(opened()).account, PASSWORD))
    browser = signed_in()
    before = cookie_of(browser)
    browser.open("/password")
    values = {"token": browser.token, "login": NUMBER, "password": PASSWORD}
    browser.post("/sign-in", values)
    assert run(sessions.person_of(before)) is None
    assert run(sessions.person_of(cookie_of(browser))) is not None


def test_a_browser_that_still_sends_a_cookie_just_deleted_gets_a_new_one(database: str) -> None:
    run(accounts.set_password(run(opened()).account, PASSWORD))
    browser = Browser()
    gone = {"cookie": f'{visit.SESSION}=""; {visit.VISITOR}=""'}
    told = run(browser.client.get("/sign-in", headers=gone)).headers.get_list("set-cookie")
    assert len(told) == 1 and told[0].startswith(f"{visit.VISITOR}=") and len(told[0].partition(";")[0]) > 30
    browser.open("/sign-in")
    assert browser.press("立即登录", login=NUMBER, password=PASSWORD).path == "/home"


def test_the_button_of_the_door_pressed_twice_signs_in_once(database: str) -> None:
    run(accounts.set_password(run(opened()).account, PASSWORD))
    browser = Browser()
    browser.open("/sign-in")
    values = {"token": browser.token, "login": f" {NUMBER.lower()}", "password": PASSWORD}
    assert browser.post("/sign-in", values).path == "/home"
    first = cookie_of(browser)
    assert browser.post("/sign-in", values).path == "/home" and cookie_of(browser) == first
    kept = secrets.token_urlsafe(16)
    again = browser.send("POST", "/sign-in", data={**values, "kept": kept})
    assert again.headers["location"] == f"/kept/{kept}", (
        "what was typed before is not lost by the second press"
    )
    other = browser.post("/sign-in", {**values, "login": "somebody"})
    assert other.status == 422 and "请再登录一次" in other.text, "another's page does not open this person's"


def test_the_cookie_is_for_this_host_and_no_script(database: str) -> None:
    run(accounts.set_password(run(opened()).account, PASSWORD))
    browser = Browser()
    browser.open("/sign-in")
    values = {"token": browser.token, "login": NUMBER, "password": PASSWORD}
    told = browser.send("POST", "/sign-in", data=values).headers.get_list("set-cookie")
    session = next(each for each in told if each.startswith("__Host-session="))
    parts = {each.strip().lower() for each in session.split(";")[1:]}
    assert {"path=/", "httponly", "samesite=lax", "secure"} <= parts
    assert not [each for each in parts if each.startswith("domain")]


def test_a_token_differs_in_every_answer_and_is_nobody_elses(database: str) -> None:
    run(accounts.set_password(run(opened()).account, PASSWORD))
    browser = signed_in()
    tokens = {browser.open("/password") and browser.token for _ in range(5)}
    person = run(sessions.person_of(cookie_of(browser)))
    assert len(tokens) == 5
    assert all(token.valid(each, person, "") for each in tokens)
    assert not any(token.valid(each, replace(person, id=person.id + 1), "") for each in tokens)
    changed = replace(person, password_at=clock.now())
    assert not any(token.valid(each, changed, "") for each in tokens)


def test_a_browser_without_a_name_has_no_valid_token(database: str) -> None:
    """Anyone could fetch one without a cookie and post it in the name of a browser that has none yet: login CSRF."""
    assert not token.valid(token.issue(None, ""), None, "")
    assert token.valid(token.issue(None, "a"), None, "a")
    assert not token.valid(token.issue(None, "a"), None, "b")


def test_what_support_is_shown_posts_nothing_in_the_persons_own_session(database: str) -> None:
    run(accounts.set_password(run(opened()).account, PASSWORD))
    person = run(sessions.person_of(cookie_of(signed_in())))
    viewed = replace(person, viewer="系统管理员", session=person.session + 1)
    assert token.valid(token.issue(viewed, ""), viewed, "")
    assert not token.valid(token.issue(viewed, ""), person, "")
    assert not token.valid(token.issue(person, ""), viewed, "")


async def _colleagues() -> tuple[int, int, int]:
    """(the one who lends, the colleague, the unit)."""
    unit = Organisation(code="u", name="郑州市演示第二中学", kind="unit", region="410100")
    await unit.save()
    numbers = []
    for login in ("lender", "stand-in"):
        row = Account(login=login, name=login, organisation=unit.id, stage="set")
        await row.save()
        numbers.append(int(row.id))
    await Role(account=numbers[0], role="unit", organisation=unit.id).save()
    return numbers[0], numbers[1], int(unit.id)


def lent() -> tuple[int, int, int, Any]:
    lender, other, unit = run(_colleagues())
    role = run(lending.lendable(lender))[0]["id"]
    assert run(lending.lend(lender, role, "stand-in", clock.today() + timedelta(days=10))) == ({}, other)
    assert [each.role for each in run(sessions.roles_of(other, clock.now()))] == ["unit"]
    return lender, other, unit, role


def test_a_lent_role_ends_with_the_role_of_who_lent_it(database: str) -> None:
    _, other, _, role = lent()
    run(Role.update({Role.until: clock.now()}).where(Role.id == role))
    assert run(sessions.roles_of(other, clock.now())) == ()


def test_a_lent_role_ends_when_its_holder_belongs_to_another_unit(database: str) -> None:
    _, other, _, _ = lent()
    elsewhere = Organisation(code="v", name="郑州市演示第三中学", kind="unit", region="410100")
    run(elsewhere.save())
    run(Account.update({Account.organisation: elsewhere.id}).where(Account.id == other))
    assert run(sessions.roles_of(other, clock.now())) == ()


def test_a_lent_role_is_not_lent_on(database: str) -> None:
    _, other, _, _ = lent()
    assert run(lending.lendable(other)) == []
