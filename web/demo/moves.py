"""What an applicant of the demonstration does, one function for each part of the journey."""

from dataclasses import dataclass
from datetime import datetime

from web import clock
from web.catalogue import rules as catalogue
from web.declaration import rules as declarations
from web.declaration.sections import SECTIONS
from web.demo import lives
from web.demo.accounts import Unable
from web.demo.filling import Mistyped, Record, Shelf, fill, picked
from web.demo.organisations import read
from web.demo.people import Someone, units
from web.people.sessions import Person
from web.profile.sections import SECTIONS as PROFILE
from web.review import submission
from web.rows import Row

LONG_SECTION, LONG_TEXT = 60, 10_000
"""Rows and characters of the longest declaration: the most that the sections take."""


@dataclass
class Applicant:
    """Someone who has set a password: who she is to the rules, and her library.

    `earlier`: by how many years her life lies before the one that the files tell.
    """

    someone: Someone
    person: Person
    shelf: Shelf
    earlier: int = 0

    @property
    def matter(self) -> dict[str, list[Record]]:
        """What she declares, by section; under "choice" the first page."""
        found: dict[str, list[Record]] = lives.earlier(read(f"matters/{self.someone.matter}"), self.earlier)
        return found

    @property
    def records(self) -> dict[str, list[Record]]:
        """Her 基本信息库, section by section."""
        life = lives.earlier(self.someone.life, self.earlier)
        return lives.records(life, units()[self.someone.organisation], self.someone.turn)


async def fill_profile(applicant: Applicant) -> None:
    """基本信息库, whole, with the photo."""
    someone = applicant.someone
    await applicant.shelf.portrait(someone.woman, someone.turn)
    for key, each in applicant.records.items():
        for record in each:
            await fill(PROFILE[key], applicant.person.id, record, applicant.shelf)


async def fill_half_a_profile(applicant: Applicant) -> None:
    """基本信息 with gaps and three errors, one spell of schooling, no work."""
    found = applicant.records
    left_out = {"address", "politics", "photo_shown", "degree"}
    typed = {name: value for name, value in found["basic"][0].items() if name not in left_out}
    wrong = {"mobile": "13812345", "postal_code": "4514", "specialty_since": "二〇一九年"}
    await fill(PROFILE["basic"], applicant.person.id, {**typed, **wrong}, applicant.shelf, strict=False)
    schooling = {
        name: value for name, value in found["education"][0].items() if name not in ("major", "files")
    }
    await fill(PROFILE["education"], applicant.person.id, schooling, applicant.shelf, strict=False)


async def begin(applicant: Applicant, year: int) -> Row:
    """The year confirmed, 填报须知 read and agreed to."""
    notice = await catalogue.notice(year)
    return await declarations.begin(applicant.person, year, notice.version)


async def choose(applicant: Applicant, year: int) -> Row:
    """The first page: type, series, level and what follows from them."""
    row = await begin(applicant, year)
    record = {"committee": "*", **applicant.matter["choice"][0]}
    saved = await declarations.choose(row, await picked(declarations.CHOICE, row, record), row["version"])
    if saved.complaints:
        raise Mistyped(f"{applicant.someone.key}: {saved.complaints}")
    return saved.row


async def fill_sections(applicant: Applicant, row: Row, *, half: bool = False) -> None:
    """Every section of her matter; with `half`, the first rows of the first half of them."""
    matter = {key: found for key, found in applicant.matter.items() if key != "choice"}
    keys = list(matter)[: len(matter) // 2] if half else list(matter)
    for key in keys:
        for record in matter[key][:1] if half else matter[key]:
            await fill(SECTIONS[key], row["id"], record, applicant.shelf)


async def prepare(applicant: Applicant, year: int) -> Row:
    """Everything up to 检查并提交, nothing submitted."""
    await fill_profile(applicant)
    row = await choose(applicant, year)
    await fill_sections(applicant, row)
    return row


async def lengthen(applicant: Applicant, row: Row) -> None:
    """Fill to the brim: as many courses of training as the section takes, and the longest autobiography."""
    courses = read("courses")["courses"]
    for n in range(LONG_SECTION):
        name, organiser = courses[n % len(courses)]
        year, month = 2016 - applicant.earlier + n // 6, 1 + n % 6 * 2
        await fill(PROFILE["training"], applicant.person.id, {
            "began_on": f"{year}-{month:02d}-05", "ended_on": f"{year}-{month:02d}-09", "kind": "岗位培训",
            "name": f"{name}（{year}年第 {n % 6 + 1} 期）", "organiser": organiser, "hours": 24,
        }, applicant.shelf)  # fmt: skip
    paragraphs = read("courses")["story"]
    story = "\n".join(paragraphs * (LONG_TEXT // sum(map(len, paragraphs)) + 1))[:LONG_TEXT].rstrip()
    story += "。" * (LONG_TEXT - len(story))
    await fill(SECTIONS["autobiography"], row["id"], {"story": story}, applicant.shelf)


async def submit(applicant: Applicant, row: Row) -> None:
    """提交审核 with the commitment signed; Unable with the sentence of a refused receipt."""
    at = clock.now()
    case = await declarations.load(row["id"], at)
    assert case is not None
    text = await catalogue.commitment(row["year"])
    signed = submission.Commitment(text.version, text.body, applicant.person.name)
    receipt = await submission.submit(case, applicant.person, signed, at)
    if not receipt["accepted"]:
        raise Unable(f"{applicant.someone.key}: {receipt['sentence']}")


async def take_back(applicant: Applicant, row: Row, act: str, at: datetime, reason: str = "") -> None:
    """撤回修改 (withdraw) or 撤销申报 (give_up)."""
    case = await declarations.load(row["id"], at)
    assert case is not None
    receipt = await submission.take_back(case, applicant.person, act, at, reason)
    if not receipt["accepted"]:
        raise Unable(f"{applicant.someone.key}: {receipt['sentence']}")
