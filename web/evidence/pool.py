"""Two children for the work on foreign bytes: bounded in number, memory and time, off the event loop, renewed when one dies."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from pathlib import Path
from typing import Any

import web
from web.evidence import limits
from web.evidence.refusal import BOMB, Refused

FULL = "现在处理文件的人较多，请等一分钟再试。您已上传的文件都在，不会丢失。"
TOO_LONG = "这个文件处理的时间太长，系统已停止处理。请分成几份，或重新拍照后再上传。"


class Busy(Exception):
    """The pool and its queue are full; `sentence` tells the person to wait."""

    def __init__(self, sentence: str = FULL) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Pool:
    """`children` processes serve jobs of web.evidence.work; at most `waiting` more callers queue, then Busy.

    Belongs to one event loop. Children start at the first job, live on, and are replaced when they die.
    """

    def __init__(
        self,
        children: int = limits.CHILDREN.amount,
        waiting: int = limits.WAITING.amount,
        clock: float = limits.CLOCK.amount,
    ) -> None:
        self.most = children + waiting
        self.clock = clock
        self.inside = 0
        self.died = 0  # children lost since the start: a figure for the operator
        self._free = asyncio.Semaphore(children)
        self._idle: list[Process] = []
        self._all: set[Process] = set()

    async def ask(self, job: str, clock: float | None = None, **arguments: Any) -> dict[str, Any]:
        """The job's answer; Refused with its sentence, Busy when the queue is full. A dying child means Refused."""
        if self.inside >= self.most:
            raise Busy
        self.inside += 1
        try:
            async with self._free:
                return await self._asked(job, clock or self.clock, arguments)
        finally:
            self.inside -= 1

    async def _asked(self, job: str, clock: float, arguments: dict[str, Any]) -> dict[str, Any]:
        child = await self._child()
        line = json.dumps({"job": job, "arguments": arguments}).encode() + b"\n"
        try:
            async with asyncio.timeout(clock):
                answer = await _exchange(child, line)
        except TimeoutError:
            self._end(child)
            raise Refused(TOO_LONG) from None
        except BaseException:
            self._end(child)
            raise
        if answer is None:
            self._end(child)
            self.died += 1
            raise Refused(BOMB)
        self._idle.append(child)
        if "refused" in answer:
            raise Refused(answer["refused"])
        done: dict[str, Any] = answer["done"]
        return done

    async def _child(self) -> Process:
        while self._idle:
            child = self._idle.pop()
            if child.returncode is None:
                return child
            self._all.discard(child)
        root = str(Path(web.__file__).parent.parent)
        environment = {
            name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "LC_ALL", "TMPDIR")
        }
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "web.evidence.work", stdin=PIPE, stdout=PIPE, stderr=asyncio.subprocess.DEVNULL,
            cwd=root, env={**environment, "PYTHONPATH": root, "OMP_NUM_THREADS": "1"}, start_new_session=True,
            limit=1 << 20,
        )  # fmt: skip
        self._all.add(child)
        assert child.stdout is not None
        if await child.stdout.readline() != b"ready\n":
            self._end(child)
            raise RuntimeError("a child for file work did not start")
        return child

    def _end(self, child: Process) -> None:
        self._all.discard(child)
        if child.returncode is None:
            with suppress(ProcessLookupError):
                child.kill()

    async def close(self) -> None:
        """Ends the children and waits for them."""
        children = list(self._all)
        for child in children:
            self._end(child)
        for child in children:
            await child.wait()
        self._idle.clear()


async def _exchange(child: Process, line: bytes) -> dict[str, Any] | None:
    """Sends one line and reads one; None when the child died or spoke nonsense."""
    assert child.stdin is not None and child.stdout is not None
    try:
        child.stdin.write(line)
        await child.stdin.drain()
        answer = json.loads(await child.stdout.readline())
    except (ConnectionError, ValueError):
        return None
    return answer if isinstance(answer, dict) and ("done" in answer or "refused" in answer) else None
