"""Many at once on one declaration, through the pages: exactly one effect, everyone else told what happened."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any, NamedTuple

from tests.browser import Browser, Page
from tests.cast import Someone
from tests.support import run
from tests.web.review import people
from tests.web.review.people import CHEN, HAN
from web.people.tables import Organisation
from web.review.rules import log_of

LYU = Someone("吕二十", "county_bureau", 80, role="department")
"""A second reviewer of the bureau that holds Han's declaration."""
SITUATIONS = ("two at once", "double click", "stale tab", "return beside pass")
DONE = {"pass": "主管部门审核通过", "return": "主管部门退回修改"}
CHANCE = Random(8)


class Click(NamedTuple):
    """One press of a button: in whose browser, which, on a page that showed which version."""

    browser: Browser
    act: str
    version: int


@dataclass
class Desk:
    """The two reviewers' browsers, and what the rounds came to."""

    chen: Browser
    lyu: Browser
    told: Counter[str] = field(default_factory=Counter)
    rounds: Counter[str] = field(default_factory=Counter)

    def both(self, count: int) -> list[Browser]:
        return [self.chen, self.lyu] * (count // 2)


def arrive() -> Desk:
    """The second reviewer gets her account, and both sign in."""
    bureau = run(Organisation.select().where(Organisation.code == LYU.organisation).first())
    run(people.open_quickly(LYU, bureau["id"]))
    return Desk(people.browser_of(CHEN), people.browser_of(LYU))


def clicks(situation: str, desk: Desk, count: int) -> list[Click]:
    """What is pressed at the same moment in that situation."""
    seen = run(people.row_of(HAN))["version"]
    if situation == "double click":
        return [Click(desk.chen, "pass", seen)] * count
    if situation == "two at once":
        return [Click(each, "pass", seen) for each in desk.both(count)]
    if situation == "stale tab":
        run(people.does(LYU, "pass"))
        run(people.does(LYU, "undo"))
        fresh = run(people.row_of(HAN))["version"]
        assert fresh > seen
        return [Click(desk.chen, "pass", seen)] * (count - 1) + [Click(desk.lyu, "pass", fresh)]
    return [
        Click(each, act, seen)
        for each, act in zip(desk.both(count), ["pass", "return"] * count, strict=False)
    ]


def round_of(desk: Desk, count: int, situation: str) -> None:
    """`count` clicks at once, in any order: one is done and stands in the log, every other page says what happened."""
    assert run(people.mark(CHEN, words="请补证明。")) == ""
    pressed = clicks(situation, desk, count)
    CHANCE.shuffle(pressed)
    declaration = run(people.row_of(HAN))["id"]
    for browser in {id(each.browser): each.browser for each in pressed}.values():
        browser.open(f"/reviews/{declaration}")
    before = run(log_of(declaration))
    answers = run(_together(pressed, declaration))
    (done,) = [click for click, answer in zip(pressed, answers, strict=True) if answer.status_code == 303]
    (logged,) = run(log_of(declaration))[len(before) :]
    assert logged["act"] == done.act
    for click, answer in zip(pressed, answers, strict=True):
        if click is not done or answer.status_code != 303:
            desk.told[_told(click, done, answer)] += 1
    desk.rounds[situation] += 1


async def _together(pressed: list[Click], declaration: int) -> list[Any]:
    return list(
        await asyncio.gather(
            *(
                click.browser.client.post(
                    f"/reviews/{declaration}/decisions/{click.act}",
                    data={"token": click.browser.token, "version": str(click.version), "days": "5"},
                    follow_redirects=False,
                )
                for click in pressed
            )
        )
    )


def _told(click: Click, done: Click, answer: Any) -> str:
    """Which sentence the page gives; it names the newest decision that counts."""
    page = Page(answer)
    sentence = page.tree.xpath("string(//section[@id='errors']/p)")
    assert answer.status_code == 409, (answer.status_code, page.text[:200])
    assert sentence.endswith("这一步没有做。请看一下现在的情况再办。"), sentence
    mine = "您已经办理：" if click.browser is done.browser else ""
    undone = "主管部门撤回审核" in sentence
    assert undone or sentence.startswith(f"{mine}{DONE[done.act]}（"), sentence
    return "the undoing before it" if undone else f"{'own' if mine else 'another’s'} {done.act}"


def back_again() -> None:
    """Whatever the round did is taken back, so that the next can begin."""
    state = run(people.row_of(HAN))["state"]
    if state == "county_review":
        run(people.does(CHEN, "undo"))
    elif state == "returned":
        assert run(people.submit(HAN))["accepted"]
    assert run(people.row_of(HAN))["state"] == "department_review"
