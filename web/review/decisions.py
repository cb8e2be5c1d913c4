"""Deciding: permission, gates, the move and what goes with it, in one transaction."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from web import clock
from web.columns import Field
from web.database import transaction
from web.declaration import rules as declarations
from web.declaration.tables import Declaration
from web.kinds import too_long
from web.people.sessions import Person
from web.permissions import Case, refusal
from web.review import gates, path, returns, terms, unit
from web.review.rules import Moved, advance
from web.rows import Row
from web.workflow import SENT_BACK, TITLES_OFFICE, for_titles_office, past_of


class NotDone(Exception):
    """The act was not done; `sentence` says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Given:
    """What an act takes besides itself. `place`: of a posting; `days`: the term of a return in working days;
    `marks`: the marks that were shown before it was sent back, None when it does not matter."""

    comment: str = ""
    place: str = ""
    days: int = 0
    marks: frozenset[int] | None = None


WHERE = "如单位公示栏、单位网站。"
GRACE = timedelta(hours=1)
"""How long after midnight what arrived before it may still be on its way through the service."""

NEEDS_PLACE = {
    "take": ("display", Field("text", "展示地点", required=True, limit=80, hint=WHERE)),
    "publish": ("publicity", Field("text", "公示地点", required=True, limit=80, hint=WHERE)),
}
"""Acts that put something up: the kind of posting, and the field of its place."""


async def decide(
    declaration: int,
    act: str,
    person: Person,
    at: datetime,
    seen: int | None = None,
    given: Given | None = None,
) -> Row:
    """Do `act` with a declaration as `person`, on a request that arrived `at`; its row afterwards. The log has the moment
    at which it was done: whoever waited for another decision comes after it.

    NotDone with the sentence when the person may not, a gate is closed or something is missing; Moved when the
    declaration has changed since the version `seen`.
    """
    given = given or Given()
    async with transaction():
        case = await declarations.load(declaration, at)
        if case is None:
            raise NotDone("没有找到这份申报。")
        if not refusal("review", person, case):
            await _hold(case.row, person, seen)
        if sentence := await obstacle(case, act, person, given):
            raise NotDone(sentence)
        row, office = case.row, _office(case, act, person)
        columns = await _beside(case, act, person, given)
        try:
            after = await advance(
                row["id"],
                act,
                person.id,
                at=clock.now(),
                office=office,
                comment=given.comment,
                seen=seen,
                **columns,
            )
        except ValueError as missing:
            raise NotDone(str(missing)) from missing
        await _afterwards(row, act, at)
        return after


async def _hold(row: Row, person: Person, seen: int | None) -> None:
    """Keep the declaration as it is until the transaction ends; Moved when it has changed, since `seen` or just now."""
    held = seen in (None, row["version"]) and await declarations.held_as(row)
    if not held:
        fresh = await Declaration.select(Declaration.state).where(Declaration.id == row["id"]).first()
        state = fresh["state"] if fresh else row["state"]
        raise Moved(state, await _done_meanwhile(row["id"], person))


async def _done_meanwhile(declaration: int, person: Person) -> str:
    """The newest decision, for who decided about an older version; a second click is told that the first one counts."""
    last = await path.last_decision(declaration)
    if last is None:
        return ""
    who = "您已经办理：" if last["by"] == person.id else ""
    past = past_of(last["act"], last["start"], last["end"])
    return f"{who}{past}（{last['at'].astimezone(clock.ZONE):%Y年%-m月%-d日 %H:%M}），"


def _office(case: Case, act: str, person: Person) -> int | None:
    """For which office `person` acts: the one that sent it on for an undo, the office for titles for what is its own,
    the committee's for what was over, else the holder."""
    if act == "undo":
        return case.last[1]
    titles = person.places(TITLES_OFFICE)
    if titles and for_titles_office(act):
        return titles[0]
    if act == "release":
        return next((each for each in person.places("committee_office") if each in case.chain), None)
    holder: int | None = case.row["holder"]
    return holder


async def obstacle(case: Case, act: str, person: Person, given: Given | None = None) -> str:
    """Why `act` cannot be done, "" when it can; without `given`, apart from what is still to be typed."""
    if sentence := refusal(act, person, case):
        return sentence
    if given is not None and (wrong := wrong_place(act, given.place)):
        return wrong
    if given is not None and given.marks is not None:
        gathered = {each["id"] for each in await returns.gathered(case.row["id"], case.row["holder"])}
        if gathered != given.marks:
            return "刚才有人又标出或删去了要改的内容。请看一下现在的清单，再一次退回。"
    return await gates.closed(case.row, act)


def wrong_place(act: str, place: str) -> str:
    """What is wrong with the place of a posting, "" when nothing is or the act puts nothing up."""
    if act not in NEEDS_PLACE:
        return ""
    field = NEEDS_PLACE[act][1]
    return too_long(field, place) if place.strip() else f"请填写{field.label}。"


async def _beside(case: Case, act: str, person: Person, given: Given) -> dict[str, Any]:
    """What is written with the move, before it: the posting, the notice. Columns of the declaration to set with it."""
    row = case.row
    if act in NEEDS_PLACE:
        await unit.post(row, NEEDS_PLACE[act][0], given.place, person)
    if act in ("return", "supplement"):
        here = path.held(await path.stations(row["id"]))
        assert here is not None
        due_on = returns.due_after(given.days or terms.term(act).days)
        await returns.write(row, act, here["id"], person, due_on)
        return {"due_on": due_on}
    return {}


async def _afterwards(row: Row, act: str, at: datetime) -> None:
    if act == "end_display":
        await unit.take_down(row, "display", at)
    if act == "end_publicity":
        await unit.take_down(row, "publicity", at)


async def expire(at: datetime | None = None) -> list[int]:
    """Give up, as was said beforehand, what was not mended in its term; the numbers of those declarations. What was
    sent before midnight may still be arriving, so the first hour of a day gives up nothing."""
    moment = at or clock.now()
    today = (moment - GRACE).astimezone(clock.ZONE).date()
    late = await Declaration.select(Declaration.id, Declaration.version).where(
        Declaration.state.is_in(sorted(SENT_BACK)) & (Declaration.due_on < today)
    )
    done = []
    for each in late:
        try:
            async with transaction():
                await advance(each["id"], "expire", None, at=moment, seen=each["version"])
                await returns.close(each["id"], "expired")
        except Moved:  # sent again or given up at this moment
            continue
        done.append(each["id"])
    return done
