"""The files into the database and back, on both databases."""

import asyncio
import shutil
from datetime import date, datetime
from pathlib import Path

import pytest

from tests.support import run
from web.catalogue import reading, rules
from web.catalogue.files import DATA, editions
from web.catalogue.load import Loaded, load
from web.catalogue.tables import ROWS, Edition, Specialty
from web.clock import ZONE

YEARS = ["2025", "2026", "2027"]


@pytest.fixture
def loaded(database: str) -> str:
    run(load())
    return database


def test_the_database_offers_what_the_files_say_and_loading_again_changes_nothing(loaded):
    for each in editions():
        assert run(rules.contents(each.year)) == reading.assembled(each.year, each.about, each.rows)
    before = [run(table.select().order_by(table.id)) for table in (Edition, *ROWS)]
    assert run(load()) == [Loaded(year, 0, 0, 0) for year in YEARS]
    assert [run(table.select().order_by(table.id)) for table in (Edition, *ROWS)] == before

    assert run(rules.notice(2026)).version == "2026.1"
    assert run(rules.commitment("2026")).title == "诚信承诺书"
    assert run(rules.committee(2026, "410000-zhongxiaoxue-high")).office == "省教育厅"
    assert run(rules.conditions(2026, "gongcheng", "zhong_ji", "normal")).cutoff == date(2026, 12, 31)
    with pytest.raises(rules.NoEdition, match="^没有 2019 年度的职称目录。$"):
        run(rules.series_of(2019))


def test_an_edition_is_open_from_its_first_moment_until_grace_ends(loaded):
    def years(text: str) -> list[str]:
        return [
            each.year for each in run(rules.open_editions(datetime.fromisoformat(text).replace(tzinfo=ZONE)))
        ]

    assert years("2026-11-24 05:00") == ["2026"]
    assert years("2025-11-30 23:59:59") == ["2025"]
    assert years("2025-12-01 00:29:59") == ["2025"]
    assert years("2025-12-01 00:30") == []
    assert years("2026-02-28 23:59:59") == []
    assert years("2026-03-01 00:00") == ["2026"]
    assert years("2027-01-01 00:00") == ["2027", "2026"]
    assert years("2027-01-01 00:30") == ["2027"]
    assert [each.year for each in run(rules.editions())] == ["2027", "2026", "2025"]


def changed(folder: Path, old: str, new: str) -> Path:
    """The files with `old` in specialties.json, where it stands once, replaced by `new`."""
    copy = folder / str(len(list(folder.iterdir())))
    shutil.copytree(DATA, copy)
    text = (copy / "specialties.json").read_text(encoding="utf-8")
    assert text.count(old) == 1
    (copy / "specialties.json").write_text(text.replace(old, new), encoding="utf-8")
    return copy


def test_a_changed_file_changes_only_its_rows_which_keep_their_ids(loaded, tmp_path):
    def row() -> tuple[int, str]:
        found = run(Specialty.select().where(Specialty.key == "2026/gongcheng-0105").first())
        return found["id"], run(rules.name_of("2026", "specialty", "gongcheng-0105"))

    number, name = row()
    assert name == "建筑施工"
    other = changed(tmp_path, '"name": "建筑施工", "also"', '"name": "建筑工程施工", "also"')
    assert run(load(other)) == [Loaded(year, 0, 1, 0) for year in YEARS]
    assert row() == (number, "建筑工程施工")
    assert run(load()) == [Loaded(year, 0, 1, 0) for year in YEARS]
    assert row() == (number, "建筑施工")

    old = '{"code": "tongji-0101", "name": "统计(不分专业)"}'
    until, since = (
        old.replace("}", ', "until": "2026"}'),
        old.replace("(不分专业)", "").replace("}", ', "from": "2027"}'),
    )
    other = changed(tmp_path, old, f"{until}, {since}")
    assert run(load(other)) == [Loaded("2025", 0, 0, 0), Loaded("2026", 0, 0, 0), Loaded("2027", 0, 1, 0)]
    names = [run(rules.name_of(year, "specialty", "tongji-0101")) for year in YEARS]
    assert names == ["统计(不分专业)", "统计(不分专业)", "统计"]


def test_what_left_the_files_is_no_longer_offered_but_keeps_its_name(loaded, tmp_path):
    def offered() -> list[str]:
        return [each.code for each in run(rules.specialties_of("2026", "weisheng", "zhong_ji"))]

    line = '{"code": "weisheng-0166", "name": "急诊医学", "exam": "392"}'
    assert run(load(changed(tmp_path, f",\n          {line}", ""))) == [
        Loaded(year, 0, 0, 1) for year in YEARS
    ]
    assert "weisheng-0166" not in offered() and "weisheng-0165" in offered()
    assert run(rules.name_of("2026", "specialty", "weisheng-0166")) == "急诊医学"
    assert run(load()) == [Loaded(year, 0, 1, 0) for year in YEARS]
    assert "weisheng-0166" in offered()

    twice = changed(tmp_path, '"code": "tongji-0101"', '"code": "gongcheng-0105"')
    with pytest.raises(ValueError, match="^Specialty: twice in the files: 2025/gongcheng-0105$"):
        run(load(twice))
    assert run(load()) == [Loaded(year, 0, 0, 0) for year in YEARS]


def test_one_year_can_be_loaded_alone_and_two_processes_take_turns(database):
    async def both() -> list[int]:
        loads = await asyncio.gather(load(years=["2026"]), load(years=["2026"]))
        return sorted(each.added for loaded in loads for each in loaded)

    first, second = run(both())
    assert first == 0 and second == sum(run(table.count()) for table in ROWS)
    assert [each.year for each in run(rules.editions())] == ["2026"]
