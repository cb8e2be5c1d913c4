"""The server started with something missing: it says so at start, serves its pages, and answers for the paper in words."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests import cast
from tests.journeys.server import free_port
from web.documents import fonts, signing
from web.printing.printed import NO_PHOTO

ROOT = Path(__file__).parents[3]
PATIENCE = 120
pytestmark = pytest.mark.skipif(bool(fonts.complaints()), reason="no Chinese fonts on this machine")


@contextmanager
def started(folder: Path, command: str, root: Path = ROOT, **changed: str) -> Iterator[tuple[Path, int]]:
    """`python -m web COMMAND` in `root` on the data in `folder`: (what it prints goes here, its port)."""
    folder.mkdir(exist_ok=True)
    port, log = free_port(), folder / "log"
    environment = {**os.environ, "ZHICHENG_DATA": str(folder), "PORT": str(port), "PYTHONIOENCODING": "utf-8"}
    environment |= {"ZHICHENG_SECURE_COOKIES": "0"} | changed
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "web", command],
            env=environment,
            cwd=root,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield log, port
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait(done: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < until, "it never came"
        time.sleep(0.1)


def answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/sign-in", timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


def warnings(log: Path) -> list[str]:
    lines = log.read_text(encoding="utf-8").splitlines()
    return [line.removeprefix("注意：") for line in lines if line.startswith("注意：")]


def asked(port: int, town: str) -> tuple[int, str]:
    """What 张三 gets who wants to print her form."""
    browser = cast.ZHANG.browser(f"http://127.0.0.1:{port}")
    answer = browser.send("GET", f"/declarations/{int(town)}/documents/review_form.pdf")
    return answer.status_code, answer.text if "html" in answer.headers["content-type"] else ""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with the town in it."""
    cast.copied(tmp_path / "data")
    return tmp_path / "data"


def declaration_in(folder: Path) -> str:
    import sqlite3

    connection = sqlite3.connect(folder / "zhicheng.sqlite")
    found = connection.execute(
        "SELECT d.id FROM declaration d JOIN account a ON a.id = d.person WHERE a.name = '张三'"
    ).fetchone()
    connection.close()
    return str(found[0])


def test_the_demonstration_makes_its_own_authority_at_first_start(tmp_path: Path) -> None:
    with started(tmp_path / "data", "run") as (log, _):
        wait(lambda: (tmp_path / "data" / "keys" / "issuer.p12").exists())
        wait(lambda: (tmp_path / "data" / "zhicheng.sqlite").exists())
        assert warnings(log) == []
    assert oct(os.stat(tmp_path / "data" / "keys").st_mode & 0o777) == "0o700"


def test_without_a_key_it_says_so_and_prints_unsigned(data: Path) -> None:
    number = declaration_in(data)
    with started(data, "serve", ZHICHENG_DEMO="0") as (log, port):
        wait(lambda: answers(port))
        assert warnings(log) == [signing.NO_KEY]
        assert asked(port, number) == (200, "")


def test_without_fonts_it_says_so_and_answers_for_the_paper(data: Path, tmp_path: Path) -> None:
    empty, number = tmp_path / "empty", declaration_in(data)
    empty.mkdir()
    with started(data, "serve", ZHICHENG_DEMO="1", ZHICHENG_FONTS=str(empty)) as (log, port):
        wait(lambda: answers(port))
        where = f"ZHICHENG_FONTS 指明的文件夹 {empty} 里没有。"
        assert warnings(log) == [fonts.MISSING.format(style=style, where=where) for style in ("宋体", "黑体")]
        status, text = asked(port, number)
        assert status == 503
        assert "现在不能打印职称评审表" in text and "缺少中文宋体字体" in text


def test_a_broken_template_is_named_and_the_others_print(data: Path, tmp_path: Path) -> None:
    root, number = tmp_path / "product", declaration_in(data)
    for part in ("web", "components", "templates", "static", "migrations"):
        shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("__pycache__"))
    (root / "templates" / "documents" / "review_form.typ").write_text("#let broken = (")
    (root / "templates" / "documents" / "roster.typ").unlink()
    with started(data, "serve", root, ZHICHENG_DEMO="1") as (log, port):
        wait(lambda: answers(port))
        assert warnings(log) == [
            "模板 review_form.typ 有错误，文件没有生成：unclosed delimiter",
            "缺少模板 templates/documents/roster.typ，文件没有生成。",
        ]
        status, text = asked(port, number)
        assert (status, "模板 review_form.typ 有错误" in text) == (503, True)
        browser = cast.ZHANG.browser(f"http://127.0.0.1:{port}")
        answer = browser.send("GET", f"/declarations/{number}/documents/commitment.pdf")
        assert answer.content.startswith(b"%PDF-")


def test_a_photo_that_the_store_has_lost_is_said(data: Path) -> None:
    number = declaration_in(data)
    shutil.rmtree(data / "files")
    with started(data, "serve", ZHICHENG_DEMO="1") as (_, port):
        wait(lambda: answers(port))
        status, text = asked(port, number)
        assert (status, NO_PHOTO in text) == (503, True)
