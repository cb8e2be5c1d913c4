"""The registries: what a section says of itself; the catalogue's keys exist; the tables work."""

import json
from pathlib import Path

import pytest

from tests.support import run
from web.catalogue.contents import PHOTO
from web.catalogue.load import load
from web.catalogue.tables import Edition, Title
from web.declaration import sections as declaration_sections
from web.declaration.sections import SECTIONS as DECLARATION
from web.declaration.tables import Declaration
from web.kinds import KINDS
from web.people.tables import Account, Organisation
from web.profile import sections as profile_sections
from web.profile.sections import SECTIONS as PROFILE

EVERY = [*PROFILE.values(), *DECLARATION.values()]
every_section = pytest.mark.parametrize(
    "section", EVERY, ids=lambda section: f"{section.holder}-{section.key}"
)
CATALOGUE = json.loads(
    (Path(declaration_sections.__file__).parents[2] / "catalogue/data/sections.json").read_text("utf-8")
)
MANUAL = {
    "basic": "民族 政治面貌 现从事专业 从事现专业时间 最高学历 毕业院校 毕业证书专业 通讯地址 手机号码 EMAIL "
    "所在地市（省直） 是否将照片用于电子证书及查询",
    "titles": "系列 专业 职称 职称取得时间 证书编号 证书扫描件 职称聘任时间 聘任单位 聘书扫描件 取得方式",
    "education": "起止时间（起） 起止时间（止） 学校 职务 证明人 所学专业 学历 学位 是否全日制 备注 "
    "学历证书编号 学历证书文件 学位证书文件",
    "work": "起止时间（起） 起止时间（止） 单位 担任行政职务 从事专业 职称 备注 上传文件",
    "results": "获得时间 名称 排名 上传文件",
}


def test_every_key_of_the_catalogue_has_a_section():
    listed = [entry["key"] for entry in sorted(CATALOGUE["sections"], key=lambda entry: entry["position"])]
    assert listed == [PHOTO, *DECLARATION]
    assert {entry["section"] for entry in CATALOGUE["asked"]} <= set(listed)


def test_no_section_allows_fewer_rows_than_the_catalogue_asks_for():
    for entry in CATALOGUE["asked"]:
        most = 1 if entry["section"] == PHOTO else DECLARATION[entry["section"]].at_most
        assert most >= entry.get("at_most", 0), entry


@pytest.mark.parametrize("registry", [profile_sections, declaration_sections], ids=["profile", "declaration"])
def test_every_file_is_in_the_registry(registry):
    folder = Path(registry.__file__).parent
    files = {path.stem for path in folder.glob("*.py")} - {"__init__", "lists"}
    assert files == set(registry.SECTIONS)


@pytest.mark.parametrize("key", MANUAL)
def test_every_field_of_the_manual_is_there_in_its_words(key):
    labels = {named.field.label for named in ({**PROFILE, **DECLARATION})[key].fields}
    assert set(MANUAL[key].split()) <= labels


def test_the_autobiography_asks_in_the_words_of_the_manual():
    assert DECLARATION["autobiography"].intro.startswith(
        "个人业务自传(主要填写本人任现职以来的思想政治表现、完成本职工作的质量和以及工作业绩和学术、技术水平等)"
    )
    assert DECLARATION["autobiography"].field("story").limit == 10_000


@every_section
def test_what_a_section_says_of_itself(section):
    assert section.layout in ("one", "rows", "pages")
    assert section.many == (section.at_most > 1)
    assert section.title and section.noun
    assert section.intro.endswith("会看到。")
    assert any(field.required for _, field in section.fields) or section.key == "forms"
    labels = [field.label for _, field in section.fields]
    assert len(set(labels)) == len(labels)
    assert set(section.listed) <= {named.name for named in section.fields}


@every_section
def test_a_dependent_list_comes_after_what_it_depends_on(section):
    names = [named.name for named in section.fields]
    for name, field in section.fields:
        if field.depends_on:
            assert names.index(field.depends_on) < names.index(name)


@every_section
def test_every_upload_says_what_belongs_there(section):
    for _, field in section.uploads:
        assert field.hint or field.label != "上传文件", field


def test_table_names_are_not_used_twice():
    names = [section.table._meta.tablename for section in EVERY]
    assert len(set(names)) == len(names)


async def _holders() -> dict[str, int]:
    unit = Organisation(code="u1", name="郑州市第一中学", kind="unit", region="410100")
    await unit.save()
    account = Account(login="11010519491231002X", name="王䶮𬱖", organisation=unit.id)
    await account.save()
    declaration = Declaration(person=account.id, unit=unit.id, year=2026, slot="1-2026")
    await declaration.save()
    return {"person": account.id, "declaration": declaration.id}


def test_a_row_of_every_section_can_be_stored_and_read(database):
    holders = run(_holders())
    for section in EVERY:
        texts = {name: "㛃𠮷" for name, field in section.columns if field.kind in ("text", "long_text")}
        row = section.table(**{section.holder: holders[section.holder]}, **texts)
        run(row.save())
        stored = run(section.table.select().first())
        assert {name: stored[name] for name in texts} == texts, section.key
        others = [(name, field) for name, field in section.columns if name not in texts]
        assert {name: stored[name] for name, _ in others} == {n: KINDS[f.kind].empty for n, f in others}


def test_lists_of_the_catalogue(database):
    basic, titles = PROFILE["basic"], PROFILE["titles"]
    series, specialty, title = basic.field("series"), basic.field("specialty"), titles.field("title")
    assert run(series.options({})) == ()
    run(load())
    assert ("gongcheng", "工程") in [option[:2] for option in run(series.options({}))]
    assert run(specialty.options({})) == ()
    assert "建筑施工" in [option.label for option in run(specialty.options({"series": "gongcheng"}))]
    assert "中学语文" not in [option.label for option in run(specialty.options({"series": "gongcheng"}))]
    assert "助理工程师" in [option.label for option in run(title.options({"series": "gongcheng"}))]
    assert run(title.options({"series": "nonsense"})) == ()


def test_a_code_of_another_series_is_not_offered(database):
    run(load())
    specialty = PROFILE["basic"].field("specialty")
    engineering = run(specialty.options({"series": "gongcheng"}))
    teaching = next(option.value for option in run(specialty.options({"series": "zhongxiaoxue"})))
    assert run(specialty.options({"series": "gongcheng", "specialty": teaching})) == engineering


def test_who_holds_a_code_that_is_no_longer_offered_still_reads_its_name(database):
    run(load())
    code = "gongcheng.gongchengshi.zhu_li"
    run(Title.update({Title.retired: True}).where(Title.code == code))
    run(Edition.update({Edition.source_hash: "changed"}, force=True))
    title = PROFILE["titles"].field("title")
    assert code not in [option.value for option in run(title.options({"series": "gongcheng"}))]
    held = run(title.options({"series": "gongcheng", "title": code}))
    assert held[-1] == (code, "助理工程师", "不再使用的名称")
