"""The database goes away and comes back: pages say so in words, and nobody has to start the server again."""

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from tests import postgres
from tests.browser import Browser, Page
from tests.support import run
from web import database as databases
from web.database import is_absent
from web.database.postgres import Postgres
from web.shell import visit

AWAY = "系统正在维护或刚刚重新启动，还连不上资料库。已经保存的内容都在，请过几分钟再试。"

pytestmark = pytest.mark.skipif(postgres.binaries() is None, reason="PostgreSQL is not installed here")


@pytest.fixture
def road(database: str, tmp_path: Path) -> Iterator[Path]:
    """The only way from the service to PostgreSQL: a link to the folder of its socket."""
    if database != "postgres":
        pytest.skip("SQLite is in the same process")
    way = tmp_path / "road"
    way.symlink_to(postgres.server())
    before = databases.engine()
    name = str(before.url).split("/")[3].split("?")[0]  # type: ignore[union-attr]
    databases.use(Postgres(f"postgresql://tests@/{name}?host={way}"))
    run(databases.open_database())
    yield way
    run(databases.close_database())
    databases.use(before)


def cut(way: Path) -> None:
    """As when PostgreSQL is stopped: every connection ends, no new one is taken."""
    way.unlink()

    async def end() -> None:
        other = await asyncpg.connect(postgres.address("postgres"))
        await other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE 'test%' AND pid <> pg_backend_pid()"
        )
        await other.close()

    run(end())


def test_pages_say_so_while_it_is_away_and_work_again_after(road: Path) -> None:
    browser = Browser()
    assert browser.open("/sign-in").status == 200
    token = browser.page.value("token")
    cut(road)
    for _ in range(3):
        page = browser.post("/sign-in", {"token": token, "login": "欧阳建国", "password": "河南好山好水"})
        assert (page.status, page.heading) == (503, "系统暂时不能用") and AWAY in page.text
        assert page.answer.headers["retry-after"] == "30"
        assert "河南好山好水" not in page.answer.text
        assert browser.open("/notices").status == 503
    answered = run(browser.client.get("/readyz"))
    assert answered.status_code == 503 and answered.text.startswith("database: ")
    road.symlink_to(postgres.server())
    assert browser.open("/sign-in").status == 200
    assert browser.open("/notices").status == 200


def test_what_was_typed_is_given_back(road: Path) -> None:
    browser = Browser()
    browser.client.headers["cookie"] = f"{visit.SESSION}=somebody"
    cut(road)
    page: Page = browser.post("/profile/basic", {"token": "x", "basic.remark": "写了一个晚上的文字"})
    assert page.status == 503 and "写了一个晚上的文字" in page.text
    stylesheet = re.findall(r'href="(/static/[^"]+\.css)"', page.answer.text)[0]
    assert run(browser.client.get(stylesheet)).status_code == 200, (
        "the page keeps its form without a database"
    )
    assert run(browser.client.get("/healthz")).text == "ok\n"


def test_a_full_disk_is_away_and_a_wrong_question_is_not() -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE word (text TEXT)")
    connection.execute("PRAGMA max_page_count = 4")
    with pytest.raises(sqlite3.OperationalError) as full:
        connection.execute("INSERT INTO word VALUES (zeroblob(100000))")
    with pytest.raises(sqlite3.OperationalError) as wrong:
        connection.execute("SELECT nothing FROM word")
    assert is_absent(full.value) and not is_absent(wrong.value)


def test_the_drivers_confusion_over_a_connection_just_ended_is_away() -> None:
    assert is_absent(
        asyncpg.InternalClientError("cannot switch to state 11; another operation (2) is in progress")
    )
