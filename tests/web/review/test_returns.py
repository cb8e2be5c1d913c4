"""Return: tied to fields, all at once, with a term; only what was named moves; late means given up."""

import pytest

from tests import cast, corpus
from tests.support import run
from tests.web.review.people import (
    CHEN,
    CHU,
    FENG,
    HAN,
    JIANG,
    WEI,
    climbed,
    does,
    later,
    mark,
    refused,
    row_of,
    submit,
)  # fmt: skip
from web import clock, rows
from web.declaration import rules as declarations
from web.declaration import unlocking
from web.declaration.sections import SECTIONS
from web.evidence import rules as evidence
from web.notice import rules as notice
from web.permissions import refusal
from web.profile import photo
from web.profile.sections import SECTIONS as PROFILE
from web.review import difference, dossier, duties, returns
from web.review.submission import take_back
from web.section import Closed


def first_row(key: str) -> dict:
    section = SECTIONS.get(key) or PROFILE[key]
    row = run(row_of(HAN))
    return run(rows.rows_of(section, row["person"] if key in PROFILE else row["id"]))[0]


def write(key: str, **values: str) -> None:
    """She types into a row of a section, as the rules take it; the pages let through only what was named."""
    section, row = SECTIONS.get(key) or PROFILE[key], first_row(key)
    run(rows.save(section, row[section.holder], row, values, row["version"]))


def sent_back() -> None:
    """The unit returns: one field of 主要业绩, the whole of 学习经历's only row."""
    work, school = first_row("achievements")["id"], first_row("education")["id"]
    assert run(mark(FENG, f"achievements/{work}/name")) == ""
    assert run(mark(FENG, f"education/{school}/")) == ""
    run(does(FENG, "return"))


def test_nothing_is_returned_without_saying_what(province):
    assert run(refused(FENG, "return")) == "还没有指出要改哪里。请先在材料里标出要改的内容。"
    assert run(mark(FENG, "achievements/999/name")) == "请选择要改的内容。"
    assert run(mark(FENG, "nothing/0/")) == "请选择要改的内容。"
    assert run(mark(FENG, words=" ")) == "请选择一条理由，或用自己的话写明要怎么改。"


def test_marks_stay_with_the_office_until_they_are_sent(province):
    run(mark(FENG))
    row = run(row_of(HAN))
    assert run(returns.notice_of(row)) is None and run(unlocking.unlocked(row["id"])) == set()
    (gathered,) = run(returns.gathered(row["id"], row["holder"]))
    run(returns.unmark(row["id"], row["holder"], gathered["id"]))
    assert run(returns.gathered(row["id"], row["holder"])) == []


def test_only_what_was_named_is_unlocked(provinces):
    sent_back()
    row = run(row_of(HAN))
    assert (row["state"], row["holder"]) == ("returned", None)
    assert row["due_on"].isoformat() == "2026-10-14"
    work, school = first_row("achievements")["id"], first_row("education")["id"]
    assert run(unlocking.unlocked(row["id"])) == {("achievements", work, "name"), ("education", school, "")}
    assert run(unlocking.named(row, "achievements")) == {(work, "name")}
    assert run(unlocking.named(row, "autobiography")) == frozenset()
    assert run(unlocking.named_in_profile(row["person"], "work")) == frozenset()
    todo = run(returns.notice_of(row))
    assert todo is not None and todo.office == "中牟县演示初级中学"
    assert [each.href for each in todo.todos] == [
        f"/declarations/{row['id']}/achievements/{work}#name", f"/profile/education/{school}",
    ]  # fmt: skip


def test_the_new_version_differs_only_in_what_was_named(provinces):
    sent_back()
    write("achievements", name="主持县级课题")
    write("autobiography", story="全部重写。")
    write("basic", address="新的地址")
    with later(1):
        assert run(submit(HAN))["accepted"]
    row = run(row_of(HAN))
    assert (row["state"], row["snapshot"]) == ("unit_review", 2)
    changes = dossier.changes(run(dossier.versions(row["id"])))
    assert [(each.place[0], each.place[2], each.after) for each in changes] == [
        ("achievements", "name", "主持县级课题")
    ]


def test_it_comes_back_to_the_office_that_asked(provinces):
    climbed("report")
    with later(13):
        run(does(CHEN, "pass"))
        run(mark(CHU))
        run(does(CHU, "return", days=3))
        assert run(row_of(HAN))["due_on"].isoformat() == "2026-10-26"
        assert run(refused(CHU, "pass")) == "申报的状态已经变了，这一步现在不能做。"
        assert run(submit(HAN))["accepted"]
    row = run(row_of(HAN))
    assert row["state"] == "county_review"
    heads = [each["title"] for each in run(notice.messages(run(cast.person(FENG)).id))]
    assert heads[:2] == ["本单位人员修改后重新提交", "本单位申报被退回修改"]


def test_a_term_out_of_bounds_is_the_usual_one(province):
    run(mark(FENG))
    run(does(FENG, "return", days=400))
    assert run(row_of(HAN))["due_on"].isoformat() == "2026-10-14"


def test_a_supplement_is_asked_for_once(province):
    climbed("report")
    with later(13):
        for officer in (CHEN, CHU, WEI):
            run(does(officer, "pass"))
        run(mark(JIANG))
        assert run(does(JIANG, "supplement"))["state"] == "supplement"
        assert run(submit(HAN))["accepted"] and run(row_of(HAN))["state"] == "committee_review"
        run(mark(JIANG))
        assert run(refused(JIANG, "supplement")) == "补正须一次性告知，这份申报已经告知过，不能再次要求补正。"


def test_late_means_given_up_as_was_said(provinces):
    sent_back()
    said = run(notice.messages(run(row_of(HAN))["person"]))[0]
    assert "2026年10月14日 24:00" in said["body"] and "逾期未改，视为放弃本次申报" in said["body"]
    with later(6):  # the 14th, until 24:00
        assert run(duties.sweep())["expired"] == 0
    with later(7):
        who = run(cast.person(HAN))
        case = run(declarations.case_of(run(row_of(HAN)), clock.now()))
        assert refusal("edit", who, case) == "修改期限（2026年10月14日 24:00）已过，视为放弃本次申报。"
        receipt = run(submit(HAN))
        assert (receipt["accepted"], receipt["sentence"]) == (
            False,
            "修改期限（2026年10月14日 24:00）已过，视为放弃本次申报。",
        )
        swept = run(duties.sweep())
        assert swept["expired"] == 2  # 周八, whom the cast had returned, too
        assert run(duties.sweep())["expired"] == 0
    row = run(row_of(HAN))
    assert (row["state"], row["slot"]) == ("abandoned", None)
    with pytest.raises(Closed):
        write("achievements", name="太晚了")


def test_the_applicant_is_reminded_once(province):
    sent_back()
    with later(4):
        assert run(duties.remind()) >= 1
        run(duties.remind())
    heads = [each["title"] for each in run(notice.messages(run(row_of(HAN))["person"]))]
    assert heads.count("还有 2 天到期") == 1


def marks_of(someone) -> list[dict]:
    row = run(row_of(HAN))
    return run(returns.gathered(row["id"], row["holder"]))


def test_what_is_sent_is_what_was_shown(provinces):
    """Between the page and its button a colleague marks one more: nothing is sent that nobody has read as a whole."""
    run(mark(FENG, words="请补证明。"))
    shown = frozenset(each["id"] for each in marks_of(FENG))
    run(mark(FENG, first_place("education"), words="另一处。"))
    sentence = "刚才有人又标出或删去了要改的内容。请看一下现在的清单，再一次退回。"
    assert run(refused(FENG, "return", marks=shown)) == sentence
    assert run(refused(FENG, "return", marks=frozenset(each["id"] for each in marks_of(FENG)))) == ""


def first_place(key: str) -> str:
    return f"{key}/{first_row(key)['id']}/"


def test_a_mark_that_comes_after_the_move_is_refused(provinces):
    """It would lie about unseen, and be sent with the next notice."""
    case = run(declarations.case_of(run(row_of(HAN)), clock.now()))
    run(does(FENG, "take", place="公示栏"))
    feng = run(cast.person(FENG))
    told = run(returns.mark(case, feng, "achievements/0/", "", "太晚了。"))
    assert told == "申报的状态已经变了，这一步现在不能做。" and marks_of(FENG) == []


def test_marks_of_what_the_new_version_no_longer_has_are_dropped(province):
    work = first_row("achievements")
    run(mark(FENG, f"achievements/{work['id']}/name"))
    run(mark(FENG, "awards/0/"))
    case, han = run(cast.case_of(HAN)), run(cast.person(HAN))
    assert run(take_back(case, han, "withdraw", clock.now()))["accepted"]
    section = SECTIONS["achievements"]
    run(rows.copied(section, work, work[section.holder]))
    run(rows.remove(section, work[section.holder], work["id"]))
    assert run(submit(HAN))["accepted"]
    assert [(each["section"], each["row"]) for each in marks_of(FENG)] == [("awards", 0)]


def test_another_photo_is_taken_where_it_was_asked_for(provinces):
    """The photo is no field, but a reviewer marks it, and the new version has the new one."""
    basic = first_row("basic")["id"]
    before = run(evidence.photo_of(run(row_of(HAN))["person"]))
    assert run(mark(FENG, f"basic/{basic}/photo", words="请换近期免冠照片。")) == ""
    run(does(FENG, "return"))
    row = run(row_of(HAN))
    notice_now = run(returns.notice_of(row))
    assert notice_now is not None
    assert (notice_now.todos[0].subject, notice_now.todos[0].href) == (
        "基本信息 证件照片",
        "/profile/photo#file",
    )
    assert run(photo.locked(row["person"])) == ""
    run(photo.take(row["person"], "新照片.jpg", corpus.jpeg(corpus.page(9, size=(826, 1252)).convert("RGB"))))
    write("basic", address="没有被指出")
    assert run(submit(HAN))["accepted"]
    newest = run(dossier.versions(row["id"]))[0]["snapshot"]
    after = run(evidence.photo_of(row["person"]))
    assert newest["applicant"]["photo"] == after != before
    (change,) = dossier.changes(run(dossier.versions(row["id"])))
    assert (change.place, change.subject) == (("basic", basic, "photo"), "基本信息 证件照片")
    assert [each["sha256"] for each in change.new_files] == [after]


def test_the_photo_stays_where_another_field_was_named(province):
    basic = first_row("basic")["id"]
    run(mark(FENG, f"basic/{basic}/address"))
    run(does(FENG, "return"))
    person = run(row_of(HAN))["person"]
    assert run(photo.locked(person)) == "退回通知没有要求更换照片，照片现在不能更换或调整。"


def test_differences_name_rows_that_came_and_went():
    def body(rows):
        return {
            "applicant": {},
            "heading": [],
            "sections": [{"key": "awards", "title": "获奖情况", "many": True, "rows": rows}],
        }

    def row(number, text):
        value = {
            "name": "name",
            "label": "奖项名称",
            "kind": "text",
            "value": text,
            "shown": text,
            "files": [],
        }
        return {"id": number, "values": [value]}

    changes = difference.between(
        body([row(1, "一等奖"), row(2, "二等奖")]), body([row(2, "二等奖（更正）"), row(3, "三等奖")])
    )
    assert [(each.place, each.before, each.after) for each in changes] == [
        (("awards", 2, "name"), "二等奖", "二等奖（更正）"),
        (("awards", 3, ""), "", "奖项名称：三等奖"),
        (("awards", 1, ""), "奖项名称：一等奖", ""),
    ]


@pytest.mark.parametrize(
    ("places", "kept"),
    [
        (set(), ["一", "二"]),
        ({("awards", 1, "name")}, ["改", "二"]),
        ({("awards", 2, "")}, ["一"]),
        ({("awards", 0, "")}, ["改", "新"]),
    ],
)
def test_what_is_not_named_stays_as_it_was(places, kept):
    def body(texts):
        made = [
            {
                "id": n,
                "values": [
                    {"name": "name", "label": "名称", "kind": "text", "value": t, "shown": t, "files": []}
                ],
            }
            for n, t in texts
        ]
        return {
            "applicant": {},
            "heading": [],
            "sections": [{"key": "awards", "title": "获奖", "many": True, "rows": made}],
        }

    merged = difference.only_named(body([(1, "一"), (2, "二")]), body([(1, "改"), (3, "新")]), places)
    assert [row["values"][0]["shown"] for row in merged["sections"][0]["rows"]] == kept


def test_withdrawing_is_for_what_was_never_returned(province):
    sent_back()
    run(submit(HAN))
    case = run(declarations.case_of(run(row_of(HAN)), clock.now()))
    sentence = "退回修改后重新提交的申报不能撤回；还要改的，请联系单位再次退回。"
    assert refusal("withdraw", run(cast.person(HAN)), case) == sentence
