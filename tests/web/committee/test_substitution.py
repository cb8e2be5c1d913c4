"""A drawn member who cannot come: the first reserve steps in, on record, and nobody picks whom."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser import signed_in
from tests.support import run
from tests.web.committee import hall
from tests.web.committee.test_draw import BUILDING, SOURCE, VERIFY
from tests.web.committee.test_sitting_pages import _doors
from web.committee import ballot, draw, sittings, substitution
from web.committee.expert_tables import Expert

REASON = "出差在外，本人来电"


@pytest.fixture
def drawn(catalogue: str) -> dict[str, int]:
    """Eleven of thirteen drawn and planned: two reserves, each of a unit of its own."""
    for at in range(13):
        unit = run(hall.organisation(f"institute-{at}", f"第{at}设计院"))
        run(hall.expert(f"专家{at}", unit))
    by = run(hall.account("抽取人", "drawer", unit))
    made = run(
        draw.publish(BUILDING, 2026, by, size=11, per_unit=1, level_rank=5, day=hall.DAY, source=SOURCE)
    )
    run(draw.draw(made["id"], "0 4 2"))
    sitting = run(sittings.plan_drawn(made["id"], name="评审会议", place="一号会议室", on=hall.DAY))
    return {"draw": made["id"], "sitting": sitting["id"]}


def test_the_first_reserve_steps_in_and_the_draw_stays_right(drawn: dict[str, int], tmp_path: Path) -> None:
    run(_doors(hall.Hall(drawn["sitting"], [], [])))
    before = run(draw.load(drawn["draw"]))
    office = signed_in("office")
    office.open(f"/sittings/{drawn['sitting']}")
    page = office.press("由候补替换", unable=" ")
    assert page.status == 422 and "请写明专家不能参加的理由。" in page.text
    chair = run(sittings.members(drawn["sitting"]))[0]
    page = office.press("由候补替换", member=str(chair["id"]), unable=REASON)
    assert "已由候补专家替换，回避关系已重新查找。" in page.answer.text
    assert f"{REASON}（经办：经办人，" in page.text
    now = run(sittings.members(drawn["sitting"]))
    comes = before["result"]["reserves"][0]
    assert draw.experts_of([comes])[0] in [each["expert"] for each in now]
    assert chair["expert"] not in [each["expert"] for each in now] and len(now) == 11
    after = run(draw.load(drawn["draw"]))
    record = draw.published(after)
    assert [(each["out"], each["in"]) for each in record["replaced"]] == [
        (draw.code_of(chair["expert"]), comes)
    ]
    assert REASON not in json.dumps(record, ensure_ascii=False)
    path = tmp_path / "draw.json"
    path.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    told = subprocess.run([sys.executable, VERIFY, path], capture_output=True, text=True, check=True)
    assert told.stdout == "right: 11 members drawn from 13, 0 left out with reasons\n"


def test_only_who_may_sit_steps_in_and_only_for_who_has_nothing_in_hand(drawn: dict[str, int]) -> None:
    reserves = draw.experts_of(run(draw.load(drawn["draw"]))["result"]["reserves"])
    run(Expert.update({Expert.state: "paused"}).where(Expert.id == reserves[0]))
    first, second, third, *_ = run(sittings.members(drawn["sitting"]))
    run(ballot.take_key(drawn["sitting"], third["id"]))
    with pytest.raises(ballot.Refusal, match="^这位专家已经编入评议组或领取了开票码"):
        run(substitution.replace(drawn["sitting"], third["id"], REASON, "经办人"))
    run(substitution.replace(drawn["sitting"], first["id"], REASON, "经办人"))
    seated = [each["expert"] for each in run(sittings.members(drawn["sitting"]))]
    assert reserves[1] in seated and reserves[0] not in seated
    with pytest.raises(ballot.Refusal, match="^没有可以替换的候补专家"):
        run(substitution.replace(drawn["sitting"], second["id"], REASON, "经办人"))
