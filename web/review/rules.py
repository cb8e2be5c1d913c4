"""Moving a declaration: advance() is the only code that changes a state."""

import hashlib
from datetime import datetime
from typing import Any

import orjson

from web.clock import ZONE
from web.database import transaction
from web.declaration.tables import Declaration
from web.declaration.unlocking import unlocked as unlocked
from web.review import path, telling
from web.review.tables import Decision
from web.rows import Row
from web.workflow import STATES, Step, steps


class Moved(Exception):
    """The declaration is no longer what the act was decided about; `state` is the one it is in, `done` what was done
    meanwhile: "主管部门审核通过（2026年10月21日 09:12），"."""

    def __init__(self, state: str, done: str = "") -> None:
        super().__init__(f"{done}申报的状态已经变为“{STATES[state].for_applicant}”，这一步没有做。")
        self.state = state


async def advance(
    declaration: int, act: str, person: int | None, *, at: datetime, office: int | None = None, comment: str = "",
    seen: int | None = None, **columns: Any,
) -> Row:  # fmt: skip
    """Make the move `act` within the caller's transaction or one of its own: a guarded update, one decision, the
    stations walked, the applicant told.

    `person`: None for a term that ran out. `seen`: the version of the row that the person decided about, None when
    it does not matter. `columns`: other columns to set with it. Returns the declaration's row; Moved when its state
    is not one that the act starts from or its version not the one seen; ValueError when the move needs a comment
    and there is none.
    """
    async with transaction():
        row = await Declaration.select().where(Declaration.id == declaration).first()
        assert row is not None, f"no declaration {declaration}"
        move = await _move(row, act)
        if move is None or (seen is not None and row["version"] != seen):
            raise Moved(row["state"])
        if move.comment and not comment.strip():
            raise ValueError("请写明理由，申报人会看到这段话。")
        await _guarded(row, move, {"updated_at": at, **columns})
        turn = await path.walk({**row, **columns}, move, at)
        due_on = columns.get("due_on") or turn.due_on
        await Declaration.update({Declaration.holder: turn.holder, Declaration.due_on: due_on}).where(
            Declaration.id == declaration
        )
        decision = await _log(row, move, person, office, comment.strip(), at)
        fresh = await Declaration.select().where(Declaration.id == declaration).first()
        assert fresh is not None
        await telling.tell(fresh, move, decision, comment.strip())
        return fresh


async def _move(row: Row, act: str) -> Step | None:
    candidates = steps(act, row["state"])
    if len(candidates) < 2:
        return candidates[0] if candidates else None
    end = await path.end_of(row, act)
    return next((each for each in candidates if each.end == end), None)


async def _guarded(row: Row, move: Step, columns: dict[str, Any]) -> None:
    changes = {getattr(Declaration, name): value for name, value in columns.items()}
    if not STATES[move.end].open:
        changes[Declaration.slot] = None
    written = (
        await Declaration.update(
            {**changes, Declaration.state: move.end, Declaration.version: row["version"] + 1}
        )
        .where((Declaration.id == row["id"]) & (Declaration.state == move.start))
        .where(Declaration.version == row["version"])
        .returning(Declaration.id)
    )
    if not written:
        fresh = await Declaration.select(Declaration.state).where(Declaration.id == row["id"]).first()
        raise Moved(fresh["state"] if fresh else row["state"])


async def _log(
    row: Row, move: Step, person: int | None, office: int | None, comment: str, at: datetime
) -> int:
    last = await path.last_decision(row["id"])
    number, previous = (last["number"] + 1, last["sha256"]) if last else (1, "")
    facts: Row = {
        "declaration": row["id"], "number": number, "act": move.act, "start": move.start, "end": move.end,
        "by": person, "office": office, "comment": comment, "snapshot": row["snapshot"], "at": at, "previous": previous,
    }  # fmt: skip
    await Decision(**facts, key=f"{row['id']}-{number}", sha256=digest(facts)).save()
    return number


def digest(facts: Row) -> str:
    """SHA-256 over the facts of a decision, `previous` among them."""
    names = (
        "declaration",
        "number",
        "act",
        "start",
        "end",
        "by",
        "office",
        "comment",
        "snapshot",
        "previous",
    )
    plain = {name: facts[name] for name in names} | {"at": facts["at"].astimezone(ZONE).isoformat()}
    return hashlib.sha256(orjson.dumps(plain, option=orjson.OPT_SORT_KEYS)).hexdigest()


async def log_of(declaration: int) -> list[Row]:
    """The decisions of one declaration, the first one first, with the name of the office."""
    rows: list[Row] = await (
        Decision.select(*Decision.all_columns(), Decision.office.name.as_alias("office_name"))
        .where(Decision.declaration == declaration)
        .order_by(Decision.number)
    )
    return rows
