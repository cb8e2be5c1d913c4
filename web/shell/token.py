"""The form token: bound to the account and its password, different in every answer, without a table."""

import base64
import hashlib
import hmac
import secrets

from web.people.sessions import Person
from web.settings import settings


def issue(person: Person | None, visitor: str) -> str:
    """A token for the forms of one answer. A new nonce each time leaves nothing for a compression attack to learn."""
    nonce = secrets.token_urlsafe(9)
    return nonce + _mac(nonce, person, visitor)


def valid(token: str, person: Person | None, visitor: str) -> bool:
    """Whether `token` was issued to this person (or, before sign-in, to this browser)."""
    nonce = token[:12]
    return (
        (person is not None or visitor != "")
        and len(token) == 34
        and hmac.compare_digest(token[12:].encode(), _mac(nonce, person, visitor).encode())
    )


def _mac(nonce: str, person: Person | None, visitor: str) -> str:
    bound = f"person:{person.id}:{person.password_at}" if person else f"visitor:{visitor}"
    if person and person.clerk:  # a page left open while helping saves nothing as the clerk's own
        bound += f":helped:{person.clerk.consent}"
    if person and person.viewer:  # what support's page holds is worth nothing in the person's own session
        bound += f":viewed:{person.session}"
    mac = hmac.new(settings.secret, f"{nonce}:{bound}".encode(), hashlib.sha256).digest()[:16]
    return base64.urlsafe_b64encode(mac).decode().rstrip("=")
