"""Many tries at once, and what can be learnt from how they are answered: nothing."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest

from tests.identity import id_number
from tests.support import run
from tests.web.people.test_accounts import FIRST, NOON, NUMBER, OWN, opened
from web import clock
from web.people import accounts, attempts, passwords
from web.people.accounts import FIRST_TRIES, FREE_TRIES, WRONG
from web.people.attempts import Limit
from web.people.tables import Account, Attempt

NOBODY = id_number("19910101", 22)


def at_once(count: int, login: str = NUMBER, code: str = "") -> Counter[str]:
    """What so many wrong passwords that arrive together, each from a network of its own, are answered."""

    async def all_of_them() -> list[accounts.SignedIn]:
        tries = [accounts.sign_in(login, f"wrong-{n}", code, f"10.0.{n}.1") for n in range(count)]
        return await asyncio.gather(*tries)

    return Counter(each.sentence[:6] or "in" for each in run(all_of_them()))


def test_of_forty_guesses_at_once_no_more_than_five_are_looked_at(database: str) -> None:
    """Fewer, where all forty are counted before the first of them asks how many there are."""
    run(accounts.set_password(run(opened()).account, OWN))
    with clock.frozen(NOON):
        said = at_once(40)
    assert (said[WRONG[:6]] <= FREE_TRIES, said.total()) == (True, said[WRONG[:6]] + said["尝试次数太多"])


def test_every_guess_of_an_activation_code_that_is_looked_at_takes_one_of_five(database: str) -> None:
    account = run(opened(activation=True)).account
    with clock.frozen(NOON):
        looked_at = at_once(40, code="AAAA-AAAA")[WRONG[:6]]
    row = run(Account.select().where(Account.id == account).first())
    assert (looked_at <= FIRST_TRIES, row["first_tries"]) == (True, FIRST_TRIES - looked_at)


def test_a_try_that_must_wait_takes_none_of_the_five(database: str) -> None:
    account = run(opened()).account
    with clock.frozen(NOON):
        for _ in range(accounts.NETWORK_TRIES):
            run(attempts.begin(Limit("network", "10.0.0.1", accounts.NETWORK_TRIES)))
        for _ in range(FIRST_TRIES + 1):
            assert run(accounts.sign_in(NUMBER, "wrong", "", "10.0.0.1")).sentence.startswith("尝试次数太多")
    assert run(Account.select().where(Account.id == account).first())["first_tries"] == FIRST_TRIES


def test_a_try_that_was_right_is_forgotten(database: str) -> None:
    run(accounts.set_password(run(opened()).account, OWN))
    for _ in range(3):
        assert run(accounts.sign_in(NUMBER, OWN, "", "10.0.0.1")).token
    assert run(Attempt.count()) == 0


def hashes_of(monkeypatch: pytest.MonkeyPatch, login: str, password: str, code: str = "") -> Counter[str]:
    """The costs of the hashes that one try at the door computes."""
    costs: list[str] = []
    made = passwords._made

    def counted(text: str, stored: str) -> bool:
        costs.append(stored.split("$")[3])
        return made(text, stored)

    with monkeypatch.context() as spied:
        spied.setattr(passwords, "_made", counted)
        run(accounts.sign_in(login, password, code, "10.0.0.1"))
    return Counter(costs)


def test_the_door_computes_the_same_whoever_knocks(monkeypatch: pytest.MonkeyPatch, database: str) -> None:
    """An account with a password, one that was never used, with and without a code, one that is closed, and none."""
    unknown = hashes_of(monkeypatch, NOBODY, "x")
    account = run(opened(activation=True)).account
    seen = [
        hashes_of(monkeypatch, NUMBER, password, code) for password, code in (("x", ""), (FIRST, "AAAA-AAAA"))
    ]
    run(accounts.set_password(account, OWN))
    seen += [hashes_of(monkeypatch, NUMBER, password) for password in ("x", OWN)]
    run(Account.update({Account.stage: "closed"}).where(Account.id == account))
    seen.append(hashes_of(monkeypatch, NUMBER, OWN))
    assert unknown == {"m=19456,t=2,p=1": 1, "m=1024,t=1,p=1": 2}
    assert seen == [unknown] * 5


def test_the_password_that_is_asked_again_has_as_few_tries_as_at_the_door(database: str) -> None:
    account = run(opened()).account
    run(accounts.set_password(account, OWN))
    with clock.frozen(NOON):
        said = [run(accounts.asked_again(account, f"wrong-{n}")) for n in range(FREE_TRIES)]
        assert said == ["登录密码不对，请重新填写。"] * FREE_TRIES
        assert run(accounts.asked_again(account, OWN)) == "尝试次数太多，请在 1 分钟后再试。"
    with clock.frozen(NOON + timedelta(minutes=2)):
        assert run(accounts.asked_again(account, OWN, "原密码")) == ""
        assert run(accounts.asked_again(account, "", "原密码")) == "请填写原密码。"
        assert run(Attempt.count()) == 0
