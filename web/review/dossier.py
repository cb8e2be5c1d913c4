"""A declaration as an office reads it: the frozen version, what changed, what can be done, neighbours in the queue."""

from dataclasses import dataclass
from typing import Any

import orjson

from web import clock
from web.catalogue import rules as catalogue
from web.columns import Field
from web.declaration import rules as declarations
from web.declaration.tables import Snapshot
from web.people.sessions import Person
from web.people.tables import Account, Organisation
from web.permissions import Case, may
from web.review import difference, gates, path, queue, returns
from web.review.decisions import NEEDS_PLACE
from web.review.queue import Filter
from web.workflow import STEPS, step, steps

AT_ONCE = ("take", "end_display", "publish", "end_publicity", "recommend", "report", "pass", "accept")
"""Acts done with one button on the dossier; the others have a page of their own."""


@dataclass(frozen=True)
class Choice:
    """An act that can be chosen: its label, the sentence that keeps it from being done ("" when none does), and the
    field of the place that must be given (None for none)."""

    act: str
    label: str
    sentence: str
    place: Field | None = None


async def choices(case: Case, person: Person) -> list[Choice]:
    """What the person can do with the declaration now."""
    found = []
    for act in dict.fromkeys(each.act for each in STEPS):
        moves = steps(act, case.row["state"])
        if act in AT_ONCE and moves and may(act, person, case):
            place = NEEDS_PLACE[act][1] if act in NEEDS_PLACE else None
            found.append(Choice(act, moves[0].label, await gates.closed(case.row, act), place))
    return found


async def versions(declaration: int) -> list[dict[str, Any]]:
    """Every snapshot, the newest first, decoded under "snapshot"."""
    rows = await (
        Snapshot.select()
        .where(Snapshot.declaration == declaration)
        .order_by(Snapshot.version, ascending=False)
    )
    return [{**row, "snapshot": orjson.loads(row["body"])} for row in rows]


def changes(found: list[dict[str, Any]]) -> list[difference.Change]:
    """What the newest version changed in the one before."""
    return difference.between(found[1]["snapshot"], found[0]["snapshot"]) if len(found) > 1 else []


def parts(body: dict[str, Any]) -> list[dict[str, Any]]:
    """The sections of a snapshot for the page: each row with its name, its texts and its files apart; `short` has nothing
    that needs the width."""
    shown = []
    for section in returns.parts(body):
        rows = []
        for row in section["rows"]:
            texts = [value for value in row["values"] if value["kind"] != "upload" and value["shown"]]
            files = [(value["label"], each) for value in row["values"] for each in value["files"]]
            short = not files and all(value["kind"] != "long_text" for value in texts)
            name = returns.name_of_row(section, row)
            rows.append({"id": row["id"], "name": name, "texts": texts, "files": files, "short": short})
        shown.append({**section, "rows": rows, "labels": _labels(rows)})
        for row in rows if shown[-1]["labels"] else ():
            said = {value["label"]: value["shown"] for value in row["texts"]}
            row["cells"] = [said.get(label, "") for label in shown[-1]["labels"]]
    return shown


WIDEST = 4
"""Most columns of a section that is shown as a table."""


def _labels(rows: list[dict[str, Any]]) -> list[str]:
    """The columns under which short rows without files stand as a table; none for rows that need the space."""
    labels = list(dict.fromkeys(value["label"] for row in rows for value in row["texts"]))
    plain = all(row["short"] for row in rows)
    return labels if len(rows) > 1 and plain and len(labels) <= WIDEST else []


async def neighbours(person: Person, chosen: Filter, declaration: int) -> tuple[int, int, str]:
    """(the one before, the one after, "3 / 17") in the queue; 0 for none. One that is no longer in the queue has the
    first as its next."""
    order = await queue.order(person, chosen)
    if declaration not in order:
        return 0, next((each for each in order if each != declaration), 0), ""
    at = order.index(declaration)
    before = order[at - 1] if at else 0
    after = order[at + 1] if at + 1 < len(order) else 0
    return before, after, f"{at + 1} / {len(order)}"


async def heading(case: Case) -> dict[str, str]:
    """What the page says of the declaration at its top."""
    row = case.row
    holder = (
        await Organisation.select(Organisation.name).where(Organisation.id == row["holder"]).first()
        if row["holder"]
        else None
    )
    account = await Account.select(Account.name).where(Account.id == row["person"]).first()
    return {
        "name": account["name"] if account else "",
        "title": await catalogue.name_of(row["year"], "title", row["title"]),
        "level": await catalogue.name_of(row["year"], "level", row["level"]),
        "series": await catalogue.name_of(row["year"], "short", row["series"]),
        "type": await catalogue.name_of(row["year"], "type", row["type"]),
        "holder": holder["name"] if holder else "",
    }  # fmt: skip


DONE = frozenset(each.act for each in STEPS)
"""Every act."""


async def said(person: Person, text: str) -> str:
    """What was just done with another declaration of the queue, from an address's "pass-7"; "" when it says nothing."""
    act, _, number = text.partition("-")
    if act not in DONE or not number.isdecimal() or len(number) > 9:
        return ""
    case = await declarations.load(int(number), clock.now())
    if case is None or not may("review", person, case):
        return ""
    last = await path.last_decision(int(number))
    move = step(last["act"], last["start"], last["end"]) if last and last["act"] == act else None
    if move is None:
        return ""
    account = await Account.select(Account.name).where(Account.id == case.row["person"]).first()
    return f"{account['name']}：{move.label}，已办。" if account else ""
