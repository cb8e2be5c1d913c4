"""Named people of the tests, made through the product's own rules: a teacher, an engineer, and those who receive them."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests import conftest, matter
from tests.browser import Browser, signed_in
from tests.identity import id_number
from tests.support import run
from web import clock, rows
from web import database as databases
from web.catalogue.load import load
from web.declaration import rules as declarations
from web.declaration.sections import SECTIONS
from web.demo import papers
from web.people import accounts, sessions
from web.people.tables import Organisation
from web.permissions import Case
from web.profile import photo
from web.profile.sections import SECTIONS as PROFILE
from web.review import decisions, returns, submission
from web.section import Section

MOMENT = datetime.fromisoformat("2026-10-08T09:12:33+08:00")
"""It is this moment in every test that uses the town; all windows of 2026 but one are open."""
PASSWORD = "河南好山好水好风光"
YEAR = 2026


@dataclass(frozen=True)
class Someone:
    """A person of the cast: `organisation` is the code of hers, `serial` makes the ID number."""

    name: str
    organisation: str
    serial: int
    role: str = "applicant"
    born: str = "19900315"
    first: bool = False
    matter: str = ""
    stage: str = ""

    @property
    def id_number(self) -> str:
        return id_number(self.born, self.serial)

    @property
    def login(self) -> str:
        return self.id_number if self.role == "applicant" else f"{self.role}-{self.serial}"

    def browser(self, address: str = "") -> Browser:
        """Her browser, signed in, on 首页; at another server through its door."""
        if not address:
            return signed_in(self.login)
        browser = Browser(address)
        browser.open("/sign-in")
        browser.press("立即登录", login=self.login, password=PASSWORD)
        assert browser.page.path.startswith("/home"), browser.page.text
        return browser

    def account(self) -> int:
        """The number of her account."""
        return int(run(accounts._find(self.login))["id"])

    def declaration(self) -> int:
        """The number of her declaration of 2026."""
        row = run(declarations.of_year(self.account(), YEAR))
        assert row is not None
        return int(row["id"])


ORGANISATIONS = (
    ("province", "河南省人力资源和社会保障厅", "province", "", "410000"),
    ("city", "郑州市人力资源和社会保障局", "city", "province", "410100"),
    ("bureau", "郑州市教育局", "department", "city", "410100"),
    ("school", "郑州市演示第一中学", "unit", "bureau", "410100"),
    ("builder", "郑州演示建设集团有限公司", "unit", "city", "410100"),
)
"""Code, name, kind, parent's code, region."""

ZHANG = Someone("张三", "school", 11, matter="teacher")
"""A teacher whose declaration is complete and not submitted."""
LI = Someone("李四", "builder", 12, first=True)
"""An engineer whose account was opened today: nobody has signed in."""
WANG = Someone("王五", "school", 13)
"""A teacher who has set her password and filled nothing."""
ZHAO = Someone("赵六", "school", 14, role="unit")
"""The unit administrator of the school."""
SUN = Someone("孙七", "builder", 15, matter="engineer", stage="submit")
"""An engineer whose declaration waits for the unit."""
ZHOU = Someone("周八", "school", 16, matter="teacher", stage="return")
"""A teacher whose declaration was returned."""
GONG = Someone("龚䶮", "builder", 17, matter="engineer")
"""An engineer with a name that old systems cannot write; complete, not submitted."""
QIAN = Someone("钱九", "builder", 18, role="unit")
"""The unit administrator of the builder."""
NEW = Someone("吴十", "school", 19, first=True)
"""A teacher whose account was opened today."""
NEWCOMERS = tuple(
    Someone(name, organisation, serial, first=True)
    for name, organisation, serial in (
        ("冯一", "school", 31), ("陈二", "builder", 32), ("褚三", "school", 33), ("卫四", "builder", 34),
        ("蒋五", "school", 35), ("沈六", "builder", 36), ("韩七", "school", 37),
    )
)  # fmt: skip
"""Teachers and engineers by turns, opened today: one for each journey on a served installation."""
EVERYBODY = (ZHANG, LI, WANG, ZHAO, SUN, ZHOU, GONG, QIAN, NEW, *NEWCOMERS)


async def move_in() -> None:
    """Make the organisations and everybody, with what they have filled."""
    await load()
    numbers: dict[str, Any] = {"": None}
    for code, name, kind, parent, region in ORGANISATIONS:
        organisation = Organisation(
            code=code, name=name, kind=kind, parent=numbers[parent], region=region,
            nature="21" if code == "school" else "10", level="",
        )  # fmt: skip
        await organisation.save()
        numbers[code] = organisation.id
    for someone in EVERYBODY:
        await _open(someone, numbers[someone.organisation])
    for someone in EVERYBODY:
        if someone.matter:
            await fill(someone, getattr(matter, someone.matter.upper()))
        if someone.stage:
            await _move(someone)


async def _open(someone: Someone, organisation: int) -> None:
    opened = await accounts.open_account(
        login=someone.login, name=someone.name, organisation=organisation, role=someone.role,
        id_number=someone.id_number, activation=False,
    )  # fmt: skip
    if not someone.first:
        await accounts.set_password(opened.account, PASSWORD)


async def person(someone: Someone) -> sessions.Person:
    """Her, as the rules take her."""
    account = await accounts._find(someone.login)
    assert account is not None
    found = await sessions.person_of(await sessions.begin(account["id"]))
    assert found is not None
    return found


async def fill(someone: Someone, what: matter.Matter) -> int:
    """Write `what` as if typed into the forms; the number of the declaration."""
    who = await person(someone)
    for key, records in what.profile.items():
        await _fill(PROFILE[key], who.id, records)
    await photo.take(who.id, "证件照.jpg", papers.silhouette(False, 0))
    notice = await declarations.catalogue.notice(YEAR)
    row = await declarations.begin(who, YEAR, notice.version)
    chosen = await matter.posted(declarations.CHOICE, {**what.choice}, row)
    offered = await rows.options_of(declarations.CHOICE.field("committee"), {**row, **chosen})
    saved = await declarations.choose(row, {**chosen, "committee": offered[0].value}, row["version"])
    assert saved.complaints == {}, saved.complaints
    for key, records in what.sections.items():
        await _fill(SECTIONS[key], row["id"], records)
    return int(row["id"])


async def _fill(section: Section, holder: int, records: list[matter.Record]) -> None:
    for record in records:
        row = await (rows.add(section, holder, "") if section.many else rows.only_row(section, holder))
        saved = await rows.save(section, holder, row, await matter.posted(section, record), row["version"])
        assert saved.complaints == {}, (section.key, saved.complaints)


async def case_of(someone: Someone) -> Case:
    """Her declaration of 2026, as the rules take it."""
    row = await declarations.of_year((await person(someone)).id, YEAR)
    assert row is not None
    return await declarations.case_of(row, clock.now())


async def _move(someone: Someone) -> None:
    who, case = await person(someone), await case_of(someone)
    commitment = await declarations.catalogue.commitment(YEAR)
    signed = submission.Commitment(commitment.version, commitment.body, who.name)
    receipt = await submission.submit(case, who, signed, clock.now())
    assert receipt["accepted"], receipt["sentence"]
    if someone.stage == "return":
        unit = await person(ZHAO)
        back = await case_of(someone)
        (education,) = await rows.rows_of(PROFILE["education"], who.id)
        await returns.mark(
            back, unit, f"education/{education['id']}/", "certificate", "毕业时间与学历证书不一致，请核对"
        )
        await decisions.decide(case.row["id"], "return", unit, clock.now())


@cache
def town_of(kind: str) -> str:
    """The template of that kind with everybody in it."""
    with clock.frozen(MOMENT):
        return conftest.template(kind, "town", move_in)


def copied(folder: Path) -> None:
    """Everybody into the data folder of a server of its own: the SQLite database and the files."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(town_of("sqlite"), folder / "zhicheng.sqlite")
    shutil.copytree(Path(conftest.DATA) / "files", folder / "files", dirs_exist_ok=True)


def occupied(which: str) -> Iterator[str]:
    """A database of its own, of the kind `which`, with everybody in it, on the cast's day."""
    before, template = databases.engine(), town_of(which)
    try:
        with clock.frozen(MOMENT):
            yield from conftest.fresh(which, template)
    finally:
        databases.use(before)


@pytest.fixture
def town() -> Iterator[str]:
    """Everybody, on SQLite."""
    yield from occupied("sqlite")


@pytest.fixture
def towns(request: pytest.FixtureRequest) -> Iterator[str]:
    """Everybody, on each database in turn."""
    yield from occupied(request.param)


@pytest.fixture(scope="module")
def shared_town() -> Iterator[str]:
    """Everybody, for tests of one file that only read or do not mind each other."""
    yield from occupied("sqlite")
