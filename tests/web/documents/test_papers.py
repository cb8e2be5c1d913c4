"""Every paper, short, typical and as full as it gets: its words, its structure, its bytes."""

import asyncio
import io
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import pikepdf
import pypdfium2
import pytest

from tests.support import run
from tests.web.documents import cast, office_cast, structure
from web.documents import fonts, rules, shapes, typesetting
from web.documents.papers import PAPERS, SHEET, SNAPSHOT

pytestmark = pytest.mark.skipif(bool(fonts.complaints()), reason="no Chinese fonts on this machine")

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
_made: dict[tuple[str, str], bytes] = {}


def made(key: str, length: str) -> bytes:
    """The paper, set once for all tests."""
    if (key, length) not in _made:
        photo = cast.photo() if length != "short" else None
        if PAPERS[key].made_of == SNAPSHOT:
            work = rules.declaration_paper(
                key, DECLARATIONS[length], photo=photo, opinions=OPINIONS, acceptance=ACCEPTANCE
            )
        else:
            work = rules.sheet(SHEETS[key, length], number="2026-XX-000007", made_at=MADE, photo=photo)
        _made[key, length] = run(work)
    return _made[key, length]


def words(pdf: bytes) -> str:
    """All text of the file without spaces and line ends."""
    with pypdfium2.PdfDocument(pdf) as file:
        return bare("".join(page.get_textpage().get_text_bounded() for page in file))


def bare(text: str) -> str:
    """Without white space, and with one form for each character; PDFium writes U+FFFE where a line was broken."""
    return "".join(
        c for c in unicodedata.normalize("NFKC", text) if not c.isspace() and c not in "\ufffe\u200b\x02"
    )


def everything_shown(snapshot: dict[str, Any]) -> Iterator[str]:
    yield from (snapshot["applicant"][name] for name in ("name", "id_number", "unit"))
    for section in snapshot["sections"]:
        yield section["title"] if section["key"] != "basic" else ""
        for row in section["rows"]:
            for value in row["values"]:
                yield value["shown"]
                yield from (file["name"] for file in value["files"])


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts(inner)


def without_footers(text: str) -> str:
    return re.sub(r"编号2026-[A-Z]{2}-\d{6}版本1校验码[0-9a-f]{64}第\d+页共\d+页", "", text)


EVERY = [(key, length) for key in PAPERS for length in COUNTS]


@pytest.mark.parametrize("length", COUNTS)
def test_the_review_form_says_everything_that_was_declared(length: str) -> None:
    text = without_footers(words(made("review_form", length)))
    for shown in everything_shown(DECLARATIONS[length]):
        for line in shown.split("\n"):
            assert holds(text, bare(line)), line


def holds(text: str, line: str) -> bool:
    """Whether `line` stands in `text`, also where a page ended within it and a table's head came between."""
    if line in text:
        return True
    halves = ((line[:cut], line[cut:]) for cut in range(1, len(line)))
    return any(first in text and second in text for first, second in halves)


@pytest.mark.parametrize(
    "key,length", [(key, length) for key in PAPERS for length in COUNTS if PAPERS[key].made_of == SHEET]
)
def test_a_sheet_says_everything_it_was_given(key: str, length: str) -> None:
    text = without_footers(words(made(key, length)))
    for given in texts(asdict(SHEETS[key, length])):
        for line in given.split("\n"):
            assert holds(text, bare(line)), line


def told(key: str, snapshot: dict[str, Any]) -> Iterator[str]:
    """What a paper other than the whole form takes from the snapshot and from those who decided."""
    applicant = snapshot["applicant"]
    yield from (applicant["name"], applicant["unit"])
    if key != "summary_sheet":
        yield from (item["shown"] for item in snapshot["heading"])
    if key in ("recommendation", "commitment"):
        yield applicant["id_number"]
    if key == "commitment":
        yield from snapshot["commitment"]["text"].split("\n")
    if key == "recommendation":
        yield from texts(asdict(OPINIONS.levels[0]))
    if key == "acceptance":
        yield from (
            ACCEPTANCE.organisation,
            ACCEPTANCE.officer,
            ACCEPTANCE.telephone,
            "2026年10月12日 10:00:00",
        )
        yield from texts(ACCEPTANCE.materials)
    if key in ("acceptance", "submission_receipt"):
        yield from (snapshot["number"], rules.snapshot_hash(snapshot))
    if key == "submission_receipt":
        yield from (section["title"] for section in snapshot["sections"])
    if key == "summary_sheet":
        yield from (section["title"] for section in snapshot["sections"][1:])
        yield from (opinion.signed_by for opinion in OPINIONS.levels)


@pytest.mark.parametrize(
    "key,length",
    [
        (k, length)
        for k in PAPERS
        for length in COUNTS
        if PAPERS[k].made_of == SNAPSHOT and k != "review_form"
    ],
)
def test_every_other_paper_says_what_it_takes_from_the_snapshot(key: str, length: str) -> None:
    text = without_footers(words(made(key, length)))
    for given in told(key, DECLARATIONS[length]):
        assert holds(text, bare(given)), given


@pytest.mark.parametrize("length", ["short", "typical"])
def test_the_summary_holds_every_row_where_there_is_room(length: str) -> None:
    text = words(made("summary_sheet", length))
    for section in DECLARATIONS[length]["sections"]:
        for value in (
            value for row in section["rows"] for value in row["values"] if value["kind"] != "upload"
        ):
            for line in value["shown"].split("\n"):
                assert holds(text, bare(line)), line


def test_the_form_says_what_every_office_has_decided() -> None:
    text = words(made("review_form", "typical"))
    for given in texts(OPINIONS.as_contents()):
        assert holds(text, bare(given)), given


def test_the_receipt_masks_the_id_number_and_gives_time_and_hash() -> None:
    text = words(made("submission_receipt", "typical"))
    snapshot = DECLARATIONS["typical"]
    assert "410199********0425" in text
    assert snapshot["applicant"]["id_number"] not in text
    assert "2026年10月8日09:12:33" in text
    assert rules.snapshot_hash(snapshot) in text


def test_the_commitment_is_the_text_that_was_agreed_to() -> None:
    commitment = DECLARATIONS["typical"]["commitment"]
    text = words(made("commitment", "typical"))
    assert bare(commitment["text"]) in text
    assert bare("承诺人签名：陈静签署时间：2026年10月8日09:10:00承诺书版本：2026-1") in text


@pytest.mark.parametrize("length", COUNTS)
def test_the_summary_is_one_sheet_of_a3(length: str) -> None:
    with pypdfium2.PdfDocument(made("summary_sheet", length)) as file:
        assert len(file) == 1
        assert [round(side / 72 * 25.4) for side in file[0].get_size()] == [420, 297]


@pytest.mark.parametrize("length", COUNTS)
def test_the_summary_keeps_within_its_sheet(length: str) -> None:
    with pypdfium2.PdfDocument(made("summary_sheet", length)) as file:
        page = file[0]
        width, height = page.get_size()
        for thing in page.get_objects():
            left, bottom, right, top = thing.get_bounds()
            assert left >= 0 and bottom >= 0 and right <= width and top <= height


def test_an_empty_field_says_none() -> None:
    text = words(made("review_form", "short"))
    assert "曾用名无" in text
    assert "三、获奖情况无四、个人业务自传无" in text


@pytest.mark.parametrize(
    "key", ["review_form", "roster", "ballot_paper", "sign_in_sheet", "tally_sheet", "publicity_notice"]
)
def test_the_head_of_a_long_table_is_repeated_on_every_page(key: str) -> None:
    with pypdfium2.PdfDocument(made(key, "full")) as file:
        pages = [bare(page.get_textpage().get_text_bounded()) for page in file]
    assert len(pages) > 1
    head = {"review_form": "论文题目刊物名称ISSN", "ballot_paper": "编号姓名工作单位申报职称"}.get(
        key, "序号"
    )
    rows = {"review_form": "大体积混凝土温度裂缝控制研究之"}.get(key, "中州建工集团有限公司")
    with_rows = [page for page in pages if page.count(rows) > 3]
    assert len(with_rows) > 1
    assert all(head in page for page in with_rows)


@pytest.mark.parametrize("key,length", EVERY)
def test_every_page_states_number_version_hash_and_its_place(key: str, length: str) -> None:
    shape = DECLARATIONS[length] if PAPERS[key].made_of == SNAPSHOT else asdict(SHEETS[key, length])
    number = DECLARATIONS[length]["number"] if PAPERS[key].made_of == SNAPSHOT else "2026-XX-000007"
    with pypdfium2.PdfDocument(made(key, length)) as file:
        for place, page in enumerate(file, start=1):
            text = bare(page.get_textpage().get_text_bounded())
            for expected in (f"编号{number}版本1", rules.snapshot_hash(shape), f"第{place}页共{len(file)}页"):
                assert expected in text, (place, expected)


@pytest.mark.parametrize("key,length", EVERY)
def test_structure_holds(key: str, length: str) -> None:
    assert structure.faults(made(key, length), filed=PAPERS[key].filed) == []


def test_the_checker_finds_what_is_wrong() -> None:
    with pikepdf.open(io.BytesIO(made("review_form", "typical"))) as file:
        del file.Root.Lang
        file.Root.ViewerPreferences.DisplayDocTitle = False
        figure = next(element for kind, element in structure.elements(file) if kind == "/Figure")
        del figure["/Alt"]
        for _, element in structure.elements(file):
            if element.S == "/TH":
                element.S = pikepdf.Name("/TD")
        font = next(iter(file.pages[1].Resources.Font.values()))
        del font.DescendantFonts[0].FontDescriptor["/FontFile3"]
        out = io.BytesIO()
        file.save(out)
    found = structure.faults(out.getvalue(), filed=True)
    for sentence in (
        "no language zh",
        "the title is not displayed",
        "a figure without alternative text",
        "a table without header cells",
    ):
        assert sentence in found
    assert any(sentence.endswith("is not embedded") for sentence in found)


@pytest.mark.parametrize(
    "key", [key for key in PAPERS if PAPERS[key].made_of == SNAPSHOT and PAPERS[key].of_draft]
)
def test_a_draft_carries_a_watermark_and_no_number(key: str) -> None:
    snapshot = cast.typical()
    text = words(run(rules.declaration_paper(key, snapshot, draft=True)))
    assert "草稿,未提交,不作申报依据" in text
    assert text.count("草稿") >= 2
    assert f"编号{snapshot['number']}版本" not in text
    assert "草稿" not in words(made(key, "typical"))


@pytest.mark.parametrize("key,title", [("submission_receipt", "提交回执"), ("acceptance", "受理凭证")])
def test_there_is_no_receipt_of_a_draft(key: str, title: str) -> None:
    with pytest.raises(rules.CannotTypeset, match=f"^还没有提交，没有{title}。$"):
        run(rules.declaration_paper(key, cast.typical(), draft=True))


@pytest.mark.parametrize("key", [key for key in PAPERS if not PAPERS[key].signed])
def test_the_same_snapshot_gives_the_same_bytes(key: str) -> None:
    first = made(key, "typical")
    run(rules.declaration_paper("review_form", cast.short(), draft=True))
    del _made[key, "typical"]
    assert made(key, "typical") == first


def test_a_text_longer_than_a_page_breaks_in_a_table_and_in_an_opinion() -> None:
    long = "".join(f"第{number}句。" for number in range(2_000))
    snapshot = cast.typical()
    awards = next(section for section in snapshot["sections"] if section["key"] == "awards")
    awards["rows"][0]["values"][4]["shown"] = long
    opinions = shapes.Opinions(levels=(shapes.Opinion("单位推荐意见", long),))
    text = without_footers(words(run(rules.declaration_paper("review_form", snapshot, opinions=opinions))))
    for number in (0, 500, 1_000, 1_999):
        assert text.count(f"第{number}句。") == 2, number


def test_the_summary_of_more_than_can_be_is_still_one_sheet() -> None:
    snapshot = cast.full()
    snapshot["sections"] += [
        dict(section, title=section["title"] + "续") for section in snapshot["sections"][1:9]
    ] * 2
    with pypdfium2.PdfDocument(
        run(rules.declaration_paper("summary_sheet", snapshot, opinions=OPINIONS))
    ) as file:
        assert len(file) == 1


def test_a_photo_that_is_none_is_refused() -> None:
    with pytest.raises(rules.CannotTypeset, match="^照片不是 JPEG 图片，文件没有生成。$"):
        run(rules.declaration_paper("review_form", cast.short(), photo=b"GIF89a"))


def test_papers_are_set_beside_the_event_loop() -> None:
    async def all_at_once() -> tuple[list[bytes], int]:
        papers = asyncio.gather(
            *(rules.declaration_paper("review_form", DECLARATIONS["full"]) for _ in range(3))
        )
        turns = 0
        while not papers.done():
            await asyncio.sleep(0.005)
            turns += 1
        return await papers, turns

    papers, turns = run(all_at_once())
    assert papers[0] == papers[1] == papers[2]
    assert turns > 10


def test_the_photo_stands_on_the_form() -> None:
    def pictures(pdf: bytes) -> list[tuple[int, int]]:
        with pikepdf.open(io.BytesIO(pdf)) as file:
            return [
                (int(o.Width), int(o.Height))
                for o in file.objects
                if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image"
            ]

    for key in ("review_form", "summary_sheet", "certificate"):
        assert (413, 626) in pictures(made(key, "typical")), key
        assert pictures(made(key, "short")) == []
        assert "照片" in words(made(key, "short"))


def test_the_qr_code_leads_to_the_check_page() -> None:
    from web.documents import codes

    address = codes.paper_address(
        "https://zc.example.org", "review_form", "2026-ZZ-000042", 1, "0123456789abcdef" * 4
    )
    seal = codes.seal("2026-ZZ-000042", "review_form.1.0123456789abcdef")
    assert address == f"https://zc.example.org/papers/2026-ZZ-000042?p=review_form.1.0123456789abcdef.{seal}"
    assert codes.seal("2026-ZZ-000043", "review_form.1.0123456789abcdef") != seal
    assert codes.qr("https://zc.example.org/check/1") == codes.qr("https://zc.example.org/check/1")
    assert codes.qr("https://zc.example.org/check/1") != codes.qr("https://zc.example.org/check/2")


def test_a_character_that_no_font_has_is_written_as_its_number() -> None:
    snapshot = cast.short()
    snapshot["applicant"]["name"] = "李\U0001f600明"
    text = words(run(rules.declaration_paper("commitment", snapshot)))
    assert "李〔U+1F600〕明" in text


def test_text_that_looks_like_typst_stays_text() -> None:
    snapshot = cast.short()
    typed = '#panic("x") *粗* $x$ _y_ <z> @w // 注 \\ "引" [括] = 题'
    snapshot["sections"][3]["rows"][0]["values"][0]["shown"] = typed
    assert bare(typed) in words(run(rules.declaration_paper("review_form", snapshot)))


def test_a_very_full_paper_is_set_apart_and_comes_out_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    there = made("review_form", "typical")
    monkeypatch.setattr(typesetting, "APART", 0)
    del _made["review_form", "typical"]
    assert made("review_form", "typical") == there


MEMORY = """
import json, sys
from tests.support import run
from tests.web.documents import cast
from web.documents import rules
text = json.dumps(cast.full(), ensure_ascii=False)
for number in range(4):
    run(rules.declaration_paper("review_form", json.loads(text.replace("中州", f"中州{number}"))))
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def test_very_full_papers_leave_the_service_small() -> None:
    done = subprocess.run([sys.executable, "-c", MEMORY], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 150 * 1024


def test_what_goes_wrong_apart_is_said() -> None:
    with pytest.raises(rules.CannotTypeset, match="^文件没有生成：unclosed delimiter$"):
        typesetting.apart({"main.typ": b"#let broken = ("}, typesetting.FILED, 0)
