"""Drawing in a browser without script: published, drawn, verified by the script in docs, planned."""

import json
import subprocess
import sys
from pathlib import Path

from tests.browser import Browser, signed_in
from tests.support import run
from tests.web.committee import hall
from tests.web.committee.test_sitting_pages import _doors
from web.committee.expert_tables import Expert
from web.committee.tables import Item, Sitting
from web.declaration.tables import Declaration

VERIFY = Path(__file__).parents[3] / "docs" / "verify_draw.py"


def _anyone_can_draw_again(number: str, folder: Path) -> None:
    """Without an account: the record, the script's answer, and nothing that tells who the experts are."""
    visitor = Browser()
    assert "评审专家抽取记录" in visitor.open("/").text
    visitor.open("/draw-records")
    page = visitor.follow("河南省建设工程")
    assert "候补" in page.text and "0 4 2（" in page.text
    path = folder / "public.json"
    path.write_bytes(visitor.send("GET", f"/draw-records/{number}/draw.json").content)
    told = subprocess.run([sys.executable, VERIFY, path], capture_output=True, text=True, check=True)
    assert told.stdout == "right: 13 members drawn from 15, 0 left out with reasons\n"
    record = json.loads(path.read_text())["record"]
    assert [sorted(each) for each in record["pool"]] == [["code", "unit"]] * 15
    assert {each["unit"] for each in record["pool"]} == {f"D{n:02d}" for n in range(1, 16)}
    for row in run(Expert.select(Expert.name, Expert.unit.code.as_alias("code"))):
        for secret in (row["name"], row["code"]):
            assert secret not in page.answer.text + path.read_text()
    assert visitor.open(f"/draw-records/{number}/assignment.json").status == 404


def test_published_drawn_verified_planned(catalogue: str, tmp_path: Path) -> None:
    place = run(hall.gather(15, 2))
    office = signed_in(run(_doors(place)))
    page = office.open("/draws")
    posted = {
        "committee": hall.COMMITTEE,
        "size": "12",
        "rank": "5",
        "on": "2026-12-14",
        "source": "",
        "rotated": "0",
    }
    page = office.press("固定名册并公布", **posted)
    assert page.complaints == ["请填写随机种子的来源。"]
    posted["source"] = "2026年12月1日福彩3D开奖号码"
    page = office.press("固定名册并公布", **posted)
    assert "评审委员会组成人数应为单数（人社部令第40号第九条），现在是 12 人。" in page.text
    page = office.press("固定名册并公布", **{**posted, "size": "13"})
    assert "还没有产生" in page.text
    page = office.press("抽取", seed="0 4 2")
    assert "抽中 13 人，候补 2 人" in page.text
    path = tmp_path / "draw.json"
    path.write_bytes(office.send("GET", f"{page.path}/draw.json").content)
    assert "赵委员" not in path.read_text()
    answer = subprocess.run([sys.executable, VERIFY, path], capture_output=True, text=True, check=True)
    assert answer.stdout == "right: 13 members drawn from 15, 0 left out with reasons\n"
    _anyone_can_draw_again(page.path.removeprefix("/draws/"), tmp_path)
    run(Item.delete(force=True))
    page = office.press("建立会议", place="一号会议室")
    assert page.status == 200, page.text
    assert "组成 13 人，出席不少于 9 人（第十九条）" in page.text
    assert run(Sitting.count()) == 2
    assert run(Declaration.count()) == 2
