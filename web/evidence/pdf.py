"""PDFs made compliant: split under the limit, rendered only where a page is too heavy, joined from pictures."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import img2pdf
import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Pdf, Stream
from PIL import Image

from web.evidence import limits, photo
from web.evidence.encoding import encode
from web.evidence.pdf_safety import disarm, opened
from web.evidence.refusal import DAMAGED, Refused

UNCOUNTED = ("/Font", "/Parent", "/P", "/StructParent")
DOTS_PER_INCH = 110  # 900 px are then 208 mm, the width of A4


def heavy_pages(document: Pdf) -> list[int]:
    """Numbers (from 0) of pages whose own bytes, pictures or box pass the limits; shared fonts do not count."""
    return [number for number, page in enumerate(document.pages) if _heavy(page)]


def _heavy(page: pikepdf.Page) -> bool:
    box = [float(value) for value in page.mediabox]
    sides = (abs(box[2] - box[0]), abs(box[3] - box[1]))
    if max(sides) > limits.PAGE_LONG.amount or min(sides) > limits.PAGE_SHORT.amount:
        return True
    total = 0
    seen: set[tuple[int, int]] = set()
    stack: list[Any] = [page.obj.get("/Contents"), page.resources]
    while stack:
        thing = stack.pop()
        if isinstance(thing, Stream | Dictionary | Array) and thing.is_indirect:
            if thing.objgen in seen:
                continue
            seen.add(thing.objgen)
        if isinstance(thing, Stream):
            total += len(thing.read_raw_bytes())
            if str(thing.get("/Subtype", "")) == "/Image" and _too_large(thing):
                return True
        if isinstance(thing, Stream | Dictionary):
            stack.extend(thing.get(key) for key in list(thing.keys()) if key not in UNCOUNTED)
        elif isinstance(thing, Array):
            stack.extend(thing)
        if total > limits.PAGE_BYTES.amount:
            return True
    return False


def _too_large(image: Stream) -> bool:
    sides = int(image.get("/Width", 0)), int(image.get("/Height", 0))
    return max(sides) > limits.PAGE_LONG.amount or min(sides) > limits.PAGE_SHORT.amount


def cleaned(path: Path) -> tuple[list[bytes], list[int]]:
    """The compliant files made of an uploaded PDF, in order, and the numbers (from 0) of pages that had to be rendered.

    Pages within the limits stay as they are in meaning. Only pages beyond them become pictures, so when the second
    value is empty nothing was lost and no question needs to be asked. The same input gives the same bytes.
    """
    with opened(path) as document:
        heavy = heavy_pages(document)
        rendered = dict(zip(heavy, rendered_pages(path, heavy), strict=True))
        disarm(document)
        count = len(document.pages)
        whole = _saved(document)
    if not heavy and len(whole) < limits.PDF_BYTES.amount:
        return [whole], []
    with pikepdf.open(BytesIO(whole)) as document:
        return list(_parts(document, path, rendered, 0, count)), sorted(rendered)


def _parts(source: Pdf, path: Path, rendered: dict[int, bytes], start: int, end: int) -> Iterator[bytes]:
    """Files of the pages start … end-1: one when it stays under the limit, else halves, each page exactly once."""
    with Pdf.new() as part:
        for number in range(start, end):
            if number in rendered:
                with pikepdf.open(BytesIO(joined([rendered[number]])[0])) as single:
                    part.pages.extend(single.pages)
            else:
                part.pages.append(source.pages[number])
        part.remove_unreferenced_resources()
        data = _saved(part)
    if len(data) < limits.PDF_BYTES.amount:
        yield data
    elif end - start > 1:
        middle = (start + end) // 2
        yield from _parts(source, path, rendered, start, middle)
        yield from _parts(source, path, rendered, middle, end)
    else:
        rendered[start] = next(rendered_pages(path, [start]))
        yield from _parts(source, path, rendered, start, end)


def _saved(document: Pdf) -> bytes:
    out = BytesIO()
    document.save(
        out,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
    )
    return out.getvalue()


def rendered_pages(path: Path, numbers: Sequence[int]) -> Iterator[bytes]:
    """The pages `numbers` (from 0) as compliant JPEGs, rendered by pdfium."""
    if not numbers:
        return
    document = pypdfium2.PdfDocument(path)
    try:
        for number in numbers:
            yield encode(picture(document, number, (limits.PAGE_LONG.amount, limits.PAGE_SHORT.amount)))
    finally:
        document.close()


def picture(document: pypdfium2.PdfDocument, number: int, box: tuple[int, int]) -> Image.Image:
    """Page `number` (from 0) drawn to fill `box` (long side, short side) in its own orientation, as RGB."""
    page = document[number]
    try:
        width, height = page.get_size()
        if min(width, height) <= 0:
            raise Refused(DAMAGED)
        scale = min(box[0] / max(width, height), box[1] / min(width, height))
        bitmap = page.render(scale=scale, draw_annots=True)
        image = bitmap.to_pil().convert("RGB")
        bitmap.close()
    finally:
        page.close()
    return (
        image.resize(photo.fitted(image.size, box)) if image.size != photo.fitted(image.size, box) else image
    )


def joined(jpegs: Sequence[bytes]) -> list[bytes]:
    """One PDF of compliant JPEG pages in order, or several when 8 MB are reached; JPEGs are kept byte for byte."""
    files: list[list[bytes]] = [[]]
    filled = 0
    for data in jpegs:
        cost = len(data) + 1024  # page object, cross-reference
        if files[-1] and filled + cost + 4096 > limits.PDF_BYTES.amount:
            files.append([])
            filled = 0
        files[-1].append(data)
        filled += cost
    return [packed(part) for part in files if part]


def packed(jpegs: Sequence[bytes]) -> bytes:
    """One PDF of JPEG pages in order, however large; the JPEGs are kept byte for byte, nothing else is in it."""
    layout = img2pdf.get_fixed_dpi_layout_fun((DOTS_PER_INCH, DOTS_PER_INCH))
    return _undated(
        img2pdf.convert(
            list(jpegs),
            layout_fun=layout,
            engine=img2pdf.Engine.internal,
            nodate=True,
            producer="",
            rotation=img2pdf.Rotation.none,
        )
    )


def _undated(data: bytes | None) -> bytes:
    if data is None:
        raise ValueError("img2pdf gave no bytes")
    with pikepdf.open(BytesIO(data)) as document:
        if "/Info" in document.trailer:
            del document.trailer["/Info"]
        return _saved(document)
