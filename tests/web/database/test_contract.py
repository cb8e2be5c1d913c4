"""What we use of Piccolo that it does not promise: when a new version changes it, this says what to look at."""

import inspect
from importlib.metadata import version
from typing import Any

import pytest
from piccolo.apps.migrations.auto import migration_manager
from piccolo.apps.migrations.commands.base import BaseMigrationManager
from piccolo.apps.migrations.commands.new import AutoMigrationManager, _generate_migration_meta
from piccolo.engine.base import Engine
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction
from piccolo.engine.sqlite import SQLiteEngine, SQLiteTransaction
from piccolo.query.base import Query
from piccolo.query.methods.select import First
from piccolo.querystring import QueryString
from piccolo.table import TableMeta


def parameters(function: Any) -> list[str]:
    return list(inspect.signature(function).parameters)


def test_the_version_is_the_one_that_was_read() -> None:
    assert version("piccolo") == "1.38.0"


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (SQLiteEngine._run_in_new_connection, ["self", "query", "args", "query_type", "table"]),
        (
            SQLiteEngine._run_in_existing_connection,
            ["self", "connection", "query", "args", "query_type", "table"],
        ),
        (SQLiteEngine.run_querystring, ["self", "querystring", "in_pool"]),
        (SQLiteEngine.run_ddl, ["self", "ddl", "in_pool"]),
        (SQLiteEngine.transaction, ["self", "transaction_type", "allow_nested"]),
        (SQLiteTransaction.__init__, ["self", "engine", "transaction_type", "allow_nested"]),
        (PostgresTransaction.__init__, ["self", "engine", "allow_nested"]),
        (PostgresEngine.start_connection_pool, ["self", "kwargs"]),
        (PostgresEngine.get_new_connection, ["self"]),
        (Query._process_results, ["self", "results"]),
        (QueryString.compile_string, ["self", "engine_type"]),
        (First.__init__, ["self", "query"]),
        (BaseMigrationManager.get_migration_modules, ["self", "folder_path"]),
        (_generate_migration_meta, ["app_config"]),
        (AutoMigrationManager.get_alter_statements, ["self", "app_config"]),
        (migration_manager.get_fk_constraint_name, ["column"]),
    ],
    ids=lambda each: getattr(each, "__qualname__", None),
)
def test_the_hooks_have_the_parameters_we_override(function: Any, expected: list[str]) -> None:
    assert parameters(function) == expected


def test_queries_still_go_through_the_hooks() -> None:
    for method in (SQLiteEngine.run_querystring, SQLiteEngine.run_ddl):
        source = inspect.getsource(method)
        assert "self.current_transaction.get()" in source
        assert "self._run_in_existing_connection(" in source
        assert "self._run_in_new_connection(" in source
    for method in (PostgresEngine.run_querystring, PostgresEngine.run_ddl):
        source = inspect.getsource(method)
        assert "self.current_transaction.get()" in source
        assert "self.pool" in source


def test_engines_prepare_through_the_methods_we_override() -> None:
    source = inspect.getsource(Engine.__init__)
    assert "self.check_version()" in source
    assert "self.prep_database()" in source


def test_transactions_keep_the_attributes_we_set() -> None:
    for transaction in (SQLiteTransaction, PostgresTransaction):
        assert {"connection", "context", "_parent", "_committed", "_rolled_back"} <= set(
            transaction.__slots__
        )


def test_a_table_remembers_its_engine_where_we_change_it() -> None:
    assert "_db" in TableMeta.__dataclass_fields__
