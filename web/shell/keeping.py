"""A form posted after its session ended: kept for its owner until the next sign-in, never lost."""

import secrets
from datetime import timedelta
from urllib.parse import quote

import orjson
from litestar import Request

from web import clock
from web.database import transaction
from web.people.sessions import digest
from web.people.tables import Kept
from web.shell.form import read_unchecked

TERM = timedelta(days=7)


async def keep(request: Request, account: int | None) -> str:
    """Keep what was posted; the token under which it can be had again, "" when the owner is not known."""
    if account is None or not request.headers.get("content-type", "").startswith(
        ("application/x-www-form-urlencoded", "multipart/form-data")
    ):
        return ""
    form = await read_unchecked(request)
    secret = secrets.token_urlsafe(16)
    body = {
        name: text for name, text in form.items() if name not in ("token", "password", "old", "new", "again")
    }
    async with transaction():
        await Kept.delete().where(Kept.at < clock.now() - TERM)
        row = Kept(
            token=digest(secret),
            account=account,
            path=quote(request.url.path),
            body=orjson.dumps(body).decode(),
        )
        await row.save()
    return secret


async def kept(secret: str, account: int) -> tuple[str, dict[str, str]] | None:
    """(path, values) of what `account` had posted under `secret`, None when there is nothing."""
    if not secret:
        return None
    row = await Kept.select().where((Kept.token == digest(secret)) & (Kept.account == account)).first()
    return (row["path"], orjson.loads(row["body"])) if row else None
