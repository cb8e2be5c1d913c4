"""A small province for the offices' tests: organisations, people of every role, declarations on their way."""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any

import pytest

from tests import conftest, postgres
from tests.browser import Browser, signed_in
from tests.identity import id_number
from tests.support import run
from web import clock
from web.catalogue.load import load
from web.declaration.tables import Declaration
from web.payment import fees
from web.people import accounts, sessions
from web.people.tables import Account, Organisation
from web.review.tables import Decision, Station

MOMENT = datetime.fromisoformat("2026-10-08T09:12:33+08:00")
PASSWORD = "河南好山好水好风光"

ORGANISATIONS = (
    ("p", "省人力资源和社会保障厅", "province", "", "410000"),
    ("c", "洛阳市人力资源和社会保障局", "city", "p", "410300"),
    ("d", "洛阳市教育局", "department", "c", "410300"),
    ("s1", "洛阳演示第一中学", "unit", "d", "410300"),
    ("s2", "洛阳演示第二中学", "unit", "d", "410300"),
    ("o", "省教育厅评委会办公室", "committee_office", "p", "410000"),
)
PEOPLE = (
    ("titles", "冯处长", "p", "titles_office", 101),
    ("city", "陈科员", "c", "hrss", 102),
    ("bureau", "褚科员", "d", "department", 103),
    ("one", "卫老师", "s1", "unit", 104),
    ("two", "蒋老师", "s2", "unit", 105),
    ("", "欧阳建国", "s1", "applicant", 111),
    ("", "沈国华", "s1", "applicant", 112),
    ("", "韩建华", "s2", "applicant", 113),
)
"""Login ("" for an applicant: the ID number), name, organisation's code, role, serial of the ID number."""


def number_of(serial: int) -> str:
    """The ID number of the person with that serial."""
    return id_number("19850101", serial)


def login_of(name: str) -> str:
    """What the person called `name` types to sign in."""
    return next(login or number_of(serial) for login, known, _, _, serial in PEOPLE if known == name)


async def _settle() -> None:
    await load(years=["2026"])
    await fees.load([2026])
    numbers: dict[str, Any] = {"": None}
    for code, name, kind, parent, region in ORGANISATIONS:
        row = Organisation(code=code, name=name, kind=kind, parent=numbers[parent], region=region)
        await row.save()
        numbers[code] = row.id
    for login, name, organisation, role, serial in PEOPLE:
        opened = await accounts.open_account(
            login=login or number_of(serial), name=name, organisation=numbers[organisation], role=role,
            id_number=number_of(serial), activation=False,
        )  # fmt: skip
        await accounts.set_password(opened.account, PASSWORD)
        if role == "applicant":
            await declared(opened.account, numbers[organisation], name, state="unit_review")


async def declared(
    person: int, unit: int, name: str, *, state: str, level: str = "zhong_ji", year: int = 2026
) -> int:
    """A declaration of 中小学教师 that has been submitted; its id."""
    row = Declaration(
        person=person, unit=unit, year=year, slot=f"{person}-{year}", state=state, holder=unit,
        type="normal", series="zhongxiaoxue", level=level, specialty="zhongxiaoxue-0501", title=f"zhongxiaoxue.jiaoshi.{level}",
        committee="410300-zhongxiaoxue-mid", unit_name=(await sessions.parents(unit))[0]["name"], unit_region="410300",
        submitted_at=clock.now(),
    )  # fmt: skip
    await row.save()
    for place, office in enumerate((await sessions.parents(unit))[:2], 1):
        await Station(
            declaration=row.id, position=place, key=f"{row.id}-{place}", organisation=office["id"], kind=office["kind"],
            label=office["name"], route="test", entered_at=clock.now(),
        ).save()  # fmt: skip
    await Decision(
        declaration=row.id,
        number=1,
        key=f"{row.id}-1",
        act="submit",
        start="draft",
        end=state,
        by=person,
        sha256="0" * 64,
    ).save()
    await Declaration.update({Declaration.number: f"{year}{row.id:07d}"}).where(Declaration.id == row.id)
    return int(row.id)


@cache
def _template(kind: str) -> str:
    with clock.frozen(MOMENT):
        return conftest.template(kind, "offices", _settle)


def province_on(kind: str) -> Iterator[str]:
    """The province in a database of its own of that kind, on its day."""
    template = _template(kind)
    with clock.frozen(MOMENT):
        yield from conftest.fresh(kind, template)


@pytest.fixture
def province() -> Iterator[str]:
    """The province on SQLite."""
    yield from province_on("sqlite")


@pytest.fixture(params=["sqlite", "postgres"])
def provinces(request: pytest.FixtureRequest) -> Iterator[str]:
    """The province on each database in turn."""
    if request.param == "postgres" and not postgres.binaries():
        pytest.skip("PostgreSQL is not installed here")
    yield from province_on(request.param)


def browser_of(name: str) -> Browser:
    """The browser of the person called `name`, signed in."""
    return signed_in(login_of(name))


def person_of(name: str) -> sessions.Person:
    """The person called `name`, as the rules take her."""

    async def found() -> sessions.Person:
        row = await Account.select().where(Account.name == name).first()
        person = await sessions.person_of(await sessions.begin(row["id"]))
        assert person is not None
        return person

    return run(found())


def declaration_of(name: str) -> dict[str, Any]:
    """The row of the person's declaration."""
    return run(Declaration.select().where(Declaration.person.name == name).first())  # type: ignore[arg-type]
