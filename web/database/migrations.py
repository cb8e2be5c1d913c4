"""Bring the tables up to date; the same migration files on both databases."""

import contextlib
import io
import os
import shutil
import subprocess
import sys
import warnings
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Any

from piccolo.apps.migrations.auto import migration_manager
from piccolo.apps.migrations.commands.forwards import ForwardsMigrationManager
from piccolo.apps.migrations.commands.new import (
    AutoMigrationManager,
    _generate_migration_meta,
    render_template,
)
from piccolo.apps.migrations.tables import Migration
from piccolo.conf.apps import AppConfig
from piccolo.table import Table, create_db_tables

from web import database

_LOCK = 0x7A68_6963_6865_6E67  # "zhicheng": PostgreSQL's lock for migrations
_constraint_name = migration_manager.get_fk_constraint_name


async def _foreign_key_name(column: Any) -> str | None:
    """SQLite's foreign keys need not be dropped by name: adding one replaces it (see web/database/ddl.py)."""
    return None if database.dialect() == "sqlite" else await _constraint_name(column)


migration_manager.get_fk_constraint_name = _foreign_key_name


def app() -> AppConfig:
    """Piccolo's description of our tables and migrations."""
    config: AppConfig = import_module("migrations.piccolo_app").APP_CONFIG
    return config


async def create_tables(*tables: type[Table]) -> None:
    """Make `tables`, or every table there is, straight from the classes: for tests."""
    async with database.transaction():
        await create_db_tables(*(tables or app().table_classes))


async def migrate() -> list[str]:
    """Run what has not been run yet; the ids of what was run. All or nothing.

    Any number of processes may call it at once: one works, the others wait and find nothing to do.
    """
    async with database.transaction():
        if database.dialect() == "postgres":
            await Migration.raw(f"SELECT pg_advisory_xact_lock({_LOCK})")
        await Migration.create_table(if_not_exists=True)
        before = set(await Migration.get_migrations_which_ran(app().app_name))
        with contextlib.redirect_stdout(io.StringIO()) as said, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that SQLite has no lengths is known
            result = await ForwardsMigrationManager(app().app_name).run()
        if not result.success:
            raise RuntimeError(said.getvalue())
        after = await Migration.get_migrations_which_ran(app().app_name)
        return sorted(set(after) - before)


async def migrations_pending() -> list[str]:
    """Ids of the migrations that the database has not had yet."""
    manager = ForwardsMigrationManager(app().app_name)
    all_of_them = manager.get_migration_modules(app().resolved_migrations_folder_path)
    had = await Migration.get_migrations_which_ran(app().app_name) if await Migration.table_exists() else []
    return sorted(set(all_of_them) - set(had))


async def generate(name: str) -> Path | None:
    """Write a migration from the migrations so far to the tables as they are now; None when nothing differs.

    Piccolo's own command, but for the formatting: black takes half a minute for sixty tables, ruff no time.
    """
    folder = Path(app().resolved_migrations_folder_path)
    folder.mkdir(exist_ok=True)
    (folder / "__init__.py").touch()
    altered = await AutoMigrationManager().get_alter_statements(app_config=app())
    statements = list(chain.from_iterable(each.statements for each in altered))
    if not statements:
        return None
    made = _generate_migration_meta(app_config=app())
    path = Path(made.migration_path)
    path.write_text(
        render_template(
            migration_id=made.migration_id,
            auto=True,
            alter_statements=statements,
            extra_imports=sorted({i for each in altered for i in each.extra_imports}, key=repr),
            extra_definitions=sorted({i for each in altered for i in each.extra_definitions}),
            app_name=app().app_name,
            description=name,
        )
    )
    if ruff := shutil.which("ruff", path=f"{Path(sys.executable).parent}:{os.environ.get('PATH', '')}"):
        subprocess.run([ruff, "format", "--quiet", "--no-cache", path], check=True)  # noqa: ASYNC221 - nothing else runs
    return path


async def tables_differ() -> bool:
    """Whether the table classes say something that no migration says yet."""
    with contextlib.redirect_stdout(io.StringIO()):
        statements = await AutoMigrationManager(auto_input="n").get_alter_statements(app_config=app())
    return any(each.statements for each in statements)
