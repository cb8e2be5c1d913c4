"""A telephone's wide colours (Display P3) come out as the same colours in sRGB."""

import struct
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from tests import corpus
from web.evidence import photo

WHITE = (0.9642, 1.0, 0.8249)  # D50, as every profile has it
COLUMNS = {
    "r": (0.51512, 0.24120, -0.00105),
    "g": (0.29198, 0.69225, 0.04189),
    "b": (0.15710, 0.06657, 0.78407),
}
CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)


def _numbers(*values: float) -> bytes:
    return b"".join(struct.pack(">i", round(value * 65536)) for value in values)


def display_p3() -> bytes:
    """An ICC profile of version 4 with the primaries of Display P3 and the curve of sRGB, as telephones embed it."""
    name = "Display P3".encode("utf-16-be")
    tags = {
        b"desc": b"mluc"
        + bytes(4)
        + struct.pack(">II", 1, 12)
        + b"enUS"
        + struct.pack(">II", len(name), 28)
        + name,
        b"wtpt": b"XYZ " + bytes(4) + _numbers(*WHITE),
        **{f"{each}XYZ".encode(): b"XYZ " + bytes(4) + _numbers(*COLUMNS[each]) for each in COLUMNS},
        **{
            f"{each}TRC".encode(): b"para" + bytes(4) + struct.pack(">HH", 3, 0) + _numbers(*CURVE)
            for each in COLUMNS
        },
    }
    table, body, start = b"", b"", 128 + 4 + 12 * len(tags)
    for tag, data in tags.items():
        data += bytes(-len(data) % 4)
        table += tag + struct.pack(">II", start + len(body), len(data))
        body += data
    head = (
        bytes(4) + struct.pack(">I", 0x04000000) + b"mntrRGB XYZ " + struct.pack(">6H", 2026, 1, 1, 0, 0, 0)
    )
    head += b"acsp" + bytes(28) + _numbers(*WHITE)
    made = bytes(4) + head + bytes(128 - 4 - len(head)) + struct.pack(">I", len(tags)) + table + body
    return struct.pack(">I", len(made)) + made[4:]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF", "WEBP"])
@pytest.mark.parametrize(
    ("wide", "narrow"),
    [((234, 51, 35), (255, 0, 0)), ((117, 251, 76), (0, 255, 0)), ((128, 128, 128), (128, 128, 128))],
)
def test_display_p3_becomes_srgb(
    tmp_path: Path, form: str, wide: tuple[int, int, int], narrow: tuple[int, int, int]
) -> None:
    """The pairs are the same colours in both (CSS Color 4, matrices of chapter 10)."""
    image = Image.new("RGB", (640, 480), wide)
    path = tmp_path / "p3"
    path.write_bytes(corpus.encoded(image, form, icc_profile=display_p3()))
    (data,) = photo.pages(path, form.lower(), straighten=False)
    made = Image.open(BytesIO(data))
    assert "icc_profile" not in made.info
    seen = made.convert("RGB").getpixel((320, 240))
    assert isinstance(seen, tuple)
    assert max(abs(one - other) for one, other in zip(seen, narrow, strict=True)) <= 4, seen


def test_without_a_profile_colours_stay(tmp_path: Path) -> None:
    path = tmp_path / "plain"
    path.write_bytes(corpus.jpeg(Image.new("RGB", (640, 480), (234, 51, 35))))
    (data,) = photo.pages(path, "jpeg", straighten=False)
    seen = Image.open(BytesIO(data)).convert("RGB").getpixel((320, 240))
    assert isinstance(seen, tuple)
    assert max(abs(one - other) for one, other in zip(seen, (234, 51, 35), strict=True)) <= 4, seen


@pytest.mark.parametrize("cover", [(176, 28, 34), (205, 165, 60), (30, 60, 140)])
def test_the_cover_of_a_certificate_keeps_its_colour(tmp_path: Path, cover: tuple[int, int, int]) -> None:
    """Red cloth, gold paper, a blue folder, filling the photograph: not taken for white paper in a bad light."""
    grain = Image.effect_noise((1500, 1100), 6)
    image = Image.merge("RGB", [grain.point(lambda level, mean=mean: level - 128 + mean) for mean in cover])
    path = tmp_path / "cover.jpg"
    path.write_bytes(corpus.jpeg(image))
    (data,) = photo.pages(path, "jpeg")
    seen = Image.open(BytesIO(data)).convert("RGB").resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    assert isinstance(seen, tuple)
    assert max(abs(one - other) for one, other in zip(seen, cover, strict=True)) <= 6, seen
