"""What 首页 says: the next thing to do, the declarations and who holds them, the windows; and the left tree."""

from datetime import datetime
from typing import Any, NamedTuple

from web.catalogue import rules as catalogue
from web.catalogue.entries import WindowEntry
from web.declaration import rules as declaration
from web.people.sessions import Person
from web.people.tables import Organisation
from web.profile import rules as profile
from web.profile.sections import SECTIONS as PROFILE
from web.workflow import STATES


class YearWindow(NamedTuple):
    """One window of one year, and whom it is for ("" for everyone)."""

    year: str
    who: str
    window: WindowEntry
    state: str


async def windows(at: datetime) -> list[YearWindow]:
    """The windows of every edition that is open or to come, the newest last."""
    found = []
    for edition in reversed(await catalogue.editions()):
        if edition.until <= at:
            continue
        held = await catalogue.contents(edition.year)
        for (series, level), window in held.windows:
            who = held.name_of("short", series) if series else ""
            who += held.name_of("level", level) if level else ""
            found.append(YearWindow(edition.year, who, window, window.state(at)))
    return found


class Task(NamedTuple):
    """Something to do: address, label, state for the tag, a sentence."""

    href: str
    label: str
    state: str
    about: str


async def todo(person: Person, at: datetime) -> list[Task]:
    """The next things to do, in the order of the journey."""
    if not person.holds("applicant"):
        return []
    tasks = []
    for key, label in (("basic", "基本信息"), ("education", "学习经历"), ("work", "工作经历")):
        standing = await profile.standing(person.id, key)
        about = f"还有 {len(standing.problems)} 处要填写或改正。" if standing.problems else ""
        tasks.append(Task(f"/profile/{key}", label, standing.state or "todo", about))
    rows = await declaration.mine(person.id)
    active = [row for row in rows if row["slot"]]
    if not active:
        offered = await catalogue.open_editions(at)
        about = "、".join(f"{edition.year} 年度" for edition in reversed(offered))
        tasks.append(
            Task(
                "/declarations",
                "申报职称",
                "todo",
                f"可以申报：{about}。" if about else "现在不在申报时间内。",
            )
        )
    for row in active:
        state = {"draft": "doing", "returned": "wrong"}.get(row["state"], "done")
        tasks.append(
            Task(
                f"/declarations/{row['id']}",
                f"{row['year']} 年度申报",
                state,
                STATES[row["state"]].for_applicant,
            )
        )
    return tasks


async def mine(person: Person) -> list[dict[str, Any]]:
    """The person's declarations with names instead of codes, and the office whose turn it is."""
    found = []
    for row in await declaration.mine(person.id):
        holder = None
        if row["holder"]:
            holder = (
                await Organisation.select(Organisation.name).where(Organisation.id == row["holder"]).first()
            )
        title = await catalogue.name_of(row["year"], "title", row["title"]) if row["title"] else ""
        found.append({**row, "title_name": title, "holder_name": holder["name"] if holder else "您"})
    return found


TREE = (
    ("/home", "首页", ""), ("/password", "修改密码", ""), ("/profile/basic", "基本信息", "basic"),
    ("/profile/education", "学习经历", "education"), ("/profile/work", "工作经历", "work"),
    ("/declarations", "申报职称", ""), ("/experts", "申报专家候选人", ""), ("/enquiry", "信息查询", ""),
    ("/payments", "缴费", ""),
)  # fmt: skip
"""The left tree of an applicant, as the manual has it; 退出 follows."""


async def tree(person: Person, path: str) -> list[dict[str, Any]]:
    """The left tree with what is done, and where `path` stands in it; open where it stands."""
    entries = []
    for href, label, key in TREE:
        state = (await profile.standing(person.id, key)).state or "todo" if key else ""
        branch = href in ("/profile/basic", "/declarations")
        entries.append(_entry(href, label, state, path == href or (not branch and path.startswith(f"{href}/"))))
        if href == "/profile/basic" and path.startswith("/profile/"):
            entries += await _profile_branch(person, path)
        if href == "/declarations" and path.startswith("/declarations/"):
            entries += await _declaration_branch(person, path)
    if not any(entry["current"] for entry in entries):
        for entry in entries:
            entry["current"] = path.startswith(f"{entry['href']}/")
    return entries


def _entry(href: str, label: str, state: str, current: bool, depth: int = 0) -> dict[str, Any]:
    return {"href": href, "label": label, "state": state, "current": current, "depth": depth}


async def _profile_branch(person: Person, path: str) -> list[dict[str, Any]]:
    """The pages of 基本信息库 that are no entries of their own."""
    own = {href for href, _, _ in TREE}
    found = []
    for key, section in PROFILE.items():
        href = f"/profile/{key}"
        if href not in own:
            standing = await profile.standing(person.id, key)
            found.append(_entry(href, section.title, standing.state, path.startswith(href), 1))
    return found


async def _declaration_branch(person: Person, path: str) -> list[dict[str, Any]]:
    """The pages of the declaration that `path` is in."""
    number = path.split("/")[2]
    row = next((each for each in await declaration.mine(person.id) if str(each["id"]) == number), None)
    if row is None or not declaration.chosen(row):
        return []
    url = f"/declarations/{number}"
    found = [_entry(url, f"{row['year']} 年度概览", "", path == url, 1)]
    for asked in await declaration.sections_of(row):
        href = f"{url}/{asked.section.key}"
        standing = await declaration.standing(row, asked)
        found.append(
            _entry(href, asked.section.title, standing.state, path == href or path.startswith(f"{href}/"), 1)
        )
    last = (("check", "检查并提交"), ("preview", "预览信息"), ("progress", "评审进度"))
    found += [_entry(f"{url}/{end}", label, "", path == f"{url}/{end}", 1) for end, label in last]
    return found
