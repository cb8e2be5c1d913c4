"""A candidate with a title, her unit, and the offices above it."""

from collections.abc import Iterator

import pytest

from tests import cast
from tests.cast import ORGANISATIONS, Someone, _fill
from tests.support import run
from web import clock
from web.catalogue.load import load
from web.people.tables import Organisation
from web.profile.sections import SECTIONS as PROFILE

ZHENG = Someone("郑十一", "school", 31, born="19750315")
"""A teacher who holds the highest title and applies to be an expert."""
WANG = Someone("王五", "school", 13)
"""A teacher who has filled nothing."""
ZHAO = Someone("赵六", "school", 14, role="unit")
FENG = Someone("冯十二", "bureau", 32, role="department")
CHEN = Someone("陈十三", "city", 33, role="hrss")
CHU = Someone("褚十四", "province", 34, role="titles_office")
EVERYBODY = (ZHENG, WANG, ZHAO, FENG, CHEN, CHU)
TITLE = {
    "系列": "中小学教师", "专业": "中学数学", "职称": "中小学正高级教师", "职称取得时间": "2018-12-20", "取得方式": "评审取得",
}  # fmt: skip


async def settle() -> None:
    """Make the organisations, open everybody's accounts and write down the candidate's title."""
    await load()
    numbers: dict[str, int | None] = {"": None}
    for code, name, kind, parent, region in ORGANISATIONS:
        organisation = Organisation(
            code=code, name=name, kind=kind, parent=numbers[parent], region=region, nature="21"
        )
        await organisation.save()
        numbers[code] = organisation.id
    for someone in EVERYBODY:
        await cast._open(someone, numbers[someone.organisation] or 0)
    who = await cast.person(ZHENG)
    await _fill(PROFILE["titles"], who.id, [TITLE])


@pytest.fixture
def offices(database: str) -> Iterator[str]:
    """The candidate and the offices, on each database."""
    with clock.frozen(cast.MOMENT):
        run(settle())
        yield database
