"""Photographs, scans and PDFs for the tests, all made here from text of our own; the same seed gives the same bytes."""

import random
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import pikepdf
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

SANS = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
A4 = (2480, 3508)  # 300 dpi
PROSE = Path(__file__).with_name("prose.txt").read_text().split()


@lru_cache(maxsize=4)
def page_text(seed: int = 1, lines: int = 44, columns: int = 38) -> str:
    """`lines` lines of Chinese prose, hardly a sentence twice; what OCR is compared with."""
    sentences = random.Random(seed).sample(PROSE, len(PROSE))
    flow = "".join(sentences)
    return "\n".join(flow[i * columns : (i + 1) * columns] for i in range(lines))


@lru_cache(maxsize=4)
def page(seed: int = 1, points: float = 10.0, size: tuple[int, int] = A4) -> Image.Image:
    """An A4 sheet, grey, with text of `points` (1/72 inch) set at 1.6 line height."""
    dots = size[1] / 11.69 / 72 * points
    sheet = Image.new("L", size, 250)
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.truetype(SANS, round(dots), index=2)
    margin = size[0] // 10
    for number, line in enumerate(page_text(seed).split("\n")):
        draw.text((margin, margin + number * dots * 1.6), line, font=font, fill=25)
    return sheet


@lru_cache(maxsize=2)
def photograph(
    seed: int = 1,
    size: tuple[int, int] = (3024, 4032),
    tilt: float = 0.03,
    soft: float = 0.0,
) -> Image.Image:
    """A 12 MP telephone's view of `page(seed)` on a dark table: perspective, shadow, noise, a warm lamp.

    `soft`: how far the lens is out of focus, pixels (standard deviation).
    """
    chance = random.Random(seed)
    width, height = size
    shift = [chance.uniform(-tilt, tilt) for _ in range(8)]
    places = [
        ((0.07 + shift[0]) * width, (0.06 + shift[1]) * height),
        ((0.93 + shift[2]) * width, (0.06 + shift[3]) * height),
        ((0.93 + shift[4]) * width, (0.94 + shift[5]) * height),
        ((0.07 + shift[6]) * width, (0.94 + shift[7]) * height),
    ]
    sheet = page(seed)
    back = _perspective(places, [(0, 0), (A4[0], 0), (A4[0], A4[1]), (0, A4[1])])
    grey = sheet.transform(size, Image.Transform.PERSPECTIVE, back, Image.Resampling.BICUBIC)
    there = Image.new("L", A4, 255).transform(size, Image.Transform.PERSPECTIVE, back)
    table = Image.effect_noise((width // 8, height // 8), 14).point(lambda v: v * 0.45).resize(size)
    grey = Image.composite(grey, table, there)
    shadow = (
        Image.linear_gradient("L").rotate(chance.uniform(0, 360)).resize(size).point(lambda v: 165 + v * 0.35)
    )
    grey = ImageChops.multiply(grey, shadow)
    grey = grey.filter(ImageFilter.GaussianBlur(soft)) if soft else grey
    grain = Image.effect_noise((512, 512), 5)
    noise = Image.new("L", size)
    for x in range(0, width, 512):
        for y in range(0, height, 512):
            noise.paste(grain, (x, y))
    grey = ImageChops.add(grey, noise, 1, -128)
    return Image.merge(
        "RGB", (grey.point(lambda v: min(255, v * 1.02)), grey, grey.point(lambda v: v * 0.92))
    )


def _perspective(
    target: list[tuple[float, float]],
    source: list[tuple[float, float]],
) -> list[float]:
    """The eight numbers with which Image.transform maps `target` corners back to `source` (Gauss-Jordan)."""
    rows = []
    for (x, y), (u, v) in zip(target, source, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    for i in range(8):
        pivot = max(range(i, 8), key=lambda r: abs(rows[r][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        rows[i] = [value / rows[i][i] for value in rows[i]]
        for r in range(8):
            if r != i:
                rows[r] = [a - rows[r][i] * b for a, b in zip(rows[r], rows[i], strict=True)]
    return [row[8] for row in rows]


def jpeg(image: Image.Image, **options: object) -> bytes:
    """`image` as JPEG bytes."""
    return encoded(image, "JPEG", **{"quality": 90, **options})


def encoded(image: Image.Image, form: str, **options: object) -> bytes:
    """`image` in one of Pillow's formats."""
    out = BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


@lru_cache(maxsize=8)
def small_photograph(seed: int = 1) -> Image.Image:
    """photograph() at 1.7 MP: the same faults, less time."""
    return photograph(seed, (1134, 1512))


def scanned_pdf(pages: int, seed: int = 1) -> bytes:
    """A PDF of scans at 200 dpi: every page is over the limits."""
    sheets = [small_photograph(seed + n).resize((1654, 2339)) for n in range(pages)]
    return encoded(sheets[0], "PDF", save_all=True, append_images=sheets[1:], resolution=200, quality=85)


def embedded_jpegs(pdf: bytes) -> list[bytes]:
    """The JPEG of each page, byte for byte, in order."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return [next(iter(page.get_images().values())).read_raw_bytes() for page in document.pages]
