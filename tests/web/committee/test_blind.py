"""A blind sitting: nothing tells whose a dossier is, neither text nor file, search, order or count."""

import json
import re
from dataclasses import asdict

import pytest

from tests.browser import signed_in
from tests.support import run
from tests.web.committee import hall
from tests.web.committee.dossiers import NAME, UNIT, body, freeze_declaration
from tests.web.committee.test_reading_pages import logins
from tests.web.committee.test_sitting_pages import _doors
from web.columns import Field
from web.committee import ballot, choices, pack, panels, recusals, sittings
from web.committee.tables import Assignment, Item, Sitting
from web.declaration.sections import SECTIONS as DECLARATION
from web.profile.sections import SECTIONS as PROFILE

pytestmark = pytest.mark.torn  # the hall's declarations have snapshots without a submission
TELLING = re.compile("人$|姓名|单位|电话|手机|EMAIL|地址|学校|院校|编号|号码|证书号|作者|成员|导师|机构|医院")
PEOPLE = {
    "authors": "诸葛明", "owner": "公孙胜", "inventors": "令狐冲", "members": "东方朔", "award": "西门豹",
    "recommender": "南宫适", "supervisor": "百里奚", "witness": "长孙晟",
}  # fmt: skip


def telling(made: dict) -> list[str]:  # type: ignore[type-arg]
    """Everything that would tell whose the dossier is."""
    files = [
        each["name"] for s in made["sections"] for r in s["rows"] for v in r["values"] for each in v["files"]
    ]
    hashes = [
        each["sha256"]
        for s in made["sections"]
        for r in s["rows"]
        for v in r["values"]
        for each in v["files"]
    ]
    about = made["applicant"]
    return [
        about["name"], about["unit"], "星河隧道", about["id_number"], about["id_number"].lower(), about["photo"], "欧阳小实",
        "13800001234", "example.com", "EXAMPLE", "国有企业", made["number"], "欧 阳", *PEOPLE.values(), *files, *hashes,
        *(each[:32] for each in hashes),
    ]  # fmt: skip


@pytest.fixture
def place(catalogue: str) -> hall.Hall:
    """A blind sitting of five with a panel of four; six dossiers, the first of them NAME's."""
    found = run(hall.gather(5, 6))
    found.items = [row["declaration"] for row in run(Item.select().order_by(Item.number))]
    run(Item.delete(force=True))
    run(Sitting.update({Sitting.blind: True}).where(Sitting.id == found.sitting))
    run(freeze_declaration(found.items[0], people=PEOPLE))
    for at, declaration in enumerate(found.items[1:], start=1):
        run(freeze_declaration(declaration, name=f"司徒{at}号", unit=f"望舒{at}桥梁有限公司"))
    run(sittings.add_items(found.sitting, found.items))
    run(panels.add_panel(found.sitting, "第一组", found.members[:4]))
    run(panels.assign(found.sitting))
    run(_doors(found))
    return found


def number_of(declaration: int) -> int:
    return int(run(Item.select(Item.number).where(Item.declaration == declaration).first())["number"])


def reader_of(place: hall.Hall, declaration: int) -> str:
    row = run(Assignment.select(Assignment.member).where(Assignment.item.declaration == declaration).first())
    return logins(place)[row["member"]]


def test_no_text_of_a_blind_pack_tells_whose_it_is() -> None:
    made = body(people=PEOPLE)
    hashes = [
        f["sha256"] for s in made["sections"] for r in s["rows"] for v in r["values"] for f in v["files"]
    ]
    found = pack.blind(made, hashes[:1])
    text = json.dumps(asdict(found), ensure_ascii=False)
    for words in set(telling(made)) - set(hashes) - {each[:32] for each in hashes}:
        assert words not in text, words
    assert "富水断层带注浆止水" in text
    assert (
        "我叫＊＊＊，＊＊＊是我的名字，电话＊＊＊，在＊＊＊（＊＊＊）工作，身份证＊＊＊，信箱 ＊＊＊。"
        in text
    )
    assert [each.shown for each in found.files.values()] == [True, False]
    assert NAME in json.dumps(asdict(pack.plain(made)), ensure_ascii=False)


def test_an_empty_redaction_shows_nothing_of_the_original() -> None:
    made = body(name="李", unit="")
    made["sections"][-1]["rows"][0]["values"][0]["shown"] = made["applicant"]["id_number"]
    texts = [
        row.texts for part in pack.blind(made, ()).parts for row in part.rows if part.key == "autobiography"
    ]
    assert texts == [(("个人业务自传", pack.HIDDEN, True),)]


@pytest.mark.parametrize("section", [*PROFILE.values(), *DECLARATION.values()], ids=lambda each: each.key)
def test_every_field_that_may_tell_is_left_out_or_was_looked_at(section) -> None:  # type: ignore[no-untyped-def]
    kept = {(each["section"], each["field"]) for each in pack._rules()["kept"]}
    for name, field in section.columns:
        assert isinstance(field, Field)
        if field.kind == "text" and TELLING.search(field.label):
            assert pack.left_out(section.key, name) or (section.key, name) in kept, (section.key, name, field.label)  # fmt: skip


def test_no_page_of_a_reader_tells_whose_it_is(place: hall.Hall) -> None:
    number = number_of(place.items[0])
    made = body(people=PEOPLE)
    browser = signed_in(reader_of(place, place.items[0]))
    url = f"/readings/{place.sitting}/{number}"
    seen = [browser.open(url).answer, browser.open("/readings").answer]
    office = signed_in("office")
    office.open(f"/sittings/{place.sitting}/items/{number}/blind")
    assert NAME not in office.page.text
    assert "评委会办公室核对后才能看" in browser.open(url).text
    assert browser.open(f"{url}/files/1").status == 404
    assert "已保存。" in office.press("保存", **{"file.1": "1"}).answer.text
    paths = (
        url, f"{url}/submit", f"{url}/files/1", f"{url}/files/1/pages/1", f"/sittings/{place.sitting}",
        f"/sittings/{place.sitting}/items/{number}/recuse", f"/sittings/{place.sitting}/interviews",
        f"/readings/{place.sitting}/offline", f"/readings/{place.sitting}/offline.html", "/home", "/sittings",
    )  # fmt: skip
    seen += [browser.send("GET", path) for path in paths]
    assert "材料 1" in seen[4].text
    assert browser.send("GET", f"{url}/files/2/pages/1").status_code == 404
    assert browser.send("GET", f"{url}/files/1/original").status_code == 404
    for answer in seen:
        whole = answer.content + repr(sorted(answer.headers.items())).encode()
        for words in telling(made):
            assert words.encode() not in whole, (answer.request.url, words)
    for path in (f"/search?q={NAME}", f"/reviews?q={NAME}", f"/declarations/{place.items[0]}/preview"):
        assert browser.open(path).status in (403, 404)


def test_order_and_count_tell_nothing(place: hall.Hall) -> None:
    rows = run(Item.select(Item.id, Item.number, Item.declaration).order_by(Item.number))
    assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)
    numbers = [row["number"] for row in rows]
    assert min(numbers) > 1000
    assert numbers != list(range(numbers[0], numbers[0] + 6))
    orders = set()
    for _ in range(4):
        run(Assignment.delete(force=True))
        run(Item.update({Item.panel: None}, force=True))
        run(sittings.add_items(place.sitting, [_another(place)]))
        orders.add(tuple(row["declaration"] for row in run(Item.select().order_by(Item.number))))
    assert len(orders) == 4
    assert all(sorted(order)[:6] == sorted(place.items) for order in orders)


_count = iter(range(100))


def _another(place: hall.Hall) -> int:
    """One more declaration before the same committee."""
    at = next(_count)
    before = run(Item.select(Item.declaration).where(Item.sitting == place.sitting))
    assert len(before) >= 6
    other = run(hall.gather(1, 1))
    row = run(Item.select(Item.declaration).where(Item.sitting == other.sitting).first())
    run(Item.delete().where(Item.sitting == other.sitting))
    run(freeze_declaration(row["declaration"], name=f"上官{at}号", unit=f"云台{at}设计院"))
    return int(row["declaration"])


def test_a_recused_member_cannot_tell_which_number_is_missing(place: hall.Hall) -> None:
    item = run(Item.select().where(Item.declaration == place.items[0]).first())
    run(recusals.note(item["id"], place.members[4], "同单位", found=True))
    browser = signed_in(logins(place)[place.members[4]])
    page = browser.open(f"/sittings/{place.sitting}")
    assert "共 5 位（不含您应当回避的）" in page.text
    links = " ".join(page.tree.xpath("//main//@href | //main//@action | //main//@name | //main//@id"))
    for words in (str(item["number"]), f"items/{item['id']}/", f"item.{item['id']} ", UNIT):
        assert words not in page.text
        assert words not in links


def test_once_somebody_works_with_the_numbers_they_stay(place: hall.Hall) -> None:
    with pytest.raises(sittings.Refusal, match="^盲审材料已经编号分配，新受理的申报请另开会议评审。$"):
        run(sittings.add_items(place.sitting, [_another(place)]))


def test_names_come_back_when_the_ballots_are_counted(place: hall.Hall) -> None:
    assert {row["name"] for row in run(sittings.items_for(place.sitting, place.members[0]))} == {"（盲审）"}
    codes = [run(ballot.take_key(place.sitting, member)) for member in place.members[:3]]
    run(ballot.start(place.sitting))
    browser = signed_in(logins(place)[place.members[0]])
    assert NAME not in browser.open(f"/sittings/{place.sitting}/ballot").answer.text
    run(ballot.close(place.sitting, codes[:2]))
    assert NAME in {row["name"] for row in run(sittings.items_for(place.sitting, place.members[0]))}


def test_the_committee_asks_for_it_and_the_next_sitting_is_blind(place: hall.Hall) -> None:
    office = signed_in("office")
    office.open("/committee-choices")
    page = office.press("保存", **{"0.blind": "1", "0.counted": "0"})
    assert "已保存，从下一次会议开始执行。" in page.answer.text
    chosen = run(choices.chosen(hall.COMMITTEE))
    assert (chosen["blind"], chosen["recusal_counted"]) == (True, False)
    assert signed_in(logins(place)[place.members[0]]).open("/committee-choices").status == 404
