"""The example units of systemd, as its own checker reads them."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

UNITS = Path(__file__).parents[3] / "docs" / "operating"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed here")
def test_the_units_are_right(tmp_path: Path) -> None:
    found = []
    for unit in (*UNITS.glob("*.service"), *UNITS.glob("*.timer")):
        text = unit.read_text().replace("/opt/zhicheng/.venv/bin/python", sys.executable)
        (tmp_path / unit.name).write_text(text)
        found.append(str(tmp_path / unit.name))
    assert len(found) == 3
    said = subprocess.run(["systemd-analyze", "verify", *found], capture_output=True, text=True)
    assert (said.returncode, said.stdout + said.stderr) == (0, "")


def test_the_unit_waits_longer_than_the_server() -> None:
    from web.__main__ import FINISHING

    unit = (UNITS / "zhicheng.service").read_text()
    assert int(unit.split("TimeoutStopSec=")[1].split("\n")[0]) > FINISHING
    assert "\nKillMode=mixed\n" in unit
