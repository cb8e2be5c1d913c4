"""面试答辩: slots without clashes, notices with .ics, scores, absence."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from web import clock
from web.committee.ballot import Refusal
from web.committee.tables import Interview, InterviewScore, Item, Member, PanelMember, Recusal, Sitting
from web.database import transaction
from web.following import happened
from web.notice import rules as notice
from web.profile import rules as profile
from web.rows import Row

FILE = Path(__file__).parent / "data" / "interview_form.json"
NOTICED = (*Interview.all_columns(), Interview.item.declaration.as_alias("declaration"))
HELD = Interview.item.sitting.state != "void"  # type: ignore[union-attr]
"""Not of a sitting that was annulled."""


@cache
def form() -> dict[str, Any]:
    """The score sheet: `criteria` with full marks, `minutes` and `pause` of a slot, what to `bring`."""
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


class Room(NamedTuple):
    """A place, the panel that sits there (None: any), and from when until when."""

    place: str
    panel: int | None
    opens: datetime
    closes: datetime


async def arrange(
    items: Iterable[int],
    rooms: Iterable[Room],
    *,
    minutes: int = 0,
    pause: int | None = None,
    by: int | None = None,
) -> list[Row]:
    """A slot for every item that has none, in the order given, without a clash of applicant, room or expert; Refusal
    when the rooms are too few. `minutes`, `pause`: of one slot, default the form's; `by`: the account of the office."""
    wanted = list(items)
    long = timedelta(minutes=minutes or form()["minutes"])
    step = long + timedelta(minutes=form()["pause"] if pause is None else pause)
    open_rooms = list(rooms)
    async with transaction():
        taken = await _between(
            min((room.opens for room in open_rooms), default=clock.now()),
            max((room.closes for room in open_rooms), default=clock.now()),
        )
        arranged = await Interview.select(Interview.item).where(Interview.item.is_in(wanted or [0]))
        done = {each["item"] for each in arranged}
        people = await _people(wanted)
        next_free = {at: room.opens for at, room in enumerate(open_rooms)}
        for item in wanted:
            if item in done:
                continue
            slot = await _first_free(item, people[item], open_rooms, next_free, long, step, taken)
            if slot is None:
                raise Refusal(
                    f"时间或场地不够，还有 {len([i for i in wanted if i not in done])} 人没有排上，请增加时间或场地。"
                )
            at, starts = slot
            room = open_rooms[at]
            next_free[at] = max(next_free[at], starts)
            interview = Interview(
                key=f"{people[item]['declaration']}-{people[item]['sitting']}", item=item,
                panel=room.panel or people[item]["panel"], number=await _next_number(people[item]["sitting"]), place=room.place.strip(),
                starts_at=starts, ends_at=starts + long, arranged_at=clock.now(),
            )  # fmt: skip
            await interview.save()
            when = f"{clock.in_words(starts)}，{room.place.strip()}"
            await happened("interview", [people[item]["declaration"]], by, when)
            taken.append(await load(interview.id))
            done.add(item)
    return await _those(Interview.item.is_in(wanted or [0]))


async def _next_number(sitting: int) -> int:
    last = await Interview.select(Interview.number).where(Interview.item.sitting == sitting).order_by(
        Interview.number, ascending=False
    ).first()  # fmt: skip
    return int(last["number"]) + 1 if last else 1


async def _between(starts: datetime, ends: datetime) -> list[Row]:
    """The interviews, of any sitting, that take some of the time between two moments: rooms and people are shared."""
    return await _those((Interview.starts_at < ends) & (Interview.ends_at > starts) & HELD)


def fitting(opens: datetime, closes: datetime) -> int:
    """How many slots of the form's length fit between two moments, at least one."""
    long, pause = form()["minutes"], form()["pause"]
    minutes = int((closes - opens).total_seconds() // 60)
    return max(1, (minutes + pause) // (long + pause))


async def _people(items: list[int]) -> dict[int, Row]:
    rows = await Item.select(
        Item.id, Item.sitting, Item.panel, Item.declaration, Item.declaration.person.as_alias("person")
    ).where(Item.id.is_in(items or [0]))
    return {row["id"]: row for row in rows}


async def _those(where: Any) -> list[Row]:
    """The interviews of which `where` holds, with applicant and the experts of their panels."""
    found = await Interview.select(
        *Interview.all_columns(), Interview.item.declaration.person.as_alias("person"),  # type: ignore[union-attr]
        Interview.item.sitting.as_alias("sitting"), Interview.item.declaration.as_alias("declaration"),
    ).where(where).order_by(Interview.id)  # fmt: skip
    seats = PanelMember.select(PanelMember.panel, PanelMember.member.expert.as_alias("expert")).where(
        PanelMember.panel.is_in(sorted({each["panel"] for each in found if each["panel"]}) or [0])
    )
    experts: dict[int, set[int]] = {}
    for row in await seats:
        experts.setdefault(row["panel"], set()).add(row["expert"])
    return [{**row, "experts": experts.get(row["panel"] or 0, set())} for row in found]


async def _first_free(
    item: int, who: Row, rooms: list[Room], free: Mapping[int, datetime], long: timedelta, step: timedelta, taken: list[Row]
) -> tuple[int, datetime] | None:  # fmt: skip
    fitting = []
    for at, room in enumerate(rooms):
        if room.panel is not None and who["panel"] not in (None, room.panel):
            continue
        experts = await _experts(room.panel or who["panel"])
        starts = free[at]
        while starts + long <= room.closes:
            if not clash(taken, who["person"], room.place, experts, starts, starts + long):
                fitting.append((starts, at))
                break
            starts += step
    if not fitting:
        return None
    starts, at = min(fitting)
    return at, starts


async def _experts(panel: int | None) -> set[int]:
    rows = (
        await PanelMember.select(PanelMember.member.expert.as_alias("expert")).where(
            PanelMember.panel == panel
        )
        if panel
        else []
    )
    return {row["expert"] for row in rows}


def clash(
    taken: Iterable[Row], person: int, place: str, experts: set[int], starts: datetime, ends: datetime, *, but: int = 0
) -> str:  # fmt: skip
    """What the slot clashes with, as a sentence; "" when with nothing. `but`: an interview that is being moved."""
    for each in taken:
        if each["id"] == but or each["ends_at"] <= starts or ends <= each["starts_at"]:
            continue
        time = f"{each['starts_at'].astimezone(clock.ZONE):%H:%M}"
        if each["place"] == place.strip():
            return f"{place}在 {time} 已经安排了第 {each['number']} 号。"
        if each["person"] == person:
            return f"申报人在 {time} 已经有另一场面试。"
        if each["experts"] & experts:
            return f"评议组的专家在 {time} 还在面试第 {each['number']} 号。"
    return ""


async def move(interview: int, place: str, starts: datetime) -> Row:
    """Move one by hand; Refusal names the clash. The applicant is told; notice and .ics follow by themselves."""
    async with transaction():
        row = await _standing(interview)
        ends = starts + (row["ends_at"] - row["starts_at"])
        taken = await _between(starts, ends)
        if sentence := clash(taken, row["person"], place, row["experts"], starts, ends, but=interview):
            raise Refusal(sentence)
        await Interview.update(
            {
                Interview.place: place.strip(), Interview.starts_at: starts, Interview.ends_at: ends,
                Interview.version: row["version"] + 1, Interview.arranged_at: clock.now(),
            }
        ).where(Interview.id == interview)  # fmt: skip
        when = f"{clock.in_words(starts)}，{place.strip()}"
        await notice.send(
            row["person"], "interview_moved", {"number": row["number"], "comment": when}, href=f"/interviews/{interview}",
            address=await profile.address_of(row["person"]),
        )  # fmt: skip
    return await load(interview)


async def load(interview: int) -> Row:
    """One interview with applicant, declaration and sitting; Refusal when there is none."""
    found = await _those(Interview.id == interview)
    if not found:
        raise Refusal("没有找到这场面试。")
    return found[0]


async def _standing(interview: int) -> Row:
    """The same, of a sitting that was not annulled; Refusal otherwise."""
    row = await load(interview)
    if await Sitting.exists().where((Sitting.id == row["sitting"]) & (Sitting.state == "void")):
        raise Refusal("会议已经作废，面试不再改动，也不再打分。")
    return row


async def interviews_of(person: int) -> list[Row]:
    """面试通知 of an applicant for 首页: number, place, starts_at, ends_at, declaration, id (for /interviews/ID.ics)."""
    found = Interview.select(*NOTICED).where((Interview.item.declaration.person == person) & HELD)  # type: ignore[union-attr]
    return await found.order_by(Interview.starts_at)


async def of_sitting(sitting: int) -> list[Row]:
    """The interviews of a sitting in order of time."""
    found = await _those(Interview.item.sitting == sitting)
    return sorted(found, key=lambda row: (row["starts_at"], row["place"]))


async def for_member(sitting: int, member: int) -> list[Row]:
    """The interviews that a member scores, in order of time: those of her panel, or without one, none recused."""
    expert = await Member.select(Member.expert).where(Member.id == member).first()
    gone = {row["item"] for row in await Recusal.select(Recusal.item).where(Recusal.member == member)}
    return [
        row for row in await of_sitting(sitting)
        if row["item"] not in gone and expert and (not row["experts"] or expert["expert"] in row["experts"])
    ]  # fmt: skip


async def marks_of(interview: int, member: int) -> dict[str, int]:
    """What a member gave in one interview, criterion → hundredths; {} before."""
    row = await InterviewScore.select(InterviewScore.marks).where(InterviewScore.key == f"{interview}-{member}").first()  # fmt: skip
    return dict(row["marks"]) if row else {}


async def scores_of(interviews: Iterable[int], member: int) -> dict[int, int]:
    """The totals that a member gave, by interview."""
    found = await InterviewScore.select(InterviewScore.interview, InterviewScore.total).where(
        InterviewScore.interview.is_in(list(interviews) or [0]) & (InterviewScore.member == member)
    )
    return {row["interview"]: row["total"] for row in found}


async def score(interview: int, member: int, marks: Mapping[str, int]) -> int:
    """A member's marks (criterion → hundredths); the total. Refusal: an annulled sitting, not of the panel, recused,
    absent, out of range."""
    row = await _standing(interview)
    who = await Member.select(Member.expert, Member.sitting).where(Member.id == member).first()
    if (
        who is None
        or who["sitting"] != row["sitting"]
        or (row["experts"] and who["expert"] not in row["experts"])
    ):
        raise Refusal("您不是这个评议组的专家，不能打分。")
    if await Recusal.exists().where((Recusal.item == row["item"]) & (Recusal.member == member)):
        raise Refusal("您对这位申报人应当回避，不能打分。")
    if row["attended"] is False:
        raise Refusal("申报人没有参加面试，不能打分。")
    for criterion in form()["criteria"]:
        mark = marks.get(criterion["code"])
        if mark is None or not 0 <= mark <= criterion["full"] * 100:
            raise Refusal(f"{criterion['name']}应在 0 到 {criterion['full']} 分之间。")
    total = sum(marks[criterion["code"]] for criterion in form()["criteria"])
    key = f"{interview}-{member}"
    async with transaction():
        await InterviewScore.delete().where(InterviewScore.key == key)
        await InterviewScore(
            key=key, interview=interview, member=member, marks=dict(marks), total=total, at=clock.now()
        ).save()
    return total


async def average(interview: int) -> int | None:
    """The mean of the totals in hundredths, rounded half up; None when nobody has scored."""
    totals = [
        row["total"]
        for row in await InterviewScore.select(InterviewScore.total).where(
            InterviewScore.interview == interview
        )
    ]
    return (2 * sum(totals) + len(totals)) // (2 * len(totals)) if totals else None


async def set_attended(interview: int, attended: bool, absence: str = "") -> None:
    """Record who came; an absence needs its reason, and takes away no score."""
    if not attended and not absence.strip():
        raise Refusal("请写明缺席的情况。")
    await _standing(interview)
    await Interview.update(
        {Interview.attended: attended, Interview.absence: "" if attended else absence.strip()}
    ).where(Interview.id == interview)
