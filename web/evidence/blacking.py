"""Pages with black laid over what must not be seen, as pictures of their own: nothing is left under the black."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from PIL import Image

from web.evidence import images, limits, pdf, photo
from web.evidence.encoding import encode
from web.evidence.refusal import TOO_LONG_TO_BLACK, Refused

Mark = Sequence[int]
"""Page from 1, left, top, width, height; the four in hundredths of a percent of the page."""
WHOLE = 10_000
BLACK = (0, 0, 0)


def blacked(image: Image.Image, marks: Sequence[Mark]) -> Image.Image:
    """A copy of the page in RGB with every mark black; a mark covers each pixel that it touches, and one more around."""
    made = image.convert("RGB")
    for _, left, top, width, height in marks:
        box = (
            max(0, left * made.width // WHOLE - 1),
            max(0, top * made.height // WHOLE - 1),
            min(made.width, -(-(left + width) * made.width // WHOLE) + 1),
            min(made.height, -(-(top + height) * made.height // WHOLE) + 1),
        )
        made.paste(BLACK, box)
    return made


def preview(page: bytes, marks: Sequence[Mark]) -> bytes:
    """A page's own picture (JPEG) with the marks of that page."""
    with Image.open(BytesIO(page), formats=("JPEG",)) as image:
        return encode(blacked(image, marks), images.MOST)


def redacted(source: Path, kind: str, pages: int, marks: Sequence[Mark]) -> bytes:
    """A PDF of page images with the marks burnt in: no text, no metadata. Refused when there are too many pages."""
    if pages > limits.BLACKED_PAGES.amount:
        raise Refused(TOO_LONG_TO_BLACK)
    return pdf.packed(list(_pages(source, kind, pages, marks)))


def _pages(source: Path, kind: str, pages: int, marks: Sequence[Mark]) -> Iterator[bytes]:
    for number in range(1, pages + 1):
        page = images.page_of(source, kind, number, limits.PAGE_LONG.amount)
        box = (limits.PAGE_LONG.amount, limits.PAGE_SHORT.amount)
        page = (
            page.resize(photo.fitted(page.size, box)) if photo.fitted(page.size, box) != page.size else page
        )
        yield encode(blacked(page, [mark for mark in marks if mark[0] == number]))
