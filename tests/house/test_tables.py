"""The tables: one class name for one table, and migrations in step with them."""

from collections import Counter

from web.database.migrations import app


def test_class_names_are_unique() -> None:
    """Migrations know a table by its class's name alone: two of a name would become one table."""
    counted = Counter(table.__name__ for table in app().table_classes)
    assert [name for name, count in counted.items() if count > 1] == []
