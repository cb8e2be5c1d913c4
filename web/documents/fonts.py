"""The fonts that papers are set in, and which characters they can show."""

import os
import struct
import sys
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, BinaryIO

import typst

SYSTEM_FOLDER = Path("/usr/share/fonts/opentype/noto")
PACKAGE = "pylopdf_fonts_zh_cn"
SONG = ("Noto Serif SC", "Noto Serif CJK SC")
HEI = ("Noto Sans SC", "Noto Sans CJK SC")
MISSING = (
    "缺少中文{style}字体，打印文件暂时不能生成；网页不受影响。{where}"
    "请安装 Python 包 pylopdf-fonts-zh-cn 或系统软件包 fonts-noto-cjk（apt-get install fonts-noto-cjk），"
    "或用 ZHICHENG_FONTS 指明放有 Noto Serif SC 和 Noto Sans SC 的文件夹，然后重新启动。"
)


@cache
def folders() -> tuple[Path, ...]:
    """Folders with font files: the one that is set and no other, else the locked package's and the system's."""
    if folder := os.environ.get("ZHICHENG_FONTS"):
        return (Path(folder),) if Path(folder).is_dir() else ()
    found: list[Path] = []
    package = find_spec(PACKAGE)
    if package and package.origin:
        found.append(Path(package.origin).parent)
    found.append(SYSTEM_FOLDER)
    return tuple(folder for folder in found if folder.is_dir())


@cache
def loaded() -> typst.Fonts:
    """The faces of `folders()`, looked up once for the process; their files are mapped, not copied."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(path) for path in folders()]
    )


def complaints() -> list[str]:
    """A sentence for each style that no font file offers; [] when papers can be set."""
    offered, set_to = set(loaded().families()), os.environ.get("ZHICHENG_FONTS", "")
    where = f"ZHICHENG_FONTS 指明的文件夹 {set_to} 里没有。" if set_to else ""
    return [
        MISSING.format(style=style, where=where)
        for style, families in (("宋体", SONG), ("黑体", HEI))
        if not offered & set(families)
    ]


def showable(text: str) -> str:
    """`text` with every character that no font has as its number, 〔U+1F600〕; invisible ones left out."""
    known = covered()
    for character in {c for c in set(text) if not known[ord(c)]}:
        category = unicodedata.category(character)
        number = "" if category in ("Cc", "Cf", "Mn", "Cs") else f"〔U+{ord(character):04X}〕"
        text = text.replace(character, number)
    return text


@cache
def covered() -> bytes:
    """For each code point 1 when the fonts in use can show it, else 0; line feed and tab count as shown."""
    shown = bytearray(sys.maxunicode + 1)
    for path in {Path(font.path) for font in loaded().fonts() if font.path and font.family in (*SONG, *HEI)}:
        with path.open("rb") as file:
            for first, last in _ranges(file):
                shown[first : last + 1] = b"\1" * (last + 1 - first)
    shown[ord("\n")] = shown[ord("\t")] = 1
    return bytes(shown)


def _ranges(file: BinaryIO) -> Iterator[tuple[int, int]]:
    """The ranges of code points in a font's format 12 map (OpenType 1.9); of a collection's first face."""
    magic, first = _at(file, 0, ">4s8xI")
    start = first if magic == b"ttcf" else 0
    for table in range(_at(file, start + 4, ">H")[0]):
        tag, offset = _at(file, start + 12 + 16 * table, ">4s4xI")
        if tag == b"cmap":
            yield from _format_12(file, offset)
            return


def _format_12(file: BinaryIO, cmap: int) -> Iterator[tuple[int, int]]:
    for entry in range(_at(file, cmap + 2, ">H")[0]):
        at = cmap + _at(file, cmap + 4 + 8 * entry, ">4xI")[0]
        if _at(file, at, ">H")[0] != 12:
            continue
        count = _at(file, at + 12, ">I")[0]
        for first, last, _ in struct.iter_unpack(">III", file.read(12 * count)):
            yield first, last


def _at(file: BinaryIO, position: int, layout: str) -> tuple[Any, ...]:
    file.seek(position)
    return struct.unpack(layout, file.read(struct.calcsize(layout)))
