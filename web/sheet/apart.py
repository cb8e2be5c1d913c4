"""Reading a sheet in a process of its own: whatever a workbook unpacks to, the service keeps its memory and its time.

Run as `python -m web.sheet.apart` with the columns as JSON; the file stands in its input, the rows in its output.
"""

import asyncio
import json
import resource
import sys
from collections.abc import Sequence
from pathlib import Path

import web
from web.sheet import reading
from web.sheet.reading import Line, Unreadable

MEMORY = 700 * 1024 * 1024
SECONDS = 40
"""Of processor time; 20,000 rows of 60 columns take six."""
PATIENCE = 120
AT_ONCE = asyncio.Semaphore(2)
TOO_MUCH = "文件展开后太大，或者内容太复杂，没有读完。请只保留要上传的一个工作表，另存为 CSV 再上传。"


async def lines(body: bytes, needed: Sequence[str], also: Sequence[str] = ()) -> list[Line]:
    """See reading.lines(). Unreadable too for what takes more memory or time than any sheet of people."""
    asked = json.dumps([list(needed), list(also)])
    root = Path(web.__file__).parent.parent
    async with AT_ONCE:
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "web.sheet.apart", asked, cwd=root, start_new_session=True,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        try:
            told, _ = await asyncio.wait_for(child.communicate(body), PATIENCE)
        except TimeoutError:
            raise Unreadable(TOO_MUCH) from None
        finally:
            if child.returncode is None:
                child.kill()
                await child.wait()
    if child.returncode:
        raise Unreadable(TOO_MUCH)
    found = json.loads(told)
    if "refused" in found:
        raise Unreadable(found["refused"])
    return [Line(number, cells) for number, cells in found["rows"]]


def main() -> None:
    """Read the input and tell its rows, or the sentence that says why not."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    needed, also = json.loads(sys.argv[1])
    try:
        found: dict[str, object] = {"rows": reading.lines(sys.stdin.buffer.read(), needed, also)}
    except Unreadable as error:
        found = {"refused": str(error)}
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
