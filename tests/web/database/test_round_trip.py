"""What goes in comes out, the same on both databases."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from piccolo.columns import BigInt, Boolean, Date, Timestamptz, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from tests.support import run
from web.database import Json, create_tables, dialect, is_duplicate, savepoint, transaction


class Parcel(Table):
    name = Varchar(unique=True)
    wrong = Json(default={})
    pages = Json(default=[])
    at = Timestamptz()
    day = Date(null=True, default=None)
    size = BigInt()
    sealed = Boolean(default=False)
    once = Unique([size, sealed])


@pytest.fixture
def parcels(database: str) -> str:
    run(create_tables(Parcel))
    assert dialect() == database
    return database


def test_json_is_decoded_with_its_chinese_keys(parcels: str) -> None:
    wrong = {"姓名": "䶮𬱖㛃𠮷", "分": [1, 2.5, None, True], "引": "'\"\\"}
    row = run(
        Parcel.insert(Parcel(name="a", wrong=wrong, pages=[1, {"页": 2}])).returning(*Parcel.all_columns())
    )[0]
    assert row["wrong"] == wrong and row["pages"] == [1, {"页": 2}]
    assert run(Parcel.select(Parcel.wrong).first())["wrong"] == wrong
    assert list(run(Parcel.select(Parcel.wrong).first())["wrong"]) == ["姓名", "分", "引"]
    parcel = run(Parcel.objects().first())
    parcel.wrong = {"职称": "讲师"}
    run(parcel.save())
    assert run(Parcel.objects().first()).wrong == {"职称": "讲师"}


def test_json_defaults_are_objects_and_not_shared(parcels: str) -> None:
    one, other = Parcel(name="a"), Parcel(name="b")
    one.wrong["x"] = 1
    assert (one.wrong, other.wrong, other.pages) == ({"x": 1}, {}, [])


def test_moments_come_back_aware_and_in_utc(parcels: str) -> None:
    noon = datetime(2026, 10, 8, 12, 0, 0, tzinfo=timezone(timedelta(hours=8)))
    run(
        Parcel.insert(
            Parcel(name="a", at=noon, size=1), Parcel(name="b", at=noon + timedelta(microseconds=1), size=2)
        )
    )
    moments = run(Parcel.select(Parcel.at).order_by(Parcel.at))
    assert moments[0]["at"] == noon and moments[0]["at"].utcoffset() == timedelta(0)
    assert moments[1]["at"] == datetime(2026, 10, 8, 4, 0, 0, 1, tzinfo=UTC)
    assert run(Parcel.count().where(Parcel.at > noon)) == 1


def test_large_numbers_days_and_switches(parcels: str) -> None:
    run(Parcel.insert(Parcel(name="a", size=2**53 + 1, sealed=True, day=date(2021, 5, 1))))
    row = run(Parcel.select().first())
    assert (row["size"], row["sealed"], row["day"].isoformat()) == (2**53 + 1, True, "2021-05-01")


def test_a_duplicate_is_told_from_other_errors(parcels: str) -> None:
    async def story() -> list[bool]:
        told = []
        async with transaction():
            await Parcel.insert(Parcel(name="a", size=1))
            for parcel in (Parcel(name="a", size=2), Parcel(name="b", size=1), Parcel(name=None, size=3)):
                try:
                    async with savepoint():
                        await Parcel.insert(parcel)
                except Exception as error:
                    told.append(is_duplicate(error))
        return told

    assert run(story()) == [True, True, False]
    assert run(Parcel.count()) == 1


def test_ids_are_not_given_twice(parcels: str) -> None:
    first = run(Parcel.insert(Parcel(name="a")))[0]["id"]
    run(Parcel.delete(force=True))
    assert run(Parcel.insert(Parcel(name="b")))[0]["id"] > first
