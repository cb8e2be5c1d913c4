"""A person as the conditions see one: plain facts with dates, from the 基本信息库 or typed by a visitor."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple


class Study(NamedTuple):
    """A 学历 or 学位. `level`: code of education_level_simple or degree_level; `obtained`: on the
    certificate."""

    level: str
    obtained: date | None = None


class Held(NamedTuple):
    """A title held. `obtained`: 取得; `engaged`: 聘任; codes of the catalogue."""

    series: str
    level: str
    obtained: date | None = None
    engaged: date | None = None


class Penalty(NamedTuple):
    """A 处分: code of discipline_penalty, the day it began, the day it ends (None: by the standard term)."""

    kind: str
    began: date
    ends: date | None = None


class Hours(NamedTuple):
    """Continuing education of one year, in 学时."""

    total: int
    professional: int


@dataclass(frozen=True)
class Person:
    """What is known of an applicant; whatever is missing is left for a person to check.

    `sex`: "1" man, "2" woman. `unit_nature`: code of that list. `work_since`, `specialty_since`,
    `post_since`: the first day at work, in the present specialty, in the present post. `declared`: titles
    applied for this year already. `assessments`: year → code of annual_assessment. `hours`: year →
    continuing education.
    """

    sex: str = ""
    born: date | None = None
    retired: bool = False
    unit_nature: str = ""
    work_since: date | None = None
    specialty_since: date | None = None
    post_since: date | None = None
    studies: tuple[Study, ...] = ()
    titles: tuple[Held, ...] = ()
    penalties: tuple[Penalty, ...] = ()
    dishonest_on: date | None = None
    declared: tuple[str, ...] = ()
    assessments: Mapping[int, str] = field(default_factory=dict)
    hours: Mapping[int, Hours] = field(default_factory=dict)
