"""The left tree: an applicant's as the manual has it, an office's with its desks, open where the page stands."""

from itertools import takewhile
from typing import Any, NamedTuple

from web.declaration import rules as declaration
from web.evidence import rules as evidence
from web.office import desks
from web.people.sessions import Person
from web.permissions import helped
from web.profile import glance
from web.profile.sections import SECTIONS as PROFILE

TREE = (
    ("/home", "首页", ""), ("/password", "修改密码", ""), ("/profile/basic", "基本信息", "basic"),
    ("/profile/education", "学习经历", "education"), ("/profile/work", "工作经历", "work"),
    ("/declarations", "申报职称", ""), ("/experts", "申报专家候选人", ""), ("/enquiry", "信息查询", ""),
    ("/payments", "缴费", ""),
)  # fmt: skip
"""The left tree of an applicant, as the manual has it; 退出 follows."""

REVIEWERS = ("unit", "department", "hrss", "committee_office")
OFFICE = (
    ("/home", "首页", ()), ("/password", "修改密码", ()), ("/reviews", "待办审核", REVIEWERS),
    ("/posts", "评审职数", ("unit", "department", "hrss")),
    ("/helping", "帮办", ("unit",)), ("/stand-ins", "代办", REVIEWERS), ("/support", "只读查看", ("administrator",)),
    ("/expert-reviews", "专家候选人审核", ("unit", "department", "hrss", "titles_office")),
    ("/experts-pool", "专家库", ("titles_office",)),
    ("/draws", "抽取专家", ("committee_office",)), ("/sittings", "评审会议", ("committee_office", "expert")),
    ("/readings", "材料评阅", ("expert",)), ("/experts", "申报专家候选人", ("expert",)),
    ("/committee-choices", "评委会设置", ("committee_office",)),
    ("/publicity-desk", "公示管理", ("committee_office", "titles_office")), ("/certificates-desk", "发证", ("titles_office",)),
)  # fmt: skip
"""What stands above the desks in the tree of an office, and for which roles (none named: all)."""


async def tree(person: Person, path: str) -> list[dict[str, Any]]:
    """The entries for the roles that `person` holds, with where `path` stands in them."""
    entries = await _applicant(person, path) if person.holds("applicant") or not person.held else []
    if any(held.role != "applicant" for held in person.held):
        known = {entry["href"] for entry in entries}
        mine = [(href, label) for href, label, roles in OFFICE if not roles or person.places(*roles)]
        entries += [_entry(href, label, "", path == href) for href, label in mine if href not in known]
        entries += desks.tree(person, path)
    if person.clerk:
        entries = [entry for entry in entries if not helped(person, entry["href"])]
    if not any(entry["current"] for entry in entries):
        around = [entry for entry in entries if path.startswith(f"{entry['href']}/")]
        for entry in sorted(around, key=lambda entry: len(entry["href"]))[-1:]:
            entry["current"] = True
    return entries


class Leaf(NamedTuple):
    """An entry, the section whose state it shows, and what it shows when the section has none."""

    entry: dict[str, Any]
    place: glance.Place | None = None
    otherwise: str = ""


async def _applicant(person: Person, path: str) -> list[dict[str, Any]]:
    leaves = []
    for href, label, key in TREE:
        branch = href in ("/profile/basic", "/declarations")
        here = path == href or (not branch and path.startswith(f"{href}/"))
        place = glance.place(person.id, key) if key else None
        leaves.append(Leaf(_entry(href, label, "", here), place, "todo"))
        if key and path.startswith("/profile/"):
            leaves += await _profile_branch(person, path, key)
        if href == "/declarations" and path.startswith("/declarations/"):
            leaves += await _declaration_branch(person, path)
    places = [leaf.place for leaf in leaves if leaf.place]
    found = iter(await glance.of(places))
    return [
        leaf.entry | {"state": next(found).state or leaf.otherwise} if leaf.place else leaf.entry
        for leaf in leaves
    ]


def _entry(href: str, label: str, state: str, current: bool, depth: int = 0) -> dict[str, Any]:
    return {"href": href, "label": label, "state": state, "current": current, "depth": depth}


async def _profile_branch(person: Person, path: str, key: str) -> list[Leaf]:
    """The pages of 基本信息库 that follow the entry `key` and are no entries of their own."""
    own = {key for _, _, key in TREE}
    found = []
    if key == "basic":
        portrait = "done" if await evidence.photo_of(person.id) else "todo"
        found.append(Leaf(_entry("/profile/photo", "证件照片", portrait, path == "/profile/photo", 1)))
    keys = list(PROFILE)
    for each in takewhile(lambda each: each not in own, keys[keys.index(key) + 1 :]):
        href = f"/profile/{each}"
        entry = _entry(href, PROFILE[each].title, "", path.startswith(href), 1)
        found.append(Leaf(entry, glance.place(person.id, each)))
    return found


async def _declaration_branch(person: Person, path: str) -> list[Leaf]:
    """The pages of the declaration that `path` is in."""
    number = path.split("/")[2]
    row = next((each for each in await declaration.mine(person.id) if str(each["id"]) == number), None)
    if row is None or not declaration.chosen(row):
        return []
    url = f"/declarations/{number}"
    found = [Leaf(_entry(url, f"{row['year']} 年度概览", "", path == url, 1))]
    for asked in await declaration.sections_of(row):
        href = f"{url}/{asked.section.key}"
        entry = _entry(href, asked.section.title, "", path == href or path.startswith(f"{href}/"), 1)
        found.append(Leaf(entry, declaration.place(row, asked)))
    last = (("check", "检查并提交"), ("preview", "预览信息"), ("progress", "评审进度"))
    ends = (_entry(f"{url}/{end}", label, "", path == f"{url}/{end}", 1) for end, label in last)
    return [*found, *(Leaf(entry) for entry in ends)]
