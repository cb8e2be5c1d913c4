"""A form posted after its session ended: kept for its owner until the next sign-in, never lost. Its files too."""

import re
import secrets
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import orjson
from litestar import Request
from litestar.exceptions import HTTPException, NotFoundException

from web import clock
from web.database import transaction
from web.evidence import intake, late, places
from web.evidence import rules as evidence
from web.people import sessions
from web.people.sessions import Person, digest
from web.people.tables import Kept
from web.shell import incoming, targets
from web.shell.form import read_unchecked
from web.shell.targets import Outcome

TERM = timedelta(days=7)
FILES = "files sent too late"
"""The name in a kept body under which stands what became of the files: those that were not kept, as sentences."""
SECRET = re.compile(r"[A-Za-z0-9_-]{22}")
"""What an address that leads back to a kept form looks like."""
MOST = 20
"""Most kept forms of one person."""
AT_ONCE = 4
"""Most forms with files of ended sessions that one process reads at the same time."""
BROKEN = "登录超时后，文件没有全部收到。请看一看缺哪些，再传一次。"

_reading = 0


async def keep(request: Request, account: int | None) -> str:
    """Keep what was posted; the token under which it can be had again, "" when the owner is not known."""
    if account is None or not request.headers.get("content-type", "").startswith(
        ("application/x-www-form-urlencoded", "multipart/form-data")
    ):
        return ""
    form = await read_unchecked(request)
    body = {
        name: text for name, text in form.items() if name not in ("token", "password", "old", "new", "again")
    }
    secret = secrets.token_urlsafe(16)
    await _record(secret, account, request.url.path, body)
    return secret


async def _record(secret: str, account: int, path: str, body: dict[str, Any]) -> None:
    """Of one person the newest MOST are kept: an ended session's cookie, found somewhere, fills no disk."""
    async with transaction():
        await Kept.delete().where(Kept.at < clock.now() - TERM)
        mine = await Kept.select(Kept.id).where(Kept.account == account).order_by(Kept.id, ascending=False)
        await Kept.delete().where(Kept.id.is_in([row["id"] for row in mine[MOST - 1 :]] or [0]))
        row = Kept(token=digest(secret), account=account, path=quote(path), body=orjson.dumps(body).decode())
        await row.save()


async def keep_files(request: Request, session: str, network: str) -> str:
    """Keep the files of a form that was made for whoever held `session` until it ran out; the token as keep() gives it.

    "" when it is nobody's: the session was ended, never was, or the form's token is not hers. Then nothing of it is
    written. What is over a limit is cut off while it arrives.
    """
    global _reading
    sender = await sessions.person_before(session)
    if sender is None or sender.viewer or _reading >= AT_ONCE:
        return ""
    try:
        targets.find(request, request.url.path)
    except NotFoundException:
        return ""
    await late.tidy()
    _reading += 1
    try:
        return await _files_kept(request, sender, network)
    finally:
        _reading -= 1


async def _files_kept(request: Request, sender: Person, network: str) -> str:
    """The files one by one; whatever breaks off the form (its grammar, its size) leaves those before it kept."""
    secret, path, lost = secrets.token_urlsafe(16), request.url.path, []
    begun = False
    try:
        with places.workroom() as folder:
            async for sent in incoming.files(request, folder, {}, sender):
                if not begun:
                    await _record(secret, sender.id, path, {FILES: []})
                    begun = True
                if sentence := await _file_kept(sent, sender.id, network, digest(secret), path):
                    lost.append([sent.name, sentence])
    except HTTPException:
        if not begun:
            return ""
        lost.append(["", BROKEN])
    if not begun:
        await _record(secret, sender.id, path, {FILES: []})
    elif lost:
        await Kept.update({Kept.body: orjson.dumps({FILES: lost}).decode()}).where(
            Kept.token == digest(secret)
        )
    return secret


async def _file_kept(sent: incoming.Sent, owner: int, network: str, secret: str, path: str) -> str:
    """Keeps one file; the sentence why not, "" when it is kept."""
    try:
        if not sent.whole:
            raise evidence.Refused(intake.TOO_BIG)
        await late.keep(owner, network, secret, path, sent.name, sent.path, sent.size)
    except evidence.Refused as refusal:
        sent.path.unlink(missing_ok=True)
        return f"“{sent.name}”没有收下：{refusal.sentence}"
    return ""


async def kept(secret: str, account: int) -> tuple[str, dict[str, Any]] | None:
    """(path, values) of what `account` had posted under `secret`, None when there is nothing."""
    if not secret:
        return None
    row = await Kept.select().where((Kept.token == digest(secret)) & (Kept.account == account)).first()
    return (row["path"], orjson.loads(row["body"])) if row else None


async def claim(request: Request) -> list[Outcome]:
    """The person is back on the page that her files were sent to (?kept=): they go on; those that were not kept, once."""
    secret, person = request.query_params.get("kept", ""), request.state["person"]
    found = await kept(secret, person.id)
    if found is None or person.viewer or FILES not in found[1] or found[0] != quote(request.url.path):
        return []
    await late.claim(person.id, request.url.path, digest(secret))
    await Kept.delete().where((Kept.token == digest(secret)) & (Kept.account == person.id))
    return [Outcome(name, sentence) for name, sentence in found[1][FILES]]
