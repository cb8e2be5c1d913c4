"""From the sitting to the certificate: what a sitting, a 公示 or a certificate does moves every declaration of it, once."""

from datetime import datetime

from web import clock
from web.database import transaction
from web.declaration.tables import Declaration
from web.following import Refusal, followers
from web.people import sessions
from web.people.tables import Account
from web.review.decisions import Given, NotDone, decide
from web.review.rules import Moved, advance
from web.workflow import STATES, steps

REPEATED = {"interview": ("interviewing", "balloting"), "ballot": ("balloting",)}
"""Act → the states in which it changes nothing: a second interview, one while the ballot is open, and a new round of a
ballot whose first was voided."""


async def follow(act: str, declarations: list[int], by: int | None, comment: str) -> None:
    """Do `act` with each declaration, all or none, as web.following says. Refusal names whom it cannot be done with."""
    at = clock.now()
    async with transaction():
        for number in sorted(set(declarations)):
            await _one(act, number, by, comment, at)


async def _one(act: str, number: int, by: int | None, comment: str, at: datetime) -> None:
    row = await Declaration.select().where(Declaration.id == number).first()
    if row is None or row["state"] == "draft":
        return
    moves = steps(act, row["state"])
    if not moves:
        if row["state"] in REPEATED.get(act, ()):
            return
        raise Refusal(
            f"{await _name(row['person'])}的申报现在是“{STATES[row['state']].for_reviewer}”，这一步没有做。"
        )
    try:
        if moves[0].by == "service":
            await advance(number, act, None, at=at, comment=comment)
        else:
            assert by is not None, f"{act} is an office's: who did it?"
            await decide(number, act, await sessions.acting(by), at, given=Given(comment=comment))
    except (NotDone, Moved) as refused:
        raise Refusal(f"{await _name(row['person'])}：{refused}") from refused


async def _name(person: int) -> str:
    found = await Account.select(Account.name).where(Account.id == person).first()
    return found["name"] if found else ""


if follow not in followers:
    followers.append(follow)
