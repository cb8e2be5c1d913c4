"""A whole row is asked for by the same words as Piccolo's, whichever the table and the database."""

from typing import Any

import pytest
from piccolo.query import Select
from piccolo.table import TABLE_REGISTRY

from web.app import app  # noqa: F401  # every table
from web.database.table import Table, Whole

OURS = [table for table in TABLE_REGISTRY if table.__module__.startswith("web.")]


def words(query: Select[Any], engine: str) -> list[tuple[str, list[Any]]]:
    return [each.compile_string(engine) for each in query.querystrings]


def test_every_table_is_one_of_ours() -> None:
    assert len(OURS) > 100
    assert [table for table in OURS if not issubclass(table, Table)] == []
    assert Table not in TABLE_REGISTRY


def test_the_words_are_piccolos(database: str) -> None:
    for table in OURS:
        key = table._meta.primary_key
        ours, theirs = (
            made.where(key == 7).order_by(key).limit(3) for made in (table.select(), Select(table=table))
        )
        assert isinstance(ours, Whole)
        assert words(ours, database) == words(theirs, database), table


@pytest.mark.usefixtures("database")
def test_named_columns_and_secrets_are_piccolos_too() -> None:
    for table in OURS:
        key = table._meta.primary_key
        assert str(table.select(key)) == str(Select(table=table, columns_list=[key]))
        assert str(table.select(exclude_secrets=True)) == str(Select(table=table, exclude_secrets=True))
