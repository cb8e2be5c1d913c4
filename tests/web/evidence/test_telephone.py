"""What telephones really send: turned HEIC, MPO, 48 million pixels, captures as long as a conversation."""

from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageDraw, ImageFont

from tests import corpus
from tests.cast import ZHANG
from tests.web.evidence.test_pages import award_of, names, send
from web.evidence import capture, limits, photo, work

pytestmark = pytest.mark.usefixtures("store")

COLOURS = {
    "upper left": (220, 30, 30),
    "upper right": (30, 160, 30),
    "lower left": (30, 30, 220),
    "lower right": (230, 200, 20),
}
BOX = (limits.PAGE_LONG.amount, limits.PAGE_SHORT.amount)


def corners(size: tuple[int, int] = (1200, 900)) -> Image.Image:
    """A picture whose corners tell how it is held."""
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    across, down = size[0] // 3, size[1] // 3
    for where, colour in COLOURS.items():
        left = 0 if "left" in where else size[0] - across
        top = 0 if "upper" in where else size[1] - down
        draw.rectangle((left, top, left + across, top + down), fill=colour)
    return image


def held(page: bytes) -> dict[str, str]:
    """Which colour is seen in which corner."""
    image = Image.open(BytesIO(page)).convert("RGB")
    at = {"upper left": (20, 20), "upper right": (image.width - 20, 20), "lower left": (20, image.height - 20),
          "lower right": (image.width - 20, image.height - 20)}  # fmt: skip
    near = {}
    for where, place in at.items():
        seen = image.getpixel(place)
        assert isinstance(seen, tuple)
        near[where] = min(
            COLOURS, key=lambda name: sum(abs(a - b) for a, b in zip(COLOURS[name], seen, strict=True))
        )
    return near


UPRIGHT = {name: name for name in COLOURS}


def converted(path: Path, folder: Path) -> list[bytes]:
    """The pages of what the file becomes, each compliant."""
    answer = work.convert(str(path), str(folder))
    (part,) = answer["parts"]
    data = Path(part["path"]).read_bytes()
    pages = [data] if part["kind"] == "jpeg" else corpus.embedded_jpegs(data)
    for page in pages:
        with Image.open(BytesIO(page)) as image:
            assert len(page) <= limits.PAGE_BYTES.amount and not image.getexif()
            assert photo.fitted(image.size, BOX) == image.size
    if part["kind"] == "pdf":
        with pikepdf.open(BytesIO(data)) as document:
            assert len(document.pages) == part["pages"] == len(pages)
    return pages


@pytest.mark.parametrize("turned", [1, 3, 6, 8])
def test_a_heic_with_irot_and_exif_is_turned_once(turned: int, tmp_path: Path) -> None:
    """pillow-heif writes the EXIF's orientation as irot, and telephones keep both: only one of them may count."""
    stored = corners()
    back = {
        1: None,
        3: Image.Transpose.ROTATE_180,
        6: Image.Transpose.ROTATE_90,
        8: Image.Transpose.ROTATE_270,
    }[turned]
    stored = stored.transpose(back) if back is not None else stored
    exif = Image.Exif()
    exif[0x0112] = turned
    path = tmp_path / "照片.heic"
    stored.save(path, "HEIF", quality=80, exif=exif.tobytes())
    with Image.open(path, formats=("HEIF",)) as image:
        assert image.info.get("original_orientation", 1) in (turned, None if turned == 1 else turned)
    (page,) = converted(path, tmp_path)
    assert held(page) == UPRIGHT


@pytest.mark.parametrize("turned", [1, 6])
def test_an_mpo_is_one_page_its_first_picture(turned: int, tmp_path: Path) -> None:
    """The second picture is the other eye's, or a map of depth: no page."""
    stored = corners() if turned == 1 else corners().transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[0x0112] = turned
    path = tmp_path / "照片.jpg"
    other = Image.new("RGB", (400, 300), "black")
    stored.save(path, "MPO", save_all=True, append_images=[other], quality=90, exif=exif.tobytes())
    assert Image.open(path).format == "MPO"
    (page,) = converted(path, tmp_path)
    assert held(page) == UPRIGHT


@pytest.mark.parametrize("progressive", [False, True])
def test_48_million_pixels_pass(progressive: bool, tmp_path: Path) -> None:
    path = tmp_path / "大.jpg"
    corners((8064, 6048)).save(path, "JPEG", quality=85, progressive=progressive)
    (page,) = converted(path, tmp_path)
    assert held(page) == UPRIGHT


def conversation(size: tuple[int, int] = (1080, 12_000), step: int = 100) -> Image.Image:
    """A long capture: a numbered line of writing every `step` rows on the grey of a messenger."""
    image = Image.new("RGB", size, (237, 237, 237))
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(corpus.SANS, 40, index=2)
    for number in range(size[1] // step):
        top = number * step + 20
        draw.rounded_rectangle((140, top, size[0] - 60, top + 60), 12, fill="white")
        draw.text((170, top + 4), f"line {number:03d} of the talk", font=font, fill="black")
        draw.rectangle((20, top + 10, 20 + (number % 100), top + 40), fill=(200, 60, 60))
    return image


@pytest.mark.parametrize("form,name", [("PNG", "截图.png"), ("JPEG", "截图.jpg")])
def test_a_long_capture_is_cut_into_pages_between_its_lines(form: str, name: str, tmp_path: Path) -> None:
    whole = conversation()
    whole.save(tmp_path / name, form, **({"quality": 90} if form == "JPEG" else {}))
    pages = converted(tmp_path / name, tmp_path)
    assert len(pages) == 8
    images = [Image.open(BytesIO(page)).convert("L") for page in pages]
    assert {image.width for image in images} == {900}
    assert abs(sum(image.height for image in images) - 10_000) < 8  # every row once
    for image in images:  # no line is cut: the first and the last rows are blank
        for row in (0, image.height - 1):
            low, high = image.crop((0, row, image.width, row + 1)).getextrema()
            assert high - low < 40  # type: ignore[operator]


def test_where_no_row_is_blank_the_pages_overlap() -> None:
    image = Image.effect_noise((1080, 12_000), 90)
    found = list(capture.cuts(image))
    assert found[0][0] == 0 and found[-1][1] == 12_000
    for (_, end), (top, _) in pairwise(found):
        assert 0 < end - top < 200


def test_what_is_not_long_stays_one_page() -> None:
    for size in (
        (1080, 2400),
        (1440, 3200),
        (900, 1440),
        (200, 1900),
        (4000, 3000),
        (3000, 4000),
        (12_000, 1080),
    ):
        assert not capture.is_long(size), size
    for size in ((1080, 12_000), (750, 5000), (1440, 6000)):
        assert capture.is_long(size), size


def test_the_largest_capture_fits_into_a_childs_memory(tmp_path: Path, town: str, store: object) -> None:
    """32 million pixels, as PNG, through the page: the person is told how many pages it has become."""
    out = BytesIO()
    conversation((1080, 30_000), 120).save(out, "PNG")
    zhang, url = ZHANG.browser(), award_of(ZHANG)
    page = send(zhang, url, ("聊天记录.png", out.getvalue()))
    assert page.status == 200, page.text
    assert "“聊天记录.png”已收下，" in page.text and "，长图已从上到下切成几页。" in page.text
    assert names(page) == ["聊天记录.pdf"]
