"""One act on several declarations: a preview of the effect on each, the act, and one undo."""

from datetime import datetime
from typing import NamedTuple

from web import clock
from web.database import is_duplicate, transaction
from web.declaration import rules as declarations
from web.declaration.tables import Declaration
from web.people.sessions import Person
from web.people.tables import Account
from web.permissions import UNKNOWN
from web.review import path
from web.review.decisions import Given, NotDone, decide, obstacle
from web.review.queue import visible_to
from web.review.queue_tables import Batch, BatchRow
from web.review.rules import Moved
from web.rows import Row
from web.workflow import STATES, STEPS

LABELS = {step.act: step.label for step in STEPS if step.batch}
"""The acts that can be done in a batch, and what they are called."""
AT_MOST = 200
UNDOABLE = ("report", "pass", "accept")


class Effect(NamedTuple):
    """What the act would do to one declaration: where it would go, or the sentence that says why not."""

    row: Row
    name: str
    to: str
    sentence: str


async def preview(act: str, numbers: list[int], person: Person, at: datetime) -> list[Effect]:
    """The effect of `act` on each declaration; those the person may not see are left out."""
    found = []
    for number in dict.fromkeys(numbers[:AT_MOST]):
        case = await declarations.load(number, at)
        sentence = await obstacle(case, act, person) if case else ""
        if case is None or sentence == UNKNOWN:
            continue
        account = await Account.select(Account.name).where(Account.id == case.row["person"]).first()
        found.append(
            Effect(
                case.row,
                account["name"] if account else "",
                "" if sentence else await _to(case.row, act),
                sentence,
            )
        )
    return found


async def _to(row: Row, act: str) -> str:
    end = await path.end_of(row, act)
    if not end:
        return next(
            (
                STATES[step.end].for_reviewer
                for step in STEPS
                if (step.act, step.start) == (act, row["state"])
            ),
            "",
        )
    line = await path.named(row["id"])
    here = path.held(line)
    after = next((each for each in line if here and each["position"] > here["position"]), None)
    return f"{after['office']}" if after else STATES[end].for_reviewer


async def run(act: str, seen: dict[int, int], person: Person, at: datetime, once: str, given: Given) -> int:
    """Do `act` with each declaration of `seen` (number → version of the row that was shown); the batch's number.

    What is asked is written first, then each is done or not on its own: whoever looks meanwhile, or after a crash, sees
    what is still waiting. The same `once` does nothing twice. KeyError for an act that is not done in batches.
    """
    if act not in LABELS:
        raise KeyError(act)
    batch = Batch(person=person.id, act=act, once=once, at=clock.now())
    asked = await _visible(list(seen)[:AT_MOST], person)
    try:
        async with transaction():
            await batch.save()
            if asked:
                await BatchRow.insert(*(BatchRow(batch=batch.id, declaration=number) for number in asked))
    except Exception as error:
        if not is_duplicate(error):
            raise
        known = await Batch.select(Batch.id).where(Batch.once == once).first()
        assert known is not None, "a duplicate is there"
        return int(known["id"])
    for number in asked:
        row = (BatchRow.batch == batch.id) & (BatchRow.declaration == number)
        try:
            async with transaction():
                await decide(number, act, person, at, seen[number], given)
                last = await path.last_decision(number)
                assert last is not None
                waiting = row & (BatchRow.undone == "")
                if (
                    not await BatchRow.update({BatchRow.decision: last["number"]})
                    .where(waiting)
                    .returning(BatchRow.id)
                ):
                    raise NotDone("这一批已经撤回，没有再办。")
        except (NotDone, Moved) as refused:
            async with transaction():
                await BatchRow.update({BatchRow.sentence: str(refused)}).where(row)
    return int(batch.id)


async def _visible(numbers: list[int], person: Person) -> list[int]:
    """Those of the declarations that the person may see, in the same order."""
    found = await Declaration.select(Declaration.id).where(
        Declaration.id.is_in(numbers or [0]) & visible_to(person)
    )
    there = {each["id"] for each in found}
    return [each for each in numbers if each in there]


def is_waiting(row: Row) -> bool:
    """Whether a row of a batch has not been come to yet."""
    return not row["sentence"] and not row["decision"] and not row["undone"]


async def batch_of(person: Person, number: int) -> tuple[Row, list[Row]] | None:
    """A batch of the person with its rows, None when she has none of that number."""
    batch = await Batch.select().where((Batch.id == number) & (Batch.person == person.id)).first()
    if batch is None:
        return None
    rows: list[Row] = await (
        BatchRow.select(
            *BatchRow.all_columns(), BatchRow.declaration.number.as_alias("declaration_number"),
            BatchRow.declaration.person.name.as_alias("name"),  # type: ignore[union-attr]  # two joins
            BatchRow.declaration.state.as_alias("state"),
        )
        .where(BatchRow.batch == number)
        .order_by(BatchRow.id)
    )  # fmt: skip
    return batch, rows


async def undo(person: Person, number: int, at: datetime) -> None:
    """Take back what the batch did, wherever the next office has not acted yet; once."""
    found = await batch_of(person, number)
    if found is None or found[0]["act"] not in UNDOABLE:
        raise NotDone("这一批不能撤回。")
    async with transaction():
        fresh = (
            await Batch.update({Batch.undone_at: clock.now()})
            .where((Batch.id == number) & Batch.undone_at.is_null())
            .returning(Batch.id)
        )
    if not fresh:
        raise NotDone("这一批已经撤回过。")
    for row in found[1]:
        if row["sentence"]:
            continue
        if is_waiting(row) and await _stopped(row):
            continue
        try:
            async with transaction():
                last = await path.last_decision(row["declaration"])
                now = await BatchRow.select(BatchRow.decision).where(BatchRow.id == row["id"]).first()
                if last is None or now is None or last["number"] != now["decision"]:
                    raise NotDone("下一级已经办理，不能撤回。")
                await decide(row["declaration"], "undo", person, at)
            said = "已撤回"
        except (NotDone, Moved) as refused:
            said = str(refused)
        async with transaction():
            await BatchRow.update({BatchRow.undone: said}).where(BatchRow.id == row["id"])


async def _stopped(row: Row) -> bool:
    """Keep what the batch has not come to from being done; False when it was done just now."""
    async with transaction():
        stopped = (
            await BatchRow.update({BatchRow.undone: "没有办"})
            .where((BatchRow.id == row["id"]) & (BatchRow.decision == 0) & (BatchRow.sentence == ""))
            .returning(BatchRow.id)
        )
    return bool(stopped)
