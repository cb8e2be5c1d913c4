"""The 评审表 of a typical declaration: typst against WeasyPrint making the same pages in the same run.

Run it:  python -m tests.bench.documents
Each engine has a process of its own, and they take turns. Every round prints another declaration, so that nothing
is remembered from the last; the first, which reads fonts and templates, is told apart. WeasyPrint runs twice: as its
documentation has it, with a FontConfiguration for each document, and with one that is kept, as typst keeps its
fonts; the limit is for the first. The clock is that of the answer; the processor's time, which other work on the
machine hardly changes, goes on until the engine is at rest, so that what typst does afterwards to forget the paper
is counted. Fails when a limit is missed.
"""

import base64
import html
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from functools import cache
from typing import Any

from tests.support import run
from tests.web.documents import cast
from web.documents import codes, fonts, official_form, rules, shapes

PHOTO = cast.photo()
ROUNDS = 6
EACH = {"typst": 6, "weasyprint": 1, "kept fonts": 1}
MOST_MILLISECONDS = 100
MOST_MEGABYTES = 150
LEAST_RATIO = 20


def declaration(number: int) -> dict[str, Any]:
    """A typical declaration in which every text differs from every other round's."""
    text = json.dumps(cast.typical(), ensure_ascii=False).replace("建筑施工", f"建筑施工{number}")
    text = text.replace("2026-ZZ-000042", f"2026-ZZ-{number:06d}")
    snapshot: dict[str, Any] = json.loads(
        text.replace("陈静", f"陈静{number}").replace("中州", f"中州{number}")
    )
    return snapshot


async def by_typst(snapshot: dict[str, Any]) -> bytes:
    return await rules.declaration_paper("review_form", snapshot, photo=PHOTO)


async def by_weasyprint(snapshot: dict[str, Any]) -> bytes:
    return written(snapshot, *weasyprint_fonts())


async def by_weasyprint_with_kept_fonts(snapshot: dict[str, Any]) -> bytes:
    return written(snapshot, *kept_fonts())


def written(snapshot: dict[str, Any], configuration: Any, faces: Any) -> bytes:
    import weasyprint

    made: bytes = weasyprint.HTML(string=page(snapshot)).write_pdf(
        pdf_variant="pdf/ua-1", stylesheets=[faces], font_config=configuration
    )
    return made


def weasyprint_fonts() -> tuple[Any, Any]:
    """The same two faces."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    kept = FontConfiguration()
    song, hei = (
        next(f.path for f in fonts.loaded().fonts() if f.family in families and f.path)
        for families in (fonts.SONG, fonts.HEI)
    )
    return kept, weasyprint.CSS(string=FACES.format(song=song, hei=hei), font_config=kept)


kept_fonts = cache(weasyprint_fonts)
FACES = """
@font-face {{ font-family: song; src: url("file://{song}") }}
@font-face {{ font-family: hei; src: url("file://{hei}") }}
"""
STYLE = """
@page {{
  size: A4; margin: 22mm 22mm 25mm;
  @bottom-left {{ content: "编号 {number} 版本 1\\A 校验码 {hash}"; white-space: pre; font: 6pt song; width: 100mm }}
  @bottom-center {{ content: "第 " counter(page) " 页 共 " counter(pages) " 页"; font: 8pt song; width: 30mm }}
  @bottom-right {{ content: url("data:image/svg+xml;base64,{qr}"); width: 12mm }}
}}
body {{ font: 10.5pt/1.5 song; text-align: justify }}
h1, h2, th, b {{ font-family: hei; font-weight: normal }}
h1 {{ font-size: 30pt; text-align: center; margin: 38mm 0 60mm }} h2 {{ font-size: 12.5pt; break-after: avoid }}
table {{ width: 100%; border-collapse: collapse; font-size: 10pt; line-height: 1.2 }}
td, th {{ border: .5pt solid; padding: 3pt 5pt; text-align: center; vertical-align: middle }}
[colspan], .text td {{ text-align: left }} tbody {{ break-inside: avoid }} .text p {{ text-indent: 2em; margin: 0 }}
.cover {{ page-break-after: always }} .last {{ page-break-before: always }}
.opinion th {{ width: 17mm }} .opinion td {{ height: 52mm; text-align: right; vertical-align: bottom }}
"""


def page(snapshot: dict[str, Any]) -> str:
    """The same pages as HTML: cover, basics with photo, every section, commitment, opinions, vote."""
    contents = official_form.contents(snapshot, shapes.Opinions(), shapes.Acceptance())
    number = snapshot["number"]
    code = base64.b64encode(
        codes.qr(codes.paper_address("https://zc.example.org", "review_form", number, 1, "0" * 64))
    ).decode()
    style = STYLE.format(number=number, hash=rules.snapshot_hash(snapshot), qr=code)
    photo = base64.b64encode(PHOTO).decode()
    parts = [
        f'<html lang="zh-CN"><head><title>职称评审表</title><style>{style}</style></head><body>',
        f'<div class="cover"><h1>职称评审表</h1>{facts(contents["cover"])}</div>',
        f'<h2>基本情况</h2><img alt="照片" style="width:30mm" src="data:image/jpeg;base64,{photo}">',
        facts(contents["basics"]),
        *(f"<h2>{section['title']}</h2>{table(section)}" for section in contents["sections"]),
        f"<h2>个人承诺</h2><p>{html.escape(snapshot['commitment']['text'])}</p>",
        '<h2 class="last">审核与评审意见</h2>',
        *(
            f'<table class="opinion"><tr><th>{o["title"]}<td>负责人签字' + "</table>"
            for o in contents["opinions"]
        ),
        '<h2 class="last">评审结果</h2><table><tr><th>评委总数<th>出席<th>同意<th>反对<th>弃权<th>结果</table>',
        *(
            f'<table class="opinion"><tr><th>{title}<td>签字</table>'
            for title in ("评议组", "评委会", "审批部门")
        ),
    ]
    return "".join(parts)


def facts(pairs: list[tuple[str, str]]) -> str:
    cells = [f"<th>{label}<td>{html.escape(value or '无')}" for label, value in pairs]
    lines = (cells[place : place + 2] for place in range(0, len(cells), 2))
    return "<table>" + "".join(f"<tr>{''.join(line)}" for line in lines) + "</table>"


def table(section: dict[str, Any]) -> str:
    """As house.typ sets it: short columns side by side, the rest and files in lines below, a number in front."""
    if not section["rows"]:
        return "<table><tr><td>无</table>"
    first = section["rows"][0]["values"]
    if not section["many"]:
        text = html.escape(first[0]["shown"] or "无").replace("\n", "<p>")
        return f'<table class="text"><tr><td><p>{text}</table>'
    short = [place for place, value in enumerate(first) if value["kind"] not in ("long_text", "upload")]
    beside = short[:7]
    head = "".join(f"<th>{first[place]['label']}" for place in beside)
    body = "".join(rows(section, beside, [place for place in range(len(first)) if place not in beside]))
    return f"<table><thead><tr><th>序号{head}</thead>{body}</table>"


def rows(section: dict[str, Any], beside: list[int], below: list[int]) -> Iterator[str]:
    for number, row in enumerate(section["rows"], start=1):
        values = row["values"]
        named = {
            place: f"<b>{values[place]['label']}：</b>{html.escape(printed(values[place]))}"
            for place in below
        }
        alone = [place for place in below if values[place]["kind"] in ("long_text", "upload")]
        together = "　".join(named[place] for place in below if place not in alone)
        lines = [line for line in (together, *(named[place] for place in alone)) if line]
        cells = "".join(f"<td>{html.escape(printed(values[place]))}" for place in beside)
        yield f'<tbody><tr><td rowspan="{1 + len(lines)}">{number}{cells}'
        yield "".join(f'<tr><td colspan="{len(beside)}">{line}' for line in lines) + "</tbody>"


def printed(value: dict[str, Any]) -> str:
    files = (f"{file['name']}（{file['pages']} 页）" for file in value.get("files", ()))
    return value["shown"] or " ".join(files) or "无"


ENGINES: dict[str, Callable[[dict[str, Any]], Awaitable[bytes]]] = {
    "typst": by_typst,
    "weasyprint": by_weasyprint,
    "kept fonts": by_weasyprint_with_kept_fonts,
}


async def serve(engine: str) -> None:
    """For each line read: print the next declaration; what it took, peak megabytes, pages, kilobytes as one line."""
    for number, _ in enumerate(sys.stdin):
        snapshot = declaration(number)
        start, busy = time.perf_counter(), time.process_time()
        made = await ENGINES[engine](snapshot)
        taken = (time.perf_counter() - start) * 1000
        work = (at_rest() - busy) * 1000
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps([taken, work, memory, pages(made), len(made) / 1000]), flush=True)


def at_rest() -> float:
    """The processor's seconds of this process, once they stand still."""
    spent = time.process_time()
    while True:
        time.sleep(0.01)
        before, spent = spent, time.process_time()
        if spent - before < 0.001:
            return before


def pages(made: bytes) -> int:
    import pypdfium2

    with pypdfium2.PdfDocument(made) as file:
        return len(file)


def start(engine: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.bench.documents", engine]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def one(process: "subprocess.Popen[str]") -> list[float]:
    assert process.stdin and process.stdout
    process.stdin.write("next\n")
    process.stdin.flush()
    answer: list[float] = json.loads(process.stdout.readline())
    return answer


def main() -> int:
    if sys.argv[1:]:
        run(serve(sys.argv[1]))
        return 0
    processes = {engine: start(engine) for engine in ENGINES}
    found: dict[str, list[list[float]]] = {engine: [] for engine in ENGINES}
    for _ in range(ROUNDS):
        for engine, process in processes.items():
            found[engine] += [one(process) for _ in range(EACH[engine])]
    for process in processes.values():
        process.communicate()
    median = {engine: report(engine, answers) for engine, answers in found.items()}
    times = {
        other: tuple(median[other][at] / median["typst"][at] for at in (0, 1))
        for other in ("weasyprint", "kept fonts")
    }
    for other, (clock, work) in times.items():
        print(
            f"typst is {clock:.1f} times faster than {other} by the clock, {work:.1f} by the processor's time, medians"
        )
    most = max(answer[2] for answer in found["typst"])
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    good = (
        median["typst"][0] < MOST_MILLISECONDS
        and most < MOST_MEGABYTES
        and times["weasyprint"][0] >= LEAST_RATIO
    )
    return 0 if good else 1


def report(engine: str, answers: list[list[float]]) -> tuple[float, float]:
    """Medians without the first: milliseconds by the clock, and of the processor."""
    memory, count, size = answers[-1][2:]
    first, *rest = answers
    clock, work = ([answer[at] for answer in rest] for at in (0, 1))
    middle = statistics.median(clock), statistics.median(work)
    print(
        f"{engine:<11} first {first[0]:6.0f} ms  median {middle[0]:6.1f}  best {min(clock):6.1f}  worst {max(clock):6.1f}"
        f"  processor {middle[1]:6.1f} (best {min(work):.1f})  {memory:4.0f} MB  {count:.0f} pages  {size:.0f} kB"
    )
    return middle


if __name__ == "__main__":
    sys.exit(main())
