"""The catalogue from the files into the database and back: nothing missing, nothing twice, by year."""

import json
import shutil
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from tests.support import run
from web.catalogue import rules
from web.catalogue.files import DATA, editions
from web.catalogue.load import Loaded, load
from web.catalogue.tables import ROWS, Committee, Edition, Series, Specialty, Title
from web.clock import ZONE

NATIONAL = [
    "高等学校教师", "哲学社会科学研究人员", "自然科学研究人员", "卫生技术人员", "工程技术人员", "农业技术人员",
    "新闻专业人员", "出版专业人员", "图书资料专业人员", "文物博物专业人员", "档案专业人员", "工艺美术专业人员",
    "技工院校教师", "体育专业人员", "翻译专业人员", "播音主持专业人员", "会计人员", "统计专业人员", "经济专业人员",
    "实验技术人才", "中等职业学校教师", "中小学教师", "艺术专业人员", "公共法律服务专业人员", "船舶专业技术人员",
    "民用航空飞行技术人员", "审计专业人员",
]  # fmt: skip
YEARS = ["2025", "2026", "2027"]
CITIES = ["410000", "410100", "410102", "411500", "419001"]


@pytest.fixture
def loaded(database: str) -> str:
    run(load())
    return database


def written() -> dict:
    return json.loads((DATA / "series.json").read_text(encoding="utf-8"))


def test_the_27_national_series_are_all_there_under_their_names(loaded):
    for year in YEARS:
        national = [each.name for each in run(rules.series_of(year)) if each.national]
        assert national == NATIONAL


def test_every_title_of_the_national_table_is_offered_at_its_level_and_track(loaded):
    for series in written()["series"]:
        for track in series["tracks"]:
            for level, name in track["titles"].items():
                titles = run(rules.titles_of("2026", series["code"], level, track=track["code"]))
                assert {title.national_name for title in titles} == ({name} if name else set())


@pytest.mark.parametrize("year", YEARS)
def test_every_series_level_and_track_leads_to_a_specialty_a_title_a_committee_and_a_type(loaded, year):
    held = run(rules.contents(year))
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
                assert "attachments" in [each.key for each in held.sections_asked(series.code, level.code, type_.code)]
            for track in {title.track for title in held.titles_of(series.code, level.code)}:
                ways = [each for each in specialties if not each.tracks or track in each.tracks]
                assert ways, (series.name, level.name, track)
                for specialty in ways:
                    assert track in [title.track for title in held.titles_of(series.code, level.code, specialty.code)]
                    for region in CITIES:
                        found = held.committees_for(series.code, level.code, region, specialty=specialty.code)
                        assert found, (series.name, level.name, specialty.name, region)
                        assert specialty in reviewed(series.code, level.code, found[0].code)
                walked += 1
    table = [track["titles"] for series in written()["series"] for track in series["tracks"]]
    assert walked == sum(name is not None for titles in table for name in titles.values())


def test_a_level_obtained_by_examination_says_where_to_go(loaded):
    for level in run(rules.levels_of("2026", "kuaiji")):
        if level.code == "zhong_ji":
            assert level.told == (
                "本级别实行以考代评，不需要在本系统申报评审：请到全国会计人员统一服务管理平台（ausm.mof.gov.cn）报名参加"
                "全国会计专业技术资格考试，成绩合格即取得相应资格，由单位按规定聘任。在外省、中央单位或军队已取得的，"
                "选择“确认”；由其他系列转入的，选择“转评”。"
            )
    for series in run(rules.series_of("2026")):
        for level in run(rules.levels_of("2026", series.code)):
            assert level.by_exam == (level.evaluation in ("exam", "exam_certificate"))
            assert level.told or level.evaluation == "review"


def test_the_manuals_two_declarations_can_be_chosen(loaded):
    for series, level, specialty, title in (
        ("中小学教师", "助理级", "中学语文", "中小学二级教师"),
        ("工程", "助理级", "建筑施工", "助理工程师"),
    ):
        held = run(rules.contents("2026"))
        chosen = next(each for each in held.series if each.short == series)
        at = next(each for each in held.levels_of(chosen.code) if each.name == level)
        assert [each.name for each in held.types_of(chosen.code, at.code)][0] == "初聘"
        of = next(each for each in held.specialties_of(chosen.code, at.code) if each.name == specialty)
        assert [each.name for each in held.titles_of(chosen.code, at.code, of.code)] == [title]


def test_variants_of_a_title_are_both_offered(loaded):
    found = run(rules.specialties_of("2026", "weisheng", "zhong_ji"))
    specialty = next(each for each in found if each.name == "心血管内科学")
    titles = run(rules.titles_of("2026", "weisheng", "zhong_ji", specialty.code))
    assert [title.name for title in titles] == ["主治医师", "主管医师"]


def test_lists_depend_on_each_other_in_both_directions(loaded):
    assert [each.short for each in run(rules.series_of("2026", type="skill"))] == [
        "工程", "农业", "文物博物", "工艺美术", "技工院校教师", "体育", "实验", "艺术",
    ]  # fmt: skip
    assert [each.name for each in run(rules.levels_of("2026", "weisheng", "exam_review"))] == ["正高级", "副高级"]
    assert [each.name for each in run(rules.types_of("2026", "kuaiji", "zhong_ji"))] == ["转评", "确认"]
    everything = [each.name for each in run(rules.types_of("2026"))]
    assert everything == [
        "初聘", "初定", "正常晋升", "考评结合", "破格", "考核认定", "绿色通道", "高技能人才", "定向评价", "首次申报",
        "转评", "确认",
    ]  # fmt: skip
    committee = run(rules.committees_for("2026", "gongcheng", "fu_gao", "410102", specialty="gongcheng-0101"))[0]
    assert {each.group for each in run(rules.specialties_of("2026", "gongcheng", "fu_gao", committee.code))} == {"建设"}


def test_the_committee_of_the_smallest_region_comes_first(loaded):
    def names(*where: str, **more: str) -> list[str]:
        return [each.name for each in run(rules.committees_for("2026", *where, **more))]

    assert names("zhongxiaoxue", "zhong_ji", "410102") == ["郑州市中小学教师系列中级职称评审委员会"]
    assert names("zhongxiaoxue", "zhong_ji", "410000") == ["河南省中小学教师系列中级职称评审委员会"]
    assert names("zhongxiaoxue", "fu_gao", "410102") == ["河南省中小学教师系列高级职称评审委员会"]
    assert names("gongcheng", "fu_gao", "410102", specialty="gongcheng-0105") == ["河南省建设工程高级职称评审委员会"]
    assert names("tongji", "fu_gao", "410102") == ["河南省统计系列高级职称评审委员会"]
    assert names("gaoxiao", "fu_gao", "410300", unit="河洛大学") == ["河洛大学教师高级职称评审委员会"]
    assert names("gaoxiao", "fu_gao", "410300", unit="牡丹学院") == ["河南省高校教师系列高级职称评审委员会"]
    assert len(names("gongcheng", "fu_gao", "410102")) == 16
    assert names("zhongxiaoxue", "zhong_ji", "110101") == []


def test_a_committee_is_filed_for_three_years_at_most_and_has_the_members_the_rules_ask(loaded):
    for row in run(Committee.select()):
        filed, until = row["filed_on"], row["valid_until"]
        assert filed < until < filed.replace(year=filed.year + 3)
    minimum = {each.code: each.minimum for each in run(rules.contents("2026")).committees["gongcheng"]}
    assert minimum["410000-gongcheng-high-jianshe"] == 11
    assert run(rules.committee("2026", "410000-zhongxiaoxue-high")).minimum == 25
    assert run(rules.committee("2026", "410000-gaoxiao-high")).filing != run(
        rules.committee("2027", "410000-gaoxiao-high")
    ).filing


def test_sections_follow_series_level_and_type(loaded):
    def keys(*of: str) -> list[str]:
        return [each.key for each in run(rules.sections_asked("2026", *of))]

    assert keys("zhongxiaoxue", "zhu_li", "chupin") == [
        "achievements", "teaching", "class_teacher", "rural_teaching", "awards", "patents", "projects", "papers",
        "results", "honours", "autobiography", "attachments",
    ]  # fmt: skip
    assert "exceptional" in keys("gongcheng", "fu_gao", "exceptional")
    assert "exceptional" not in keys("gongcheng", "fu_gao", "normal")
    assert keys("gongcheng", "fu_gao", "confirm") == ["autobiography", "attachments"]
    asked = {each.key: each for each in run(rules.sections_asked("2026", "gongcheng", "fu_gao", "normal"))}
    assert asked["masterpieces"].required and asked["engineering_works"].at_least == 1
    asked = {each.key: each for each in run(rules.sections_asked("2026", "gongcheng", "zhu_li", "chupin"))}
    assert not asked["engineering_works"].required and "masterpieces" not in asked


def test_every_section_is_asked_by_somebody(loaded):
    written_down = json.loads((DATA / "sections.json").read_text(encoding="utf-8"))["sections"]
    held = run(rules.contents("2026"))
    asked = {
        section.key
        for series in held.series
        for level in held.levels_of(series.code)
        for type_ in held.types_of(series.code, level.code)
        for section in held.sections_asked(series.code, level.code, type_.code)
    }
    assert asked == {section["key"] for section in written_down}


def test_loading_twice_changes_nothing(loaded):
    before = [run(table.select().order_by(table.id)) for table in (Edition, *ROWS)]
    assert run(load()) == [Loaded(year, 0, 0, 0) for year in YEARS]
    assert [run(table.select().order_by(table.id)) for table in (Edition, *ROWS)] == before


def changed(folder: Path, file: str, old: str, new: str) -> Path:
    copy = folder / "data"
    if not copy.exists():
        shutil.copytree(DATA, copy)
    text = (copy / file).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (copy / file).write_text(text.replace(old, new), encoding="utf-8")
    return copy


def test_a_changed_file_changes_only_its_rows_and_they_keep_their_ids(loaded, tmp_path):
    of = (Specialty.key == "2026/gongcheng-0105",)
    before = run(Specialty.select(Specialty.id).where(*of).first())
    folder = changed(tmp_path, "specialties.json", '"name": "建筑施工", "also"', '"name": "建筑工程施工", "also"')
    assert run(rules.name_of("2026", "specialty", "gongcheng-0105")) == "建筑施工"
    assert run(load(folder)) == [Loaded(year, 0, 1, 0) for year in YEARS]
    assert run(Specialty.select(Specialty.id).where(*of).first()) == before
    assert run(rules.name_of("2026", "specialty", "gongcheng-0105")) == "建筑工程施工"
    assert run(load()) == [Loaded(year, 0, 1, 0) for year in YEARS]
    assert run(rules.name_of("2026", "specialty", "gongcheng-0105")) == "建筑施工"


def test_what_left_the_files_is_no_longer_offered_but_keeps_its_name(loaded, tmp_path):
    line = '{"code": "weisheng-0166", "name": "急诊医学", "exam": "392"}'
    folder = changed(tmp_path, "specialties.json", f",\n          {line}", "")
    assert run(load(folder)) == [Loaded(year, 0, 0, 1) for year in YEARS]
    offered = [each.code for each in run(rules.specialties_of("2026", "weisheng", "zhong_ji"))]
    assert "weisheng-0166" not in offered and "weisheng-0165" in offered
    assert run(rules.name_of("2026", "specialty", "weisheng-0166")) == "急诊医学"
    assert run(load()) == [Loaded(year, 0, 1, 0) for year in YEARS]
    assert "weisheng-0166" in [each.code for each in run(rules.specialties_of("2026", "weisheng", "zhong_ji"))]


def test_a_change_of_one_year_leaves_the_other_years_alone(loaded, tmp_path):
    old = '{"code": "tongji-0101", "name": "统计(不分专业)"}'
    new = (
        '{"code": "tongji-0101", "name": "统计(不分专业)", "until": "2026"},'
        '{"code": "tongji-0101", "name": "统计", "from": "2027"}'
    )
    folder = changed(tmp_path, "specialties.json", old, new)
    assert run(load(folder)) == [Loaded("2025", 0, 0, 0), Loaded("2026", 0, 0, 0), Loaded("2027", 0, 1, 0)]
    names = [run(rules.name_of(year, "specialty", "tongji-0101")) for year in YEARS]
    assert names == ["统计(不分专业)", "统计(不分专业)", "统计"]


def test_a_wrong_file_changes_nothing_and_is_named(loaded, tmp_path):
    folder = changed(tmp_path, "specialties.json", '"code": "tongji-0101"', '"code": "gongcheng-0105"')
    with pytest.raises(ValueError, match="^Specialty: twice in the files: 2025/gongcheng-0105$"):
        run(load(folder))
    assert run(load()) == [Loaded(year, 0, 0, 0) for year in YEARS]


def test_a_year_without_catalogue_is_said(loaded):
    with pytest.raises(rules.NoEdition, match="^没有 2019 年度的职称目录。$"):
        run(rules.series_of(2019))


def test_codes_are_the_same_in_every_edition(loaded):
    for table in (Series, Title):
        codes = [
            [row["code"] for row in run(table.select().where(table.edition.year == year).order_by(table.code))]
            for year in YEARS
        ]
        assert codes[0] == codes[1] == codes[2]


def test_the_files_say_where_they_come_from():
    for path in DATA.glob("*.json"):
        said = json.loads(path.read_text(encoding="utf-8"))
        assert said["source"] and isinstance(said["year"], int), path.name
    assert [each.year for each in editions()] == YEARS


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def test_an_edition_is_open_from_its_first_moment_until_grace_ends(loaded):
    def years(text: str) -> list[str]:
        return [each.year for each in run(rules.open_editions(at(text)))]

    assert years("2026-11-24 05:00") == ["2026"]
    assert years("2025-11-30 23:59:59") == ["2025"]
    assert years("2025-12-01 00:29:59") == ["2025"]
    assert years("2025-12-01 00:30") == []
    assert years("2026-02-28 23:59:59") == []
    assert years("2026-03-01 00:00") == ["2026"]
    assert years("2027-01-01 00:00") == ["2027", "2026"]
    assert years("2027-01-01 00:30") == ["2027"]
    assert [each.year for each in run(rules.editions())] == ["2027", "2026", "2025"]


def test_a_window_is_half_open_and_says_so(loaded):
    window = run(rules.window_for("2026", "zhongxiaoxue", "fu_gao"))
    assert window.words == "2026年9月1日 00:00 至 2026年12月31日 24:00（北京时间），截止后 30 分钟内仍可提交"
    states = [
        window.state(at(text))
        for text in (
            "2026-08-31 23:59:59.999999", "2026-09-01 00:00", "2026-12-31 23:59:59.999999", "2027-01-01 00:00",
            "2027-01-01 00:29:59.999999", "2027-01-01 00:30",
        )  # fmt: skip
    ]
    assert states == ["before", "open", "open", "grace", "grace", "closed"]
    assert window.opens.astimezone(UTC) == datetime(2026, 8, 31, 16, tzinfo=UTC)
    assert window.accepts(at("2027-01-01 00:29:59")) and not window.accepts(at("2027-01-01 00:30"))


def test_the_most_specific_window_counts(loaded):
    assert run(rules.window_for("2026", "gongcheng", "zhu_li")).words.startswith("2026年3月1日 00:00 至 ")
    for level in ("fu_gao", "zhu_li"):
        assert run(rules.window_for("2026", "feixing", level)).words.startswith("2026年8月1日 00:00 至 2026年10月31日 24:00")


def test_notice_and_commitment_carry_their_version(loaded):
    notice = run(rules.notice(2026))
    assert (notice.title, notice.version) == ("填报须知", "2026.1")
    assert notice.body.startswith("# 2026 年度职称申报填报须知\n")
    assert run(rules.commitment("2026")).title == "诚信承诺书"
