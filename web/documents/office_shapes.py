"""What the offices' and committees' papers are made of. Days and moments are the words that are printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from web.documents.shapes import Pair


@dataclass(frozen=True)
class Listing:
    """A table: labels of its columns, rows of as many texts."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]] = ()


@dataclass(frozen=True)
class PublicityNotice:
    """公示文. `opening`: on what ground; `working_days`: the term in words or digits."""

    template: ClassVar[str] = "publicity_notice"
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
class PublicityProof:
    """公示证明. `objections`: what was raised and how it was settled; `witnesses`: who watched."""

    template: ClassVar[str] = "publicity_proof"
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
class CorrectionNotice:
    """一次性告知书. `items`: (material, what is wrong, how to mend it)."""

    template: ClassVar[str] = "correction_notice"
    organisation: str
    recipient: str
    declaration: str
    about: str
    items: Sequence[tuple[str, str, str]]
    deadline: str
    contacts: Sequence[Pair]
    day: str


@dataclass(frozen=True)
class Roster:
    """推荐人员花名册. `selection`: the filter in words; `reporter`: who filled it in."""

    template: ClassVar[str] = "roster"
    organisation: str
    title: str
    listing: Listing
    selection: str
    day: str
    reporter: str = ""
    leader: str = ""


@dataclass(frozen=True)
class InterviewNotice:
    """面试通知. `items`: what to bring, and the order of the day."""

    template: ClassVar[str] = "interview_notice"
    organisation: str
    recipient: str
    declaration: str
    title: str
    group: str
    time: str
    place: str
    items: Sequence[str]
    contacts: Sequence[Pair]
    day: str


@dataclass(frozen=True)
class SignInSheet:
    """签到表. `people`: (name, unit, title, duty in the meeting); the last column is left for the pen."""

    template: ClassVar[str] = "sign_in_sheet"
    committee: str
    meeting: str
    day: str
    place: str
    people: Sequence[tuple[str, str, str, str]]


@dataclass(frozen=True)
class EvaluationSheet:
    """评议表 of one expert for one applicant. `criteria`: (criterion, full marks, score or "")."""

    template: ClassVar[str] = "evaluation_sheet"
    committee: str
    group: str
    facts: Sequence[Pair]
    criteria: Sequence[tuple[str, str, str]]
    full_marks: str = ""
    total: str = ""
    opinion: str = ""
    expert: str = ""
    day: str = ""


@dataclass(frozen=True)
class BallotPaper:
    """表决票: a number and never a name. `candidates`: (number, name, unit, title applied for)."""

    template: ClassVar[str] = "ballot_paper"
    committee: str
    year: str
    serial: str
    candidates: Sequence[tuple[str, str, str, str]]


@dataclass(frozen=True)
class TallySheet:
    """计票表. `figures`: members, present, papers given out, returned, valid …; `rows`: name, unit, title,
    agree, against, abstain, share, result; `signers`: (监票人 …, name or "")."""

    template: ClassVar[str] = "tally_sheet"
    committee: str
    meeting: str
    day: str
    figures: Sequence[Pair]
    rows: Sequence[Sequence[str]]
    signers: Sequence[Pair] = (("监票人", ""), ("计票人", ""), ("主任委员", ""))


@dataclass(frozen=True)
class MeetingRecord:
    """会议记录. `facts`: time, place, chair, recorder, present, absent; `items`: (heading, text)."""

    template: ClassVar[str] = "meeting_record"
    committee: str
    meeting: str
    facts: Sequence[Pair]
    items: Sequence[Pair]
    signers: Sequence[Pair] = (("主任委员", ""), ("记录人", ""))


@dataclass(frozen=True)
class ResultSummary:
    """结果汇总. `figures`: declared, accepted, reviewed, passed …"""

    template: ClassVar[str] = "result_summary"
    committee: str
    title: str
    figures: Sequence[Pair]
    listing: Listing
    day: str
    signers: Sequence[Pair] = (("主任委员", ""), ("经办人", ""))


@dataclass(frozen=True)
class Announcement:
    """发文: the official letter that confers titles, with its list as an annex. `copies`: 抄送."""

    template: ClassVar[str] = "announcement"
    organisation: str
    document_number: str
    title: str
    addressee: str
    paragraphs: Sequence[str]
    listing: Listing
    day: str
    copies: str = ""


@dataclass(frozen=True)
class Certificate:
    """职称证书. `facts` in the order printed; the photo comes beside them."""

    template: ClassVar[str] = "certificate"
    name: str
    certificate_number: str
    facts: Sequence[Pair]
    statement: str
    issuer: str
    day: str


Sheet = (
    PublicityNotice
    | PublicityProof
    | CorrectionNotice
    | Roster
    | InterviewNotice
    | SignInSheet
    | EvaluationSheet
    | BallotPaper
    | TallySheet
    | MeetingRecord
    | ResultSummary
    | Announcement
    | Certificate
)
