"""What the files offer: nothing missing, every way leads somewhere."""

import json
from datetime import UTC, datetime
from functools import cache

import pytest

from web.catalogue import reading
from web.catalogue.contents import PHOTO
from web.catalogue.files import DATA, editions
from web.catalogue.tables import Series, Title
from web.clock import ZONE

NATIONAL = [
    "高等学校教师", "哲学社会科学研究人员", "自然科学研究人员", "卫生技术人员", "工程技术人员", "农业技术人员",
    "新闻专业人员", "出版专业人员", "图书资料专业人员", "文物博物专业人员", "档案专业人员", "工艺美术专业人员",
    "技工院校教师", "体育专业人员", "翻译专业人员", "播音主持专业人员", "会计人员", "统计专业人员", "经济专业人员",
    "实验技术人才", "中等职业学校教师", "中小学教师", "艺术专业人员", "公共法律服务专业人员", "船舶专业技术人员",
    "民用航空飞行技术人员", "审计专业人员",
]  # fmt: skip
FILES = editions()
OFFERED = {each.year: reading.assembled(each.year, each.about, each.rows) for each in FILES}
YEARS = ["2025", "2026", "2027"]
CITIES = ["410000", "410100", "410102", "411500", "419001"]


def written() -> dict:
    return json.loads((DATA / "series.json").read_text(encoding="utf-8"))


def test_the_27_national_series_are_all_there_under_their_names():
    for year in YEARS:
        national = [each.name for each in OFFERED[year].series_of() if each.national]
        assert national == NATIONAL


def test_every_title_of_the_national_table_is_offered_at_its_level_and_track():
    for series in written()["series"]:
        for track in series["tracks"]:
            for level, name in track["titles"].items():
                titles = OFFERED["2026"].titles_of(series["code"], level, track=track["code"])
                assert {title.national_name for title in titles} == ({name} if name else set())


@pytest.mark.parametrize("year", YEARS)
def test_every_series_level_and_track_leads_to_a_specialty_a_title_a_committee_and_a_type(year):
    held = OFFERED[year]
    walked = 0
    reviewed = cache(held.specialties_of)
    for series in held.series:
        for level in held.levels_of(series.code):
            specialties = held.specialties_of(series.code, level.code)
            types = held.types_of(series.code, level.code)
            assert {"transfer", "confirm"} <= {each.code for each in types}
            assert ({each.code for each in types} == {"transfer", "confirm"}) == level.by_exam
            assert held.window_for(series.code, level.code).opens.tzinfo
            for type_ in types:
                assert "attachments" in [
                    each.key for each in held.sections_asked(series.code, level.code, type_.code)
                ]
            for track in {title.track for title in held.titles_of(series.code, level.code)}:
                ways = [each for each in specialties if not each.tracks or track in each.tracks]
                assert ways, (series.name, level.name, track)
                for specialty in ways:
                    assert track in [
                        title.track for title in held.titles_of(series.code, level.code, specialty.code)
                    ]
                    for region in CITIES:
                        found = held.committees_for(series.code, level.code, region, specialty=specialty.code)
                        assert found, (series.name, level.name, specialty.name, region)
                        assert specialty in reviewed(series.code, level.code, found[0].code)
                walked += 1
    table = [track["titles"] for series in written()["series"] for track in series["tracks"]]
    assert walked == sum(name is not None for titles in table for name in titles.values())


def test_a_level_obtained_by_examination_says_where_to_go():
    for level in OFFERED["2026"].levels_of("kuaiji"):
        if level.code == "zhong_ji":
            assert level.told == (
                "本级别实行以考代评，不需要在本系统申报评审：请到全国会计人员统一服务管理平台（ausm.mof.gov.cn）报名参加"
                "全国会计专业技术资格考试，成绩合格即取得相应资格，由单位按规定聘任。在外省、中央单位或军队已取得的，"
                "选择“确认”；由其他系列转入的，选择“转评”。"
            )
    for series in OFFERED["2026"].series_of():
        for level in OFFERED["2026"].levels_of(series.code):
            assert level.by_exam == (level.evaluation in ("exam", "exam_certificate"))
            assert level.told or level.evaluation == "review"


def test_the_manuals_two_declarations_can_be_chosen():
    for series, level, specialty, title in (
        ("中小学教师", "助理级", "中学语文", "中小学二级教师"),
        ("工程", "助理级", "建筑施工", "助理工程师"),
    ):
        held = OFFERED["2026"]
        chosen = next(each for each in held.series if each.short == series)
        at = next(each for each in held.levels_of(chosen.code) if each.name == level)
        assert held.types_of(chosen.code, at.code)[0].name == "初聘"
        of = next(each for each in held.specialties_of(chosen.code, at.code) if each.name == specialty)
        assert [each.name for each in held.titles_of(chosen.code, at.code, of.code)] == [title]


def test_variants_of_a_title_are_both_offered():
    found = OFFERED["2026"].specialties_of("weisheng", "zhong_ji")
    specialty = next(each for each in found if each.name == "心血管内科学")
    titles = OFFERED["2026"].titles_of("weisheng", "zhong_ji", specialty.code)
    assert [title.name for title in titles] == ["主治医师", "主管医师"]


def test_lists_depend_on_each_other_in_both_directions():
    assert [each.short for each in OFFERED["2026"].series_of(type="skill")] == [
        "工程", "农业", "文物博物", "工艺美术", "技工院校教师", "体育", "实验", "艺术",
    ]  # fmt: skip
    assert [each.name for each in OFFERED["2026"].levels_of("weisheng", "exam_review")] == [
        "正高级",
        "副高级",
    ]
    assert [each.name for each in OFFERED["2026"].types_of("kuaiji", "zhong_ji")] == ["转评", "确认"]
    everything = [each.name for each in OFFERED["2026"].types_of()]
    assert everything == [
        "初聘", "初定", "正常晋升", "考评结合", "破格", "考核认定", "绿色通道", "高技能人才", "定向评价", "首次申报",
        "转评", "确认",
    ]  # fmt: skip
    committee = OFFERED["2026"].committees_for("gongcheng", "fu_gao", "410102", specialty="gongcheng-0101")[0]
    assert {each.group for each in OFFERED["2026"].specialties_of("gongcheng", "fu_gao", committee.code)} == {
        "建设"
    }


def test_the_committee_of_the_smallest_region_comes_first():
    def names(*where: str, **more: str) -> list[str]:
        return [each.name for each in OFFERED["2026"].committees_for(*where, **more)]

    assert names("zhongxiaoxue", "zhong_ji", "410102") == ["郑州市中小学教师系列中级职称评审委员会"]
    assert names("zhongxiaoxue", "zhong_ji", "410000") == ["河南省中小学教师系列中级职称评审委员会"]
    assert names("zhongxiaoxue", "fu_gao", "410102") == ["河南省中小学教师系列高级职称评审委员会"]
    assert names("gongcheng", "fu_gao", "410102", specialty="gongcheng-0105") == [
        "河南省建设工程高级职称评审委员会"
    ]
    assert names("tongji", "fu_gao", "410102") == ["河南省统计系列高级职称评审委员会"]
    assert names("gaoxiao", "fu_gao", "410300", unit="河洛大学") == ["河洛大学教师高级职称评审委员会"]
    assert names("gaoxiao", "fu_gao", "410300", unit="牡丹学院") == ["河南省高校教师系列高级职称评审委员会"]
    assert len(names("gongcheng", "fu_gao", "410102")) == 16
    assert names("zhongxiaoxue", "zhong_ji", "110101") == []


def test_a_committee_is_filed_for_three_years_at_most_and_has_the_members_the_rules_ask():
    for each in (each for held in OFFERED.values() for every in held.committees.values() for each in every):
        assert each.filed_on < each.valid_until < each.filed_on.replace(year=each.filed_on.year + 3)
    minimum = {each.code: each.minimum for each in OFFERED["2026"].committees["gongcheng"]}
    assert minimum["410000-gongcheng-high-jianshe"] == 11
    assert OFFERED["2026"].committee("410000-zhongxiaoxue-high").minimum == 25
    assert (
        OFFERED["2026"].committee("410000-gaoxiao-high").filing
        != OFFERED["2027"].committee("410000-gaoxiao-high").filing
    )


def test_sections_follow_series_level_and_type():
    def keys(*of: str) -> list[str]:
        return [each.key for each in OFFERED["2026"].sections_asked(*of)]

    assert keys("zhongxiaoxue", "zhu_li", "chupin") == [
        "achievements", "teaching", "class_teacher", "rural_teaching", "awards", "patents", "projects", "papers",
        "results", "honours", "autobiography", "attachments", "forms",
    ]  # fmt: skip
    assert "exceptional" in keys("gongcheng", "fu_gao", "exceptional")
    assert "exceptional" not in keys("gongcheng", "fu_gao", "normal")
    assert keys("gongcheng", "fu_gao", "confirm") == ["autobiography", "attachments", "forms"]
    asked = {each.key: each for each in OFFERED["2026"].sections_asked("gongcheng", "fu_gao", "normal")}
    assert asked["masterpieces"].required and asked["engineering_works"].at_least == 1
    asked = {each.key: each for each in OFFERED["2026"].sections_asked("gongcheng", "zhu_li", "chupin")}
    assert not asked["engineering_works"].required and "masterpieces" not in asked


def test_the_photo_is_asked_for_from_2026_on():
    of = ("gongcheng", "fu_gao", "normal")
    assert [OFFERED[year].photo_required(*of) for year in ("2025", "2026", "2027")] == [False, True, True]


def test_every_section_is_asked_by_somebody():
    written_down = json.loads((DATA / "sections.json").read_text(encoding="utf-8"))["sections"]
    held = OFFERED["2026"]
    asked = {
        section.key
        for series in held.series
        for level in held.levels_of(series.code)
        for type_ in held.types_of(series.code, level.code)
        for section in held.sections_asked(series.code, level.code, type_.code)
    }
    assert asked == {section["key"] for section in written_down} - {PHOTO}


def test_codes_are_the_same_in_every_edition():
    for table in (Series, Title):
        codes = [[row["code"] for row in each.rows[table]] for each in FILES]
        assert codes[0] == codes[1] == codes[2]


def test_the_files_say_where_they_come_from():
    for path in DATA.glob("*.json"):
        said = json.loads(path.read_text(encoding="utf-8"))
        assert said["source"] and isinstance(said["year"], int), path.name
    assert [each.year for each in FILES] == YEARS


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def test_a_window_is_half_open_and_says_so():
    window = OFFERED["2026"].window_for("zhongxiaoxue", "fu_gao")
    assert window.words == "2026年9月1日 00:00 至 2026年12月31日 24:00（北京时间），截止后 30 分钟内仍可提交"
    states = [
        window.state(at(text))
        for text in (
            "2026-08-31 23:59:59.999999",
            "2026-09-01 00:00",
            "2026-12-31 23:59:59.999999",
            "2027-01-01 00:00",
            "2027-01-01 00:29:59.999999",
            "2027-01-01 00:30",
        )
    ]
    assert states == ["before", "open", "open", "grace", "grace", "closed"]
    assert window.opens.astimezone(UTC) == datetime(2026, 8, 31, 16, tzinfo=UTC)
    assert window.accepts(at("2027-01-01 00:29:59")) and not window.accepts(at("2027-01-01 00:30"))


def test_the_most_specific_window_counts():
    assert OFFERED["2026"].window_for("gongcheng", "zhu_li").words.startswith("2026年3月1日 00:00 至 ")
    for level in ("fu_gao", "zhu_li"):
        assert (
            OFFERED["2026"]
            .window_for("feixing", level)
            .words.startswith("2026年8月1日 00:00 至 2026年10月31日 24:00")
        )


def test_notice_and_commitment_carry_their_version():
    notice = OFFERED["2026"].notices["notice"]
    assert (notice.title, notice.version) == ("填报须知", "2026.1")
    assert notice.body.startswith("# 2026 年度职称申报填报须知\n")
    assert OFFERED["2026"].notices["commitment"].title == "诚信承诺书"


def test_a_window_says_how_long_it_still_is():
    window = OFFERED["2026"].window_for("zhongxiaoxue", "fu_gao")
    told = {
        "2026-08-30 12:00": "2 天后开始",
        "2026-08-31 23:59": "1 天后开始",
        "2026-09-01 00:00": "还有 121 天截止",
        "2026-12-30 23:59": "还有 1 天截止",
        "2026-12-31 00:00": "今天截止，2026年12月31日 24:00 前可以提交",
        "2027-01-01 00:10": "已到截止时间，2027年1月1日 00:30 前仍可提交",
        "2027-01-01 00:30": "已截止",
    }
    assert {text: window.told(at(text)) for text in told} == told
