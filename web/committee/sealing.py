"""Sealing ballots so that any two of three key holders, and nobody else, can open them.

X25519 (RFC 7748), HKDF-SHA256 (RFC 5869) and ChaCha20-Poly1305 (RFC 8439). The holders' codes are shown once and kept
by them alone; the service stores public keys. Every sealed ballot has the same length and fresh randomness.
"""

import base64
import os
from collections.abc import Mapping, Sequence
from itertools import combinations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

SEED = 16
CHOICES = {"yes": b"\x01", "no": b"\x02", "abstain": b"\x03"}
_NAMES = {byte: name for name, byte in CHOICES.items()}
_ONCE = bytes(12)


class WrongCode(ValueError):
    """A code is mistyped, or belongs to none of the holders; the message is the sentence for who typed it."""


def new_code() -> str:
    """A holder's code: 128 random bits and two letters of check, in groups of four."""
    seed = os.urandom(SEED)
    return _grouped(_letters(seed) + _check(seed))


def _letters(data: bytes) -> str:
    return base64.b32encode(data).decode().rstrip("=")


def _check(seed: bytes) -> str:
    digest = hashes.Hash(hashes.SHA256())
    digest.update(b"zhicheng code\n" + seed)
    return _letters(digest.finalize())[:2]


def _grouped(text: str) -> str:
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))


def _seed(code: str) -> bytes:
    plain = "".join(code.upper().split()).replace("-", "").translate(str.maketrans("018", "OIB"))
    try:
        seed = base64.b32decode(plain[:-2] + "=" * (-len(plain[:-2]) % 8))
    except ValueError:
        raise WrongCode("开票码不对，请对照领取时的记录再输一次。") from None
    if len(seed) != SEED or _check(seed) != plain[-2:]:
        raise WrongCode("开票码不对，请对照领取时的记录再输一次。")
    return seed


def _private(code: str, about: str) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(_derived(_seed(code), f"zhicheng ballot key {about}"))


def _derived(secret: bytes, about: str) -> bytes:
    return HKDF(hashes.SHA256(), 32, None, about.encode()).derive(secret)


def _raw(key: X25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def public_of(code: str, about: str) -> str:
    """The public key that belongs to `code` for the sitting `about`, base64."""
    return base64.b64encode(_raw(_private(code, about).public_key())).decode()


def seal(choice: str, key: str, publics: Sequence[str], about: str) -> str:
    """A ballot (`choice`, and `key`: 32 bytes in hex) sealed to any two of `publics`; `about` names sitting and item."""
    secret, nonce, ephemeral = os.urandom(32), os.urandom(12), X25519PrivateKey.generate()
    shared = [
        ephemeral.exchange(X25519PublicKey.from_public_bytes(base64.b64decode(each)))
        for each in sorted(publics)
    ]
    body = ChaCha20Poly1305(secret).encrypt(nonce, CHOICES[choice] + bytes.fromhex(key), about.encode())
    wrapped = [
        ChaCha20Poly1305(_derived(one + other, about)).encrypt(_ONCE, secret, about.encode())
        for one, other in combinations(shared, 2)
    ]
    return base64.b64encode(_raw(ephemeral.public_key()) + nonce + body + b"".join(wrapped)).decode()


class Opener:
    """Two codes that were typed in, for the holders' `publics` of the sitting `about`; kept only in memory."""

    def __init__(self, codes: Sequence[str], publics: Sequence[str], about: str) -> None:
        ordered = sorted(publics)
        keys: Mapping[int, X25519PrivateKey] = {
            ordered.index(public): _private(code, about)
            for code in codes
            if (public := public_of(code, about)) in ordered
        }
        if len(keys) < 2:
            raise WrongCode("需要两名开票人各自的开票码，请核对是否输入了同一个人的或别的会议的开票码。")
        self._first, self._second = sorted(keys)[:2]
        self._keys = keys
        self._place = list(combinations(range(len(ordered)), 2)).index((self._first, self._second))

    def open(self, sealed: str, about: str) -> tuple[str, str]:
        """(choice, key) of a sealed ballot; WrongCode when it was changed or sealed for something else."""
        data = base64.b64decode(sealed)
        ephemeral, nonce, body, wrapped = data[:32], data[32:44], data[44:93], data[93:]
        public = X25519PublicKey.from_public_bytes(ephemeral)
        shared = self._keys[self._first].exchange(public) + self._keys[self._second].exchange(public)
        try:
            own = wrapped[48 * self._place : 48 * (self._place + 1)]
            secret = ChaCha20Poly1305(_derived(shared, about)).decrypt(_ONCE, own, about.encode())
            plain = ChaCha20Poly1305(secret).decrypt(nonce, body, about.encode())
        except InvalidTag:
            raise WrongCode("有一张选票被改动过，不能开票。") from None
        return _NAMES[plain[:1]], plain[1:].hex()
