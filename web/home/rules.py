"""What 首页 says: the next thing to do, the declarations and who holds them, the windows that concern the person."""

from datetime import datetime
from typing import Any, NamedTuple

from web import clock
from web.catalogue import rules as catalogue
from web.catalogue.windows import windows
from web.declaration import bars, check
from web.declaration import rules as declaration
from web.people.sessions import Person
from web.people.tables import Organisation
from web.profile import glance
from web.rows import Row
from web.workflow import CONCLUDED, SENT_BACK, STATES

BEFORE = (("basic", "基本信息"), ("education", "学习经历"), ("work", "工作经历"))
"""What of the 基本信息库 comes before a declaration."""


class Task(NamedTuple):
    """Something to do: address, label, state for the tag, a sentence.

    `word`: on the tag, instead of the state's own; `press`: on the button of 下一步, likewise.
    """

    href: str
    label: str
    state: str
    about: str
    word: str = ""
    press: str = ""


async def todo(person: Person, at: datetime) -> list[Task]:
    """What there is to do, in the order of the journey."""
    if not person.holds("applicant"):
        return []
    tasks = []
    seen = await glance.of([glance.place(person.id, key) for key, _ in BEFORE])
    for (key, label), stands in zip(BEFORE, seen, strict=True):
        about = f"还有 {stands.problems} 处要填写或改正。" if stands.problems else ""
        tasks.append(Task(f"/profile/{key}", label, stands.state or "todo", about))
    active = [row for row in await declaration.mine(person.id) if row["slot"]]
    if not any(declaration.under_way(row) for row in active):
        taken = {str(row["year"]) for row in active}
        editions = [
            each for each in reversed(await catalogue.open_editions(at)) if str(each.year) not in taken
        ]
        years = "、".join(f"{edition.year} 年度" for edition in editions)
        about = f"可以申报：{years}。" if years else "现在不在申报时间内。"
        barred = await bars.sentence(person.id, at.astimezone(clock.ZONE).date())
        if years or not active:
            state = "todo" if years and not barred else "off"
            tasks.append(Task("/declarations", "申报职称", state, barred or about))
    return tasks + [await _active(row, at) for row in active]


async def _active(row: Row, at: datetime) -> Task:
    """A declaration that counts for its year, and what is to be done with it now."""
    label, url = f"{row['year']} 年度申报", f"/declarations/{row['id']}"
    if row["state"] in SENT_BACK:
        what = "被退回修改" if row["state"] == "returned" else "须补正"
        return Task(f"{url}/progress", label, "wrong", f"{what}，请按列出的各条改好后重新提交。")
    if row["state"] in CONCLUDED:
        state = "done" if row["state"] == "issued" else "off"
        return Task(f"{url}/progress", label, state, f"{STATES[row['state']].for_applicant}。")
    if row["state"] != "draft":
        return Task(f"{url}/progress", label, "done", STATES[row["state"]].for_applicant)
    if not declaration.chosen(row):
        return Task(f"{url}/choice", label, "doing", "请选择系列、级别、专业和职称。", press="选择系列和级别")
    told = (await declaration.window_of(row)).told(at)
    if missing := await check.missing(row):
        about = f"还有 {missing} 处要填写或改正；{told}。"
        return Task(f"{url}/check", label, "doing", about, press="看看还有哪些要填")
    return Task(f"{url}/check", label, "doing", f"已经填好，请检查后提交审核；{told}。", press="检查并提交")


def next_of(tasks: list[Task]) -> Task | None:
    """The first thing that is not done, None when all is."""
    return next((task for task in tasks if task.state not in ("done", "off")), None)


class Own(NamedTuple):
    """The window of one of the person's declarations."""

    label: str
    words: str
    told: str


async def own_windows(person: Person, at: datetime) -> list[Own]:
    """The windows that concern the person: of her open declarations, else the general ones."""
    active = [row for row in await declaration.mine(person.id) if row["state"] == "draft"]
    if active:
        found = [(row, await declaration.window_of(row)) for row in active]
        return [Own(f"{row['year']} 年度申报", window.words, window.told(at)) for row, window in found]
    general = [each for each in await windows(at) if each.general]
    return [Own(f"{each.year} 年度", each.window.words, each.window.told(at)) for each in general]


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
