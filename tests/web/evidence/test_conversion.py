"""Two hundred files of every kind become compliant, in order, and the same bytes each time."""

import asyncio
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat

from tests import corpus
from tests.support import run
from tests.web.evidence.specimens import Specimen, specimens, text_pdf
from web.evidence import pdf, pdf_safety, photo
from web.evidence.encoding import encode
from web.evidence.pool import Pool

TURNS = {  # by EXIF orientation: how a camera stores what was upright
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}  # fmt: skip


@pytest.fixture(scope="module")
def converted(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[list[tuple[Specimen, dict[str, Any], list[bytes]]]]:
    """Every specimen with the answer it got and the bytes of its parts."""
    folder = tmp_path_factory.mktemp("converted")
    yield run(_convert(folder))


async def _convert(folder: Path) -> list[tuple[Specimen, dict[str, Any], list[bytes]]]:
    pool = Pool(waiting=300)

    async def one(number: int, specimen: Specimen) -> tuple[Specimen, dict[str, Any], list[bytes]]:
        place = folder / str(number)
        place.mkdir()
        (place / "source").write_bytes(specimen[1])
        answer = await pool.ask("convert", clock=120, source=str(place / "source"), folder=str(place))
        return specimen, answer, [Path(part["path"]).read_bytes() for part in answer["parts"]]  # noqa: ASYNC240

    try:
        return await asyncio.gather(*(one(number, each) for number, each in enumerate(specimens())))
    finally:
        await pool.close()
        assert pool.died == 0


def test_there_are_two_hundred_of_every_kind() -> None:
    kinds = {name.rsplit(".", 1)[1] for name, _, _ in specimens()}
    assert len(specimens()) >= 200
    assert kinds == {"jpg", "png", "webp", "gif", "heic", "tif", "pdf"}


def test_no_page_is_lost_or_doubled(converted: list[Any]) -> None:
    wrong = [(name, answer) for (name, _, pages), answer, _ in converted
             if answer["pages"] != pages or sum(part["pages"] for part in answer["parts"]) != pages]  # fmt: skip
    assert wrong == []


def test_every_page_keeps_the_limits_and_carries_nothing_but_itself(converted: list[Any]) -> None:
    for (name, _, _), _, parts in converted:
        for data in parts:
            if data[:5] == b"%PDF-":
                assert len(data) < 8_000_000, name
                _look_at_pdf(name, data)
            else:
                _look_at_jpeg(name, data)


def _look_at_jpeg(name: str, data: bytes) -> None:
    assert len(data) <= 100_000, name
    with Image.open(BytesIO(data)) as image:
        image.load()
        assert image.format == "JPEG", name
        assert max(image.size) <= 1440 and min(image.size) <= 900, name
        assert not image.getexif() and set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density",
                                                           "progressive", "progression"}, (name, image.info)  # fmt: skip


def _look_at_pdf(name: str, data: bytes) -> None:
    document = pypdfium2.PdfDocument(data)
    with pikepdf.open(BytesIO(data)) as opened:
        assert opened.check_pdf_syntax() == [], name
        assert len(opened.pages) == len(document), name
        assert "/Info" not in opened.trailer and "/Metadata" not in opened.Root, name
        for number, page in enumerate(opened.pages):
            box = [float(each) for each in page.mediabox]
            assert max(box[2:]) <= 1440 and min(box[2:]) <= 900, name
            for image in page.get_images().values():
                assert len(image.read_raw_bytes()) <= 100_000, name
                assert max(int(image.Width), int(image.Height)) <= 1440, name
            if number < 3:
                document[number].render(scale=0.2)
        assert pdf.heavy_pages(opened) == [], name


def test_vector_pages_keep_their_words_and_their_order(converted: list[Any]) -> None:
    for (name, _, pages), answer, parts in converted:
        if " of (595, 842)" in name or name.startswith(("120", "with", "saved", "rotated", "opens")):
            document = pypdfium2.PdfDocument(parts[0])
            said = [page.get_textpage().get_text_bounded().strip().split("\r")[0] for page in document]
            assert said == [f"page {number}" for number in range(1, pages + 1)], name
            assert answer["rendered"] == [], name


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    path = tmp_path / "source"
    for name, data, _ in specimens()[::17]:
        path.write_bytes(data)
        kind = name.rsplit(".", 1)[1].replace("jpg", "jpeg").replace("tif", "tiff")
        if kind == "pdf":
            assert pdf.cleaned(path) == pdf.cleaned(path), name
        else:
            assert list(photo.pages(path, kind)) == list(photo.pages(path, kind)), name


def test_the_eight_turns_of_exif_come_to_one_picture(converted: list[Any]) -> None:
    """The eight specimens of one sheet store the same pixels: turning by EXIF 6 makes a lying picture of a standing one."""
    sizes = {name: Image.open(BytesIO(parts[0])).size for (name, _, _), _, parts in converted if name.startswith("turned")
             and name.endswith("of 1.jpg")}  # fmt: skip
    for turn in range(1, 9):
        width, height = sizes[f"turned {turn} of 1.jpg"]
        assert (width < height) == (turn < 5), turn


def test_a_turned_sheet_is_drawn_as_a_turned_picture_would_be() -> None:
    upright = corpus.small_photograph(1)
    wanted = photo.upright_page(upright)
    for turn, back in TURNS.items():
        exif = Image.Exif()
        exif[0x0112] = turn
        stored = Image.open(BytesIO(corpus.encoded(upright.transpose(back), "PNG", exif=exif)))
        seen = photo.upright_page(stored)
        assert max(abs(a - b) for a, b in zip(seen.size, wanted.size, strict=True)) <= 2, turn
        apart = ImageChops.difference(
            seen.resize((90, 120)).convert("L"), wanted.resize((90, 120)).convert("L")
        )
        assert ImageStat.Stat(apart).mean[0] < 4, turn


def test_a_long_pdf_is_split_under_eight_megabytes_without_loss(tmp_path: Path) -> None:
    noise = Image.effect_noise((700, 900), 60)
    jpegs = [encode(noise.rotate(n)) for n in range(4)] * 25
    files = pdf.joined(jpegs)
    assert [len(each) < 8_000_000 for each in files] == [True, True]
    found = [image.read_raw_bytes() for data in files for page in pikepdf.open(BytesIO(data)).pages
             for image in page.get_images().values()]  # fmt: skip
    assert found == jpegs
    whole = pikepdf.new()
    for data in files:
        whole.pages.extend(pikepdf.open(BytesIO(data)).pages)
    whole.save(tmp_path / "long.pdf")
    parts, rendered = pdf.cleaned(tmp_path / "long.pdf")
    assert rendered == [] and len(parts) == 2 and all(len(part) < 8_000_000 for part in parts)
    assert sum(len(pikepdf.open(BytesIO(part)).pages) for part in parts) == 100


def test_what_acts_is_taken_away_and_the_page_stays(tmp_path: Path) -> None:
    path = tmp_path / "linked.pdf"
    path.write_bytes(next(data for name, data, _ in specimens() if name == "with a link.pdf"))
    (data,), rendered = pdf.cleaned(path)
    assert b"example.org" not in data and rendered == []
    with pikepdf.open(BytesIO(data)) as document:
        assert not [thing for thing in pdf_safety.walk(document) if "/URI" in thing or "/A" in thing]
    assert text_pdf(3)[:5] == b"%PDF-"
