"""Migrations: made from the tables, run once by whoever comes first, the same on both databases."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from piccolo.columns import ForeignKey, Integer, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Unique
from piccolo.table import Table, create_table_class

from tests.support import run
from web import database as databases
from web.database import Json, generate, is_duplicate, migrate, migrations_pending
from web.database.migrations import app, tables_differ
from web.database.sqlite import SQLite

pytestmark = pytest.mark.torn


@pytest.fixture
def empty(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty database and an empty folder for migrations; its value is the folder."""
    folder = tmp_path / "migrations"
    monkeypatch.setattr(app(), "migrations_folder_path", folder)
    before = databases.engine()
    if database == "sqlite":
        databases.use(SQLite(str(tmp_path / "empty.sqlite"), synchronous="OFF"))
    else:
        run(Shelf.raw("DROP SCHEMA public CASCADE"))
        run(Shelf.raw("CREATE SCHEMA public"))
    yield folder
    if database == "sqlite":
        run(databases.close_database())
        databases.use(before)


class Shelf(Table):
    name = Varchar()


def book(name: str = "Book", **members: Any) -> type[Table]:
    return create_table_class(name, class_kwargs={"tablename": "book"}, class_members=members)


def schema() -> list[dict[str, Any]]:
    """What the database itself says of its tables."""
    if databases.dialect() == "sqlite":
        names = (
            "SELECT name, type FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' AND tbl_name <> 'migration'"
        )
        columns = (
            'SELECT s.name AS t, c.name AS name, c.type, c."notnull" AS required, f."table" AS refers, f.on_delete'
            " FROM sqlite_schema s, pragma_table_info(s.name) c"
            ' LEFT JOIN pragma_foreign_key_list(s.name) f ON f."from" = c.name'
            " WHERE s.type = 'table' AND s.name <> 'migration' AND s.name <> 'sqlite_sequence' ORDER BY 1, 2"
        )
        return run(Shelf.raw(columns)) + run(Shelf.raw(names + " ORDER BY 1"))
    columns = (
        "SELECT table_name, column_name, data_type, is_nullable, character_maximum_length"
        " FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'migration' ORDER BY 1, 2"
    )
    constraints = (
        "SELECT conname, pg_get_constraintdef(oid) AS says FROM pg_constraint"
        " WHERE connamespace = 'public'::regnamespace AND conname NOT LIKE 'migration%' ORDER BY 1"
    )
    return [dict(row) for row in run(Shelf.raw(columns)) + run(Shelf.raw(constraints))]


def test_every_table_of_the_product_is_made_and_a_second_look_finds_nothing(empty: Path) -> None:
    run(databases.create_tables())
    expected = schema()
    if databases.dialect() == "postgres":
        run(Shelf.raw("DROP SCHEMA public CASCADE"))
        run(Shelf.raw("CREATE SCHEMA public"))
    else:
        run(databases.close_database())
        databases.use(SQLite(str(empty.parent / "second.sqlite"), synchronous="OFF"))
    path = run(generate("everything"))
    assert path is not None and path.parent == empty
    pending = run(migrations_pending())
    assert len(pending) == 1
    assert run(migrate()) == pending
    assert run(migrations_pending()) == []
    assert run(migrate()) == []
    assert schema() == expected
    assert run(tables_differ()) is False


def test_rows_live_through_a_change_of_everything(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = book(
        title=Varchar(length=20),
        pages=Integer(null=True, default=None),
        shelf=ForeignKey(Shelf, on_delete=OnDelete.cascade),
    )
    monkeypatch.setattr(app(), "table_classes", [Shelf, first])
    run(generate("first"))
    run(migrate())
    run(Shelf.insert(Shelf(name="a")))
    run(first.insert(first(title="t", pages=3, shelf=1)))

    title, pages = Varchar(length=60), Integer(null=False, default=0)
    second = book(
        title=title,
        pages=pages,
        shelf=ForeignKey(Shelf, null=True, on_delete=OnDelete.set_null),
        wrong=Json(default={"误": 1}),
        once=Unique([title, pages]),
    )
    monkeypatch.setattr(app(), "table_classes", [Shelf, second])
    assert run(tables_differ()) is True
    run(generate("second"))
    assert len(run(migrate())) == 1
    assert run(generate("third")) is None
    assert run(second.select()) == [{"id": 1, "title": "t", "pages": 3, "shelf": 1, "wrong": {"误": 1}}]
    with pytest.raises(Exception) as caught:
        run(second.insert(second(title="t", pages=3)))
    assert is_duplicate(caught.value)
    with pytest.raises(Exception) as caught:
        run(second.insert(second(title="u", pages=None)))
    assert not is_duplicate(caught.value)
    run(Shelf.delete(force=True))
    assert run(second.select(second.shelf)) == [{"shelf": None}]


def test_a_migration_that_fails_leaves_nothing_of_any(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app(), "table_classes", [Shelf])
    path = run(generate("first"))
    assert path is not None
    broken = path.read_text().replace("return manager", "manager.add_raw(lambda: 1 / 0)\n    return manager")
    (empty / "zhicheng_later.py").write_text(broken.replace('ID = "20', 'ID = "21'))
    with pytest.raises(ZeroDivisionError):
        run(migrate())
    assert len(run(migrations_pending())) == 2
    assert run(Shelf.table_exists()) is False


MIGRATE = """
import asyncio, pathlib, sys
from web import database
from web.database.migrations import app
from web.database.postgres import Postgres
from web.database.sqlite import SQLite
database.use(Postgres(sys.argv[1]) if "://" in sys.argv[1] else SQLite(sys.argv[1]))
app().migrations_folder_path = pathlib.Path(sys.argv[2])
print(len(asyncio.run(database.migrate())))
"""


def test_of_several_processes_one_migrates(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app(), "table_classes", [Shelf])
    run(generate("first"))
    engine = databases.engine()
    where = str(engine.path) if isinstance(engine, SQLite) else engine.url
    command = [sys.executable, "-c", MIGRATE, where, str(empty)]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert sorted(process.communicate(timeout=30)[0].strip() for process in processes) == ["0", "1"]
    assert run(Shelf.count()) == 0
