"""Conflicts that the service finds, one of each kind."""

from dataclasses import replace

from web.committee.conflicts import Conflict, Dossier, Judge, between, named_in

CHEN = Dossier(
    7,
    70,
    "陈静",
    700,
    "中州建工集团有限公司",
    "gongcheng-0101",
    {"马七": "推荐人", "牛八": "共同专利权人（著作权人）"},
    frozenset({90}),
)
STRANGER = Judge(1, 10, "赵一", 100)


def test_a_stranger_may_judge() -> None:
    assert between(STRANGER, CHEN) == []


def test_each_kind() -> None:
    cases = [
        (replace(STRANGER, person=70), Conflict("self", "本人的申报")),
        (replace(STRANGER, unit=700), Conflict("unit", "与申报人同在中州建工集团有限公司")),
        (replace(STRANGER, ties=(("relative", "陈静", ""),)), Conflict("tie", "专家申明的关系：夫妻、直系血亲、三代以内旁系血亲或近姻亲")),
        (replace(STRANGER, ties=(("teacher", "陈静", "中州建工集团有限公司"),)), Conflict("tie", "专家申明的关系：师生")),
        (replace(STRANGER, ties=(("unit", "", "中州建工集团有限公司"),)), Conflict("tie", "专家申明回避单位：中州建工集团有限公司")),
        (replace(STRANGER, name="牛八"), Conflict("named", "申报材料里的共同专利权人（著作权人）与专家同名")),
        (replace(STRANGER, person=90), Conflict("handled", "参加过这份申报的审核或推荐")),
    ]  # fmt: skip
    for judge, conflict in cases:
        assert between(judge, CHEN) == [conflict]


def test_somebody_of_the_same_name_in_another_unit_is_no_relative() -> None:
    assert between(replace(STRANGER, ties=(("relative", "陈静", "郑州市演示第一中学"),)), CHEN) == []


def test_names_are_read_from_the_snapshot() -> None:
    values = [
        {"name": "owner", "shown": "陈静、牛八；中州建工集团有限公司"},
        {"name": "name", "shown": "吊装装置"},
    ]
    work = [{"name": "witness", "shown": "马七"}]
    frozen = {
        "applicant": {"name": "陈静"},
        "sections": [
            {"key": "patents", "rows": [{"values": values}]},
            {"key": "work", "rows": [{"values": work}]},
        ],
    }
    assert named_in(frozen) == {
        "牛八": "共同专利权人（著作权人）",
        "中州建工集团有限公司": "共同专利权人（著作权人）",
        "马七": "证明人",
    }
