"""What 首页 says: the next thing to do, the declarations and who holds them, the windows; and the left tree."""

from datetime import datetime
from typing import Any, NamedTuple

from web.catalogue import rules as catalogue
from web.catalogue.entries import WindowEntry
from web.declaration import rules as declaration
from web.people.sessions import Person
from web.people.tables import Organisation
from web.profile import rules as profile
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
