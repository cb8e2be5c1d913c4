"""How papers are set: drafts, the same bytes, what is refused, beside the event loop, apart and within memory."""

import asyncio
import io
import subprocess
import sys
from typing import Any

import pikepdf
import pypdfium2
import pytest

from tests.support import run
from tests.web.documents import cast
from tests.web.documents.printed import (
    DECLARATIONS,
    KEPT,
    MADE,
    OPINIONS,
    bare,
    made,
    without_footers,
    words,
)
from web.documents import fonts, official_form, rules, shapes, typesetting
from web.documents.papers import PAPERS, SNAPSHOT

pytestmark = pytest.mark.skipif(bool(fonts.complaints()), reason="no Chinese fonts on this machine")


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
    del KEPT[key, "typical"]
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
    del KEPT["review_form", "typical"]
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


def test_a_paper_shows_nothing_of_the_one_before() -> None:
    """The compiler is kept from one paper to the next, with the data of the last."""

    def form(snapshot: dict[str, Any], stamp: typesetting.Stamp, photo: bytes | None) -> bytes:
        contents = official_form.contents(snapshot, shapes.Opinions(), shapes.Acceptance())
        return typesetting.set_now("review_form", contents, stamp, photo=photo)

    bare_stamp = typesetting.Stamp(MADE, draft=True)
    first = form(cast.short(), bare_stamp, None)
    form(
        cast.typical(), typesetting.Stamp(MADE, number="1", address="https://zc.example.org/x"), cast.photo()
    )
    assert form(cast.short(), bare_stamp, None) == first
    with pikepdf.open(io.BytesIO(first)) as file:
        assert [
            each for each in file.objects if isinstance(each, pikepdf.Stream) and "/Image" in each.values()
        ] == []
