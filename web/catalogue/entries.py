"""What the catalogue answers with: one immutable tuple for each kind of entry."""

from datetime import date, datetime, timedelta
from typing import Any, Literal, NamedTuple

from web.clock import ZONE
from web.clock import end_in_words as closing
from web.clock import in_words as opening
from web.codelists import Option


class SeriesEntry(NamedTuple):
    """A series: `name` as the ministry's table has it (工程技术人员), `short` as people say it (工程)."""

    code: str
    name: str
    short: str
    national: bool
    document: str

    @property
    def option(self) -> Option:
        return Option(self.code, self.short, "国家职称系列" if self.national else "地方增设")


class LevelEntry(NamedTuple):
    """A level of a series. `told`: how it is obtained, in words, "" for plain review.

    `by_exam`: only by examination or certificate, so that there is nothing to apply for but 转评 and 确认.
    """

    code: str
    name: str
    rank: int
    committee_level: str
    evaluation: str
    evaluation_name: str
    by_exam: bool
    told: str

    @property
    def option(self) -> Option:
        return Option(self.code, self.name)


class TypeEntry(NamedTuple):
    """A 评审类型. `routes`: the conditions that apply; `asks_reason`: 破格理由 is asked;
    `skips_steps`: a level may be skipped; `same_level`: applied for by who already holds the level."""

    code: str
    name: str
    description: str
    routes: tuple[str, ...]
    asks_reason: bool
    skips_steps: bool
    same_level: bool

    @property
    def option(self) -> Option:
        return Option(self.code, self.name)


class SpecialtyEntry(NamedTuple):
    """A specialty. `tracks`: the lines of titles it leads to, empty for all; `also`: former names."""

    code: str
    name: str
    series: str
    group_code: str
    group: str
    tracks: tuple[str, ...]
    levels: tuple[str, ...]
    also: tuple[str, ...]

    @property
    def option(self) -> Option:
        return Option(self.code, self.name, self.group)


class TitleEntry(NamedTuple):
    """A title: `name` in full (中小学二级教师), `national_name` as in the ministry's table (二级教师)."""

    code: str
    name: str
    national_name: str
    series: str
    track: str
    track_name: str
    level: str

    @property
    def option(self) -> Option:
        return Option(self.code, self.name, self.track_name)


class CommitteeEntry(NamedTuple):
    """A committee. `minimum`: fewest members; `valid_until`: the last day of its filing."""

    code: str
    name: str
    series: str
    level: str
    region: str
    organisation: str
    office: str
    filing: str
    filed_on: date
    valid_until: date
    minimum: int

    @property
    def option(self) -> Option:
        return Option(self.code, self.name)


class SectionEntry(NamedTuple):
    """A section that the declaration asks for, in the order of the page."""

    key: str
    title: str
    required: bool
    at_least: int
    at_most: int
    hint: str


class WindowEntry(NamedTuple):
    """When declarations are taken: `opens` belongs to it, `closes` does not."""

    opens: datetime
    closes: datetime
    grace_minutes: int
    note: str

    @property
    def until(self) -> datetime:
        """The moment from which nothing is taken any more, grace included."""
        return self.closes + timedelta(minutes=self.grace_minutes)

    def state(self, at: datetime) -> Literal["before", "open", "grace", "closed"]:
        """What a request that arrived at the aware moment `at` finds."""
        if at < self.opens:
            return "before"
        if at < self.closes:
            return "open"
        return "grace" if at < self.until else "closed"

    def accepts(self, at: datetime) -> bool:
        """Whether what arrived at `at` is still taken."""
        return self.opens <= at < self.until

    @property
    def words(self) -> str:
        """2026年9月1日 00:00 至 2026年12月31日 24:00（北京时间），截止后 30 分钟内仍可提交"""
        grace = f"，截止后 {self.grace_minutes} 分钟内仍可提交" if self.grace_minutes else ""
        return f"{self.span}（北京时间）{grace}"

    @property
    def span(self) -> str:
        """2026年9月1日 00:00 至 2026年12月31日 24:00"""
        return f"{opening(self.opens)} 至 {closing(self.closes)}"

    def told(self, at: datetime) -> str:
        """What the window means to who looks at `at`: 还有 33 天截止"""
        state = self.state(at)
        if state == "grace":
            return f"已到截止时间，{opening(self.until)} 前仍可提交"
        if state == "closed":
            return "已截止"
        moment = self.opens if state == "before" else self.closes - timedelta(microseconds=1)
        days = (moment.astimezone(ZONE).date() - at.astimezone(ZONE).date()).days
        if state == "before":
            return f"{days} 天后开始" if days else "今天开始"
        return f"还有 {days} 天截止" if days else f"今天截止，{closing(self.closes)} 前可以提交"


class NoticeEntry(NamedTuple):
    """填报须知 or 诚信承诺书: Markdown, and the version that is agreed to."""

    kind: str
    title: str
    version: str
    body: str


class EditionEntry(NamedTuple):
    """One year's catalogue. `opens` and `until`: the first and the last moment of any of its windows, grace
    included."""

    year: str
    published_at: datetime
    opens: datetime
    until: datetime


class RuleEntry(NamedTuple):
    """A condition (kind "rule") or a check of every declaration (kind "check") as eligibility.json words
    it."""

    code: str
    kind: str
    series: str
    level: str
    route: str
    definition: dict[str, Any]
    source: str
