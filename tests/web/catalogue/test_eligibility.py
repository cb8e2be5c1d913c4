"""Can this person apply? Cases worked out by hand from the rules."""

from datetime import date

import pytest

from web.catalogue import reading
from web.catalogue.checks import retirement
from web.catalogue.eligibility import (
    CHECK,
    FAILS,
    MEETS,
    Held,
    Hours,
    Penalty,
    Person,
    Study,
    Verdict,
    assess,
    conditions_of,
    met_from,
    outcome,
)  # fmt: skip
from web.catalogue.files import editions

OFFERED = {each.year: reading.assembled(each.year, each.about, each.rows) for each in editions()}
TODAY = date(2026, 11, 24)
STEADY = {
    "sex": "2", "born": date(1990, 5, 6), "unit_nature": "21", "work_since": date(2012, 8, 1),
    "specialty_since": date(2012, 8, 1), "post_since": date(2012, 8, 1), "assessments": {2024: "2", 2025: "2"},
    "hours": {2026: Hours(90, 60)},
}  # fmt: skip
BACHELOR = Study("bachelor", date(2012, 7, 1))
JUNIOR_COLLEGE = Study("junior_college", date(2010, 7, 1))
MASTER = Study("master", date(2015, 7, 1))
DOCTOR = Study("doctor", date(2020, 6, 30))


def who(*studies: Study, titles: tuple[Held, ...] = (), **more) -> Person:
    return Person(**{**STEADY, "studies": studies, "titles": titles, **more})


def judged(series: str, level: str, type_: str, person: Person, specialty: str = "", year: str = "2026"):
    return assess(conditions_of(OFFERED[year], series, level, type_, specialty, TODAY), person)


def rule(verdicts: list[Verdict]) -> Verdict:
    return next(each for each in verdicts if each.kind == "rule")


def check(verdicts: list[Verdict], name: str) -> Verdict:
    return next(each for each in verdicts if each.name == name)


def first(series: str, level: str, type_: str, person: Person, **more) -> tuple[str, date | None]:
    verdict = rule(judged(series, level, type_, person, **more))
    return verdict.result, verdict.met_from


# 中小学教师: 人社部发〔2015〕79号, years from 聘任


def teacher(level: str, engaged: date | None, obtained: date | None = date(2015, 1, 1)) -> tuple[Held, ...]:
    return (Held("zhongxiaoxue", level, obtained, engaged),)


def test_a_new_teacher_with_a_bachelors_degree_after_one_year_of_probation():
    person = who(Study("bachelor", date(2025, 7, 1)), work_since=date(2025, 8, 20), assessments={2026: "2"})
    verdicts = judged("zhongxiaoxue", "zhu_li", "chupin", person)
    assert (outcome(verdicts), met_from(verdicts)) == (MEETS, None)
    verdict = rule(verdicts)
    assert verdict.quoted == (
        "硕士研究生及以上学历或硕士及以上学位；或大学本科及以上学历或学士及以上学位，见习期（1 年）满、考核合格；或"
        "大学专科及以上学历，聘任本系列员级职称满 2 年，小学、初中；或中专及以上学历，聘任本系列员级职称满 3 年，"
        "中等师范学校毕业, 小学。"
    )
    assert verdict.dates == ("大学本科 2025年7月1日", "参加工作 2025年8月20日")
    assert verdict.source == "人社部发〔2015〕79号 附件（国家职称评价基本标准条件）"
    assert verdict.cited


def test_a_teacher_in_the_first_year_is_told_the_day():
    person = who(Study("bachelor", date(2026, 7, 1)), work_since=date(2026, 8, 20))
    verdict = rule(judged("zhongxiaoxue", "zhu_li", "chupin", person))
    assert (verdict.result, verdict.met_from) == (FAILS, date(2027, 8, 20))
    assert verdict.sentence == "参加工作 2026年8月20日，到 2027年8月20日 才满 1 年。从 2027年8月20日 起符合。"


def test_a_master_need_not_wait_as_a_teacher():
    person = who(Study("master", date(2026, 6, 20)), work_since=date(2026, 8, 20))
    assert first("zhongxiaoxue", "zhu_li", "chupin", person) == (MEETS, None)


def test_first_level_teacher_with_a_bachelors_degree_needs_four_years_from_engagement():
    met = who(BACHELOR, titles=teacher("zhu_li", date(2022, 12, 31)))
    assert first("zhongxiaoxue", "zhong_ji", "normal", met) == (MEETS, None)
    late = who(BACHELOR, titles=teacher("zhu_li", date(2023, 1, 1)))
    assert first("zhongxiaoxue", "zhong_ji", "normal", late) == (FAILS, date(2027, 1, 1))
    assert first("zhongxiaoxue", "zhong_ji", "normal", late, year="2027") == (MEETS, None)


def test_a_master_needs_two_years_where_a_bachelor_needs_four():
    person = who(MASTER, titles=teacher("zhu_li", date(2024, 9, 1)))
    assert first("zhongxiaoxue", "zhong_ji", "normal", person) == (MEETS, None)


def test_without_the_day_of_engagement_a_person_must_check():
    verdict = rule(
        judged("zhongxiaoxue", "zhong_ji", "normal", who(BACHELOR, titles=teacher("zhu_li", None)))
    )
    assert verdict.result == CHECK
    assert "没有填写助理级职称的聘任时间，由人核对。" in verdict.sentence
    assert verdict.dates == ("大学本科 2012年7月1日", "助理级职称取得 2015年1月1日")


def test_a_junior_college_teacher_for_senior_only_in_primary_and_middle_school():
    person = who(JUNIOR_COLLEGE, titles=teacher("zhong_ji", date(2018, 9, 1)))
    verdict = rule(judged("zhongxiaoxue", "fu_gao", "normal", person))
    assert verdict.result == CHECK
    assert "是否属于“小学、初中”，由人核对。" in verdict.sentence


def test_senior_teacher_after_five_years_still_needs_papers_looked_at():
    verdict = rule(
        judged(
            "zhongxiaoxue", "fu_gao", "normal", who(BACHELOR, titles=teacher("zhong_ji", date(2021, 9, 1)))
        )
    )
    assert verdict.result == CHECK
    assert verdict.sentence.endswith(
        "另须核对：教师资格证；城镇中小学教师须有 1 年以上农村(薄弱)学校任教经历(晋高级)。"
    )
    assert [branch.result for branch in verdict.branches] == [FAILS, MEETS, CHECK]


def test_senior_teacher_too_early_is_told_the_day():
    person = who(BACHELOR, titles=teacher("zhong_ji", date(2023, 9, 1)))
    assert first("zhongxiaoxue", "fu_gao", "normal", person) == (FAILS, date(2028, 9, 1))


def test_the_green_channel_of_rural_teachers_is_checked_by_a_person():
    person = who(BACHELOR, titles=teacher("zhu_li", date(2020, 9, 1)))
    verdict = rule(judged("zhongxiaoxue", "zhong_ji", "green", person))
    assert verdict.result == CHECK
    assert "是否属于“农村学校累计从教 20 年的在岗在编教师”，由人核对。" in verdict.sentence


def test_full_professor_of_schools_needs_five_years_as_senior():
    assert first(
        "zhongxiaoxue", "zheng_gao", "normal", who(BACHELOR, titles=teacher("fu_gao", date(2021, 3, 1)))
    ) == (
        MEETS,
        None,
    )


# 工程: 人社部发〔2019〕16号, years from 取得


def engineer(level: str, obtained: date) -> tuple[Held, ...]:
    return (Held("gongcheng", level, obtained),)


def test_an_assistant_engineer_after_one_year_of_probation():
    verdicts = judged("gongcheng", "zhu_li", "chupin", who(BACHELOR), specialty="gongcheng-0105")
    assert outcome(verdicts) == MEETS


def test_a_technician_with_junior_college_needs_two_years():
    person = who(JUNIOR_COLLEGE, titles=engineer("yuan_ji", date(2025, 6, 1)))
    assert first("gongcheng", "zhu_li", "chupin", person) == (FAILS, date(2027, 6, 1))


def test_an_engineer_after_four_years_as_assistant():
    assert first(
        "gongcheng", "zhong_ji", "normal", who(BACHELOR, titles=engineer("zhu_li", date(2022, 10, 1)))
    ) == (
        MEETS,
        None,
    )


def test_a_doctor_needs_no_title_for_engineer():
    verdicts = judged("gongcheng", "zhong_ji", "normal", who(DOCTOR))
    assert (rule(verdicts).result, check(verdicts, "逐级申报").result) == (MEETS, MEETS)
    assert check(verdicts, "逐级申报").sentence == "按学历可以直接申报中级。"


def test_a_bachelor_without_title_cannot_apply_for_engineer():
    verdicts = judged("gongcheng", "zhong_ji", "normal", who(BACHELOR))
    assert (outcome(verdicts), met_from(verdicts)) == (FAILS, None)
    assert check(verdicts, "逐级申报").sentence == "申报中级须已取得本系列低一级职称，没有找到。"


def test_a_senior_engineer_with_junior_college_lacks_the_degree_whatever_the_years():
    verdict = rule(
        judged(
            "gongcheng",
            "fu_gao",
            "normal",
            who(JUNIOR_COLLEGE, titles=engineer("zhong_ji", date(2010, 1, 1))),
        )
    )
    assert (verdict.result, verdict.met_from) == (FAILS, None)
    assert verdict.sentence == "须为大学本科及以上学历或学士及以上学位；现有最高为大学专科。"


def test_a_doctor_becomes_senior_engineer_after_two_years():
    person = who(DOCTOR, titles=engineer("zhong_ji", date(2025, 3, 15)))
    assert first("gongcheng", "fu_gao", "normal", person) == (FAILS, date(2027, 3, 15))
    assert first("gongcheng", "fu_gao", "normal", person, year="2027") == (MEETS, None)


def test_exceptional_promotion_needs_two_recommendations():
    person = who(JUNIOR_COLLEGE, titles=engineer("zhong_ji", date(2020, 1, 1)))
    verdict = rule(judged("gongcheng", "fu_gao", "exceptional", person))
    assert verdict.result == CHECK
    assert verdict.sentence.endswith(
        "另须核对：业绩突出、作出重要贡献；2 名本专业或相近专业正高级工程师推荐。"
    )


def test_a_degree_still_to_come_counts_from_its_day():
    person = who(Study("bachelor", date(2027, 6, 30)), titles=engineer("zhong_ji", date(2015, 1, 1)))
    assert first("gongcheng", "fu_gao", "normal", person) == (FAILS, date(2027, 6, 30))


def test_a_title_of_another_series_must_be_transferred_first():
    person = who(BACHELOR, titles=(Held("shiyan", "zhong_ji", date(2015, 1, 1)),))
    verdicts = judged("gongcheng", "fu_gao", "normal", person)
    assert "现有的中级职称属于实验系列，须先转评为本系列同级职称，再申报高一级。" in [
        part.sentence for part in rule(verdicts).branches[1].parts
    ]
    transfer = judged("gongcheng", "zhong_ji", "transfer", person)
    assert (rule(transfer).result, check(transfer, "逐级申报").result) == (CHECK, MEETS)
    assert rule(transfer).dates == ("中级职称取得 2015年1月1日", "到现岗位 2012年8月1日")


def test_years_before_a_transfer_may_be_added_by_a_person():
    titles = (*engineer("zhong_ji", date(2024, 5, 1)), Held("shiyan", "zhong_ji", date(2018, 5, 1)))
    verdict = rule(judged("gongcheng", "fu_gao", "normal", who(BACHELOR, titles=titles)))
    assert verdict.result == CHECK
    assert "转评前的中级职称年限可以累计计算，由人核对。" in verdict.sentence


# 卫生, 会计 and others


def test_a_doctor_of_medicine_at_a_county_hospital_with_junior_college_needs_seven_years():
    person = who(JUNIOR_COLLEGE, titles=(Held("weisheng", "zhong_ji", date(2018, 5, 1), date(2019, 10, 1)),))
    of = next(each for each in OFFERED["2026"].specialties["weisheng"] if each.name == "心血管内科")
    verdict = rule(judged("weisheng", "fu_gao", "exam_review", person, specialty=of.code))
    assert verdict.result == CHECK
    assert verdict.code == "ws-4"
    assert "是否属于“县级及以下基层医疗卫生机构”，由人核对。" in verdict.sentence


def test_a_nurse_falls_under_the_rule_of_her_own_track():
    person = who(JUNIOR_COLLEGE, titles=(Held("weisheng", "zhong_ji", date(2018, 5, 1), date(2021, 10, 1)),))
    of = next(each for each in OFFERED["2026"].specialties["weisheng"] if each.name == "手术室护理")
    verdict = rule(judged("weisheng", "fu_gao", "exam_review", person, specialty=of.code))
    assert (verdict.code, verdict.result, verdict.met_from) == ("ws-5", FAILS, date(2028, 10, 1))


def test_the_medical_examination_counts_years_by_degree():
    person = who(
        Study("secondary", date(2008, 7, 1)),
        titles=(Held("weisheng", "zhu_li", date(2019, 1, 1), date(2020, 3, 1)),),
    )
    assert first("weisheng", "zhong_ji", "", person) == (FAILS, date(2027, 3, 1))


def test_the_accounting_examination_counts_years_of_work_not_of_title():
    assert first("kuaiji", "zhong_ji", "", who(BACHELOR, specialty_since=date(2022, 7, 1))) == (MEETS, None)
    junior = who(JUNIOR_COLLEGE, specialty_since=date(2022, 7, 1))
    assert first("kuaiji", "zhong_ji", "", junior) == (FAILS, date(2027, 7, 1))


def test_a_senior_accountant_with_junior_college_needs_ten_years():
    person = who(JUNIOR_COLLEGE, titles=(Held("kuaiji", "zhong_ji", date(2017, 9, 1)),))
    assert first("kuaiji", "fu_gao", "exam_review", person) == (FAILS, date(2027, 9, 1))


def test_an_agronomist_with_secondary_school_needs_five_years():
    person = who(Study("secondary", date(2010, 7, 1)), titles=(Held("nongye", "zhu_li", date(2021, 8, 1)),))
    assert first("nongye", "zhong_ji", "normal", person) == (MEETS, None)


def test_a_new_farmer_may_apply_directly_after_eight_years():
    person = who(Study("middle_school", date(2000, 7, 1)), specialty_since=date(2019, 3, 1))
    assert first("x_xinxingnongmin", "fu_gao", "normal", person) == (FAILS, date(2027, 3, 1))


def test_ships_officers_are_left_to_a_person():
    verdict = rule(judged("chuanbo", "fu_gao", "normal", who(BACHELOR)))
    assert verdict.result == CHECK
    assert "持有相应船员适任证书" in verdict.sentence


def test_a_teacher_at_university_with_a_masters_degree():
    person = who(MASTER, titles=(Held("gaoxiao", "zhu_li", date(2024, 12, 1)),))
    assert first("gaoxiao", "zhong_ji", "normal", person) == (MEETS, None)
    assert first("gaoxiao", "zhong_ji", "assess", who(DOCTOR)) == (CHECK, None)


# every series


def both(person: Person, name: str) -> tuple[str, str, date | None]:
    verdict = check(judged("gongcheng", "zhong_ji", "normal", person), name)
    return verdict.result, verdict.sentence, verdict.met_from


def test_civil_servants_may_not_apply():
    assert both(who(BACHELOR, unit_nature="11"), "公务员、参公人员") == (
        FAILS, "单位性质为参照公务员法管理的事业单位。", None,
    )  # fmt: skip
    assert both(who(BACHELOR, unit_nature=""), "公务员、参公人员") == (CHECK, "没有填写单位性质。", None)


def test_the_retired_may_not_apply():
    assert both(who(BACHELOR, retired=True), "在职") == (FAILS, "已办理离退休。", None)
    reached = both(who(BACHELOR, sex="1", born=date(1965, 12, 20)), "在职")
    assert reached == (CHECK, "2026年3月20日已到法定退休年龄，须核对是否批准延迟退休、仍然在职。", None)
    assert both(who(BACHELOR, sex="1", born=date(1966, 12, 20)), "在职")[0] == MEETS


@pytest.mark.parametrize(
    ("sex", "born", "day"),
    [
        ("1", date(1964, 12, 31), date(2024, 12, 31)),
        ("1", date(1965, 1, 1), date(2025, 2, 1)),
        ("1", date(1965, 5, 1), date(2025, 7, 1)),
        ("1", date(1976, 9, 15), date(2039, 9, 15)),
        ("1", date(1990, 1, 1), date(2053, 1, 1)),
        ("2", date(1969, 12, 1), date(2024, 12, 1)),
        ("2", date(1970, 1, 31), date(2025, 2, 28)),
        ("2", date(1981, 9, 1), date(2039, 9, 1)),
    ],
)
def test_the_statutory_day_of_retirement(sex, born, day):
    definition = next(
        each.definition for each in OFFERED["2026"].checks if each.definition["check"] == "retired"
    )
    assert retirement(definition, sex, born) == day


def test_a_penalty_blocks_for_its_term():
    warned = who(BACHELOR, penalties=(Penalty("1", date(2026, 10, 1)),))
    assert both(warned, "处分期") == (MEETS, "没有影响申报的处分。", None)
    demerit = who(BACHELOR, penalties=(Penalty("2", date(2026, 3, 31)),))
    assert both(demerit, "处分期") == (FAILS, "记过处分期到 2027年3月31日 止。", date(2027, 3, 31))
    past = who(BACHELOR, penalties=(Penalty("2", date(2025, 11, 24)),))
    assert both(past, "处分期")[0] == MEETS


def test_dishonesty_blocks_for_three_years():
    assert both(who(BACHELOR, dishonest_on=date(2024, 1, 10)), "诚信") == (
        FAILS, "申报弄虚作假，到 2027年1月10日 前不得申报。", date(2027, 1, 10),
    )  # fmt: skip
    assert both(who(BACHELOR, dishonest_on=date(2023, 11, 24)), "诚信")[0] == MEETS


def test_one_title_a_year():
    assert both(who(BACHELOR, declared=("经济师",)), "一年一职称") == (
        FAILS, "2026 年度已申报经济师。", date(2027, 1, 1),
    )  # fmt: skip


def test_the_title_already_held_is_not_applied_for_again():
    person = who(BACHELOR, titles=engineer("zhong_ji", date(2020, 1, 1)))
    assert both(person, "逐级申报")[:2] == (FAILS, "已取得本系列中级职称，不必再申报中级。")


def test_continuing_education_of_the_year():
    short = who(BACHELOR, hours={2026: Hours(72, 60)})
    assert both(short, "继续教育")[:2] == (FAILS, "2026 年共 72 学时，其中专业科目 60 学时，还差 18 学时。")
    assert both(who(BACHELOR, hours={}), "继续教育")[:2] == (CHECK, "没有填写 2026 年的继续教育学时。")
    assert both(who(BACHELOR), "继续教育")[0] == MEETS


def test_poor_assessments_put_the_years_off():
    titles = engineer("zhu_li", date(2022, 6, 1))
    person = who(BACHELOR, titles=titles, assessments={2021: "4", 2023: "3", 2024: "2", 2025: "2"})
    verdicts = judged("gongcheng", "zhong_ji", "normal", person)
    assert check(verdicts, "年度考核").sentence == (
        "2023 年基本合格、2024 年合格、2025 年合格；任职年限顺延 1 年，已计入下面的计算。"
    )
    assert (rule(verdicts).result, rule(verdicts).met_from) == (FAILS, date(2027, 6, 1))


def test_what_is_unknown_is_left_to_a_person_and_never_refused():
    verdicts = judged("gongcheng", "zhu_li", "chupin", Person())
    assert {each.result for each in verdicts} == {MEETS, CHECK}
    assert outcome(verdicts) == CHECK


def test_the_later_of_several_days_counts():
    person = who(
        BACHELOR, titles=engineer("zhu_li", date(2023, 2, 1)), penalties=(Penalty("2", date(2026, 9, 1)),)
    )
    assert met_from(judged("gongcheng", "zhong_ji", "normal", person)) == date(2027, 9, 1)


def test_every_series_level_and_type_can_be_assessed_and_quotes_its_rule():
    for held in OFFERED.values():
        for series in held.series:
            for level in held.levels_of(series.code):
                for type_ in ("", *(each.code for each in held.types_of(series.code, level.code))):
                    found = conditions_of(held, series.code, level.code, type_, "", TODAY)
                    assert found.rules, (series.name, level.name, type_)
                    for verdict in assess(found, Person()):
                        assert verdict.quoted and verdict.sentence and verdict.source
                        assert verdict.result in (MEETS, CHECK, FAILS)


def test_a_level_that_does_not_exist_is_refused():
    with pytest.raises(LookupError, match="^2026 年度没有这个系列和级别：gaoxiao yuan_ji$"):
        conditions_of(OFFERED["2026"], "gaoxiao", "yuan_ji", "", "", TODAY)
