"""Every paper, short, typical and as full as it gets: its words, its structure."""

import io
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import pikepdf
import pypdfium2
import pytest

from tests.web.documents import structure
from tests.web.documents.printed import (
    ACCEPTANCE,
    COUNTS,
    DECLARATIONS,
    OPINIONS,
    SHEETS,
    bare,
    holds,
    made,
    without_footers,
    words,
)
from web.documents import basics, fonts, official_form, rules
from web.documents.papers import PAPERS, SHEET, SNAPSHOT

pytestmark = pytest.mark.skipif(bool(fonts.complaints()), reason="no Chinese fonts on this machine")


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


EVERY = [(key, length) for key in PAPERS for length in COUNTS]


@pytest.mark.parametrize("length", COUNTS)
def test_the_review_form_says_everything_that_was_declared(length: str) -> None:
    text = without_footers(words(made("review_form", length)))
    for shown in everything_shown(DECLARATIONS[length]):
        for line in shown.split("\n"):
            assert holds(text, bare(line)), line


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
    for section in DECLARATIONS[length]["sections"][1:]:
        for value in (
            value for row in section["rows"] for value in row["values"] if value["kind"] != "upload"
        ):
            for line in value["shown"].split("\n"):
                assert holds(text, bare(line)), line


@pytest.mark.parametrize("length", COUNTS)
def test_the_summary_has_the_fields_of_the_norms_and_says_none_of_an_empty_one(length: str) -> None:
    text = words(made("summary_sheet", length))
    contents = official_form.contents(DECLARATIONS[length], OPINIONS, ACCEPTANCE)
    assert [label for label, _ in contents["summary"]] == list(basics.SUMMARY)
    for label, value in contents["summary"]:
        assert holds(text, bare(label + (value or "无"))) or len(value) > 10, label
    for box in ("单位推荐意见", "主管部门意见", "资格审查意见"):
        assert box in text, box


def test_the_form_says_what_every_office_has_decided() -> None:
    text = words(made("review_form", "typical"))
    said = OPINIONS.as_contents()
    del said["screening"]
    for given in texts(said):
        assert holds(text, bare(given)), given
    assert "备注" in text


@pytest.mark.parametrize(
    "key", ["submission_receipt", "acceptance", "commitment", "recommendation", "certificate"]
)
@pytest.mark.parametrize("length", COUNTS)
def test_a_short_paper_is_one_page(key: str, length: str) -> None:
    with pypdfium2.PdfDocument(made(key, length)) as file:
        assert len(file) == 1


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
