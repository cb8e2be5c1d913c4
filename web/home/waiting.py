"""What waits for those who decide: candidates, dossiers, ballots, results before the public, certificates."""

from collections.abc import Iterable

from web.certificate import desk
from web.certificate import rules as certificates
from web.committee import experts, permitted, reading, sittings
from web.committee.expert_steps import DECIDES
from web.home.rules import Task
from web.people.sessions import Person
from web.publicity import rules as publicity

DUE = "待办"


async def waiting(person: Person) -> list[Task]:
    """Every matter in which it is the person's turn; [] for whoever decides nothing, and when nothing waits."""
    found = [*await _candidates(person), *await _sittings(person), *await _results(person)]
    return found + (await _certificates() if person.places("titles_office") else [])


async def _candidates(person: Person) -> Iterable[Task]:
    roles = sorted({role for held in DECIDES.values() for role in held})
    count = len(await experts.waiting(person.places(*roles)))
    return (
        [Task("/expert-reviews", "专家候选人审核", "todo", f"{count} 人的申请等待审核。", DUE)]
        if count
        else []
    )


async def _sittings(person: Person) -> Iterable[Task]:
    found = []
    for row in await sittings.of_person(person.id):
        if row["state"] == "voting":
            found.append(
                Task(f"/sittings/{row['id']}", row["name"], "todo", "正在投票，还没有投的请投票。", DUE)
            )
        held = await reading.given(row["id"], person.id)
        opinions = await reading.opinions_of(held)
        left = sum(not opinions[each.item["id"]]["submitted_at"] for each in held)
        if left:
            found.append(
                Task("/readings", f"评审材料：{row['name']}", "todo", f"还有 {left} 份没有提交意见。", DUE)
            )
    return found


async def _results(person: Person) -> Iterable[Task]:
    everywhere, committees = bool(person.places("titles_office")), await permitted.committees_of(person)
    found = []
    for row in await publicity.listed() if everywhere or committees else []:
        if row["confirmed_at"] or not (everywhere or row["committee"][:30] in committees):
            continue
        open_ones = sum(each["state"] != "answered" for each in await publicity.objections(row["id"]))
        about = f"有 {open_ones} 条异议等待答复。" if open_ones else "公示已结束，等待确认。"
        if open_ones or not await publicity.waits(row["id"]):
            found.append(Task(f"/publicity-desk/{row['id']}", row["title"], "todo", about, DUE))
    return found


async def _certificates() -> list[Task]:
    count, asked = len(await desk.waiting()), len(await certificates.corrections())
    found = (
        [Task("/certificates-desk", "发证", "todo", f"已确认、等待发证 {count} 人。", DUE)] if count else []
    )
    if asked:
        found.append(Task("/certificates-desk", "更正申请", "todo", f"{asked} 件等待办理。", DUE))
    return found
