"""The form's own arrangement of a snapshot: what stands in one column, what an empty value means, what is left to the pen."""

from typing import Any

import pytest

from tests.support import run
from tests.web.documents import cast
from tests.web.documents.printed import words
from web.documents import fonts, official_form, rules, shapes

needs_fonts = pytest.mark.skipif(bool(fonts.complaints()), reason="no Chinese fonts on this machine")


def lived(began: str, ended: str) -> list[dict[str, Any]]:
    until = {**cast.value("ended_on", "起止时间（止）", ended, "day"), "gap": "至今"}
    return [
        cast.value("began_on", "起止时间（起）", began, "day"),
        until,
        cast.value("unit", "单位", "中州建工"),
    ]


def with_lives(*lives: tuple[str, str]) -> dict[str, Any]:
    snapshot = cast.short()
    snapshot["sections"].append(cast.section("work", "工作经历", [lived(*each) for each in lives]))
    return snapshot


def contents(snapshot: dict[str, Any]) -> dict[str, Any]:
    return official_form.contents(snapshot, shapes.Opinions(), shapes.Acceptance())


@pytest.mark.parametrize(
    "began,ended,printed",
    [
        ("2016年1月5日", "2018年3月9日", "2016年1月5日\n至2018年3月9日"),
        ("2016年1月5日", "", "2016年1月5日\n至今"),
        ("", "2018年3月9日", "无\n至2018年3月9日"),
    ],
)
def test_from_and_to_stand_in_one_column(began: str, ended: str, printed: str) -> None:
    (row,) = contents(with_lives((began, ended)))["sections"][-1]["rows"]
    assert [(v["label"], v["shown"]) for v in row["values"]] == [("起止时间", printed), ("单位", "中州建工")]


def test_a_value_alone_keeps_its_label_and_the_word_for_empty() -> None:
    snapshot = cast.short()
    until = {**cast.value("expires_on", "有效期至", "", "day"), "gap": "长期"}
    snapshot["sections"].append(cast.section("licences", "职业资格证书", [[until]]))
    (row,) = contents(snapshot)["sections"][-1]["rows"]
    assert [(v["label"], v["shown"]) for v in row["values"]] == [("有效期至", "长期")]


def test_licences_and_the_newest_hours_stand_among_the_basics() -> None:
    snapshot = cast.short()
    held = [
        [cast.value("name", "证书名称", name), cast.value("certificate_number", "编号", number)]
        for name, number in (("教师资格证书", "2019410"), ("一级建造师", "豫1"))
    ]
    hours = [
        [
            cast.value("year", "年度", year),
            cast.value("public_hours", "公需学时", "30 学时"),
            cast.value("professional_hours", "专业学时", "60 学时"),
        ]
        for year in ("2025", "2024")
    ]
    snapshot["sections"] += [
        cast.section("licences", "职业资格证书", held),
        cast.section("continuing_education", "继续教育", hours),
    ]
    basics = dict(contents(snapshot)["basics"])
    assert basics["执业（职业）资格及编号"] == "教师资格证书 2019410\n一级建造师 豫1"
    assert basics["继续教育"] == "2025 年度，公需 30 学时，专业 60 学时"


@needs_fonts
def test_an_office_that_is_not_asked_has_no_place_for_a_signature() -> None:
    asked = shapes.Opinion("主管部门意见")
    passed = shapes.Opinion("县级人社意见", "无（申报不经过这一级）", asked=False)
    text = words(
        run(
            rules.declaration_paper(
                "review_form", cast.short(), opinions=shapes.Opinions(levels=(asked, passed))
            )
        )
    )
    assert text.count("负责人签字") == 1
    assert "无(申报不经过这一级)" in text


@needs_fonts
def test_before_anything_is_decided_the_form_has_room_for_the_pen() -> None:
    text = words(run(rules.declaration_paper("review_form", cast.short())))
    for label in (*shapes.UNIT_FACTS, *shapes.GROUP_FACTS, *shapes.APPROVAL_FACTS):
        assert f"{label}:" in text, label


@needs_fonts
def test_the_summary_says_what_the_committees_office_found() -> None:
    said = shapes.Opinion(
        "资格审查意见", "评委会办公室受理。", (("审查单位", "演示办公室"),), "蒋十六", "2026年10月21日"
    )
    text = words(
        run(rules.declaration_paper("summary_sheet", cast.short(), opinions=shapes.Opinions(screening=said)))
    )
    for part in ("评委会办公室受理。", "审查单位:演示办公室", "签字:蒋十六", "2026年10月21日"):
        assert part in text, part


@pytest.mark.parametrize(
    "text,ems", [("", 0), ("工程师", 3), ("2024年5月", 2 + 5 * 0.62), ("䶮𬱖㛃", 3), ("C-1", 3 * 0.62)]
)
def test_a_text_is_as_wide_as_its_letters(text: str, ems: float) -> None:
    assert official_form.ems(text) == pytest.approx(ems)


def test_of_a_span_the_wider_line_counts() -> None:
    (row,) = contents(with_lives(("2016年1月5日", "2018年12月30日")))["sections"][-1]["rows"]
    assert row["values"][0]["wide"] == pytest.approx(official_form.ems("至2018年12月30日"))
