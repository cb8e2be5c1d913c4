"""Ten 12 MP photographs into the compliant PDF, ours against the obvious way; page pictures; the event loop meanwhile.

    python -m tests.bench.evidence          # CPU, memory, pictures, delay
    python -m tests.bench.evidence ocr      # and what tesseract (chi_sim) reads of each way's ten pages

Each way runs in a process of its own, in turn; CPU seconds (user and system) count from after the imports, memory is
the process's peak. Quoted is the median of the rounds.
"""

import asyncio
import difflib
import json
import subprocess
import sys
import tempfile
import time
from io import BytesIO
from pathlib import Path
from statistics import median

from PIL import Image, ImageOps

from tests import corpus

COUNT = 10
ROUNDS = 5


def ours(folder: Path) -> bytes:
    """What the service does."""
    from web.evidence import pdf, photo
    from web.evidence.warm import warm

    warm()  # as each child does
    return pdf.joined([page for path in sorted(folder.glob("*.jpg")) for page in photo.pages(path, "jpeg")])[
        0
    ]


def obvious(folder: Path) -> bytes:
    """Open, turn, resize the full image with LANCZOS, the best quality that fits (by halving), img2pdf."""
    import img2pdf

    pages = []
    for path in sorted(folder.glob("*.jpg")):
        image = ImageOps.exif_transpose(Image.open(path))
        scale = min(1440 / max(image.size), 900 / min(image.size))
        image = image.resize(
            (round(image.width * scale), round(image.height * scale)), Image.Resampling.LANCZOS
        )
        low, high, page = 1, 95, b""
        while low <= high:
            quality, out = (low + high) // 2, BytesIO()
            image.save(out, "JPEG", quality=quality)
            if out.tell() <= 100_000:
                low, page = quality + 1, out.getvalue()
            else:
                high = quality - 1
        pages.append(page)
    return bytes(img2pdf.convert(pages, engine=img2pdf.Engine.internal))


def measured(way: str, folder: Path) -> None:
    """In a process of its own: does it, writes the PDF beside the folder, prints the figures."""
    import img2pdf
    import pikepdf  # noqa: F401

    from web.evidence import pdf, photo  # noqa: F401

    Image.init()
    assert img2pdf
    began, wall = time.process_time(), time.perf_counter()
    data = {"ours": ours, "obvious": obvious}[way](folder)
    figures = {"way": way, "cpu": round(time.process_time() - began, 2), "wall": round(time.perf_counter() - wall, 2),
               "peak_mb": _peak(),
               "bytes": len(data)}  # fmt: skip
    (folder.parent / f"{way}.pdf").write_bytes(data)
    print(json.dumps(figures))


def _peak() -> int:
    """MB of this process at its highest; getrusage() would count the parent that forked it."""
    line = next(
        line for line in Path("/proc/self/status").read_text().split("\n") if line.startswith("VmHWM")
    )
    return int(line.split()[1]) // 1024


def photographs(folder: Path) -> None:
    """Ten 12 MP photographs as a telephone stores them: lying, with EXIF 6."""
    folder.mkdir()
    exif = Image.Exif()
    exif[0x0112] = 6
    for seed in range(1, COUNT + 1):
        image = corpus.photograph(seed).transpose(Image.Transpose.ROTATE_90)
        (folder / f"{seed:02}.jpg").write_bytes(corpus.jpeg(image, exif=exif))


async def looked_at(document: Path, folder: Path) -> dict[str, object]:
    """Page pictures of the compliant PDF at 720 px: milliseconds and KB, not from the cache."""
    from web.evidence.pool import Pool

    pool = Pool()
    times, sizes = [], []
    try:
        await pool.ask("look", source=str(document))
        for page in range(1, COUNT + 1):
            began = time.perf_counter()
            made = await pool.ask("draw", source=str(document), kind="pdf", page=page, width=720,
                                  target=str(folder / f"{page}.jpg"))  # fmt: skip
            times.append(1000 * (time.perf_counter() - began))
            sizes.append(made["size"])
    finally:
        await pool.close()
    return {
        "ms_median": round(sorted(times)[COUNT // 2], 1),
        "ms_most": round(max(times), 1),
        "bytes_most": max(sizes),
    }


async def delayed(folder: Path) -> dict[str, object]:
    """The event loop's delay, sampled every 5 ms, while the photographs are converted by the pool."""
    from web.evidence.pool import Pool

    pool = Pool(waiting=COUNT)
    delays: list[float] = []

    async def watch() -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(0.005)
            delays.append(1000 * (time.perf_counter() - began - 0.005))

    await pool.ask("look", source=str(folder / "01.jpg"))
    watcher = asyncio.create_task(watch())
    try:
        places = [Path(tempfile.mkdtemp(dir=folder.parent)) for _ in range(3 * COUNT)]
        for start in range(0, 3 * COUNT, COUNT):
            await asyncio.gather(*(
                pool.ask("convert", source=str(path), folder=str(places[start + number]))
                for number, path in enumerate(sorted(folder.glob("*.jpg")))))  # fmt: skip  # noqa: ASYNC240
    finally:
        watcher.cancel()
        await pool.close()
    delays.sort()
    return {"samples": len(delays), "p50_ms": round(delays[len(delays) // 2], 2),
            "p99_ms": round(delays[len(delays) * 99 // 100], 2)}  # fmt: skip


def read_by_ocr(image: Image.Image, seed: int) -> float:
    """The share of the page's characters that tesseract reads, in order."""
    import pytesseract

    said = "".join(pytesseract.image_to_string(image, lang="chi_sim", config="--psm 6").split())
    asked = corpus.page_text(seed).replace("\n", "")
    matcher = difflib.SequenceMatcher(None, asked, said, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / len(asked)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "photographs"
        photographs(folder)
        rounds: dict[str, list[dict[str, float]]] = {"obvious": [], "ours": []}
        for way in list(rounds) * ROUNDS:
            done = subprocess.run([sys.executable, "-m", "tests.bench.evidence", "measure", way, str(folder)],
                                  check=True, capture_output=True, text=True)  # fmt: skip
            print(done.stdout.strip(), flush=True)
            rounds[way].append(json.loads(done.stdout))
        cpu, peak = (
            {way: median(each[figure] for each in rounds[way]) for way in rounds}
            for figure in ("cpu", "peak_mb")
        )
        print(
            f"CPU seconds, median of {ROUNDS}: {cpu}: ours needs {cpu['obvious'] / cpu['ours']:.2f} times fewer"
        )
        print(f"peak memory, MB: {peak}", flush=True)
        print("page pictures", asyncio.run(looked_at(Path(name) / "ours.pdf", Path(name))), flush=True)
        print("event loop", asyncio.run(delayed(folder)), flush=True)
        if "ocr" in sys.argv:
            for way in rounds:
                pages = corpus.embedded_jpegs((Path(name) / f"{way}.pdf").read_bytes())
                scores = [read_by_ocr(Image.open(BytesIO(data)), seed) for seed, data in enumerate(pages, 1)]
                told = " ".join(f"{score:.3f}" for score in scores)
                print(f"OCR, share read, {way}: {sum(scores) / len(scores):.4f}  ({told})", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["measure"]:
        measured(sys.argv[2], Path(sys.argv[3]))
    else:
        main()
