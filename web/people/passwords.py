"""Passwords: hashing off the event loop, the rules a new one keeps to, first passwords and activation codes."""

import asyncio
import re
import secrets
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from web.kinds import clean

LEAST, MOST = 8, 128
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""OWASP's second argon2id profile: 19 MiB, two passes (Password Storage Cheat Sheet, 2023)."""

ONCE = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)
"""For what is used once: an activation code (31⁸ possibilities) takes eleven core-years to search at 0.4 ms a try, and
is dead after 30 days, five wrong tries or its first use; a first password is no secret from who can read the table,
where the ID number stands. So a sheet of 3,000 people takes seconds, and still nothing reversible is stored."""

_THREADS = ThreadPoolExecutor(2, thread_name_prefix="argon2")
_NOBODY = HASHER.hash(secrets.token_hex(16))
_NOBODY_ONCE = ONCE.hash(secrets.token_hex(16))
_COST = _NOBODY.rpartition("$")[0].rpartition("$")[0]
_COMMON = (
    "password",
    "12345678",
    "123456789",
    "1234567890",
    "11111111",
    "88888888",
    "qwertyui",
    "abcd1234",
    "abc12345",
)


async def hashed(password: str) -> str:
    """The argon2id hash of `password`, made in a thread."""
    return await asyncio.get_running_loop().run_in_executor(_THREADS, HASHER.hash, password)


async def hashed_once(texts: Sequence[str]) -> list[str]:
    """The hashes of texts that are used once, made in a thread in portions, so that others can sign in meanwhile."""
    loop = asyncio.get_running_loop()
    found: list[str] = []
    for start in range(0, len(texts), 50):
        portion = texts[start : start + 50]
        found += await loop.run_in_executor(_THREADS, _hashes, portion)
    return found


def _hashes(texts: Sequence[str]) -> list[str]:
    return [ONCE.hash(each) for each in texts]


async def matches(password: str, stored: str) -> bool:
    """Whether `password` made `stored`; takes the same time when there is nothing stored."""
    return await asyncio.get_running_loop().run_in_executor(_THREADS, _verified, password, stored)


async def both_match(password: str, stored: str, code: str, sealed: str) -> bool:
    """Whether `password` made `stored` and `code` made `sealed`, where a code is asked; takes the same time whatever is
    stored, so that nobody learns from it who has an account, or who has not signed in yet."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_THREADS, _both, password, stored, code, sealed)


def _both(password: str, stored: str, code: str, sealed: str) -> bool:
    right = _verified(password, stored)
    coded = _made(code, sealed or _NOBODY_ONCE)
    return right and (coded or not sealed)


def _verified(password: str, stored: str) -> bool:
    """One hash of either cost, whichever of them is stored."""
    if stored.startswith(_COST):
        right = _made(password, stored)
        _made(password, _NOBODY_ONCE)
        return right
    _made(password, _NOBODY)
    return _made(password, stored or _NOBODY_ONCE) and bool(stored)


def _made(text: str, stored: str) -> bool:
    try:
        return HASHER.verify(stored, text)
    except (Argon2Error, InvalidHashError):
        return False


def first_password(id_number: str) -> str:
    """The first password that the manual names: the last 8 characters of the ID number."""
    return id_number[-8:].upper()


def activation_code() -> str:
    """A one-time code for the slip that the unit hands over: two groups of four, no letters that look alike."""
    letters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(2))


def complaint(password: str, login: str, id_number: str) -> str:
    """What is wrong with `password` as a new one, "" when nothing."""
    if clean(password) != password or "\ufffd" in password:
        return "新密码的开头、结尾不能有空格，也不能有不能显示的字符。"
    if len(password) < LEAST:
        return f"新密码至少 {LEAST} 位，现在是 {len(password)} 位。"
    if len(password) > MOST:
        return f"新密码最多 {MOST} 位。"
    lowered = password.lower()
    if len(set(lowered)) < 4 or lowered in _COMMON:
        return "新密码太容易被猜到，请换一个，例如用几个不相干的词连成一句。"
    for known in (login.lower(), id_number.lower()):
        if known and (lowered in known or known in lowered or known[-8:] == lowered):
            return "新密码不能是证件号的一部分，也不能包含账号。"
    if re.fullmatch(r"\d+", password):
        return "新密码不能只用数字，请加入字母或汉字。"
    return ""
