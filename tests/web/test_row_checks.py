"""Rules between fields and rows, by the sections that use them."""

from datetime import UTC, date, datetime

import pytest

from web import clock
from web.declaration.sections import SECTIONS as DECLARATION
from web.kinds import KINDS
from web.profile.sections import SECTIONS as PROFILE
from web.profile.sections.education import highest_missing


def test_an_end_before_its_start():
    rows = [
        {"id": 1, "began_on": date(2020, 9, 1), "ended_on": date(2019, 7, 1)},
        {"id": 2, "began_on": date(2020, 9, 1), "ended_on": None},
        {"id": 3, "began_on": date(2020, 9, 1), "ended_on": date(2020, 9, 1)},
        {"id": 4, "began_on": None, "ended_on": date(2020, 9, 1)},
    ]
    assert PROFILE["work"].check(rows) == [
        (1, "ended_on", "结束的日期早于开始的日期，请核对起止时间。"),
    ]


def test_a_year_stands_once_and_not_before_it_comes():
    rows = [
        {"id": 1, "year": 2025},
        {"id": 2, "year": 2025},
        {"id": 3, "year": 2027},
        {"id": 4, "year": None},
    ]
    with clock.frozen(datetime(2026, 6, 1, tzinfo=UTC)):
        assert PROFILE["assessments"].check(rows) == [
            (2, "year", "2025 年度已经填过，请改年度或删去重复的一行。"),
            (3, "year", "2027 年度还没有到，请核对。"),
        ]


def test_a_rank_is_within_the_number_of_people():
    rows = [
        {"id": 1, "rank": 3, "total": 2},
        {"id": 2, "rank": 2, "total": 2},
        {"id": 3, "rank": 9, "total": None},
    ]
    assert DECLARATION["awards"].check(rows) == [(1, "rank", "本人名次大于总人数，请核对。")]


def test_a_penalty_says_which_and_until_when():
    blank = {"given_on": None, "until": None}
    rows = [
        {"id": 1, "kind": "penalty", "penalty": "", **blank},
        {"id": 2, "kind": "reward", "penalty": "", **blank},
    ]
    assert PROFILE["penalties"].check(rows) == [
        (1, "penalty", "请选择处分种类。"),
        (1, "until", "请填写处分期至哪一天。"),
    ]


def _patent(row, kind, number):
    return {
        "id": row, "kind": kind, "patent_number": number, "rank": 1, "total": 1,
        "applied_on": None, "granted_on": None,
    }  # fmt: skip


def test_a_number_is_checked_by_the_kind_of_right():
    rows = [
        _patent(1, "1", "ZL200310102344.6"),
        _patent(2, "1", "ZL200310102344.5"),
        _patent(3, "8", "2020SR12"),
        _patent(4, "5", "US1234567"),
        _patent(5, "", "anything"),
    ]
    assert DECLARATION["patents"].check(rows) == [
        (1, "patent_number", "专利号小数点后的校验位与前面的数字不符，请核对。"),
        (
            3,
            "patent_number",
            "软件著作权登记号应像 2020SR0123456：年份、SR、7 位数字（早年为 6 位），请核对。",
        ),
    ]


def test_a_paper_is_known_by_its_journal_and_a_book_by_its_isbn():
    blank = {"issn": "", "cn": "", "isbn": "", "collected": "", "rank": None, "total": None}
    rows = [
        {**blank, "id": 1, "kind": "paper"},
        {**blank, "id": 2, "kind": "paper", "cn": "CN 41-1032/TU"},
        {**blank, "id": 3, "kind": "paper", "collected": "CONF"},
        {**blank, "id": 4, "kind": "01"},
        {**blank, "id": 5, "kind": "12"},
    ]
    assert DECLARATION["papers"].check(rows) == [
        (1, "issn", "论文请填写 ISSN 或 CN 刊号；会议论文请选择收录情况。"),
        (4, "isbn", "著作请填写 ISBN。"),
    ]


def test_the_highest_education_stands_among_the_schooling():
    rows = [{"education": "31"}, {"education": "21"}]
    assert highest_missing({"education": "21"}, rows) == ""
    assert highest_missing({"education": ""}, rows) == ""
    assert highest_missing({"education": "14"}, []) == ""
    assert highest_missing({"education": "14"}, rows) == (
        "基本信息里的最高学历是“硕士研究生毕业”，学习经历里没有这一段，请补充学习经历或改正最高学历。"
    )


EVERY = [*PROFILE.values(), *DECLARATION.values()]


def _blank(section, **values):
    return {**{name: KINDS[field.kind].empty for name, field in section.columns}, "id": 7, **values}


@pytest.mark.parametrize("section", [s for s in EVERY if {"began_on", "ended_on"} <= set(dict(s.columns))])
def test_every_section_with_a_period_looks_at_its_order(section):
    row = _blank(section, began_on=date(2020, 9, 1), ended_on=date(2019, 7, 1))
    assert (7, "ended_on", "结束的日期早于开始的日期，请核对起止时间。") in section.check([row])


@pytest.mark.parametrize("section", [s for s in EVERY if {"rank", "total"} <= set(dict(s.columns))])
def test_every_section_with_a_rank_looks_at_the_number_of_people(section):
    assert (7, "rank", "本人名次大于总人数，请核对。") in section.check([_blank(section, rank=3, total=2)])


@pytest.mark.parametrize("section", [s for s in EVERY if s.check])
def test_an_empty_row_and_no_row_break_no_rule(section):
    assert section.check([]) == []
    assert section.check([_blank(section)]) == []
