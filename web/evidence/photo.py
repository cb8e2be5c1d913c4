"""From a photograph to pages: turned, trimmed, straightened, 1440 × 900 at most, the best JPEG in 100 KB."""

import math
from collections.abc import Iterator
from pathlib import Path

import pillow_heif
from PIL import Image, ImageStat

from web.evidence import capture, colour, limits, page_edge, paper
from web.evidence.encoding import encode
from web.evidence.refusal import DAMAGED, TOO_MANY_PAGES, TOO_MANY_PIXELS, TOO_SMALL, Refused

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
ON_ITS_SIDE = {
    Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270, Image.Transpose.TRANSPOSE, Image.Transpose.TRANSVERSE,
}  # fmt: skip
FINE = 336  # the long side on which the stroke of a pen still shows its colour
ONE_COLOUR = 10  # of 255: on paper under one lamp; the thinnest stroke in colour differs by more
LEAST = 16  # px: below this side nothing can be read


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


TURNED = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}


def pages(
    path: Path, kind: str, grey: bool = False, straighten: bool = True, turn: int = 0
) -> Iterator[bytes]:
    """Each page of the photograph file as a compliant JPEG without metadata, in order; `turn`: degrees to the right."""
    with opened(path, kind) as picture:
        for _ in _frames(picture, kind):
            for page in upright_pages(picture, grey, straighten):
                yield encode(page.transpose(TURNED[turn]) if turn else page)


def upright_pages(picture: Image.Image, grey: bool = False, straighten: bool = True) -> Iterator[Image.Image]:
    """As upright_page(); a long screen capture in pieces that can be read, in order."""
    turn = orientation(picture)
    seen = picture.size[::-1] if turn in ON_ITS_SIDE else picture.size
    if not capture.is_long(seen):
        yield upright_page(picture, grey, straighten)
        return
    profile = picture.info.get("icc_profile") if picture.mode in ("RGB", "RGBA") else None
    short = limits.PAGE_SHORT.amount
    if picture.format in ("JPEG", "MPO"):
        least = (short, round(short * seen[1] / seen[0]))
        picture.draft(None, least if seen == picture.size else least[::-1])
    picture.load()
    whole = picture if turn is None else picture.transpose(turn)
    for top, end in capture.cuts(whole):
        image = _flat(whole.crop((0, top, whole.width, end)), "L" if grey else "RGB")
        image = _shrunk(image, capture.fitted(image.size))
        yield colour.as_srgb(image, profile) if profile and image.mode != "L" else image


def upright_page(picture: Image.Image, grey: bool = False, straighten: bool = True) -> Image.Image:
    """The picture that `picture` stands on, decoded no larger than needed, as YCbCr or L within the page's box.

    `straighten`: trim, straighten and light evenly a sheet of paper that is found; else all stays as it was taken.
    """
    turn, profile = (
        orientation(picture),
        picture.info.get("icc_profile") if picture.mode in ("RGB", "RGBA") else None,
    )
    box = (limits.PAGE_LONG.amount, limits.PAGE_SHORT.amount)
    if picture.format in ("JPEG", "MPO"):
        wanted = "YCbCr" if _as_stored(picture) else None
        picture.draft("L" if grey and picture.mode == "RGB" else wanted, fitted(picture.size, box))
    image = plain(picture, grey)
    bright = image.getchannel(0) if image.mode == "YCbCr" else image.convert("L")
    corners = (
        page_edge.find(bright.reduce(max(1, max(bright.size) // page_edge.LONG))) if straighten else None
    )
    planes = (bright, *_colours(image, corners))
    if corners:
        planes = _sheet(planes, corners if turn is None else [corners[at] for at in SEEN[turn]], box)
        turn = None
    else:
        size = fitted(bright.size, box)
        planes = tuple(_shrunk(plane, size if plane is bright else _half(size)) for plane in planes)
    image = _merged(paper.even(planes) if straighten else planes)
    if profile and image.mode != "L":
        image = colour.as_srgb(image, profile)
    return image.transpose(turn) if turn is not None else image


def _as_stored(picture: Image.Image) -> bool:
    """Whether the JPEG keeps YCbCr by the rules of libjpeg, which cannot make it of a JPEG that keeps RGB."""
    if picture.mode != "RGB":
        return False
    ids = [layer[0] for layer in getattr(picture, "layer", ())]
    return "jfif" in picture.info or picture.info.get("adobe_transform", 1 if ids == [1, 2, 3] else 0) == 1


def _colours(image: Image.Image, corners: list[page_edge.Point] | None) -> tuple[Image.Image, ...]:
    """Cb and Cr at half the size, which is how a JPEG keeps them; one pixel each for a sheet of one colour."""
    if image.mode == "L":
        return ()
    if corners:
        small = _tints(image, max(1, max(image.size) // FINE))
        tints = [_one_colour(plane, corners) for plane in small]
        if None not in tints:
            return tuple(Image.new("L", (1, 1), tint) for tint in tints)
    return _tints(image, 2)


def _tints(image: Image.Image, smaller: int) -> tuple[Image.Image, ...]:
    """Cb and Cr of YCbCr or RGB, so many times smaller."""
    image = image.reduce(smaller)
    return (image if image.mode == "YCbCr" else image.convert("YCbCr")).split()[1:]


def _half(size: tuple[int, int]) -> tuple[int, int]:
    return (size[0] + 1) // 2, (size[1] + 1) // 2


def _merged(planes: tuple[Image.Image, ...]) -> Image.Image:
    if len(planes) == 1:
        return planes[0]
    full = planes[0].size
    return Image.merge("YCbCr", [planes[0], *(_as_large(plane, full) for plane in planes[1:])])


def _as_large(plane: Image.Image, size: tuple[int, int]) -> Image.Image:
    if plane.size == (1, 1):
        return Image.new("L", size, plane.getpixel((0, 0)))
    return plane.resize(size, Image.Resampling.NEAREST)


def plain(picture: Image.Image, grey: bool) -> Image.Image:
    """Decoded, as L or RGB; transparency on white, 16 bits to 8, large pictures reduced before conversion."""
    picture.load()
    asked = picture.mode if picture.format in ("JPEG", "MPO") and picture.mode == "YCbCr" else "RGB"
    return _flat(picture, "L" if grey else asked, max(picture.size) // (2 * limits.PAGE_LONG.amount))


def _flat(image: Image.Image, asked: str, rough: int = 1) -> Image.Image:
    """A decoded picture in the mode `asked` (L where it has no colour), so many times smaller."""
    if image.mode.startswith("I") or image.mode == "F":
        image = _eight_bits(image)
    if image.mode in ("P", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
    if rough > 1 and image.mode != "1":
        image = image.reduce(rough)
    if image.mode in ("RGBA", "LA", "La", "RGBa"):
        image = image.convert("RGBA")
        white = Image.new("RGB", image.size, "white")
        white.paste(image, mask=image.getchannel("A"))
        image = white
    wanted = "L" if image.mode in ("L", "1") else asked
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


def _sheet(
    planes: tuple[Image.Image, ...], corners: list[page_edge.Point], box: tuple[int, int]
) -> tuple[Image.Image, ...]:
    """The sheet between `corners` (fractions), straight; a hair's breadth of table is kept so no edge is lost."""
    middle = (sum(x for x, _ in corners) / 4, sum(y for _, y in corners) / 4)
    wider = [(middle[0] + (x - middle[0]) * 1.006, middle[1] + (y - middle[1]) * 1.006) for x, y in corners]
    points = [(x * planes[0].width, y * planes[0].height) for x, y in wider]
    across = (math.dist(points[0], points[1]) + math.dist(points[3], points[2])) / 2
    down = (math.dist(points[0], points[3]) + math.dist(points[1], points[2])) / 2
    size = fitted((round(across), round(down)), box)
    return tuple(
        plane
        if plane.size == (1, 1)
        else _straight(plane, wider, size if number == 0 else _half(size), across / size[0])
        for number, plane in enumerate(planes)
    )


def _one_colour(plane: Image.Image, corners: list[page_edge.Point]) -> int | None:
    """The colour (Cb or Cr) of a sheet on which no stroke of a pen differs from the paper by more than its grain."""
    middle = (sum(x for x, _ in corners) / 4, sum(y for _, y in corners) / 4)
    inner = [
        (
            (middle[0] + (x - middle[0]) * 0.985) * plane.width,
            (middle[1] + (y - middle[1]) * 0.985) * plane.height,
        )
        for x, y in corners
    ]
    size = (max(1, plane.width * 9 // 10), max(1, plane.height * 9 // 10))
    seen = plane.transform(
        size, Image.Transform.PERSPECTIVE, page_edge.perspective(size, inner), Image.Resampling.NEAREST
    )
    low, high = seen.getextrema()
    assert isinstance(low, int | float) and isinstance(high, int | float)
    return round(ImageStat.Stat(seen).mean[0]) if high - low <= ONE_COLOUR else None


def _straight(
    plane: Image.Image, corners: list[page_edge.Point], size: tuple[int, int], smaller: float
) -> Image.Image:
    while smaller > 2.2:
        plane, smaller = plane.reduce(2), smaller / 2
    numbers = page_edge.perspective(size, [(x * plane.width, y * plane.height) for x, y in corners])
    return plane.transform(size, Image.Transform.PERSPECTIVE, numbers, Image.Resampling.BILINEAR)
