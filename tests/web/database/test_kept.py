"""A kept question answers as the question itself does, on both databases, inside a transaction and outside."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from piccolo.columns import Boolean, Timestamptz, Varchar

from tests.support import run
from web.database import Json, create_tables, transaction
from web.database.kept import Kept
from web.database.table import Table

AT = datetime(2026, 3, 1, tzinfo=UTC)


class Letter(Table):
    name = Varchar()
    at = Timestamptz()
    read = Boolean(default=False)
    pages = Json(default=[])


SINCE = Kept(
    lambda at, read: Letter.select().where((Letter.at >= at) & (Letter.read == read)).order_by(Letter.id)
)
NEWEST = Kept(
    lambda name: (
        Letter.select(Letter.id, Letter.pages)
        .where(Letter.name == name)
        .order_by(Letter.at, ascending=False)
        .first()
    )
)
COUNT = Kept(lambda name: Letter.count().where(Letter.name == name))
EVERY = Kept(lambda: Letter.select(Letter.name).order_by(Letter.name))


@pytest.fixture
def letters(database: str) -> str:
    run(create_tables(Letter))
    for day, name in enumerate(("a", "b", "b", "{c}?$1")):
        run(Letter(name=name, at=AT + timedelta(days=day), read=day == 3, pages=[{"页": day}]).save())
    return database


def test_it_answers_as_the_question_itself_does(letters: str) -> None:
    for at, read in (
        (AT, False),
        (AT + timedelta(days=1), False),
        (AT, True),
        (AT + timedelta(days=9), True),
    ):
        plain = Letter.select().where((Letter.at >= at) & (Letter.read == read)).order_by(Letter.id)
        assert run(SINCE(at, read)) == run(plain)
    assert [row["name"] for row in run(SINCE(AT, False))] == ["a", "b", "b"]
    assert run(NEWEST("b")) == {"id": 3, "pages": [{"页": 2}]}
    assert run(NEWEST("d")) is None
    assert [run(COUNT(name)) for name in ("a", "b", "d", "{c}?$1")] == [1, 2, 0, 1]
    assert [row["name"] for row in run(EVERY())] == sorted(("a", "b", "b", "{c}?$1"))


def test_what_it_gives_is_the_askers_own(letters: str) -> None:
    run(NEWEST("b"))["pages"].append("changed")
    run(EVERY()).clear()
    assert run(NEWEST("b"))["pages"] == [{"页": 2}]
    assert len(run(EVERY())) == 4


def test_it_sees_what_its_transaction_wrote(letters: str) -> None:
    async def within() -> tuple[Any, Any]:
        async with transaction():
            await Letter.update({Letter.name: "d"}).where(Letter.name == "a")
            return await COUNT("d"), await COUNT("a")

    assert run(within()) == (1, 0)


def test_nothing_is_no_value(letters: str) -> None:
    with pytest.raises(TypeError, match="^IS NULL is another question$"):
        run(COUNT(None))
