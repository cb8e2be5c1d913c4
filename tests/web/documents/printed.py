"""Every paper, short, typical and as full as it gets, set once for all tests of a process; and how it is read."""

import re
import unicodedata
from datetime import UTC, datetime

import pypdfium2

from tests.support import run
from tests.web.documents import cast, office_cast
from web.documents import rules, shapes
from web.documents.papers import PAPERS, SNAPSHOT

MADE = datetime(2026, 11, 1, tzinfo=UTC)
DECLARATIONS = {"short": cast.short(), "typical": cast.typical(), "full": cast.full()}
COUNTS = {"short": 0, "typical": 6, "full": 60}
SHEETS = {
    (sheet.template, length): sheet for length, count in COUNTS.items() for sheet in office_cast.sheets(count)
}
OPINIONS = shapes.Opinions(
    levels=(
        shapes.Opinion(
            "单位推荐意见",
            "该同志业绩突出，经公示无异议，同意推荐。",
            (("公示情况", "2026年8月3日至8月7日，无异议"), ("应到", "30人"), ("实到", "28人")),
            "赵六",
            "2026年8月10日",
        ),
        shapes.Opinion("主管部门意见", "同意。", (), "孙局长", "2026年9月1日"),
    ),
    group=shapes.Opinion("评议组意见", "同意提交评委会。", (("同意", "7"),), "周专家", "2026年10月25日"),
    ballot=shapes.Ballot("25", "21", "19", "1", "1", "通过"),
)
ACCEPTANCE = shapes.Acceptance(
    "中州市人力资源和社会保障局", "2026-10-12T10:00:00+08:00", "钱受理", "0000-88880000", (("评审表", "1份"),)
)
KEPT: dict[tuple[str, str], bytes] = {}


def made(key: str, length: str) -> bytes:
    """The paper, set once for all tests."""
    if (key, length) not in KEPT:
        photo = cast.photo() if length != "short" else None
        if PAPERS[key].made_of == SNAPSHOT:
            work = rules.declaration_paper(
                key, DECLARATIONS[length], photo=photo, opinions=OPINIONS, acceptance=ACCEPTANCE
            )
        else:
            work = rules.sheet(SHEETS[key, length], number="2026-XX-000007", made_at=MADE, photo=photo)
        KEPT[key, length] = run(work)
    return KEPT[key, length]


def words(pdf: bytes) -> str:
    """All text of the file without spaces and line ends."""
    with pypdfium2.PdfDocument(pdf) as file:
        return bare("".join(page.get_textpage().get_text_bounded() for page in file))


def bare(text: str) -> str:
    """Without white space, and with one form for each character; PDFium writes U+FFFE where a line was broken."""
    return "".join(
        c for c in unicodedata.normalize("NFKC", text) if not c.isspace() and c not in "\ufffe\u200b\x02"
    )


def without_footers(text: str) -> str:
    return re.sub(r"编号2026-[A-Z]{2}-\d{6}版本1校验码[0-9a-f]{64}第\d+页共\d+页", "", text)


def holds(text: str, line: str) -> bool:
    """Whether `line` stands in `text`, also where a page ended within it and a table's head came between."""
    if line in text:
        return True
    halves = ((line[:cut], line[cut:]) for cut in range(1, len(line)))
    return any(first in text and second in text for first, second in halves)
