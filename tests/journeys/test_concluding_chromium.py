"""From the submission to the certificate in Chromium against the real server, with script and with script off."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests import conftest, machine
from tests.cast import MOMENT
from tests.journeys import concluding
from tests.journeys.concluding import ENGINEER, TEACHER, Driver
from tests.journeys.days import set_clock
from tests.journeys.drivers import Chromium
from tests.journeys.server import running
from tests.support import run
from tests.web.review import people
from web import database
from web.database.sqlite import SQLite
from web.shell.visit import SESSION

WAYS = {
    "teacher-with-script": (TEACHER, True),
    "engineer-with-script": (ENGINEER, True),
    "teacher-without-script": (TEACHER, False),
    "engineer-without-script": (ENGINEER, False),
}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, dict[tuple[str, int], str]]]:
    """By the name of a way: a folder with everybody in its database, and their sessions. Before Chromium is there,
    since then nothing can be awaited in this process."""
    found = {}
    for name, (way, _) in WAYS.items():
        folder = tmp_path_factory.mktemp(name)
        shutil.copyfile(people.province_of("sqlite"), folder / "zhicheng.sqlite")
        shutil.copytree(Path(conftest.DATA) / "files", folder / "files", dirs_exist_ok=True)
        database.use(SQLite(str(folder / "zhicheng.sqlite"), synchronous="OFF"))
        with people.later(0):
            run(concluding.gather(way))
        found[name] = (folder, concluding.tokens(way))
        run(database.close_database())
    return found


@pytest.fixture(scope="module")
def chromium(prepared: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One Chromium, after everything is prepared."""
    with machine.chromium() as found:
        yield found


@pytest.mark.parametrize("name", WAYS)
def test_to_the_certificate(prepared: Any, chromium: Browser, name: str) -> None:
    way, script = WAYS[name]
    folder, tokens = prepared[name]
    dates = folder / "dates"
    set_clock(dates, MOMENT)
    drivers: list[Chromium] = []
    with running(folder, dates) as address:

        def opened(login: str, day: int) -> Driver:
            set_clock(dates, MOMENT + timedelta(days=day))
            context = chromium.new_context(
                viewport={"width": 1280, "height": 900}, java_script_enabled=script
            )
            context.set_default_timeout(30_000)
            context.add_cookies(
                [{"name": SESSION.removeprefix("__Host-"), "value": tokens[login, day], "url": address}]
            )
            drivers.append(Chromium(context.new_page(), address, script))
            return drivers[-1]

        number = concluding.to_the_certificate(way, opened)
        paper = drivers[-1].tab.request.get(f"{address}/certificates/{number}/certificate.pdf")
        assert (paper.status, paper.headers["content-type"]) == (200, "application/pdf")
        assert paper.body().startswith(b"%PDF")
        assert [each.said for each in drivers if each.said] == []
        for driver in drivers:
            driver.tab.context.close()
