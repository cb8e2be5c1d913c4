"""What the QR code holds: the certificate's facts with an Ed25519 signature (RFC 8032), provable without a network."""

import base64
import contextlib
import hashlib
import os
import secrets
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from web.settings import settings

HEAD = "ZC1"
FILE = "certificate-key.pem"


class Proven(NamedTuple):
    """What a genuine token says."""

    number: str
    name: str
    title: str
    specialty: str
    level: str
    obtained_on: str
    committee: str
    issued_on: str


@cache
def _key(folder: Path) -> Ed25519PrivateKey:
    path = folder / FILE
    if not path.exists():
        temporary = folder / f".{FILE}-{secrets.token_hex(4)}"
        temporary.touch(mode=0o600)
        made = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        temporary.write_bytes(made)
        with contextlib.suppress(FileExistsError):
            os.link(temporary, path)
        temporary.unlink()
    key = load_pem_private_key(path.read_bytes(), None)
    assert isinstance(key, Ed25519PrivateKey), path
    return key


def public_pem() -> bytes:
    """The public key, published at /check/key.pem: all that an offline check needs."""
    return _key(settings.data).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def key_name() -> str:
    """The first eight hex digits of the public key's SHA-256, so that a later key can be told from this one."""
    return hashlib.sha256(public_pem()).hexdigest()[:8]


def signed(facts: Proven) -> str:
    """The token: ZC1.KEY.PAYLOAD.SIGNATURE; payload is a JSON array in the order of Proven, base64url."""
    head = f"{HEAD}.{key_name()}.{_text(orjson.dumps(list(facts)))}"
    return f"{head}.{_text(_key(settings.data).sign(head.encode()))}"


def proven(token: str) -> Proven | None:
    """What the token says when its signature is right, else None."""
    head, _, signature = token.strip().rpartition(".")
    try:
        _key(settings.data).public_key().verify(_bytes(signature), head.encode())
        payload: list[Any] = orjson.loads(_bytes(head.split(".")[2]))
        return Proven(*payload)
    except (InvalidSignature, ValueError, IndexError, TypeError):
        return None


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    if _text(data) != text:
        raise ValueError("not the one way to write these bytes")
    return data
