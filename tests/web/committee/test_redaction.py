"""遮盖: what is black is gone, the experts of a blind sitting see the replacement alone, nothing leads to the original."""

from datetime import timedelta
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from tests.browser import signed_in
from tests.support import run
from tests.web.committee import hall
from tests.web.committee.dossiers import NAME, body
from tests.web.committee.test_blind import number_of, place, reader_of  # noqa: F401
from web import clock
from web.committee import redactions
from web.committee.reading_tables import Redaction
from web.committee.tables import Item
from web.evidence import blacking, keeping, places
from web.evidence.tables import Held

pytestmark = [
    pytest.mark.torn,  # the hall's declarations have snapshots without a submission
    pytest.mark.usefixtures("store"),  # a sweep takes what only other databases name
]
FOUR = {"left__0": "10", "top__0": "7.5", "width__0": "80", "height__0": "17.5"}
"""Over the white name plate of every specimen page."""


def originals() -> list[str]:
    return [
        f["sha256"]
        for s in body()["sections"] for r in s["rows"] for v in r["values"] for f in v["files"]
    ]  # fmt: skip


def page_seen(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data)).convert("RGB")


def grey_at(image: Image.Image, across: float, down: float) -> int:
    return sum(image.getpixel((round(across * image.width), round(down * image.height)))) // 3  # type: ignore[arg-type, misc]


def test_what_is_black_is_gone(tmp_path) -> None:  # type: ignore[no-untyped-def]
    """Of a PDF with text: no text, no metadata, no other stream; pages in order, each within the limits of a page."""
    source = tmp_path / "证书.pdf"
    with pikepdf.new() as document:
        for number in range(3):
            document.add_blank_page(page_size=(595, 842))
            font = pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
            )
            document.pages[number].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
            text = f"BT /F1 40 Tf 60 700 Td (OUYANG {number}) Tj ET".encode()
            document.pages[number].Contents = document.make_stream(text)
        document.docinfo["/Author"] = NAME
        document.save(source)
    marks = [[1, 0, 1000, 10_000, 1000], [3, 0, 1000, 10_000, 1000]]
    data = blacking.redacted(source, "pdf", 3, marks)
    assert data == blacking.redacted(source, "pdf", 3, marks)
    made = pypdfium2.PdfDocument(data)
    assert [page.get_textpage().get_text_range() for page in made] == ["", "", ""]
    with pikepdf.open(BytesIO(data)) as document:
        assert "/Info" not in document.trailer and "/Metadata" not in document.Root
        pictures = [next(iter(page.obj.Resources.XObject.values())) for page in document.pages]
        raw = [each.read_raw_bytes() for each in pictures]
        assert [len(each) <= 100_000 and b"Exif" not in each for each in raw] == [True] * 3
    black = [grey_at(page_seen(each), 0.95, 0.15) for each in raw]
    assert black[0] < 8 and black[1] > 200 and black[2] < 8


def test_a_mark_covers_every_pixel_that_it_touches() -> None:
    image = Image.new("RGB", (99, 101), "white")
    for left, top, width, height in (
        (0, 0, 1, 1),
        (3333, 3333, 3334, 3334),
        (9990, 9990, 10, 10),
        (1, 9999, 9999, 1),
    ):
        made = blacking.blacked(image, [[1, left, top, width, height]])
        for across in range(99):
            for down in range(101):
                touched = (
                    across * 10_000 < (left + width) * 99 and (across + 1) * 10_000 > left * 99
                    and down * 10_000 < (top + height) * 101 and (down + 1) * 10_000 > top * 101
                )  # fmt: skip
                assert not touched or made.getpixel((across, down)) == (0, 0, 0)


def test_what_is_typed_becomes_marks_or_a_sentence() -> None:
    four = {"left": "10", "top": "20.55", "width": "95", "height": "５"}
    assert redactions.read(2, [four, dict.fromkeys(four, " ")]) == ([[2, 1000, 2055, 9000, 500]], {})
    wrong = redactions.read(
        1, [{**four, "left": "左"}, {**four, "top": "101"}, {**four, "width": ""}, {**four, "height": "0"}]
    )
    assert wrong == ([], {
        0: {"left": "左边应是数字，如 12.5。"}, 1: {"top": "上边应在 0 到 100 之间。"}, 2: {"width": "请填写宽。"},
        3: {"width": redactions.THIN},
    })  # fmt: skip


def test_the_experts_see_the_replacement_alone(place: hall.Hall) -> None:  # noqa: F811
    number = number_of(place.items[0])
    office, browser = signed_in("office"), signed_in(reader_of(place, place.items[0]))
    url, desk = f"/readings/{place.sitting}/{number}", f"/sittings/{place.sitting}/items/{number}/blind"
    assert browser.open(f"{url}/files/1").status == 404
    office.open(desk)
    page = office.follow("遮盖：材料 1")
    assert "还没有遮盖，专家现在看不到。" in page.text
    assert "还没有遮盖任何地方。" in office.press("生成遮盖后的文件").text
    page = office.press("保存，看效果", **{**FOUR, "width__0": "宽"})
    assert (page.status, page.complaints) == (422, ["宽应是数字，如 12.5。"])
    page = office.press("增加一处", **FOUR)
    assert "已遮盖 1 处，还没有生成，专家现在看不到。" in page.text
    assert (page.value("left.0"), page.value("top.0"), page.value("left.1")) == ("10", "7.5", "")
    shown = page_seen(office.send("GET", str(page.tree.xpath("//img[@id='marked']/@src")[0])).content)
    assert grey_at(shown, 0.5, 0.15) < 8 and grey_at(shown, 0.5, 0.6) > 8
    assert browser.open(f"{url}/files/1").status == 404
    assert "已遮盖 1 处，已生成，专家看得到。" in office.press("生成遮盖后的文件").text
    page = browser.open(f"{url}/files/1")
    assert (page.status, page.heading) == (200, "材料-1.pdf")
    seen = browser.send("GET", f"{url}/files/1/pages/1?w=1440").content
    assert grey_at(page_seen(seen), 0.5, 0.15) < 8
    assert browser.send("GET", f"{url}/files/1/original").status_code == 404
    row = run(Redaction.select().first())
    assert run(keeping.check()) == []
    with clock.frozen(clock.now() + timedelta(days=99)):
        run(keeping.sweep())
    assert places.store().exists(row["replacement"])
    page = office.open(desk)
    assert "专家看到的是遮盖后的文件" in page.text and "材料-1.pdf" in page.text
    office.follow("遮盖：材料 1")
    assert "已遮盖 1 处，还没有生成" in office.press("保存，看效果", left__0="12").text
    assert browser.open(f"{url}/files/1").status == 404
    assert not run(Held.exists().where(Held.sha256 == row["replacement"]))


def test_no_address_of_an_expert_leads_to_the_original(place: hall.Hall) -> None:  # noqa: F811
    """Also not when the file was released before, and the marks are taken away again."""
    declaration, number = place.items[0], number_of(place.items[0])
    office, browser = signed_in("office"), signed_in(reader_of(place, place.items[0]))
    url, desk = f"/readings/{place.sitting}/{number}", f"/sittings/{place.sitting}/items/{number}/blind"
    office.open(desk)
    office.press("保存", **{"file.1": "1"})
    assert browser.open(f"{url}/files/1").status == 200
    office.open(f"{desk}/1")
    office.press("保存，看效果", **FOUR)
    assert browser.open(f"{url}/files/1").status == 404
    office.press("生成遮盖后的文件")
    original = originals()[0]
    inside = [
        browser.send("GET", path)
        for path in (
            url,
            f"{url}/files/1",
            f"{url}/files/1/pages/1",
            f"/readings/{place.sitting}/offline.html",
        )
    ]
    for answer in inside:
        whole = answer.content.decode("latin-1") + repr(answer.headers)
        assert answer.status_code == 200 and original not in whole and original[:32] not in whole
    outside = [
        desk, f"{desk}/1", f"{desk}/1/pages/1", f"{url}/files/1/original", f"{url}/files/{original}",
        f"/declarations/{declaration}/evidence/{original}", f"/declarations/{declaration}/evidence/{original}/pages/1",
        f"/declarations/{declaration}/evidence/{original}/original", f"/files/mine/{original}",
    ]  # fmt: skip
    assert {path: browser.send("GET", path).status_code for path in outside} == dict.fromkeys(outside, 404)
    office.open(f"{desk}/1")
    office.press("保存，看效果", **dict.fromkeys(FOUR, ""))
    assert run(Redaction.count()) == 0
    assert run(Item.select(Item.released).where(Item.declaration == declaration).first())["released"] == []
    assert browser.open(f"{url}/files/1").status == 404


def test_only_the_office_of_the_committee_marks(place: hall.Hall) -> None:  # noqa: F811
    number = number_of(place.items[0])
    desk = f"/sittings/{place.sitting}/items/{number}/blind/1"
    browser = signed_in(reader_of(place, place.items[0]))
    browser.open("/password")
    form = {"token": browser.token, "page": "1", "left.0": "1", "top.0": "1", "width.0": "1", "height.0": "1"}
    for path in (desk, f"{desk}/make"):
        assert browser.send("POST", path, data=form).status_code == 404
    office = signed_in("office")
    for path in (f"{desk[:-1]}9", f"{desk}?page=2", f"{desk}/pages/2"):
        assert office.open(path).status == 404
    assert run(Redaction.count()) == 0
