"""What arrived: identified by its bytes, never by its name; refused with a sentence that names the way out."""

import struct
from pathlib import Path

from web.evidence import limits

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

EMPTY = "这个文件是空的，请重新选择或重新拍照。"
UNKNOWN = "看不出这是什么文件。请上传照片（JPEG、PNG、WebP、HEIC、TIFF）或 PDF。"
WORD = "不能直接上传 Word、WPS 文档。请在 Word 或 WPS 里选“文件—另存为—PDF”，再上传得到的 PDF。"
SHEET = "不能直接上传表格或演示文稿。请在软件里选“文件—另存为—PDF”，再上传得到的 PDF。"
ARCHIVE = "不能上传压缩包。请先解压，再逐个上传里面的照片或 PDF。"
MIXED = "这个文件里混着另一种文件，不能接收。请重新拍照，或重新导出为 PDF 后再上传。"
PROGRAM = "这是程序或网页，不是证明材料，不能接收。请上传照片或 PDF。"
VIDEO = "这是视频或声音文件，不能接收。请上传照片或 PDF。"
DAMAGED = "文件已损坏，打不开。请重新拍照，或重新导出、重新下载后再上传。"
BOMB = "文件展开后太大，系统无法处理。请重新拍照，或打印成新的 PDF 后再上传。"
TOO_BIG = f"文件超过 {limits.UPLOAD_BYTES.amount // 1048576} MB。请分成几份，或用照片代替后再上传。"
TOO_MANY_PAGES = f"文件超过 {limits.PAGES.amount} 页。请分成几份后再上传。"
TOO_MANY_PIXELS = "照片的像素太多，系统无法处理。请把手机相机的分辨率调到 1200 万像素左右重新拍照。"
TOO_SMALL = "照片太小，看不清内容。请重新拍照。"
NO_ROOM = "您的材料库已满。请先删除不再使用的文件，再上传。"
LOCKED = "这份 PDF 要密码才能打开，评委无法查看。请去掉密码后再上传。"
RESTRICTED = "这份 PDF 设了权限限制，评委可能无法查看。请打开它，打印为新的 PDF 后再上传。"
SCRIPTED = "这份 PDF 里有脚本或会自动运行的内容，不能接收。请打开它，打印为新的 PDF 后再上传。"
CARRIES_FILES = "这份 PDF 里夹带了别的文件，不能接收。请把夹带的文件取出分别上传，或打印为新的 PDF 后再上传。"
NO_PAGES = "这份 PDF 里一页也没有。请重新导出后再上传。"
TOO_COMPLEX = "这份 PDF 的结构过于复杂，系统无法处理。请打印为新的 PDF 后再上传。"
VIRUS = "这个文件没有通过病毒检查，不能接收。请在安全的电脑上重新制作后再上传。"


class Refused(Exception):
    """A file that is not taken; `sentence` says why and what to do, in the person's words."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


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
    from web.evidence import pdf_safety, photo

    size = path.stat().st_size
    if size > limits.UPLOAD_BYTES.amount:
        raise Refused(TOO_BIG)
    with path.open("rb") as file:
        kind = identify(file.read(HEAD))
    if carries_archive(path):
        raise Refused(MIXED)
    pages = pdf_safety.examine(path) if kind == "pdf" else photo.examine(path, kind)
    return {"kind": kind, "size": size, "pages": pages}
