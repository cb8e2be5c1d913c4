"""Where an uploaded file can go: pages that take files say so once, and a resumable upload finds them by address."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from litestar import Request
from litestar.exceptions import NotFoundException

from web.evidence import intake, scan, uploads
from web.evidence import rules as evidence
from web.evidence.pool import Busy
from web.shell.incoming import Sent
from web.shell.place import Locked

PATIENCE = 20  # seconds that a file which has arrived waits for its turn before the person is told


@dataclass(frozen=True)
class Outcome:
    """What became of one file, in a sentence; `files`: those made of it; `look`: the one to look at before its use."""

    name: str
    sentence: str
    taken: bool = False
    look: int = 0
    files: list[int] = field(default_factory=list)


Check = Callable[[Request], Awaitable[None]]
"""Raises when the person may not send files there now."""
Taker = Callable[[Request, Sent], Awaitable[Outcome]]
"""Takes a file that has arrived; evidence.Refused, Busy and scan.Unreachable carry the sentence."""


@dataclass(frozen=True)
class Target:
    """A page that takes files: the pattern of its address, who may send there, and what happens to what was sent."""

    pattern: re.Pattern[str]
    check: Check
    take: Taker


TARGETS: dict[str, Target] = {}
"""By the path of the page, as the router writes it."""


def register(path: str, check: Check, take: Taker) -> None:
    """From now on files may be sent to `path`, in the router's notation: /declarations/{declaration:int}/…"""
    pattern = re.sub(r"\{(\w+):int\}", r"(?P<\1>\\d{1,9})", path)
    pattern = re.sub(r"\{(\w+):str\}", r"(?P<\1>[^/]+)", pattern)
    TARGETS[path] = Target(re.compile(pattern), check, take)


def find(request: Request, address: str) -> tuple[Target, Request]:
    """The target at `address` and the request as it would have reached its page; NotFoundException for any other."""
    for path, target in TARGETS.items():
        if found := target.pattern.fullmatch(address):
            whole = set(re.findall(r"\{(\w+):int\}", path))
            params = {name: int(text) if name in whole else text for name, text in found.groupdict().items()}
            return target, type(request)({**request.scope, "path": address, "path_params": params})  # type: ignore[typeddict-item]
    raise NotFoundException


async def patient(taking: Callable[[], Awaitable[Any]]) -> Any:
    """The result of `taking`; where the pool is full it is asked again for a while before Busy is raised."""
    for _ in range(PATIENCE):
        try:
            return await taking()
        except Busy:
            await asyncio.sleep(1)
    return await taking()


async def outcome_of(target: Target, request: Request, sent: Sent) -> Outcome:
    """What became of a file that has arrived; whatever is wrong with it is a sentence and stops no other."""
    try:
        if not sent.whole:
            raise evidence.Refused(intake.TOO_BIG)
        return await target.take(request, sent)
    except (evidence.Refused, Busy, scan.Unreachable) as refusal:
        return Outcome(sent.name, f"“{sent.name}”没有收下：{refusal.sentence}")


async def shelved(owner: int, name: str, path: Path, locked: str) -> Outcome:
    """The outcome of a file that came when its place was locked: in the person's library, where it can be used later.

    Busy and Unreachable are raised, so that it is tried again.
    """
    try:
        files = await patient(lambda: evidence.take(owner, name, path))
    except evidence.Refused as refusal:
        return Outcome(name, f"“{name}”没有收下：{refusal.sentence}")
    sentence = f"“{name}”没有放入这里：{locked}文件已存入“我的文件”，以后可以选用。"
    return Outcome(name, sentence, False, 0, [int(file.id) for file in files])


async def arrived(request: Request, owner: int, address: str) -> list[Outcome]:
    """Takes every upload to `address` whose bytes have all arrived and that nobody has taken yet."""
    outcomes = []
    if request.state["person"].viewer:
        return []
    for row in await uploads.unfinished(owner, address):
        if row["offset"] == row["length"] and (outcome := await finish(request, row)):
            outcomes.append(outcome)
    return outcomes


async def finish(request: Request, row: uploads.Row) -> Outcome | None:
    """Takes an upload whose bytes have all arrived to its target, once, in whatever process.

    None while another process does it, or when it must be tried again: the pool is full, the page is locked.
    """
    with uploads.alone(row) as mine:
        fresh = await uploads.find(row["owner"], row["key"]) if mine else None
        if fresh is None or fresh["file"] is not None or fresh["complaint"]:
            return None
        name = str(row["name"])
        try:
            target, there = find(request, row["target"])
            await target.check(there)
            outcome = await target.take(there, Sent(name, uploads.path_of(row), int(row["length"]), True))
        except (Busy, scan.Unreachable):
            return None
        except evidence.Refused as refusal:
            outcome = Outcome(name, f"“{name}”没有收下：{refusal.sentence}")
        except Locked as locked:
            outcome = await shelved(row["owner"], name, uploads.path_of(row), locked.place.locked)
        except NotFoundException:
            outcome = Outcome(name, f"“{name}”没有收下：要放的地方已经不在了。")
        complaint = "" if outcome.taken else outcome.sentence
        await uploads.finished(row, outcome.files[0] if outcome.files else None, complaint)
        return outcome
