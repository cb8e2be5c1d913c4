"""The pages of the 基本信息库."""

from litestar import Request
from litestar.exceptions import NotFoundException

from web.checks import birth_and_sex
from web.people.sessions import Person
from web.profile import rules
from web.profile.sections import SECTIONS
from web.shell import section_pages
from web.shell.place import NOT_NAMED, Place
from web.shell.words import day

JOURNEY = (
    ("/profile/basic", "基本信息"), ("/profile/titles", "现任职称"), ("/profile/qualifications", "其它专业技术职务资格"),
    ("/profile/licences", "职业资格证书"), ("/profile/education", "学习经历"), ("/profile/training", "培训经历"),
    ("/profile/work", "工作经历"), ("/profile/continuing_education", "继续教育"), ("/profile/assessments", "年度考核"),
    ("/profile/penalties", "奖惩情况"), ("/declarations", "申报职称"),
)  # fmt: skip
"""The order in which the pages lead to one another."""


async def load(request: Request, act: str) -> Place:
    """The section of the signed-in person's own 基本信息库."""
    person = request.state["person"]
    section = SECTIONS.get(request.path_params["key"])
    if section is None:
        raise NotFoundException
    url = f"/profile/{section.key}"
    at = next((n for n, (href, _) in enumerate(JOURNEY) if href == url), len(JOURNEY) - 2)
    back = JOURNEY[at - 1] if at else ("/home", "首页")
    first = section.key == "basic"
    named = await rules.named(person.id, section.key)
    return Place(
        section, person.id, person.id, url, back=back, onward=JOURNEY[at + 1], known=_known(person) if first else (),
        photo=first, named=named, locked=NOT_NAMED if named is not None and not named else "",
    )  # fmt: skip


def _known(person: Person) -> tuple[tuple[str, str], ...]:
    """What the account says: birth date and sex follow from the ID number and need no typing."""
    born = birth_and_sex(person.id_number)
    return (
        ("姓名", person.name),
        ("居民身份证（户口簿）号码", person.id_number),
        ("性别", born.sex if born else ""),
        ("出生日期", day(born.birth) if born else ""),
        ("单位", person.unit),
    )


HANDLERS = section_pages.handlers("/profile", "own", "own", load)
