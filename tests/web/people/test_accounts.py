"""First passwords, activation codes, wrong tries, slowing down, and what a new password may be."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.identity import id_number
from tests.support import run
from web import clock
from web.people import accounts, passwords, sessions
from web.people.accounts import WRONG
from web.people.tables import Account, Organisation, Session

NUMBER = id_number("19900315", 11)
FIRST = NUMBER[-8:]
OWN = "河南好山好水好风光"
NOON = datetime.fromisoformat("2026-10-08T12:00:00+08:00")


async def school() -> int:
    organisation = Organisation(code="s", name="郑州市演示第一中学", kind="unit", region="410100")
    await organisation.save()
    return int(organisation.id)


async def opened(**more: Any) -> accounts.Opened:
    given = {"login": NUMBER, "name": "张三", "role": "applicant", "id_number": NUMBER, "activation": False}
    return await accounts.open_account(organisation=await school(), **{**given, **more})


def sign_in(
    password: str, code: str = "", login: str = NUMBER, network: str = "10.0.0.1"
) -> accounts.SignedIn:
    return run(accounts.sign_in(login, password, code, network))


def test_the_first_password_is_the_last_eight_and_dies_at_first_use(database: str) -> None:
    run(opened())
    outcome = sign_in(FIRST)
    assert outcome.token and outcome.first
    assert run(sessions.person_of(outcome.token)).first
    assert sign_in(FIRST) == ("", False, WRONG)


def test_small_x_will_do(database: str) -> None:
    number = next(n for n in (id_number("19900315", serial) for serial in range(1, 99)) if n.endswith("X"))
    run(opened(login=number, id_number=number))
    assert sign_in(number[-8:].lower(), login=number.lower()).first


def test_the_first_password_dies_after_five_wrong_tries(database: str) -> None:
    run(opened())
    for minute in range(5):
        with clock.frozen(NOON + timedelta(hours=minute)):
            assert sign_in("00000000").sentence == WRONG
    with clock.frozen(NOON + timedelta(hours=6)):
        assert sign_in(FIRST).sentence == WRONG


def test_the_first_password_dies_when_its_term_ends(database: str) -> None:
    run(opened())
    with clock.frozen(clock.now() + accounts.FIRST_TERM + timedelta(seconds=1)):
        assert sign_in(FIRST).sentence == WRONG


def test_the_unit_issues_a_new_one(database: str) -> None:
    account = run(opened()).account
    sign_in(FIRST)
    run(accounts.issue_first_password(account, activation=False))
    assert sign_in(FIRST).first


def test_with_activation_the_code_of_the_slip_is_asked_as_well(database: str) -> None:
    code = run(opened(activation=True)).activation
    assert len(code) == 9
    assert sign_in(FIRST).sentence == WRONG
    assert sign_in(FIRST, "AAAA-AAAA").sentence == WRONG
    assert sign_in(FIRST, code.lower()).first


def test_nothing_says_which_part_was_wrong(database: str) -> None:
    run(opened())
    nobody = id_number("19910101", 22)
    assert sign_in("00000000").sentence == sign_in("00000000", login=nobody).sentence == WRONG


def test_failures_slow_the_account_down_and_time_forgives(database: str) -> None:
    account = run(opened()).account
    run(accounts.set_password(account, OWN))
    with clock.frozen(NOON):
        for _ in range(accounts.FREE_TRIES):
            assert sign_in("wrong").sentence == WRONG
        assert sign_in(OWN).sentence == "尝试次数太多，请在 1 分钟后再试。"
    with clock.frozen(NOON + timedelta(minutes=2)):
        assert sign_in(OWN).token


def test_failures_slow_a_network_down(database: str) -> None:
    run(opened())
    with clock.frozen(NOON):
        for n in range(accounts.NETWORK_TRIES):
            sign_in("wrong", login=f"somebody-{n}")
        assert sign_in("x", login="another").sentence.startswith("尝试次数太多")
        assert sign_in("x", login="another", network="10.0.0.2").sentence == WRONG


def test_a_new_password_ends_every_session(database: str) -> None:
    account = run(opened()).account
    first = run(accounts.set_password(account, OWN))
    other = sign_in(OWN).token
    newest = run(accounts.set_password(account, "另一句不相干的话"))
    assert run(sessions.person_of(first)) is None
    assert run(sessions.person_of(other)) is None
    assert run(sessions.person_of(newest)).login == NUMBER


def test_only_hashes_are_stored(database: str) -> None:
    account = run(opened()).account
    token = run(accounts.set_password(account, OWN))
    row = run(Account.select().where(Account.id == account).first())
    assert row["password"].startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert token not in str(run(Session.select()))


def test_a_session_ends_idle_and_in_any_case(database: str) -> None:
    account = run(opened()).account
    with clock.frozen(NOON):
        token = run(accounts.set_password(account, OWN))
    with clock.frozen(NOON + sessions.IDLE - timedelta(seconds=1)):
        assert run(sessions.person_of(token)) is not None
    with clock.frozen(NOON + 2 * sessions.IDLE - timedelta(seconds=2)):
        assert run(sessions.person_of(token)) is not None
    with clock.frozen(NOON + 4 * sessions.IDLE):
        assert run(sessions.person_of(token)) is None


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("abc", "新密码至少 8 位，现在是 3 位。"),
        ("12345678", "新密码太容易被猜到，请换一个，例如用几个不相干的词连成一句。"),
        ("aaaaaaaaaa", "新密码太容易被猜到，请换一个，例如用几个不相干的词连成一句。"),
        ("9384756201", "新密码不能只用数字，请加入字母或汉字。"),
        (NUMBER, "新密码不能是证件号的一部分，也不能包含账号。"),
        (f"x{NUMBER}", "新密码不能是证件号的一部分，也不能包含账号。"),
        (" 河南好山好水好风光", "新密码的开头、结尾不能有空格，也不能有不能显示的字符。"),
        ("x" * 129, "新密码最多 128 位。"),
        ("河南好山好水好风光", ""),
    ],
)
def test_what_a_new_password_may_be(password: str, sentence: str) -> None:
    assert passwords.complaint(password, NUMBER, NUMBER) == sentence


def test_an_account_is_opened_once(database: str) -> None:
    run(opened())
    with pytest.raises(ValueError, match="这个账号已经开通，不能重复开通。"):
        run(
            accounts.open_account(
                login=NUMBER,
                name="张三",
                organisation=1,
                role="applicant",
                id_number=NUMBER,
                activation=False,
            )
        )


def test_a_wrong_id_number_opens_no_account(database: str) -> None:
    with pytest.raises(ValueError, match="最后一位"):
        run(opened(id_number=NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1")))
