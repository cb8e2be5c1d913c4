"""Whether a person meets the conditions: the facts of the 基本信息库, or what a visitor typed, rule by rule."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from web import clock, rows
from web.catalogue import rules as catalogue
from web.catalogue.applicant import Held, Hours, Penalty, Person, Study
from web.catalogue.eligibility import assess, met_from, outcome
from web.catalogue.verdict import FAILS, Verdict
from web.checks import birth_and_sex
from web.codelists import entry_of, options
from web.columns import Field, Option, Values
from web.declaration import bars
from web.people import sessions
from web.people.tables import Organisation
from web.profile.sections import SECTIONS as PROFILE
from web.rows import Row
from web.section import Named, Section


class Answer:
    """The verdicts, what they come to together, and the day from which nothing fails any more.

    `unasked`: conditions about which nothing is known, for the reader to compare; they count for nothing.
    """

    def __init__(self, verdicts: list[Verdict], unasked: Sequence[Verdict] = ()) -> None:
        self.verdicts = verdicts
        self.unasked = unasked
        self.outcome = outcome(verdicts)
        self.met_from: date | None = met_from(verdicts)

    @property
    def checks(self) -> list[Verdict]:
        return [each for each in self.verdicts if each.kind == "check"]

    @property
    def failing(self) -> list[str]:
        """The names of the conditions that keep the whole from being met."""
        checks = [each.name for each in self.checks if each.result == FAILS]
        lost = all(each.result == FAILS for each in self.rules)
        return [each.name for each in self.rules if lost] + checks

    @property
    def rules(self) -> list[Verdict]:
        return [each for each in self.verdicts if each.kind == "rule"]


async def of_declaration(row: Row) -> Answer:
    """The applicant of a declaration, judged for what it chooses."""
    conditions = await catalogue.conditions(
        row["year"], row["series"], row["level"], row["type"], row["specialty"]
    )
    return Answer(assess(conditions, await person_of(row["person"])))


async def person_of(account: int) -> Person:
    """The facts that the 基本信息库 of `account` holds."""
    known = await sessions.account_of(account)
    unit = await Organisation.select().where(Organisation.id == known["organisation"]).first()
    stands = await bars.record(account, clock.today())
    assert unit is not None, "a foreign key"
    held: dict[str, list[Row]] = {
        key: await rows.rows_of(PROFILE[key], account)
        for key in ("basic", "education", "titles", "penalties", "assessments", "continuing_education")
    }
    born = birth_and_sex(known["id_number"])
    basic = held["basic"][0] if held["basic"] else {}
    return Person(
        sex={"男": "1", "女": "2"}.get(born.sex, "") if born else "",
        born=born.birth if born else None,
        unit_nature=unit["nature"],
        work_since=basic.get("working_since"),
        specialty_since=basic.get("specialty_since"),
        studies=_studies(held["education"]),
        titles=tuple(_title(row) for row in held["titles"] if row["title"]),
        penalties=tuple(
            Penalty(row["penalty"], row["given_on"], row["until"])
            for row in held["penalties"]
            if row["penalty"] and row["given_on"]
        ),
        assessments={
            int(row["year"]): row["grade"] for row in held["assessments"] if row["year"] and row["grade"]
        },
        dishonest_on=stands.since if stands else None,
        hours={int(row["year"]): _hours(row) for row in held["continuing_education"] if row["year"]},
    )


def _studies(found: list[Row]) -> tuple[Study, ...]:
    studies = []
    for row in found:
        level = (
            entry_of("education", row["education"]).get("counts_as_degree_level")
            if row["education"]
            else None
        )
        if level:
            studies.append(Study(level, row["ended_on"]))
        if row["degree"] and row["degree"] != "none":
            studies.append(Study(row["degree"], row["ended_on"]))
    return tuple(studies)


def _title(row: Row) -> Held:
    level = row["title"].split(".")[2] if row["title"].count(".") >= 2 else ""
    return Held(row["series"], level, row["obtained_on"], row["appointed_on"])


def _hours(row: Row) -> Hours:
    professional = int(row["professional_hours"] or 0)
    return Hours(int(row["public_hours"] or 0) + professional, professional)


async def _series(values: Values) -> tuple[Option, ...]:
    return tuple(each.option for each in await catalogue.series_of(values["year"]))


async def _levels(values: Values) -> tuple[Option, ...]:
    chosen = values.get("series")
    return tuple(each.option for each in await catalogue.levels_of(values["year"], chosen)) if chosen else ()


async def _types(values: Values) -> tuple[Option, ...]:
    found = await catalogue.types_of(values["year"], values.get("series", ""), values.get("level", ""))
    return tuple(each.option for each in found)


async def _held_levels(values: Values) -> tuple[Option, ...]:
    return (Option("none", "还没有职称"), *await _levels(values))


SEX = (Option("1", "男"), Option("2", "女"))
QUESTION = Section(
    None,
    key="eligibility",
    title="我能申报吗？",
    holder="",
    layout="one",
    given=(
        Named("series", Field("choice", "申报系列", required=True, options=_series)),
        Named("level", Field("choice", "申报级别", required=True, options=_levels, depends_on="series")),
        Named(
            "type", Field("choice", "评审类型", options=_types, depends_on="level", hint="不清楚时可以不选。")
        ),
        Named(
            "education",
            Field("choice", "最高学历", required=True, options=options("education_level_simple")),
        ),
        Named("graduated_on", Field("day", "毕业时间", hint="毕业证书上的日期，如 2015-07-01")),
        Named("degree", Field("choice", "最高学位", options=options("degree_level"))),
        Named(
            "held",
            Field(
                "choice",
                "现任职称的级别（同一系列）",
                required=True,
                options=_held_levels,
                depends_on="series",
            ),
        ),
        Named("obtained_on", Field("day", "现任职称取得时间", hint="如 2020-12-20")),
        Named("engaged_on", Field("day", "现任职称聘任时间", hint="没有聘任的不填。")),
        Named("working_since", Field("day", "参加工作时间", hint="如 2015-09-01")),
        Named("specialty_since", Field("day", "从事现专业时间", hint="如 2015-09-01")),
        Named("born", Field("day", "出生日期", hint="如 1990-03-15")),
        Named("sex", Field("choice", "性别", options=SEX)),
    ),
)
"""What a visitor without an account is asked; nothing of it is kept."""

ASKED = ("retired", "step")
"""The checks that follow from what a visitor is asked."""


def typed_person(columns: dict[str, Any]) -> Person:
    """The facts that a visitor typed, as QUESTION read them."""
    studies = [Study(columns["education"], columns["graduated_on"])] if columns["education"] else []
    if columns["degree"] and columns["degree"] != "none":
        studies.append(Study(columns["degree"], columns["graduated_on"]))
    held = columns["held"]
    titles = (
        (Held(columns["series"], held, columns["obtained_on"], columns["engaged_on"]),)
        if held not in ("", "none")
        else ()
    )
    return Person(
        sex=columns["sex"], born=columns["born"], work_since=columns["working_since"],
        specialty_since=columns["specialty_since"], studies=tuple(studies), titles=titles,
    )  # fmt: skip


async def of_visitor(year: int, columns: dict[str, Any]) -> Answer:
    """A visitor, judged for the series, level and type that they asked about."""
    conditions = await catalogue.conditions(year, columns["series"], columns["level"], columns["type"])
    known = {each.code for each in conditions.checks if each.definition["check"] in ASKED}
    verdicts = assess(conditions, typed_person(columns))
    unasked = [each for each in verdicts if each.kind == "check" and each.code not in known]
    return Answer([each for each in verdicts if each not in unasked], unasked)
