"""Every change that a migration can ask for, made on both databases and seen by its effect."""

import sqlite3
from typing import Any

import pytest
from piccolo.columns import ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from tests.support import run
from web.database import Json, create_tables, is_duplicate, transaction


class Shelf(Table):
    name = Varchar(unique=True)


class Book(Table):
    title = Varchar(length=60, default='either, (or) "not" :)')
    pages = Integer(null=True, default=None)
    shelf = ForeignKey(Shelf, null=True, on_delete=OnDelete.restrict, on_update=OnUpdate.cascade)


@pytest.fixture
def shelves(database: str) -> str:
    run(create_tables(Shelf, Book))
    run(Shelf.insert(Shelf(name="a")))
    return database


def refused(query: Any) -> Exception:
    with pytest.raises(Exception) as caught:
        run(query)
    return caught.value


def test_a_unique_constraint_comes_and_goes(shelves: str) -> None:
    once = Unique([Book.title, Book.pages], name="book_once")
    run(Book.alter().add_constraint(once))
    run(Book.insert(Book(title="a", pages=1), Book(title="a", pages=2)))
    assert is_duplicate(refused(Book.insert(Book(title="a", pages=1))))
    run(Book.alter().drop_constraint("book_once"))
    run(Book.insert(Book(title="a", pages=1)))
    assert run(Book.count()) == 3


def test_a_column_becomes_unique_and_ceases_to_be(shelves: str) -> None:
    assert is_duplicate(refused(Shelf.insert(Shelf(name="a"))))
    run(Shelf.alter().set_unique(Shelf.name, False))
    run(Shelf.insert(Shelf(name="a")))
    assert is_duplicate(refused(Shelf.alter().set_unique(Shelf.name, True)))
    run(Shelf.delete(force=True))
    run(Shelf.alter().set_unique(Shelf.name, True))
    run(Shelf.insert(Shelf(name="b")))
    assert is_duplicate(refused(Shelf.insert(Shelf(name="b"))))


def test_a_check_comes_and_goes(shelves: str) -> None:
    run(Book.alter().add_constraint(Check("pages > 0", name="book_pages")))
    assert not is_duplicate(refused(Book.insert(Book(pages=0))))
    run(Book.alter().drop_constraint("book_pages"))
    run(Book.insert(Book(pages=0)))
    refused(Book.alter().add_constraint(Check("pages > 0", name="book_pages")))
    run(Book.insert(Book(pages=0)))
    assert run(Book.count()) == 2


def test_null_is_forbidden_and_allowed_again(shelves: str) -> None:
    run(Book.insert(Book(pages=None)))
    refused(Book.alter().set_null(Book.pages, False))
    run(Book.update({Book.pages: 1}, force=True))
    run(Book.alter().set_null(Book.pages, False))
    refused(Book.insert(Book(pages=None)))
    run(Book.alter().set_null(Book.pages, True))
    run(Book.insert(Book(pages=None)))
    assert run(Book.count()) == 2


def test_a_refused_change_leaves_the_transaction_undone(shelves: str) -> None:
    async def story() -> None:
        async with transaction():
            await Book.insert(Book(pages=None))
            await Book.alter().set_null(Book.pages, False)

    refused(story())
    assert run(Book.count()) == 0
    run(Book.insert(Book(pages=None)))


def test_columns_of_every_kind_are_added_to_rows_that_are_there(shelves: str) -> None:
    added = {
        "number": Integer(default=7, unique=False),
        "code": Varchar(null=True, default=None, unique=True),
        "wrong": Json(default={"误": "a, b) c"}),
        "at": Timestamptz(),
        "parent": ForeignKey(Shelf, null=True, on_delete=OnDelete.set_null),
    }
    for name, column in added.items():
        run(Shelf.alter().add_column(name, column))
    (row,) = run(Shelf.raw("SELECT number, code, wrong, at, parent FROM shelf"))
    assert (row["number"], row["code"], row["wrong"], row["parent"]) == (7, None, {"误": "a, b) c"}, None)
    assert row["at"].utcoffset().total_seconds() == 0
    run(Shelf.raw("UPDATE shelf SET code = 'x'"))
    assert is_duplicate(refused(Shelf.raw("INSERT INTO shelf (name, code) VALUES ('b', 'x')")))
    refused(Shelf.raw("INSERT INTO shelf (name, parent) VALUES ('c', 99)"))
    refused(Shelf.raw("INSERT INTO shelf (name, number) VALUES ('d', NULL)"))


def test_columns_are_dropped_with_their_index_and_reference(shelves: str) -> None:
    run(Book.insert(Book(title="a", shelf=1)))
    run(Book.alter().add_constraint(Unique([Book.title, Book.shelf], name="book_once")))
    run(Book.alter().drop_column("shelf"))
    (row,) = run(Book.raw("SELECT * FROM book"))
    assert set(row) == {"id", "title", "pages"}
    run(Shelf.delete(force=True))


def test_tables_and_columns_are_renamed(shelves: str) -> None:
    run(Book.alter().rename_column("pages", "leaves"))
    run(Book.raw("INSERT INTO book (title, leaves) VALUES ('a', 3)"))
    run(Book.alter().rename_table("volume"))
    assert run(Book.raw("SELECT leaves FROM volume"))[0]["leaves"] == 3


def test_a_type_changes_and_what_comes_back_with_it(shelves: str) -> None:
    run(Book.insert(Book(pages=12)))
    new = Text()
    new._meta._name = "pages"
    run(Book.alter().set_column_type(Book.pages, new, using_expression="pages::text"))
    run(Book.raw("UPDATE book SET pages = pages || '页'"))
    assert run(Book.raw("SELECT pages FROM book"))[0]["pages"] == "12页"


def test_a_foreign_key_changes_what_it_does(shelves: str) -> None:
    run(Book.insert(Book(title="a", shelf=1)))
    refused(Shelf.delete(force=True))
    run(Book.alter().drop_constraint("book_shelf_fkey"))
    run(Book.alter().add_foreign_key_constraint(Book.shelf, on_delete=OnDelete.set_null))
    run(Shelf.delete(force=True))
    assert run(Book.select(Book.shelf).first())["shelf"] is None
    refused(Book.insert(Book(title="b", shelf=99)))


def test_a_default_changes_nothing_for_piccolo(shelves: str) -> None:
    run(Book.alter().set_default(Book.title, "new"))
    run(Book.insert(Book()))
    assert run(Book.select(Book.title).first())["title"] == 'either, (or) "not" :)'


def test_what_sqlite_cannot_do_is_refused(shelves: str) -> None:
    unique = Unique([Book.title], nulls_distinct=False, name="book_title")
    if shelves == "sqlite":
        with pytest.raises(sqlite3.NotSupportedError):
            run(Book.alter().add_constraint(unique))
    else:
        run(Book.alter().add_constraint(unique))
