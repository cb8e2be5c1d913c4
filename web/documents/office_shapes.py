"""What the offices' and committees' papers are made of. Days and moments are the words that are printed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from web.documents.shapes import Pair


@dataclass(frozen=True)
class Listing:
    """A table: labels of its columns, rows of as many texts."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]] = ()


class Sheet:
    """A paper of an office. Its template is called like the class: PublicityNotice → publicity_notice.typ."""

    template: ClassVar[str]
    every: ClassVar[dict[str, type["Sheet"]]] = {}
    """Template → shape, of every paper of an office."""

    def __init_subclass__(cls) -> None:
        cls.template = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()
        Sheet.every[cls.template] = cls

    @property
    def subject(self) -> str:
        """Whose or what it is about, for the file's title; "" where the title says it."""
        return ""

    @property
    def author(self) -> str:
        """The organisation that makes it, for the file's properties."""
        return str(getattr(self, "organisation", "") or getattr(self, "committee", ""))


@dataclass(frozen=True)
class PublicityNotice(Sheet):
    """公示文. `opening`: on what ground; `working_days`: the term in words or digits."""

    organisation: str
    title: str
    opening: str
    listing: Listing
    from_day: str
    to_day: str
    working_days: str
    contacts: Sequence[Pair]
    day: str


@dataclass(frozen=True)
class PublicityProof(Sheet):
    """公示证明. `objections`: what was raised and how it was settled; `witnesses`: who watched."""

    organisation: str
    about: str
    listing: Listing
    from_day: str
    to_day: str
    working_days: str
    place: str
    objections: str
    conclusion: str
    day: str
    officer: str = ""


@dataclass(frozen=True)
class CorrectionNotice(Sheet):
    """一次性告知书. `items`: (material, what is wrong, how to mend it)."""

    organisation: str
    recipient: str
    declaration: str
    about: str
    items: Sequence[tuple[str, str, str]]
    deadline: str
    contacts: Sequence[Pair]
    day: str
    consequence: str = "逾期未补正的，视为撤回申报。"

    @property
    def subject(self) -> str:
        return self.recipient


@dataclass(frozen=True)
class Roster(Sheet):
    """推荐人员花名册. `selection`: the filter in words; `reporter`: who filled it in."""

    organisation: str
    title: str
    listing: Listing
    selection: str
    day: str
    reporter: str = ""
    leader: str = ""


@dataclass(frozen=True)
class Invitation:
    """One applicant's part of the 面试通知."""

    recipient: str
    declaration: str
    title: str
    group: str
    time: str
    place: str


@dataclass(frozen=True)
class InterviewNotice(Sheet):
    """面试通知, a letter to each of `invitations`. `items`: what to bring, and the order of the day."""

    organisation: str
    invitations: Sequence[Invitation]
    items: Sequence[str]
    contacts: Sequence[Pair]
    day: str

    @property
    def subject(self) -> str:
        return self.invitations[0].recipient if len(self.invitations) == 1 else ""


@dataclass(frozen=True)
class SignInSheet(Sheet):
    """签到表. `people`: (name, unit, title, duty in the meeting); the last column is left for the pen."""

    committee: str
    meeting: str
    day: str
    place: str
    people: Sequence[tuple[str, str, str, str]]


@dataclass(frozen=True)
class Evaluation:
    """One expert's page about one applicant. `criteria`: (criterion, full marks, score or "")."""

    group: str
    facts: Sequence[Pair]
    criteria: Sequence[tuple[str, str, str]]
    full_marks: str = ""
    total: str = ""
    opinion: str = ""
    expert: str = ""
    day: str = ""


@dataclass(frozen=True)
class EvaluationSheet(Sheet):
    """评议表, a page for each of `evaluations`; what is empty is left for the pen."""

    committee: str
    evaluations: Sequence[Evaluation]


@dataclass(frozen=True)
class BallotPaper(Sheet):
    """表决票: a number and never a name, a paper for each of `serials`. `candidates`: (number, name, unit, title applied for)."""

    committee: str
    year: str
    serials: Sequence[str]
    candidates: Sequence[tuple[str, str, str, str]]


@dataclass(frozen=True)
class TallySheet(Sheet):
    """计票表. `figures`: members, present, papers given out, returned, valid …; `rows`: name, unit, title,
    agree, against, abstain, share, result; `signers`: (监票人 …, name or "")."""

    committee: str
    meeting: str
    day: str
    figures: Sequence[Pair]
    rows: Sequence[Sequence[str]]
    signers: Sequence[Pair] = (("监票人", ""), ("计票人", ""), ("主任委员", ""))


@dataclass(frozen=True)
class MeetingRecord(Sheet):
    """会议记录. `facts`: time, place, chair, recorder, present, absent; `items`: (heading, text)."""

    committee: str
    meeting: str
    facts: Sequence[Pair]
    items: Sequence[Pair]
    signers: Sequence[Pair] = (("主任委员", ""), ("记录人", ""))


@dataclass(frozen=True)
class ResultSummary(Sheet):
    """结果汇总. `figures`: declared, accepted, reviewed, passed …"""

    committee: str
    title: str
    figures: Sequence[Pair]
    listing: Listing
    day: str
    signers: Sequence[Pair] = (("主任委员", ""), ("经办人", ""))


@dataclass(frozen=True)
class Announcement(Sheet):
    """发文: the official letter that confers titles, with its list as an annex. `copies`: 抄送."""

    organisation: str
    document_number: str
    title: str
    addressee: str
    paragraphs: Sequence[str]
    listing: Listing
    day: str
    copies: str = ""


@dataclass(frozen=True)
class Certificate(Sheet):
    """职称证书. `facts` in the order printed; the photo comes beside them."""

    name: str
    certificate_number: str
    facts: Sequence[Pair]
    statement: str
    issuer: str
    day: str

    @property
    def subject(self) -> str:
        return self.name

    @property
    def author(self) -> str:
        return self.issuer
