"""Malformed uploads through the real route of a running server: broken files, broken forms around them, or both.

python -m tests.bench.fuzz_uploads            # 10,000
python -m tests.bench.fuzz_uploads 500
"""

import asyncio
import json
import random
import sqlite3
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil

from tests.browser import Browser
from tests.cast import GONG, PASSWORD, ZHANG, Someone
from tests.live import Server, serving
from tests.web.evidence.test_intake import mutated
from web.evidence.pool import Pool
from web.evidence.refusal import Refused

BOUNDARY = b"----zhicheng7MA4YWxk"
WARM = 500  # uploads before memory is first judged: decoders load, caches fill
LOOK = 50  # uploads of a lane between two looks at memory


@dataclass
class Found:
    """What the uploads met. Times in seconds, memory in bytes. A connection closed without an answer is status 0."""

    answers: Counter[int] = field(default_factory=Counter)
    slowest: float = 0.0
    slow: list[int] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    grown: int = 0
    kept: int = 0
    unsound: list[str] = field(default_factory=list)


def form_of(token: str, name: str, data: bytes) -> bytes:
    """The form as a browser sends it."""
    lines = (
        b"--" + BOUNDARY, b'Content-Disposition: form-data; name="token"', b"", token.encode(),
        b"--" + BOUNDARY, b'Content-Disposition: form-data; name="file"; filename="' + name.encode() + b'"',
        b"Content-Type: application/octet-stream", b"", data, b"--" + BOUNDARY + b"--", b"",
    )  # fmt: skip
    return b"\r\n".join(lines)


def _swap(old: bytes, new: bytes) -> Callable[[bytes, random.Random], bytes]:
    return lambda body, _: body.replace(old, new)


def _flipped(body: bytes, chance: random.Random) -> bytes:
    """Bytes changed in the head of the form, where its grammar stands."""
    made = bytearray(body)
    for _ in range(chance.randint(1, 12)):
        made[chance.randrange(min(420, len(made)))] = chance.randrange(256)
    return bytes(made)


GRAMMAR: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "cut": lambda body, chance: body[: chance.randrange(len(body))],
    "cut in the head": lambda body, chance: body[: chance.randrange(400)],
    "no end": _swap(b"--" + BOUNDARY + b"--\r\n", b""),
    "another boundary": _swap(BOUNDARY, b"other"),
    "bare line feeds": _swap(b"\r\n", b"\n"),
    "bare returns": _swap(b"\r\n", b"\r"),
    "no disposition": _swap(b"Content-Disposition", b"X-Nothing"),
    "no name": _swap(b'; name="file"', b""),
    "open quote": _swap(b'name="file"', b'name="file'),
    "NUL in the name": _swap(b'filename="', b'filename="\0'),
    "path for a name": _swap(b'filename="', b'filename="../../../etc/'),
    "long name": _swap(b'filename="', b'filename="' + b"a" * 3000),
    "long header": _swap(b"Content-Type:", b"X-Long: " + b"x" * 70_000 + b"\r\nContent-Type:"),
    "many headers": _swap(b"Content-Type:", b"X-A: 1\r\n" * 500 + b"Content-Type:"),
    "a form in the form": _swap(b"application/octet-stream", b"multipart/mixed; boundary=" + BOUNDARY),
    "coded": _swap(b"Content-Type:", b"Content-Transfer-Encoding: base64\r\nContent-Type:"),
    "not UTF-8": _swap(b'filename="', b'filename="\xff\xfe\xc0\x80'),
    "name in RFC 5987": _swap(b'filename="', b"filename*=UTF-8''%ff%zz; filename=\""),
    "two names": _swap(b'; filename="', b'; name="token"; filename="'),
    "many parts": lambda body, _: (b"--" + BOUNDARY + b'\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n') * 400 + body,
    "file before token": lambda body, _: body[max(0, body.find(b'name="file"') - 40 - len(BOUNDARY)) :],
    "junk before": lambda body, chance: chance.randbytes(2000) + body,
    "junk behind": lambda body, chance: body + chance.randbytes(2000),
    "boundary in the file": lambda body, _: body[:-60] + b"\r\n--" + BOUNDARY + body[-60:],
    "flipped": _flipped,
    "nothing": lambda body, _: b"",
    "noise": lambda body, chance: chance.randbytes(chance.randrange(5000)),
}  # fmt: skip
KINDS = (
    "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=" + "b" * 300,
    'multipart/form-data; boundary="', "multipart/mixed; boundary=x", "application/x-www-form-urlencoded", "text/plain", "",
)  # fmt: skip


def broken(seed: int, token: str) -> tuple[str, bytes]:
    """The content type and the body number `seed`: a broken file, a broken form, or both."""
    chance = random.Random(seed)
    name = chance.choice(("证书.jpg", "a.pdf", "无后缀", "照片.exe", "." * 50, "𬱖䶮.heic", " ", "con.jpg"))
    body = form_of(token, name, mutated(seed))
    kind = "multipart/form-data; boundary=" + BOUNDARY.decode()
    if chance.random() < 0.5:
        for _ in range(chance.randint(1, 2)):
            body = GRAMMAR[chance.choice(sorted(GRAMMAR))](body or b"-" * 500, chance)
        if chance.random() < 0.1:
            kind = chance.choice(KINDS)
    return kind, body


def session(server: Server, someone: Someone) -> tuple[str, dict[str, str], str]:
    """The address of an upload field, the cookies and the token of someone signed in."""
    browser = Browser(server.address)
    browser.open("/sign-in")
    browser.press("立即登录", login=someone.login, password=PASSWORD)
    browser.open("/profile/education")
    link = browser.page.tree.xpath("//a[starts-with(@href, '/profile/education/')]/@href")[0]
    url = f"{link.split('#')[0]}/files/diploma"
    browser.open(url)
    return server.address + url, dict(browser.client.cookies), browser.token


def memory(server: Server) -> int:
    """Bytes of the server and of all its children."""
    return sum(memories(server))


def memories(server: Server) -> list[int]:
    """Bytes of each process of the server that are its own: the one that watches, the one that answers, the pool's."""
    assert server.process is not None
    top = psutil.Process(server.process.pid)
    found = []
    for process in (top, *top.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):
            found.append(process.memory_full_info().uss)
    return found


def emptied(server: Server) -> None:
    """The library's rows go, so that its page stays as short as a person's; what was kept stays to be judged."""
    with sqlite3.connect(server.data / "zhicheng.sqlite", timeout=20) as connection:
        connection.execute("DELETE FROM attachment")
        connection.execute("DELETE FROM file")


def fuzz(server: Server, count: int) -> Found:
    """Sends `count` malformed uploads as two people at once."""
    found, lock = Found(), threading.Lock()
    people = [session(server, someone) for someone in (ZHANG, GONG)]
    looks: list[int] = []

    def lane(number: int, seeds: range) -> None:
        url, cookies, token = people[number]
        with httpx.Client(cookies=cookies, timeout=30) as client:
            for seed in seeds:
                kind, body = broken(seed, token)
                began = time.monotonic()
                try:
                    status = client.post(url, content=body, headers={"content-type": kind}).status_code
                except httpx.HTTPError as error:
                    status = 0
                    found.errors.append(f"{seed}: {type(error).__name__} {error}")
                took = time.monotonic() - began
                with lock:
                    found.answers[status] += 1
                    found.slowest = max(found.slowest, took)
                    if took > 2:
                        found.slow.append(seed)
                    done = sum(found.answers.values())
                    if done % 1000 == 0:
                        mb = [round(size / 1e6) for size in memories(server)]
                        print(
                            done,
                            dict(found.answers),
                            f"{found.slowest:.2f} s, MB {mb}",
                            file=sys.stderr,
                            flush=True,
                        )
                if number == 0 and seed % (2 * LOOK) == 0:
                    emptied(server)
                    looks.append(memory(server))

    def both(start: int, end: int) -> None:
        lanes = [
            threading.Thread(target=lane, args=(number, range(start + number, end, 2))) for number in (0, 1)
        ]
        for each in lanes:
            each.start()
        for each in lanes:
            each.join()

    both(10_000_000, 10_000_000 + WARM)
    before, looks = (
        max(looks),
        [],
    )  # the highest: a child that a bomb has just ended is small when it begins anew
    both(0, count)
    found.grown = max(looks) - before
    assert sum(found.answers.values()) == count + WARM
    asyncio.run(_judged(server, found))
    return found


async def _judged(server: Server, found: Found) -> None:
    """Every file in the store is taken in once more; nothing else may lie about."""
    pool = Pool()
    store = [path for path in sorted((server.data / "files").rglob("*")) if path.is_file()]
    try:
        for path in store:
            found.kept += 1
            try:
                await pool.ask("look", source=str(path))
            except Refused as refused:
                found.unsound.append(f"{path.name}: {refused.sentence}")
    finally:
        await pool.close()
    found.unsound += [f"left in work/: {path.name}" for path in (server.data / "work").glob("*")]


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as server:
        began = time.monotonic()
        found = fuzz(server, count)
        told = {
            "uploads": count, "seconds": round(time.monotonic() - began), "answers": dict(sorted(found.answers.items())),
            "slowest_s": round(found.slowest, 2), "over_2_s": found.slow[:20], "no_answer": len(found.errors), "such_as": found.errors[:5],
            "memory_mb": round(found.grown / 1e6, 1), "kept": found.kept, "unsound": found.unsound[:5],
        }  # fmt: skip
        print(json.dumps(told, ensure_ascii=False))


if __name__ == "__main__":
    main()
