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

from collections.abc import Iterator
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
    if "database" in metafunc.fixturenames:
        metafunc.parametrize("database", _wanted(metafunc.config), indirect=True)


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


@cache
def _with_catalogue(kind: str) -> str:
    """The same with the catalogue in it, which takes seconds to load."""
    if kind == "sqlite":
        name = str(Path(DATA) / "catalogue.sqlite")
        shutil.copyfile(_sqlite_template(), name)
        databases.use(SQLite(name, synchronous="OFF"))
    else:
        name = "catalogue"
        run(_execute(f"CREATE DATABASE {name} TEMPLATE {_postgres_template()}"))
        databases.use(Postgres(postgres.address(name)))
        run(databases.open_database())
    run(load())
    run(databases.close_database())
    return name


async def _execute(statement: str) -> None:
    connection = await asyncpg.connect(postgres.address("postgres"))
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@pytest.fixture
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """A fresh database with every table, empty but for what `catalogue` asks; its value is "sqlite" or "postgres"."""
    template = _with_catalogue(request.param) if "catalogue" in request.fixturenames else None
    yield from {"sqlite": _sqlite, "postgres": _postgres}[request.param](template)


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
    run(_execute(f"CREATE DATABASE {name} TEMPLATE {template or _postgres_template()}"))
    databases.use(Postgres(postgres.address(name)))
    run(databases.open_database())
    try:
        yield "postgres"
    finally:
        run(databases.close_database())
        run(_execute(f"DROP DATABASE {name} WITH (FORCE)"))
