"""The ID photo: its size, the crop that buttons move, its faults in words."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFilter

from tests import corpus
from web.evidence import portrait
from web.evidence.portrait import Crop


def face(width: int = 1200, height: int = 1819, light: int = 170) -> Image.Image:
    """A drawn head with sharp features, of the given brightness."""
    image = Image.new("RGB", (width, height), (light, light, min(255, light + 20)))
    draw = ImageDraw.Draw(image)
    draw.ellipse(
        (width * 0.25, height * 0.15, width * 0.75, height * 0.65),
        fill=(light, light * 8 // 10, light * 7 // 10),
    )
    for x in range(0, width, 24):
        draw.line((x, height * 0.1, x + 60, height * 0.3), fill=(light // 4,) * 3, width=6)
    for eye in (0.4, 0.6):
        draw.ellipse((width * (eye - 0.04), height * 0.35, width * (eye + 0.04), height * 0.38), fill="black")
    return image


def cut(tmp_path: Path, image: Image.Image, crop: Crop | None = None) -> tuple[Image.Image, Crop, list[str]]:
    path = tmp_path / "face"
    path.write_bytes(corpus.jpeg(image))
    data, used, said = portrait.cut(path, "jpeg", crop)
    assert len(data) <= 100_000
    return Image.open(BytesIO(data)), used, said


def test_a_good_photo_becomes_413_by_626_without_complaint(tmp_path: Path) -> None:
    made, crop, said = cut(tmp_path, face())
    assert (made.size, made.format, said) == ((413, 626), "JPEG", [])
    assert crop.x == pytest.approx(0, abs=0.01) and crop.width == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize(("image", "sentence"), [
    (face(1800, 1819), portrait.RATIO),
    (face(200, 303), portrait.SMALL),
    (face(light=40), "照片太暗，看不清面部。请在光线充足的地方重新拍照。"),
    (Image.new("RGB", (1200, 1819), "white"), "照片太亮，看不清面部。请避开强光重新拍照。"),
    (face().filter(ImageFilter.GaussianBlur(30)), "照片模糊，看不清面部。请拿稳手机、对准面部重新拍照。"),
])  # fmt: skip
def test_each_fault_is_said_in_words(tmp_path: Path, image: Image.Image, sentence: str) -> None:
    assert sentence in cut(tmp_path, image)[2]


@pytest.mark.parametrize("move", portrait.MOVES)
def test_the_buttons_never_leave_the_picture(move: str) -> None:
    size = (1800, 1819)
    crop = first = portrait.first_crop(size)
    for _ in range(60):
        crop = portrait.moved(crop, move, size)
        assert 0 <= crop.x <= 1 - crop.width + 1e-9
        assert 0 <= crop.y <= 1 - portrait.height_of(crop, size) + 1e-9
    assert (crop != first) == (move in ("left", "right", "bigger"))


def test_a_bigger_face_can_be_moved_in_every_direction(tmp_path: Path) -> None:
    size = (1200, 1819)
    crop = portrait.moved(portrait.moved(portrait.first_crop(size), "bigger", size), "bigger", size)
    for move, back in (("left", "right"), ("up", "down")):
        there = portrait.moved(crop, move, size)
        again = portrait.moved(there, back, size)
        assert there != crop and (again.x, again.y) == pytest.approx((crop.x, crop.y))
    made, used, said = cut(tmp_path, face(), crop)
    assert made.size == (413, 626) and used == crop and said == []


def test_a_photo_stored_lying_is_cut_standing(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    path = tmp_path / "lying"
    path.write_bytes(corpus.jpeg(face().transpose(Image.Transpose.ROTATE_90), exif=exif))
    assert portrait.size_of(path, "jpeg") == (1200, 1819)
    data, _, said = portrait.cut(path, "jpeg")
    assert said == []
    assert not Image.open(BytesIO(data)).getexif()
