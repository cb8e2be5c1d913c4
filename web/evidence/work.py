"""The child that touches foreign bytes: reads one job a line from its input, answers one line; dies alone if it must.

Run as `python -m web.evidence.work`. Lines are JSON, not pickles: whatever takes a child over can only lie, not run
code in the server. Files travel by path. Memory, time and file size are bounded by the kernel.
"""

import ctypes
import json
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from web.evidence import blacking, images, limits, pdf, photo, portrait
from web.evidence.intake import examine
from web.evidence.refusal import BOMB, DAMAGED, Refused
from web.evidence.warm import warm


def convert(
    source: str, folder: str, grey: bool = False, straighten: bool = True, turn: int = 0
) -> dict[str, Any]:
    """Makes a file compliant; its parts are written to `folder`.

    {"kind", "size", "pages", "parts": [{"path", "kind", "size", "pages"}], "rendered": [page numbers from 1]}.
    One photograph becomes one JPEG; a TIFF of several pages a PDF; a PDF one PDF or several.
    """
    path = Path(source)
    found = examine(path)
    kind = str(found["kind"])
    rendered: list[int] = []
    if kind == "pdf":
        files, numbers = pdf.cleaned(path)
        rendered = [number + 1 for number in numbers]
    else:
        pages = list(photo.pages(path, kind, grey, straighten, turn))
        if len(pages) == 1:
            return {**found, "parts": _written(pages, folder, "jpeg"), "rendered": []}
        files = pdf.joined(pages)
    return {**found, "parts": _written(files, folder, "pdf"), "rendered": rendered}


def join(sources: list[str], folder: str) -> dict[str, Any]:
    """Compliant JPEGs in this order into one PDF or several: {"parts": […]}."""
    for source in sources:
        with photo.opened(Path(source), "jpeg") as picture:
            if picture.getexif() or photo.fitted(picture.size, (1440, 900)) != picture.size:
                raise Refused(DAMAGED)
    return {"parts": _written(pdf.joined([Path(source).read_bytes() for source in sources]), folder, "pdf")}


def face(source: str, folder: str, crop: list[float] | None = None) -> dict[str, Any]:
    """The ID photo: {"kind", "size", "pages", "parts": [one JPEG], "crop": [x, y, width], "upright": [width, height],
    "said": [sentences]}.
    """
    path = Path(source)
    found = examine(path)
    kind = str(found["kind"])
    if kind == "pdf":
        raise Refused(portrait.NOT_A_PHOTO)
    data, used, said = portrait.cut(path, kind, portrait.Crop(*crop) if crop else None)
    return {
        **found,
        "parts": _written([data], folder, "jpeg"),
        "crop": [used.x, used.y, used.width],
        "upright": list(portrait.size_of(path, kind)),
        "said": said,
    }


def draw(source: str, kind: str, page: int, width: int, target: str) -> dict[str, int]:
    """See images.draw()."""
    return images.draw(Path(source), kind, page, width, Path(target))


def redact(source: str, kind: str, pages: int, marks: list[list[int]], folder: str) -> dict[str, Any]:
    """See blacking.redacted(): {"parts": [one PDF]}."""
    return {"parts": _written([blacking.redacted(Path(source), kind, pages, marks)], folder, "pdf")}


def look(source: str) -> dict[str, Any]:
    """See intake.examine()."""
    return examine(Path(source))


JOBS: dict[str, Callable[..., dict[str, Any]]] = {
    "convert": convert, "join": join, "face": face, "draw": draw, "redact": redact, "look": look,
}  # fmt: skip


def _written(files: list[bytes], folder: str, kind: str) -> list[dict[str, Any]]:
    """Each file on disk and looked at once more: nothing leaves here that would not be taken in again."""
    parts = []
    for number, data in enumerate(files):
        path = Path(folder) / f"{number}.{kind}"
        path.write_bytes(data)
        parts.append({"path": str(path), **examine(path)})
    return parts


def done(job: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """The answer to one job: {"done": …} or {"refused": sentence}."""
    try:
        return {"done": JOBS[job](**arguments)}
    except Refused as refusal:
        return {"refused": refusal.sentence}
    except MemoryError:
        return {"refused": BOMB}
    except Exception as error:  # foreign bytes fail in every way their decoders know
        memory = "memory" in str(error).lower() or "alloc" in str(error).lower()
        traceback.print_exc(limit=-3)
        return {"refused": BOMB if memory else DAMAGED}


def bound() -> None:
    """From here on: no more memory, no core file, no huge file, less right to the processor than the server."""
    space = limits.ADDRESS_SPACE.amount
    resource.setrlimit(resource.RLIMIT_AS, (space, space))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(
        resource.RLIMIT_FSIZE, (4 * limits.UPLOAD_BYTES.amount, 4 * limits.UPLOAD_BYTES.amount)
    )
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(5)
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # Linux: end with the server that started this child


def main() -> None:
    """Serves jobs until the input ends."""
    out = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # a library that prints must not spoil the answers
    bound()
    warm()
    out.write("ready\n")
    for line in sys.stdin:
        asked = json.loads(line)
        signal.alarm(limits.CLOCK.amount + 5)
        answer = done(asked["job"], asked["arguments"])
        signal.alarm(0)
        out.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main()
