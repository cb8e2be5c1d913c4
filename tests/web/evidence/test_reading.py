"""What is written at 10 points is read as well from the compliant page as from the photograph; what is coloured stays so."""

import difflib
import os
import unicodedata
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageOps

from tests import corpus
from web.evidence import page_edge, photo

pytesseract = pytest.importorskip("pytesseract")
os.environ["OMP_THREAD_LIMIT"] = "1"  # its threads wait for each other in busy loops


def share_read(image: Image.Image, seed: int) -> float:
    """The share of the page's characters that tesseract (chi_sim) reads in order, from grey at 300 dpi of A4.

    Photograph and compliant page are both brought to that size: tesseract expects letters of 30 pixels.
    """
    grey = image.convert("L").resize(corpus.A4, Image.Resampling.BICUBIC)
    said = _plain(pytesseract.image_to_string(grey, lang="chi_sim", config="--psm 6 --dpi 300"))
    asked = _plain(corpus.page_text(seed))
    blocks = difflib.SequenceMatcher(None, asked, said, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / max(len(asked), len(said))


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def straightened(picture: Image.Image) -> Image.Image:
    """The photograph itself, all its pixels kept, upright and straight: what a reader had before."""
    picture = ImageOps.exif_transpose(picture).convert("L")
    corners = page_edge.find(picture)
    assert corners is not None
    points = [(x * picture.width, y * picture.height) for x, y in corners]
    numbers = page_edge.perspective(corpus.A4, points)
    return picture.transform(corpus.A4, Image.Transform.PERSPECTIVE, numbers, Image.Resampling.BICUBIC)


def test_ten_points_are_read_as_well_within_two_hundredths(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    before, after = [], []
    for seed in (1, 2):
        lying = corpus.photograph(seed, soft=0.8).transpose(Image.Transpose.ROTATE_90)
        path = tmp_path / f"{seed}.jpg"
        path.write_bytes(corpus.jpeg(lying, exif=exif))
        (data,) = photo.pages(path, "jpeg")
        assert len(data) <= 100_000
        before.append(share_read(straightened(Image.open(path)), seed))
        after.append(share_read(Image.open(BytesIO(data)), seed))
    print(f"read before {before}, after {after}")
    assert min(before) > 0.97
    assert sum(after) / 2 >= sum(before) / 2 - 0.02


def test_a_stamp_stays_red_and_a_portrait_as_dark_as_it_was() -> None:
    """On a sheet in a shadow, with a red ring and a grey portrait of 35 × 45 mm."""
    sheet = corpus.small_photograph(2).copy()
    draw = ImageDraw.Draw(sheet)
    draw.ellipse((560, 900, 760, 1100), outline=(190, 30, 35), width=12)
    draw.rectangle((800, 300, 960, 500), fill=(90, 90, 95))
    seen = photo.upright_page(sheet).convert("RGB")
    reds = sum(1 for red, green, blue in seen.get_flattened_data() if red > green + 70 and red > blue + 70)
    assert reds > 1500
    dark = sum(
        1 for red, green, blue in seen.get_flattened_data() if 60 < red < 135 and abs(red - green) < 20
    )
    assert dark > 8000


def test_a_thin_blue_signature_is_not_taken_for_grey() -> None:
    sheet = corpus.small_photograph(1).copy()
    ImageDraw.Draw(sheet).line((500, 1250, 700, 1200, 760, 1280), fill=(40, 50, 160), width=3)
    seen = photo.upright_page(sheet).convert("RGB")
    assert sum(1 for red, green, blue in seen.get_flattened_data() if blue > red + 50) > 200
