"""The draw: published first, drawn once, the same for anyone who runs it again."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from tests.support import run
from tests.web.committee import hall
from web.catalogue.entries import CommitteeEntry
from web.committee import draw
from web.committee.expert_tables import Expert

VERIFY = Path(__file__).parents[3] / "docs" / "verify_draw.py"
BUILDING = CommitteeEntry(
    "410000-gongcheng-high-jianshe", "河南省建设工程高级职称评审委员会", "gongcheng", "high", "410000", "", "省住房和城乡建设厅",
    "豫职评备〔2025〕014号", date(2025, 1, 1), date(2027, 12, 31), 11,
)  # fmt: skip
SOURCE = "2026年11月24日福彩3D开奖号码"


async def fill_the_pool(units: int, each: int) -> int:
    """The account that draws; `units` units with `each` experts."""
    for at in range(units):
        unit = await hall.organisation(f"institute-{at}", f"第{at}设计院")
        for one in range(each):
            await hall.expert(f"专家{at}之{one}", unit)
    return await hall.account("经办人", "office", unit)


async def publish(by: int, **more: object) -> dict[str, object]:
    about = {"size": 11, "per_unit": 1, "level_rank": 5, "day": hall.DAY, "source": SOURCE, **more}
    return await draw.publish(BUILDING, 2026, by, **about)  # type: ignore[arg-type]


def test_anyone_can_run_it_again(database: str, tmp_path: Path) -> None:
    by = run(fill_the_pool(15, 2))
    published = run(publish(by))
    assert published["seed"] is None
    row = run(draw.draw(int(str(published["id"])), " 0 4  2 "))
    assert (row["seed"], row["sha256"]) == ("0 4 2", published["sha256"])
    assert len(row["result"]["members"]) == 11
    path = tmp_path / "draw.json"
    path.write_text(json.dumps(draw.published(row), ensure_ascii=False), encoding="utf-8")
    answer = subprocess.run([sys.executable, VERIFY, path], capture_output=True, text=True, check=True)
    assert answer.stdout == "right: 11 members drawn from 30, 0 left out with reasons\n"
    other = draw.published(row)
    other["result"]["members"][0] = (
        other["result"]["reserves"][0] if other["result"]["reserves"] else "E999999"
    )
    path.write_text(json.dumps(other), encoding="utf-8")
    assert subprocess.run([sys.executable, VERIFY, path], capture_output=True, check=False).returncode == 1
    with pytest.raises(draw.Refusal, match="^已经抽取过，种子不能再改。$"):
        run(draw.draw(row["id"], "0 4 3"))


def test_who_cannot_sit_is_left_out_with_the_reason(database: str) -> None:
    by = run(fill_the_pool(14, 1))
    first, second, third, fourth = [row["id"] for row in run(Expert.select().order_by(Expert.id).limit(4))]
    run(Expert.update({Expert.state: "paused"}).where(Expert.id == first))
    run(Expert.update({Expert.until: date(2026, 11, 22)}).where(Expert.id == second))
    run(Expert.update({Expert.rank: 4}).where(Expert.id == third))
    with pytest.raises(draw.Refusal, match="^符合条件的专家只有 10 人，不够抽取 11 人。$"):
        run(publish(by, kept_away={fourth: "上年度参加过本评委会"}))
    _, excluded = run(draw.candidates(BUILDING, 5, hall.DAY, kept_away={fourth: "上年度参加过本评委会"}))
    assert [each["reason"] for each in excluded] == [
        "停用", "任期 2026-01-01 至 2026-11-22，不含会议日期", "专家的等级低于评审等级", "上年度参加过本评委会",
    ]  # fmt: skip


def test_size_and_filing() -> None:
    assert (
        draw.size_refusal(12, BUILDING)
        == "评审委员会组成人数应为单数（人社部令第40号第九条），现在是 12 人。"
    )
    assert (
        draw.size_refusal(9, BUILDING)
        == "河南省建设工程高级职称评审委员会组成人数不少于 11 人（人社部令第40号第九条），现在是 9 人。"
    )
    assert draw.size_refusal(11, BUILDING) == ""
    assert draw.filing_refusal(BUILDING, date(2027, 12, 31)) == ""
    assert draw.filing_refusal(BUILDING, date(2028, 1, 1)) == (
        "河南省建设工程高级职称评审委员会的备案（豫职评备〔2025〕014号）已于 2027-12-31 到期，须重新备案后才能开会。"
    )


def test_every_candidate_has_the_same_chance() -> None:
    record = {
        "pool": [{"code": f"E{n:06d}", "unit": str(n)} for n in range(20)],
        "rules": {"size": 5, "per_unit": 1},
    }
    counts = dict.fromkeys((each["code"] for each in record["pool"]), 0)
    for seed in range(2000):
        for code in draw.drawn(record, str(seed))["members"]:
            counts[code] += 1
    chi_squared = sum((count - 500) ** 2 / 500 for count in counts.values())
    assert chi_squared < 43.8
