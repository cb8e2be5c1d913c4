"""Many at once on one declaration: exactly one effect, everyone else told what happened."""

import asyncio
from typing import Any

from tests import cast
from tests.support import run
from tests.web.review import people
from tests.web.review.people import CHEN, HAN
from web import clock
from web.review import decisions
from web.review.decisions import Given
from web.review.rules import Moved


async def _one(declaration: int, act: str, who: Any, seen: int) -> str:
    try:
        await decisions.decide(declaration, act, who, clock.now(), seen, Given(comment="不符合条件。"))
    except (decisions.NotDone, Moved) as told:
        return str(told)
    return ""


async def _together(acts: list[str]) -> list[str]:
    row, who = await people.row_of(HAN), await cast.person(CHEN)
    return list(await asyncio.gather(*(_one(row["id"], act, who, row["version"]) for act in acts)))


def round_of(count: int) -> None:
    """`count` decisions on the same version at once, pass beside return; then all is taken back."""
    assert run(people.mark(CHEN, words="请补证明。")) == ""
    told = run(_together(["pass", "return", "pass", "refuse", "return"] * (count // 5)))
    done = [sentence for sentence in told if not sentence]
    assert len(done) == 1, told
    assert all(sentence.endswith("。") for sentence in told if sentence)


def back_again() -> bool:
    """Whatever the round did is taken back, so that the next can begin; False when it ended the declaration."""
    state = run(people.row_of(HAN))["state"]
    if state == "county_review":
        run(people.does(CHEN, "undo"))
    elif state == "returned":
        assert run(people.submit(HAN))["accepted"]
    return bool(run(people.row_of(HAN))["state"] == "department_review")
