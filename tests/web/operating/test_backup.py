"""A backup while running, and what comes back of it: the same, or nothing."""

import dataclasses
import hashlib
import shutil
from pathlib import Path

import pytest
from piccolo.table import TABLE_REGISTRY

from tests import conftest, postgres
from tests.offices import declaration_of, person_of
from tests.support import run
from web import database as databases
from web.database.postgres import Postgres
from web.database.sqlite import SQLite
from web.enquiry import rules as enquiry
from web.evidence.store import Store
from web.operating import backup
from web.settings import Settings, settings


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    """An installation with two files and a secret."""
    data = tmp_path / "data"
    (data / "files").mkdir(parents=True)
    store = Store(data / "files")
    store.put("扫描件".encode())
    store.put(b"%PDF-1.7")
    (data / "secret").write_bytes(b"s" * 32)
    return dataclasses.replace(settings, data=data, database_url="")


def checksums() -> dict[str, str]:
    """SHA-256 of every row of every table, in order of id."""
    found = {}
    for table in sorted(TABLE_REGISTRY, key=lambda table: table._meta.tablename):
        if run(table.table_exists()):
            rows = run(table.select().order_by(table._meta.primary_key))
            found[table._meta.tablename] = hashlib.sha256(repr(rows).encode()).hexdigest()
    return found


def fresh(tmp_path: Path, here: Settings) -> Settings:
    data = tmp_path / "new"
    data.mkdir()
    (data / "secret").write_bytes(b"n" * 32)
    return dataclasses.replace(here, data=data)


def test_a_restore_into_an_empty_folder_gives_equal_checksums(
    provinces: str, here: Settings, tmp_path: Path
) -> None:
    before = checksums()
    assert sum(hash_ != hashlib.sha256(b"[]").hexdigest() for hash_ in before.values()) > 10
    made = run(backup.backup(tmp_path / "backups", here))
    run(enquiry.looked(person_of("欧阳建国").id, person_of("卫老师"), "备份以后的查看"))
    assert checksums() != before
    there = fresh(tmp_path, here)
    if provinces == "postgres":
        run(conftest._execute("CREATE DATABASE restored"))
        there = dataclasses.replace(there, database_url=postgres.address("restored"))
    try:
        said = backup.restore(made, there)
        run(databases.close_database())
        databases.use(
            Postgres(there.database_url) if provinces == "postgres" else SQLite(str(there.sqlite_path))
        )
        run(databases.open_database())
        assert checksums() == before
        assert (there.data / "secret").read_bytes() == b"s" * 32
        names = {name for name in said["files"] if name.startswith("files/")}
        assert {name for name in names if backup.hash_of(there.data / name) == said["files"][name]} == names
        assert len(names) == 2
    finally:
        run(databases.close_database())
        if provinces == "postgres":
            run(conftest._execute("DROP DATABASE IF EXISTS restored WITH (FORCE)"))


@pytest.mark.parametrize("harm", ["changed", "missing"])
def test_a_backup_that_is_not_whole_is_not_restored(
    province: str, here: Settings, tmp_path: Path, harm: str
) -> None:
    made = run(backup.backup(tmp_path / "backups", here))
    victim = next((made / "files").rglob("*/*/*"))
    victim.unlink() if harm == "missing" else victim.write_bytes(b"other")
    there = fresh(tmp_path, here)
    with pytest.raises(backup.Failed):
        backup.restore(made, there)
    assert [path.name for path in there.data.iterdir()] == ["secret"]


def test_nothing_is_restored_over_something(province: str, here: Settings, tmp_path: Path) -> None:
    made = run(backup.backup(tmp_path / "backups", here))
    with pytest.raises(backup.Failed, match="is not empty"):
        backup.restore(made, here)


def test_a_backup_that_fails_leaves_nothing_behind(province: str, here: Settings, tmp_path: Path) -> None:
    shutil.rmtree(here.data / "files")
    (here.data / "files").mkdir()
    (here.data / "files" / "broken").symlink_to("/nowhere")
    with pytest.raises((backup.Failed, OSError, shutil.Error)):
        run(backup.backup(tmp_path / "backups", here))
    assert list((tmp_path / "backups").iterdir()) == []
    assert declaration_of("欧阳建国")["state"] == "unit_review"
