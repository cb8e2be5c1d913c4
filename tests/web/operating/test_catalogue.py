"""The catalogue by the command line: again changes nothing, what the office published stays, a bad file says so."""

import argparse
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support import run
from web.catalogue.files import DATA
from web.catalogue.tables import Edition, Specialty
from web.operating import catalogue, commands
from web.operating.catalogue import Outcome
from web.payment.tables import FeeItem

ROOT = Path(__file__).parents[3]
BEFORE, AFTER = '"name": "建筑施工", "also"', '"name": "建筑工程施工", "also"'


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """The project's files with one specialty renamed."""
    shutil.copytree(DATA, tmp_path / "data")
    path = tmp_path / "data/specialties.json"
    text = path.read_text(encoding="utf-8")
    assert text.count(BEFORE) == 1
    path.write_text(text.replace(BEFORE, AFTER), encoding="utf-8")
    return path.parent


def named() -> list[str]:
    rows = run(Specialty.select(Specialty.name).where(Specialty.key.like("%/gongcheng-0105")))
    return sorted({row["name"] for row in rows})


def said(capsys: pytest.CaptureFixture[str], folder: Path | None, check: bool) -> list[str]:
    capsys.readouterr()
    run(commands.run(argparse.Namespace(command="catalogue", folder=folder, check=check)))
    return capsys.readouterr().out.splitlines()


def test_the_files_come_in_once_and_a_check_changes_nothing(
    provinces: str, files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = run(catalogue.bring(check=True))
    assert [(each.year, each.added > 0) for each in first] == [
        ("2025", True),
        ("2026", False),
        ("2027", True),
    ]
    assert run(Edition.count()) == 1 and run(FeeItem.count().where(FeeItem.year == 2027)) == 0
    assert run(catalogue.bring()) == first
    assert run(Edition.count()) == 3 and run(FeeItem.count().where(FeeItem.year == 2027)) == first[2].fees > 0
    none = "0 added, 0 changed, 0 retired, 0 fee items"
    assert said(capsys, None, False) == [f"{year}: {none}" for year in (2025, 2026, 2027)]

    one = none.replace("0 changed", "1 changed")
    told = [f"{year}: {one}" for year in (2025, 2026, 2027)]
    assert said(capsys, files, True) == [*told, "nothing was changed"]
    assert named() == ["建筑施工"]
    assert said(capsys, files, False) == told
    assert named() == ["建筑工程施工"]


@pytest.mark.parametrize("every", [False, True])
def test_a_year_that_the_office_has_published_is_left_alone(
    provinces: str, files: Path, capsys: pytest.CaptureFixture[str], every: bool
) -> None:
    run(catalogue.bring())
    theirs = ["2025", "2026", "2027"] if every else ["2026"]
    for row in run(Edition.select()):
        if row["year"] in theirs:
            run(
                Edition.update({Edition.about: {**row["about"], "origin": "office"}}).where(
                    Edition.id == row["id"]
                )
            )
    assert [each for each in run(catalogue.bring(files)) if each.office] == [
        Outcome(year, office=True) for year in theirs
    ]
    assert named() == (["建筑施工"] if every else ["建筑工程施工", "建筑施工"])
    assert f"{theirs[0]}: published by the office, left alone" in said(capsys, None, False)


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [("{", "JSONDecodeError: "), ("{}", "KeyError: 'series'"), (None, "KeyError: 'specialties'")],
)
def test_a_bad_file_changes_nothing_and_is_told(
    province: str, files: Path, broken: str | None, sentence: str
) -> None:
    path = files / "specialties.json"
    path.unlink() if broken is None else path.write_text(broken)
    with pytest.raises(SystemExit, match=f"^catalogue: nothing was changed: {sentence}"):
        run(commands.run(argparse.Namespace(command="catalogue", folder=files, check=False)))
    assert run(Edition.count()) == 1


def test_the_command_line_is_called_zhicheng_from_any_folder(tmp_path: Path) -> None:
    """The script as it is installed, with the project and the settings of this test."""
    (tmp_path / "environment").write_text(f"ZHICHENG_DATA={tmp_path}/data\nDATABASE_URL=\n")
    script = (ROOT / "docs/operating/zhicheng").read_text()
    for there, here in (
        ("/opt/zhicheng", str(ROOT)),
        ("/etc/zhicheng", str(tmp_path)),
        ("id zhicheng", "false"),
    ):
        assert there in script
        script = script.replace(there, here)
    called = tmp_path / "zhicheng"
    called.write_text(script)
    called.chmod(0o755)
    bare = {"PATH": os.environ["PATH"], "ZHICHENG_DEMO": "1"}
    offered = subprocess.run(
        [called, "--help"], cwd=tmp_path, env=bare, capture_output=True, text=True, check=True
    )
    for command in (
        "serve",
        "migrate",
        "catalogue",
        "demo",
        "account",
        "backup",
        "restore",
        "verify",
        "retention",
    ):
        assert f"\n    {command} " in offered.stdout
    answer = subprocess.run([called, "catalogue"], cwd=tmp_path, env=bare, capture_output=True, text=True)
    assert (answer.returncode, answer.stderr) == (
        1,
        "catalogue: the tables are not up to date; migrate first\n",
    )
    assert (tmp_path / "data").is_dir()
    elsewhere = {**bare, "ZHICHENG_DATA": f"{tmp_path}/copy"}
    subprocess.run([called, "catalogue"], cwd=tmp_path, env=elsewhere, capture_output=True)
    assert (tmp_path / "copy").is_dir()
