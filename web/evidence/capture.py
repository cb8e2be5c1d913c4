"""A long screen capture (a conversation, a web page) becomes pages in order, cut between its lines."""

from collections.abc import Iterator

from PIL import Image

from web.evidence import limits

LOSS = 0.6
"""Shrunk to one page a picture keeps this part of the size at which it could be read: below, it is cut."""
WINDOW = 0.3  # of a page: how far above its end a blank row is looked for
BLANK = 12  # of 255: how much the levels of a blank row may differ
OVERLAP = (
    0.06  # of a page: shown on both where no row is blank, so that every line stands whole on one of them
)


def is_long(size: tuple[int, int]) -> bool:
    """Whether a picture of this size, upright, would be too small to read on one page."""
    return limits.PAGE_LONG.amount / size[1] < LOSS * _scale(size[0])


def _scale(width: int) -> float:
    return min(1.0, limits.PAGE_SHORT.amount / width)


def fitted(size: tuple[int, int]) -> tuple[int, int]:
    """How large a piece becomes: all pieces of a capture at one scale, the last and shortest too."""
    scale = _scale(size[0])
    return max(1, round(size[0] * scale)), max(1, min(limits.PAGE_LONG.amount, round(size[1] * scale)))


def cuts(image: Image.Image) -> Iterator[tuple[int, int]]:
    """(first row, row behind the last) of each page, in order; together every row, none lost."""
    most = int(limits.PAGE_LONG.amount / _scale(image.width))
    top = 0
    while image.height - top > most:
        end = _blank_row(image, top + most - int(WINDOW * most), top + most)
        yield top, end or top + most
        top = end or top + most - int(OVERLAP * most)
    yield top, image.height


def _blank_row(image: Image.Image, first: int, behind: int) -> int:
    """The last row in the middle of a blank stripe between the two, 0 when there is none."""
    grey = image.crop((0, first, image.width, behind)).convert("L")
    rows = grey.tobytes()
    blank = [
        max(row) - min(row) <= BLANK
        for row in (rows[at : at + grey.width] for at in range(0, len(rows), grey.width))
    ]
    stripe = 0
    for number in range(len(blank) - 1, -1, -1):
        if blank[number]:
            stripe += 1
        elif stripe >= 3:
            return first + number + 1 + stripe // 2
        else:
            stripe = 0
    return first + stripe // 2 if stripe >= 3 else 0
