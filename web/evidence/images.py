"""A page as a picture for whoever looks: at the width asked for, a few dozen KB, drawn once and kept on disk."""

import math
import os
import secrets
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image

from web.evidence import pdf, photo
from web.evidence.encoding import encode
from web.evidence.refusal import Refused

WIDTHS = (160, 480, 720, 1080, 1440)  # so that a stranger cannot fill the disk with every width
MOST = 60_000  # bytes of one picture
REDRAWN = 0.85
"""Of the pixels that a page has which is one picture of more than MOST bytes: so many are drawn at most.

Letters are read best so (measured by OCR). Coded again pixel by pixel, in fewer bytes, the steps of the first coding
come through: of 900 pixels half the letters could be read, of 765 more than four in five. A small picture stays.
"""
LEAST = 720
NO_PAGE = "没有这一页。"


def width_near(asked: int) -> int:
    """The kept width that serves `asked` pixels."""
    return next((width for width in WIDTHS if width >= asked), WIDTHS[-1])


def cached(folder: Path, sha256: str, page: int, width: int) -> Path:
    """Where the picture of page `page` (from 1) of file `sha256` is kept."""
    return folder / sha256[:2] / sha256 / f"{page}-{width}.jpg"


def draw(source: Path, kind: str, page: int, width: int, target: Path) -> dict[str, int]:
    """Draws page `page` (from 1) of a compliant file into `target`; {"width", "height", "size"}. Runs in a child."""
    width = round(min(width, max(LEAST, REDRAWN * _pixels(source, kind, page))))
    data = encode(page_of(source, kind, page, width), MOST, early=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.parent / f".{secrets.token_hex(8)}"
    temporary.write_bytes(data)
    os.replace(temporary, target)
    with Image.open(BytesIO(data)) as made:
        return {"width": made.width, "height": made.height, "size": len(data)}


def _pixels(source: Path, kind: str, page: int) -> float:
    """How many pixels across the page has, when it is one picture of more than MOST bytes; else without bound."""
    if kind != "pdf":
        if source.stat().st_size <= MOST:
            return math.inf
        with photo.opened(source, kind) as picture:
            return picture.size[photo.orientation(picture) in photo.ON_ITS_SIDE]
    document = pypdfium2.PdfDocument(source)
    try:
        if not 1 <= page <= len(document):
            raise Refused(NO_PAGE)
        drawn = document[page - 1]
        things = list(drawn.get_objects(max_depth=1))
        if len(things) != 1 or not isinstance(things[0], pypdfium2.PdfImage):
            return math.inf
        if len(things[0].get_data(decode_simple=False)) <= MOST:
            return math.inf
        return things[0].get_px_size()[drawn.get_rotation() in (90, 270)]
    finally:
        document.close()


def page_of(source: Path, kind: str, page: int, width: int) -> Image.Image:
    """Page `page` (from 1) of a compliant file, `width` pixels wide. Runs in a child."""
    return _pdf_page(source, page, width) if kind == "pdf" else _photo_page(source, kind, page, width)


def _pdf_page(source: Path, page: int, width: int) -> Image.Image:
    document = pypdfium2.PdfDocument(source)
    try:
        if not 1 <= page <= len(document):
            raise Refused(NO_PAGE)
        across, down = document[page - 1].get_size()
        scale = width / max(across, 1)
        return pdf.picture(
            document, page - 1, (round(max(across, down) * scale), round(min(across, down) * scale))
        )
    finally:
        document.close()


def _photo_page(source: Path, kind: str, page: int, width: int) -> Image.Image:
    with photo.opened(source, kind) as picture:
        if page != 1:
            picture.seek(page - 1)
        turn = photo.orientation(picture)
        if picture.format in ("JPEG", "MPO"):
            picture.draft(None, (width, width))
        image = photo.plain(picture, grey=False)
    image = image.transpose(turn) if turn is not None else image
    if image.width > width:
        image = image.resize(
            (width, max(1, round(image.height * width / image.width))), Image.Resampling.BICUBIC
        )
    return image
