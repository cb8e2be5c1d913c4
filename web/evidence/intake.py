"""What arrived: identified by its bytes, never by its name; refused with a sentence that names the way out."""

import struct
from pathlib import Path

from web.evidence import limits, pdf_safety, photo
from web.evidence.refusal import (
    ARCHIVE,
    EMPTY,
    MIXED,
    PROGRAM,
    SHEET,
    TOO_BIG,
    UNKNOWN,
    VIDEO,
    WORD,
    Refused,
)

HEAD = 4096  # bytes that identify() wants to see
PHOTOS = ("jpeg", "png", "webp", "heic", "tiff", "gif")
TYPES = {
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "heic": "image/heic",
    "tiff": "image/tiff",
    "gif": "image/gif",
    "pdf": "application/pdf",
}


def identify(head: bytes) -> str:
    """The kind of a file from its first bytes (up to HEAD): a key of TYPES; Refused for everything else."""
    if not head:
        raise Refused(EMPTY)
    kind = _photo(head)
    if kind is None and head.lstrip(b"\xef\xbb\xbf\r\n\t \0")[:5] == b"%PDF-":
        kind = "pdf"
    if kind is None:
        raise Refused(_foreign(head))
    if _disguised(head, kind):
        raise Refused(MIXED)
    return kind


def _photo(head: bytes) -> str | None:
    if head[:3] == b"\xff\xd8\xff":
        return "jpeg"
    if head[:8] == b"\x89PNG\r\n\x1a\n":
        return "png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[:4] in (b"II*\0", b"MM\0*"):
        return "tiff"
    if head[:6] in (b"GIF87a", b"GIF89a"):
        return "gif"
    brands = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"heif")
    if head[4:8] == b"ftyp" and head[8:12] in brands:
        return "heic"
    return None


def _foreign(head: bytes) -> str:
    """The sentence for what is neither a photograph nor a PDF."""
    low = head[:1024].lstrip(b"\xef\xbb\xbf\r\n\t ").lower()
    if head[:4] == b"PK\x03\x04":
        if b"word/" in head or b"opendocument.text" in head:
            return WORD
        office = (b"xl/", b"ppt/", b"opendocument.")
        return (
            SHEET
            if any(name in head for name in office)
            else (WORD if b"[Content_Types].xml" in head else ARCHIVE)
        )
    if head[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" or low.startswith(b"{\\rtf"):
        return WORD
    if head[:4] in (b"Rar!", b"PK\x05\x06") or head[:6] == b"7z\xbc\xaf\x27\x1c" or head[:2] == b"\x1f\x8b":
        return ARCHIVE
    if head[:2] in (b"MZ", b"#!") or head[:4] == b"\x7fELF" or low.startswith((b"<", b"<?")):
        return PROGRAM
    if (
        head[4:8] == b"ftyp"
        or head[:3] == b"ID3"
        or (head[:4] == b"RIFF" and head[8:12] in (b"AVI ", b"WAVE"))
    ):
        return VIDEO
    return MIXED if b"%PDF-" in head[:1024] else UNKNOWN


def _disguised(head: bytes, kind: str) -> bool:
    """Is there a second face: a PDF or a web page within the part where viewers look for one?"""
    low = head[:1024].lower()
    if kind != "pdf" and b"%pdf-" in low:
        return True
    return any(mark in low for mark in (b"<script", b"<html", b"<!doctype html", b"<?php", b"<svg"))


def carries_archive(path: Path) -> bool:
    """Does the file end as a ZIP archive does (which makes it a picture and an archive at once)?"""
    with path.open("rb") as file:
        length = file.seek(0, 2)
        file.seek(max(0, length - 65_557))
        tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < 22:
        return False
    comment = struct.unpack_from("<H", tail, at + 20)[0]
    return bool(at + 22 + comment <= len(tail) and comment + 64 >= len(tail) - at - 22)


def examine(path: Path) -> dict[str, object]:
    """What a whole file on disk is, read by its decoder's header only.

    Returns {"kind", "size" (bytes), "pages"}; Refused for what the limits or safety forbid. Runs in a child.
    """
    size = path.stat().st_size
    if size > limits.UPLOAD_BYTES.amount:
        raise Refused(TOO_BIG)
    with path.open("rb") as file:
        kind = identify(file.read(HEAD))
    if carries_archive(path):
        raise Refused(MIXED)
    pages = pdf_safety.examine(path) if kind == "pdf" else photo.examine(path, kind)
    return {"kind": kind, "size": size, "pages": pages}
