"""The check before submitting: every section with what is done, missing or wrong, each a link to its field."""

from dataclasses import dataclass, field

from web import rows
from web.catalogue import rules as catalogue
from web.declaration import rules
from web.evidence import rules as evidence
from web.profile import glance, photo
from web.profile import rules as profile
from web.profile.sections import SECTIONS as PROFILE
from web.rows import Problem, Row
from web.section import Section

PHOTO = "/profile/photo"


@dataclass(frozen=True)
class Finding:
    """A sentence, the address of the field it is about, and the field's section and name ("" the whole section)."""

    href: str
    sentence: str
    section: str = ""
    field: str = ""


@dataclass(frozen=True)
class Checked:
    """One section on the check page. `state`: done, todo, wrong or "" (nothing filled, nothing asked).

    `count`: how many records, 0 where there is but one.
    """

    title: str
    href: str
    state: str
    count: int
    findings: list[Finding] = field(default_factory=list)

    @property
    def task(self) -> dict[str, str]:
        """The section as a line of a task list."""
        return {
            "href": self.href, "label": self.title, "state": self.state or "off", "word": "" if self.state else "选填",
            "more": f"{self.count} 条" if self.count else "",
        }  # fmt: skip


def _findings(section: Section, url: str, problems: list[Problem]) -> list[Finding]:
    found = []
    for problem in problems:
        if section.layout == "rows" and problem.row:
            anchor = f"#{problem.row}-{problem.name}" if problem.name else f"#row-{problem.row}"
            href = url + anchor
        elif section.layout == "one" or not problem.row:
            href = f"{url}#{problem.name}" if problem.name else url
        else:
            href = f"{url}/{problem.row}#{problem.name}"
        found.append(Finding(href, problem.sentence, section.key, problem.name))
    return found


def _checked(standing: profile.Standing, url: str) -> Checked:
    findings = _findings(standing.section, url, standing.problems)
    count = len(standing.rows) if standing.section.many else 0
    return Checked(standing.section.title, url, standing.state, count, findings)


async def of_profile(person: int) -> list[Checked]:
    """The 基本信息库 as it stands."""
    return [_checked(await profile.standing(person, key), f"/profile/{key}") for key in PROFILE]


async def of_photo(row: Row) -> Checked:
    """The ID photo, asked for by the declaration's year; not of whom an open return keeps from changing it."""
    has = await evidence.photo_of(row["person"]) is not None
    needed = await catalogue.photo_required(row["year"], row["series"], row["level"], row["type"])
    findings = []
    if needed and not has and not await photo.locked(row["person"]):
        findings.append(Finding(f"{PHOTO}#file", "照片：还没有上传。", "basic", "photo"))
    return Checked("证件照片", PHOTO, "done" if has else "todo" if findings else "", 0, findings)


async def of_library(row: Row) -> list[Checked]:
    """The 基本信息库 as the declaration needs it, with the ID photo."""
    return [*await of_profile(row["person"]), await of_photo(row)]


async def of_choice(row: Row) -> Checked:
    """The choices of the first page, and whether the two specialties agree."""
    url = f"/declarations/{row['id']}/choice"
    _, complaints = await rows.read(rules.CHOICE, row, rows.typed(rules.CHOICE, row))
    findings = [Finding(f"{url}#{name}", sentence, "choice", name) for name, sentence in complaints.items()]
    agreement = await rules.agreement(row)
    if agreement.declared and not agreement.agree:
        present = f"“{agreement.present}”" if agreement.present else "（还没有填写）"
        sentence = f"现从事专业{present}和申报专业“{agreement.declared}”不符，改成一致后才能提交。"
        findings.append(Finding(f"/declarations/{row['id']}/agreement", sentence, "choice", "specialty"))
    state = "wrong" if findings else "done"
    return Checked("申报信息", url, state, 0, findings)


async def of_sections(row: Row) -> list[Checked]:
    """The sections that the choice asks for."""
    checked = []
    for asked in await rules.sections_of(row):
        checked.append(
            _checked(await rules.standing(row, asked), f"/declarations/{row['id']}/{asked.section.key}")
        )
    return checked


async def of_all(row: Row) -> list[Checked]:
    """Everything that submitting looks at, in the order of the journey."""
    return [*await of_library(row), await of_choice(row), *await of_sections(row)]


async def missing(row: Row) -> int:
    """How many findings `of_all` has."""
    places = [glance.place(row["person"], key) for key in PROFILE]
    places += [rules.place(row, asked) for asked in await rules.sections_of(row)]
    other = (await of_photo(row), await of_choice(row))
    return sum(each.problems for each in await glance.of(places)) + sum(len(each.findings) for each in other)


def complete(checked: list[Checked]) -> bool:
    """Whether nothing is missing or wrong."""
    return not any(each.findings for each in checked)
