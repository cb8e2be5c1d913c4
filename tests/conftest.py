"""The temporary installation that every test runs in, and its databases."""

import atexit
import os
import shutil
import tempfile

from tests import scratch

DATA = tempfile.mkdtemp(prefix="zhicheng-tests-", dir=scratch.folder())
atexit.register(shutil.rmtree, DATA, ignore_errors=True)
os.environ["ZHICHENG_DATA"] = DATA
for name in ("DATABASE_URL", "ZHICHENG_DEMO", "ZHICHENG_ACTIVATION_CODE"):
    os.environ.pop(name, None)

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]
import pytest

from tests import machine, postgres
from tests.support import run
from web import database as databases
from web.catalogue.load import load
from web.database.postgres import Postgres
from web.database.sqlite import SQLite
from web.evidence import places
from web.evidence.store import Store
from web.review import conclusion as conclusion
from web.review import invariants

_number = count(1)


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--all") and machine.missing():
        raise pytest.UsageError(f"--all, but not installed here: {', '.join(machine.missing())}")
    config.addinivalue_line("markers", "torn: the test leaves its tables in pieces; no invariants afterwards")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=["sqlite", "postgres", "both"], default="both")
    parser.addoption("--all", action="store_true", help="refuse to run where something would be left out")


def _wanted(config: pytest.Config) -> list[str]:
    choice = config.getoption("--database")
    if choice == "both":
        return ["sqlite", "postgres"] if postgres.binaries() else ["sqlite"]
    return [choice]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    for name in {"database", "towns"} & set(metafunc.fixturenames):
        metafunc.parametrize(name, _wanted(metafunc.config), indirect=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files begin first, so that no worker ends minutes after the other."""
    items.sort(key=lambda item: item.path.name not in ("test_machine.py", "test_tus.py"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    left_out = [f"{name} (not installed here)" for name in machine.missing()]
    if config.getoption("--database") != "both":
        left_out.append(f"every database but {config.getoption('--database')} (--database)")
    if left_out:
        terminalreporter.write_line(f"left out: what needs {', '.join(left_out)}")


@cache
def _sqlite_template() -> Path:
    path = Path(DATA) / "template.sqlite"
    _made(SQLite(str(path), synchronous="OFF"))
    return path


@cache
def _postgres_template() -> str:
    run(_execute("CREATE DATABASE zhicheng"))
    _made(Postgres(postgres.address("zhicheng")))
    return "zhicheng"


def _made(engine: SQLite | Postgres) -> None:
    databases.use(engine)
    run(databases.migrate())
    run(databases.close_database())


def template(kind: str, name: str, fill: Callable[[], Awaitable[object]], base: str = "") -> str:
    """A database `name` for `fresh` to copy, with every table, what `base` has and what `fill` adds: path, or name."""
    if kind == "sqlite":
        made = str(Path(DATA) / f"{name}.sqlite")
        shutil.copyfile(base or _sqlite_template(), made)
        databases.use(SQLite(made, synchronous="OFF"))
    else:
        made = name
        run(_execute(f"CREATE DATABASE {made} TEMPLATE {base or _postgres_template()} STRATEGY FILE_COPY"))
        databases.use(Postgres(postgres.address(made)))
    run(databases.open_database())
    with kept_in(Path(DATA) / "files"):
        run(fill())
    run(databases.close_database())
    return made


@cache
def with_catalogue(kind: str) -> str:
    """The template with the catalogue of every year, which takes seconds to load."""
    return template(kind, "catalogue", load)


def fresh(kind: str, template: str | None = None) -> Iterator[str]:
    """A database of its own of that kind, empty or a copy of `template`; it is gone afterwards."""
    return {"sqlite": _sqlite, "postgres": _postgres}[kind](template)


@contextmanager
def kept_in(folder: Path) -> Iterator[Store]:
    """Evidence goes to `folder` meanwhile: what is changed or swept there is missed nowhere else."""
    before, places._store = places._store, Store(folder)
    try:
        yield places._store
    finally:
        run(places.close())
        places._store = before


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store of the test's own, for whatever is put after it is asked for."""
    with kept_in(tmp_path / "files") as made:
        yield made


_desk: list[asyncpg.Connection] = []
"""The connection over which databases are made and dropped, kept open: one each time costs as much as the database."""


async def _execute(statement: str) -> None:
    if not _desk:
        _desk.append(await asyncpg.connect(postgres.address("postgres")))
    await _desk[0].execute(statement)


@pytest.fixture
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """A fresh database with every table, empty but for what `catalogue` asks; its value is "sqlite" or "postgres"."""
    wanted = "catalogue" in request.fixturenames
    yield from fresh(request.param, with_catalogue(request.param) if wanted else None)


@pytest.fixture
def catalogue(database: str) -> str:
    """The fresh database comes with the catalogue of every year."""
    return database


@pytest.fixture(autouse=True)
def _all_holds(request: pytest.FixtureRequest) -> Iterator[None]:
    """After every test with a database, the invariants of the review hold."""
    with_tables = [name for name in ("database", "town", "towns") if name in request.fixturenames]
    for name in with_tables:
        request.getfixturevalue(name)
    yield
    if with_tables and not request.node.get_closest_marker("torn"):
        assert run(invariants.broken()) == []


def _sqlite(template: str | None = None) -> Iterator[str]:
    path = Path(DATA) / f"{next(_number)}.sqlite"
    shutil.copyfile(template or _sqlite_template(), path)
    databases.use(SQLite(str(path), synchronous="OFF"))
    try:
        yield "sqlite"
    finally:
        run(databases.close_database())
        for each in path.parent.glob(f"{path.name}*"):
            each.unlink()


def _postgres(template: str | None = None) -> Iterator[str]:
    name = f"test_{next(_number)}"
    run(_execute(f"CREATE DATABASE {name} TEMPLATE {template or _postgres_template()} STRATEGY FILE_COPY"))
    databases.use(Postgres(postgres.address(name)))
    run(databases.open_database())
    try:
        yield "postgres"
    finally:
        run(databases.close_database())
        run(_execute(f"DROP DATABASE {name} WITH (FORCE)"))
