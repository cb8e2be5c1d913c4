"""From a photograph to pages: turned, trimmed, straightened, 1440 × 900 at most, the best JPEG in 100 KB."""

import math
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pillow_heif
from PIL import Image

from web.evidence import limits, page_edge
from web.evidence.intake import DAMAGED, TOO_MANY_PAGES, TOO_MANY_PIXELS, TOO_SMALL, Refused

pillow_heif.register_heif_opener(thumbnails=False)
Image.MAX_IMAGE_PIXELS = None  # our own limits by kind, from the header, stand in limits.py
FORMATS = {
    "jpeg": ("JPEG", "MPO"),
    "png": ("PNG",),
    "webp": ("WEBP",),
    "tiff": ("TIFF",),
    "gif": ("GIF",),
    "heic": ("HEIF",),
}
SEEN = {  # which corner of the stored picture is seen upper left, upper right, lower right, lower left after a turn
    Image.Transpose.FLIP_LEFT_RIGHT: (1, 0, 3, 2), Image.Transpose.FLIP_TOP_BOTTOM: (3, 2, 1, 0),
    Image.Transpose.ROTATE_90: (1, 2, 3, 0), Image.Transpose.ROTATE_180: (2, 3, 0, 1),
    Image.Transpose.ROTATE_270: (3, 0, 1, 2), Image.Transpose.TRANSPOSE: (0, 3, 2, 1),
    Image.Transpose.TRANSVERSE: (2, 1, 0, 3),
}  # fmt: skip
LEAST = 16  # px: below this side nothing can be read
LOWEST = 18  # JPEG quality under which text breaks up: then rather fewer pixels
HIGHEST = 92


def opened(path: Path, kind: str) -> Image.Image:
    """The picture behind its header, nothing decoded yet; Refused when its pixels pass the limit of its kind."""
    try:
        picture = Image.open(path, formats=FORMATS[kind])
    except (OSError, SyntaxError, ValueError) as error:
        raise Refused(DAMAGED) from error
    _measure(picture, kind)
    return picture


def _measure(picture: Image.Image, kind: str) -> None:
    width, height = picture.size
    if width * height > limits.PIXELS[kind].amount:
        raise Refused(TOO_MANY_PIXELS)
    if min(width, height) < LEAST:
        raise Refused(TOO_SMALL)


def examine(path: Path, kind: str) -> int:
    """How many pages the picture file has, by headers alone; Refused beyond the limits."""
    with opened(path, kind) as picture:
        return sum(1 for _ in _frames(picture, kind))


def _frames(picture: Image.Image, kind: str) -> Iterator[None]:
    """Stands on each page in turn: all of a TIFF; of an animation only the first picture, which is its page."""
    yield
    if kind != "tiff":
        return
    number = 1
    while True:
        try:
            picture.seek(number)
        except EOFError:
            return
        _measure(picture, kind)
        number += 1
        if number > limits.PAGES.amount:
            raise Refused(TOO_MANY_PAGES)
        yield


def pages(path: Path, kind: str, grey: bool = False, straighten: bool = True) -> Iterator[bytes]:
    """Each page of the photograph file as a compliant JPEG without metadata, in order."""
    with opened(path, kind) as picture:
        for _ in _frames(picture, kind):
            yield encode(upright_page(picture, grey, straighten))


def upright_page(picture: Image.Image, grey: bool = False, straighten: bool = True) -> Image.Image:
    """The picture that `picture` stands on, decoded no larger than needed, as RGB or L within the page's box."""
    turn = orientation(picture)
    box = (limits.PAGE_LONG.amount, limits.PAGE_SHORT.amount)
    full = picture.size
    if picture.format in ("JPEG", "MPO"):
        picture.draft("L" if grey and picture.mode == "RGB" else None, fitted(full, box))
    image = plain(picture, grey)
    corners = page_edge.find(image.reduce(max(1, max(image.size) // page_edge.LONG))) if straighten else None
    if corners:
        return _sheet(image, corners if turn is None else [corners[at] for at in SEEN[turn]], box)
    image = _shrunk(image, fitted(image.size, box))
    return image.transpose(turn) if turn is not None else image


def plain(picture: Image.Image, grey: bool) -> Image.Image:
    """Decoded, as L or RGB; transparency on white, 16 bits to 8, large pictures reduced before conversion."""
    picture.load()
    image: Image.Image = picture
    if image.mode.startswith("I") or image.mode == "F":
        image = _eight_bits(image)
    if image.mode in ("P", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
    rough = max(image.size) // (2 * limits.PAGE_LONG.amount)
    if rough > 1 and image.mode != "1":
        image = image.reduce(rough)
    if image.mode in ("RGBA", "LA", "La", "RGBa"):
        image = image.convert("RGBA")
        white = Image.new("RGB", image.size, "white")
        white.paste(image, mask=image.getchannel("A"))
        image = white
    wanted = "L" if grey or image.mode in ("L", "1") else "RGB"
    return image if image.mode == wanted else image.convert(wanted)


def _eight_bits(image: Image.Image) -> Image.Image:
    """Grey of 16 or 32 bits as 8: divided by 256 when any level needs it."""
    top = image.getextrema()[1]
    scale = 1 / 256 if isinstance(top, int | float) and top > 255 else 1.0
    if image.mode.startswith("I;"):
        return image.point(lambda level: level * scale, "L")
    return image.point(lambda level: level * scale).convert("L")


def orientation(picture: Image.Image) -> Image.Transpose | None:
    """The turn that the EXIF asks for, or None."""
    turns = Image.Transpose
    table = {
        2: turns.FLIP_LEFT_RIGHT,
        3: turns.ROTATE_180,
        4: turns.FLIP_TOP_BOTTOM,
        5: turns.TRANSPOSE,
        6: turns.ROTATE_270,
        7: turns.TRANSVERSE,
        8: turns.ROTATE_90,
    }
    if picture.format == "HEIF":
        return None  # its decoder has turned it already
    try:
        return table.get(picture.getexif().get(0x0112, 1))
    except Exception:  # an unreadable EXIF block must not cost the picture
        return None


def fitted(size: tuple[int, int], box: tuple[int, int]) -> tuple[int, int]:
    """`size` scaled down into `box` (long, short) in whichever orientation it has; never enlarged."""
    long, short = max(size), min(size)
    scale = min(1.0, box[0] / long, box[1] / short)
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _shrunk(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    if size == image.size:
        return image
    return image.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)


def _sheet(image: Image.Image, corners: list[page_edge.Point], box: tuple[int, int]) -> Image.Image:
    """The sheet between `corners` (fractions), straight; a hair's breadth of table is kept so no edge is lost."""
    width, height = image.size
    middle = (sum(x for x, _ in corners) / 4, sum(y for _, y in corners) / 4)
    points = [
        ((middle[0] + (x - middle[0]) * 1.006) * width, (middle[1] + (y - middle[1]) * 1.006) * height)
        for x, y in corners
    ]
    across = (math.dist(points[0], points[1]) + math.dist(points[3], points[2])) / 2
    down = (math.dist(points[0], points[3]) + math.dist(points[1], points[2])) / 2
    size = fitted((round(across), round(down)), box)
    while across / size[0] > 2.2:
        image, across = image.reduce(2), across / 2
        points = [(x / 2, y / 2) for x, y in points]
    return image.transform(
        size, Image.Transform.PERSPECTIVE, page_edge.perspective(size, points), Image.Resampling.BILINEAR
    )


def encode(image: Image.Image, most: int = limits.PICTURE_BYTES.amount) -> bytes:
    """The best JPEG of `image` (RGB or L) in `most` bytes, without metadata.

    Smaller in pixels only when the quality would fall below LOWEST.
    """
    while True:
        quality = _guess(image, most)
        data = _jpeg(image, quality)
        while len(data) > most and quality > LOWEST:
            quality -= 1
            data = _jpeg(image, quality)
        if len(data) <= most:
            return _one_better(image, quality, data, most)
        less = min(0.95, (most / len(data)) ** 0.5)
        size = (max(1, int(image.width * less)), max(1, int(image.height * less)))
        image = image.resize(size, Image.Resampling.LANCZOS)


def _one_better(image: Image.Image, quality: int, data: bytes, most: int) -> bytes:
    while quality < HIGHEST and len(data) < most * 0.985:
        quality += 1
        better = _jpeg(image, quality)
        if len(better) > most:
            break
        data = better
    return data


def _guess(image: Image.Image, most: int) -> int:
    """The quality that comes near to `most` bytes, from quick encodings.

    A JPEG's bytes grow as (1 / step) ** 0.54, the step of its quantiser being 5000 / quality, or 200 - 2 * quality
    above 50 (measured on pages of text); the thorough encoding is 5 % smaller than the quick one.
    """
    quality = 35
    for _ in range(2):
        step = _step(quality) * (len(_jpeg(image, quality, quick=True)) * 0.95 / most) ** (1 / 0.54)
        nearer = round(5000 / step) if step > 100 else round((200 - step) / 2)
        nearer = min(max(nearer, LOWEST), HIGHEST)
        if abs(nearer - quality) <= 2:
            return nearer
        quality = nearer
    return quality


def _step(quality: int) -> float:
    return 5000 / quality if quality < 50 else 200 - 2 * quality


def _jpeg(image: Image.Image, quality: int, quick: bool = False) -> bytes:
    out = BytesIO()
    # without comment="" the source's own comment would be written again
    image.save(out, "JPEG", quality=quality, optimize=not quick, comment=b"")
    return out.getvalue()


def warm() -> None:
    """Loads every decoder, so that the first person does not wait for it."""
    Image.init()
