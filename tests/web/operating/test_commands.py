"""Every command as an operator types it, in an empty folder: nothing is imported that the command itself does not import."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.offices import number_of

ROOT = Path(__file__).parents[3]
Typed = Callable[..., tuple[int, str]]


@pytest.fixture
def typed(tmp_path: Path) -> Typed:
    """Runs `python -m web` with the words in the folder `data`; (exit code, what was said)."""

    def type_(*words: str, data: str = "data") -> tuple[int, str]:
        environment = {
            **os.environ, "ZHICHENG_DATA": str(tmp_path / data), "ZHICHENG_DEMO": "0", "DATABASE_URL": "",
            "ZHICHENG_ACTIVATION_CODE": "0",
        }  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-m", "web", *words], cwd=ROOT, env=environment, capture_output=True, text=True
        )
        return done.returncode, (done.stdout + done.stderr).strip()

    return type_


def test_a_service_is_begun_kept_and_restored_by_its_commands(typed: Typed, tmp_path: Path) -> None:
    office = ("titles", "--name", "冯处长", "--role", "titles_office", "--organisation", "HN-RST")
    assert typed("account", *office) == (1, "account: the tables are not up to date; migrate first")
    assert typed("verify") == (1, "verify: the tables are not up to date; migrate first")
    assert typed("migrate") == (0, "")
    assert typed("account", *office, "--id-number", number_of(140))[0] == 1

    top = ("organisation", "HN-RST", "--name", "河南省人力资源和社会保障厅", "--region")
    assert typed(*top, "4100") == (1, "organisation: --region has six digits, as in 410000")
    assert typed(*top, "410000") == (0, "HN-RST: opened")
    assert typed(*top, "410000") == (
        1, "organisation: HN-RST is at the top already; open the others in 下级单位",
    )  # fmt: skip
    assert typed("account", *office, "--id-number", number_of(140)) == (0, "titles: opened")
    assert typed("account", "titles") == (0, "titles: first password issued anew")

    assert typed("catalogue", "--check")[1].endswith("nothing was changed")
    assert typed("index") == (0, "0 declarations read\nevery decision counted")
    assert typed("sweep")[1].startswith("expired 0, reminded 0")
    assert typed("mail") == (0, "sent 0, failed 0")
    assert typed("retention")[1].endswith("nothing was deleted; --do deletes")
    assert typed("retention", "--do")[1].endswith("deleted")
    whole = (0, "files, snapshots, log, invariants and payments are as they must be")
    assert typed("verify") == whole

    code, said = typed("backup", str(tmp_path / "backups"))
    assert (code, said.endswith(" files")) == (0, True)
    (made,) = (tmp_path / "backups").iterdir()
    assert typed("restore", str(made))[1].startswith("restore: ")
    code, said = typed("restore", str(made), data="again")
    assert (code, said.endswith("all checksums equal")) == (0, True)
    assert typed("verify", data="again") == whole
    assert typed("account", "titles", data="again") == (0, "titles: first password issued anew")
