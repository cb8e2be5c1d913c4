"""Is a PDF safe to take in: opened, walked through to its last dictionary, and freed of everything that acts."""

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Object, Pdf, Stream

from web.evidence import limits
from web.evidence.refusal import (
    BOMB,
    CARRIES_FILES,
    DAMAGED,
    LOCKED,
    MIXED,
    NO_PAGES,
    RESTRICTED,
    SCRIPTED,
    TOO_COMPLEX,
    TOO_MANY_PAGES,
    TOO_MANY_PIXELS,
    Refused,
)

SCRIPTS = {"/JavaScript", "/Launch", "/Rendition", "/ImportData", "/RichMediaExecute"}
ACTIVE = (
    "/OpenAction",
    "/AA",
    "/JavaScript",
    "/JS",
    "/EmbeddedFiles",
    "/AF",
    "/Collection",
    "/XFA",
    "/Metadata",
    "/PieceInfo",
    "/Threads",
    "/URI",
)
LIVELY = {"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"}


def opened(path: Path) -> Pdf:
    """The document, unencrypted and with at least one page; Refused with the reason otherwise."""
    try:
        document = pikepdf.open(path, suppress_warnings=True)
    except pikepdf.PasswordError as error:
        raise Refused(LOCKED) from error
    except (pikepdf.PdfError, ValueError, RuntimeError, OverflowError) as error:
        raise Refused(DAMAGED) from error
    if document.is_encrypted:
        raise Refused(RESTRICTED)
    if len(document.objects) > limits.OBJECTS.amount:
        raise Refused(TOO_COMPLEX)
    count = len(document.pages)
    if count == 0:
        raise Refused(NO_PAGES)
    if count > limits.PAGES.amount:
        raise Refused(TOO_MANY_PAGES)
    return document


def examine(path: Path) -> int:
    """The number of pages of a safe PDF; Refused when it is locked, damaged, scripted, carries files or is a bomb."""
    with path.open("rb") as file:
        if b"<script" in file.read(1024).lower():
            raise Refused(MIXED)
    with opened(path) as document:
        unpacked = 0
        for thing in walk(document):
            _judge(thing)
            if isinstance(thing, Stream):
                unpacked += _unpacked(thing, limits.UNPACKED_BYTES.amount - unpacked)
        pages = len(document.pages)
    rendered = pypdfium2.PdfDocument(path)
    try:
        if len(rendered) != pages:
            raise Refused(DAMAGED)
    finally:
        rendered.close()
    return pages


def walk(document: Pdf) -> Iterator[Object]:
    """Every dictionary and stream of the document, also those that stand directly inside another object."""
    count = 0
    for top in [document.trailer, *document.objects]:
        stack: list[tuple[Any, int]] = [(top, 0)]
        while stack:
            thing, depth = stack.pop()
            count += 1
            if count > 20 * limits.OBJECTS.amount or depth > 100:
                raise Refused(TOO_COMPLEX)
            if isinstance(thing, Stream | Dictionary):
                yield thing
                values: Any = (thing.get(key) for key in list(thing.keys()))
            elif isinstance(thing, Array):
                values = iter(thing)
            else:
                continue
            stack.extend(
                (value, depth + 1)
                for value in values
                if isinstance(value, Stream | Dictionary | Array) and not value.is_indirect
            )


def _judge(thing: Object) -> None:
    keys = set(thing.keys())
    if "/JS" in keys or "/XFA" in keys or str(thing.get("/S", "")) in SCRIPTS:
        raise Refused(SCRIPTED)
    if "/EmbeddedFiles" in keys or ("/EF" in keys and thing.get("/EF") is not None):
        raise Refused(CARRIES_FILES)
    if str(thing.get("/Subtype", "")) in LIVELY or str(thing.get("/Type", "")) == "/EmbeddedFile":
        raise Refused(CARRIES_FILES)
    if str(thing.get("/Subtype", "")) == "/Image":
        width, height = int(thing.get("/Width", 0)), int(thing.get("/Height", 0))
        if width * height > limits.PIXELS["pdf"].amount:
            raise Refused(TOO_MANY_PIXELS)


def _unpacked(stream: Stream, room: int) -> int:
    """Bytes that the stream's Flate layers unpack to, counted without keeping them; Refused beyond `room`."""
    names = stream.get("/Filter")
    filters = (
        [] if names is None else [str(name) for name in names] if isinstance(names, Array) else [str(names)]
    )
    data: Iterator[bytes] = iter([stream.read_raw_bytes()])
    for name in filters:
        if name not in ("/FlateDecode", "/Fl"):
            break
        data = _inflated(data)
    total = 0
    for piece in data:
        total += len(piece)
        if total > room:
            raise Refused(BOMB)
    return total


def _inflated(pieces: Iterator[bytes]) -> Iterator[bytes]:
    inflater = zlib.decompressobj()
    try:
        for piece in pieces:
            while piece:
                out = inflater.decompress(piece, 1 << 16)
                piece = inflater.unconsumed_tail
                if not out:
                    break
                yield out
    except zlib.error:
        return  # what qpdf and pdfium make of a broken stream is judged by rendering


def disarm(document: Pdf) -> None:
    """Takes away everything that acts, links outside, or tells about the maker; what is on the pages stays."""
    for thing in list(walk(document)):
        for key in ACTIVE:
            if key in thing:
                del thing[key]
        action = thing.get("/A")
        if isinstance(action, Dictionary) and "/S" in action and str(action["/S"]) != "/GoTo":
            del thing["/A"]
        annotations = thing.get("/Annots")
        if isinstance(annotations, Array):
            kept = [
                one
                for one in annotations
                if isinstance(one, Dictionary) and str(one.get("/Subtype", "")) not in LIVELY
            ]
            thing["/Annots"] = Array(kept)
    names = document.Root.get("/Names")
    if isinstance(names, Dictionary):
        for key in ("/JavaScript", "/EmbeddedFiles", "/Renditions"):
            if key in names:
                del names[key]
    if "/Info" in document.trailer:
        del document.trailer["/Info"]
