"""The stages of the journey by name; a later noun adds its own by a function and a line in STAGES."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from web import clock
from web.demo import accounts, moves, offices
from web.demo.filling import Shelf
from web.demo.moves import Applicant
from web.demo.offices import Clerks
from web.demo.organisations import read
from web.demo.people import Someone
from web.demo.season import Season
from web.review.decisions import Given
from web.rows import Row

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Scene:
    """Where and when somebody plays: the organisation's number, the season, who acts for which organisation."""

    organisation: int
    season: Season
    clerks: Clerks

    @property
    def year(self) -> int:
        return self.season.year

    def ago(self, days: float) -> datetime:
        """So many days before the season's anchor."""
        return self.season.ago(days)


Play = Callable[[Someone, Scene], Awaitable[None]]


class Stage(NamedTuple):
    """What the list of accounts calls it, how it comes about, and the password: "first", "own", or "" (dead).

    `days`: how long before now it begins. `years_back`: of an earlier year's declaration.
    """

    title: str
    play: Play
    password: str = "own"
    days: int = 3
    years_back: int = 0


async def _applicant(someone: Someone, scene: Scene) -> Applicant:
    person = await accounts.signed_up(someone, scene.organisation)
    told = read("people")["year"] - STAGES[someone.stage].years_back
    return Applicant(someone, person, Shelf(person.id), max(0, told - scene.year))


async def never(someone: Someone, scene: Scene) -> None:
    await accounts.opened(someone, scene.organisation)


async def dead(someone: Someone, scene: Scene) -> None:
    await accounts.opened(someone, scene.organisation)
    await accounts.tried_in_vain(someone)


async def password_set(someone: Someone, scene: Scene) -> None:
    await accounts.signed_up(someone, scene.organisation)


async def half_profile(someone: Someone, scene: Scene) -> None:
    await moves.fill_half_a_profile(await _applicant(someone, scene))


async def profile(someone: Someone, scene: Scene) -> None:
    await moves.fill_profile(await _applicant(someone, scene))


async def year_chosen(someone: Someone, scene: Scene) -> None:
    applicant = await _applicant(someone, scene)
    await moves.fill_profile(applicant)
    await moves.begin(applicant, scene.year)


async def series_chosen(someone: Someone, scene: Scene) -> None:
    applicant = await _applicant(someone, scene)
    await moves.fill_profile(applicant)
    await moves.choose(applicant, scene.year)


async def sections_half(someone: Someone, scene: Scene) -> None:
    applicant = await _applicant(someone, scene)
    await moves.fill_profile(applicant)
    await moves.fill_sections(applicant, await moves.choose(applicant, scene.year), half=True)


async def ready(someone: Someone, scene: Scene) -> None:
    await moves.prepare(await _applicant(someone, scene), scene.year)


async def _submitted(someone: Someone, scene: Scene, *, long: bool = False) -> tuple[Applicant, Row]:
    applicant = await _applicant(someone, scene)
    row = await moves.prepare(applicant, scene.year)
    if long:
        await moves.lengthen(applicant, row)
    await moves.submit(applicant, row)
    return applicant, await _now(row)


async def _now(row: Row) -> Row:
    """The declaration's row as it stands."""
    case = await moves.declarations.load(row["id"], clock.now())
    assert case is not None
    return case.row


async def submitted(someone: Someone, scene: Scene) -> None:
    await _submitted(someone, scene)


async def long(someone: Someone, scene: Scene) -> None:
    await _submitted(someone, scene, long=True)


async def withdrawn(someone: Someone, scene: Scene) -> None:
    applicant, row = await _submitted(someone, scene)
    with clock.frozen(clock.now() + DAY):
        await moves.take_back(applicant, row, "withdraw", clock.now())


async def given_up(someone: Someone, scene: Scene) -> None:
    applicant, row = await _submitted(someone, scene)
    with clock.frozen(clock.now() + DAY):
        await moves.take_back(applicant, row, "give_up", clock.now(), "工作调动，今年不再申报。")


MARKS = [
    ("education", 1, "diploma", "blurred", ""),
    ("teaching", 1, "hours", "differs", "课程表上是 180 课时，请核对。"),
    ("autobiography", 1, "story", "", "请补充任现职以来指导青年教师的情况。"),
]
"""What the school sends back: section, number of the row, field, reason of the list, own words."""


async def returned(someone: Someone, scene: Scene) -> None:
    _, row = await _submitted(someone, scene)
    with clock.frozen(clock.now() + DAY):
        await offices.send_back(row, MARKS, scene.clerks)


async def refused(someone: Someone, scene: Scene) -> None:
    _, row = await _submitted(someone, scene)
    with clock.frozen(clock.now() + DAY):
        await offices.decide(
            row, "refuse", scene.clerks, Given(comment="见习期未满一年，明年期满考核合格后再申报。")
        )


async def _displayed(someone: Someone, scene: Scene) -> Row:
    _, row = await _submitted(someone, scene)
    with clock.frozen(clock.now() + DAY):
        return await offices.display(row, scene.clerks)


async def displaying(someone: Someone, scene: Scene) -> None:
    await _displayed(someone, scene)


async def _publicised(someone: Someone, scene: Scene) -> Row:
    row = await _displayed(someone, scene)
    with clock.frozen(await offices.end_of_posting(row, "display")):
        return await offices.publicise(row, scene.clerks)


async def publicity(someone: Someone, scene: Scene) -> None:
    await _publicised(someone, scene)


async def _reported(someone: Someone, scene: Scene) -> Row:
    row = await _publicised(someone, scene)
    with clock.frozen(await offices.end_of_posting(row, "publicity")):
        return await offices.recommend(row, scene.clerks)


async def at_office(someone: Someone, scene: Scene) -> None:
    await _reported(someone, scene)


async def _climbed(someone: Someone, scene: Scene) -> Row:
    row = await _reported(someone, scene)
    with clock.frozen(row["updated_at"] + DAY):
        return await offices.climb(row, scene.clerks)


async def at_committee(someone: Someone, scene: Scene) -> None:
    await _climbed(someone, scene)


async def accepted(someone: Someone, scene: Scene) -> None:
    row = await _climbed(someone, scene)
    with clock.frozen(row["updated_at"] + DAY):
        await offices.decide(row, "accept", scene.clerks)


STAGES: dict[str, Stage] = {
    "never": Stage("从未登录，首次密码有效", never, "first", 0),
    "expired": Stage("首次密码已过期，等单位重新发放", never, "", 45),
    "dead": Stage("首次密码连错五次已失效，等单位重新发放", dead, "", 2),
    "password_set": Stage("已设密码，还没有填写", password_set),
    "half_profile": Stage("基本信息填了一半，有错误", half_profile),
    "profile": Stage("基本信息已填完", profile),
    "year_chosen": Stage("已选申报年度", year_chosen),
    "series_chosen": Stage("已选系列，申报内容还没有填写", series_chosen),
    "disagreement": Stage("现从事专业和申报专业不符", ready),
    "sections_half": Stage("申报内容填了一半", sections_half),
    "ready": Stage("已填完，可以提交", ready),
    "submitted": Stage("已提交，待单位受理", submitted),
    "long": Stage("已提交，待单位受理（篇幅最长）", long),
    "withdrawn": Stage("提交后撤回修改", withdrawn),
    "given_up": Stage("已撤销申报", given_up, days=8),
    "returned": Stage("单位退回修改，写明理由", returned, days=5),
    "last_year": Stage("上年度的申报仍在单位审核", submitted, days=0, years_back=1),
    "displaying": Stage("单位公开展示中", displaying, days=3),
    "publicity": Stage("单位公示中", publicity, days=7),
    "at_office": Stage("单位已推荐，主管部门审核中", at_office, days=24),
    "refused": Stage("单位不予推荐，写明理由", refused, days=6),
    "at_committee": Stage("评委会办公室审核中", at_committee, days=30),
    "accepted": Stage("评委会已受理", accepted, days=40),
    "grouped": Stage("已列入评审会议", accepted, days=46),
    "interviewing": Stage("已安排面试答辩", accepted, days=46),
    "balloting": Stage("评审会议正在投票", accepted, days=46),
    "publicised": Stage("评审通过，结果公示中", accepted, days=46),
    "objected": Stage("结果公示中收到异议，等待核实", accepted, days=46),
    "failed": Stage("评审未通过", accepted, days=46),
    "confirmed": Stage("评审结果已确认、备案，等待发证", accepted, days=66),
    "issued": Stage("已发证，可以下载电子证书", accepted, days=66),
    "revoked": Stage("职称被撤销，记入诚信档案", accepted, days=66),
}
"""By the name that people.json uses. After the acceptance web.demo.sittings leads on, as sittings.json says."""
